// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";

import {Deployed} from "../../support/Deployed.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";

/// @dev One channel from buyer to payee. The node is the receiver's authorizer, and the digests are computed here from EIP-712 as
/// x402 writes it, with nothing of the contracts' libraries.
abstract contract SettlementTest is Deployed {
    uint128 internal constant MONEY = 1_000e6;
    uint128 internal constant BALANCE = 100e6;
    uint40 internal constant DELAY = 1 hours;
    string internal constant CONFIG_TYPE =
        "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)";
    string internal constant ENTRY_TYPE =
        "ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)";

    IBatchSettlement internal settlement;
    IBatchSettlement.ChannelConfig internal config;
    Vm.Wallet internal signer;

    function setUp() public virtual override {
        super.setUp();
        settlement = IBatchSettlement(deployCode("BatchSettlement.sol:BatchSettlement", abi.encode(escrow)));
        signer = vm.createWallet("signer");
        config = IBatchSettlement.ChannelConfig({
            payer: buyer.addr,
            payerAuthorizer: signer.addr,
            receiver: payee.addr,
            receiverAuthorizer: node.addr,
            token: address(dollar),
            withdrawDelay: DELAY,
            salt: "salt"
        });
        fund(buyer.addr, MONEY);
        allow(buyer.addr, address(settlement));
    }

    /* STEPS */

    function fill(uint128 amount) internal {
        vm.prank(config.payer);
        settlement.deposit(config, amount, address(escrow), "");
    }

    function claim(uint128 total) internal {
        IBatchSettlement.VoucherClaim[] memory rows = only(row(total, total));
        vm.prank(config.receiver);
        settlement.claim(rows);
    }

    function initiate(uint128 amount) internal {
        vm.prank(config.payer);
        settlement.initiateWithdraw(config, amount);
    }

    /// @dev Of the channel as it stands, signed by its authorizer.
    function row(uint128 ceiling, uint128 total) internal view returns (IBatchSettlement.VoucherClaim memory) {
        return row(config, signer, ceiling, total);
    }

    function row(IBatchSettlement.ChannelConfig memory terms, Vm.Wallet memory key, uint128 ceiling, uint128 total)
        internal
        view
        returns (IBatchSettlement.VoucherClaim memory)
    {
        bytes memory signature = sign(key, voucherDigest(idOf(terms), ceiling));
        return IBatchSettlement.VoucherClaim(IBatchSettlement.Voucher(terms, ceiling), signature, total);
    }

    function only(IBatchSettlement.VoucherClaim memory item)
        internal
        pure
        returns (IBatchSettlement.VoucherClaim[] memory rows)
    {
        rows = new IBatchSettlement.VoucherClaim[](1);
        rows[0] = item;
    }

    /// @return data What `deposit` takes for the token: the payer's authorization for the channel as it stands.
    function authorization(Vm.Wallet memory payer, uint128 amount, bytes32 salt) internal view returns (bytes memory) {
        return authorizationOf(idOf(config), address(settlement), payer, amount, salt);
    }

    function authorizationOf(bytes32 channelId, address operator, Vm.Wallet memory payer, uint128 amount, bytes32 salt)
        internal
        view
        returns (bytes memory)
    {
        bytes32 nonce = keccak256(abi.encode(operator, keccak256(abi.encode(channelId, salt))));
        WalletDigests.Pull memory pull = WalletDigests.Pull(address(dollar), payer.addr, address(escrow), amount);
        uint256 validBefore = clock() + 1 hours;
        return abi.encode(validBefore, salt, sign(payer, WalletDigests.authorization(pull, validBefore, nonce)));
    }

    /* DIGESTS */

    function id() internal view returns (bytes32) {
        return idOf(config);
    }

    function idOf(IBatchSettlement.ChannelConfig memory terms) internal view returns (bytes32) {
        return digestOf(keccak256(abi.encode(keccak256(bytes(CONFIG_TYPE)), terms)));
    }

    function voucherDigest(bytes32 channelId, uint128 ceiling) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint128 maxClaimableAmount)");
        return digestOf(keccak256(abi.encode(typeHash, channelId, ceiling)));
    }

    function refundDigest(uint256 nonce, uint128 amount) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Refund(bytes32 channelId,uint256 nonce,uint128 amount)");
        return digestOf(keccak256(abi.encode(typeHash, id(), nonce, amount)));
    }

    function batchDigest(IBatchSettlement.VoucherClaim[] memory rows) internal view returns (bytes32) {
        bytes memory entries;
        for (uint256 i = 0; i < rows.length; ++i) {
            bytes memory entry = abi.encode(
                keccak256(bytes(ENTRY_TYPE)),
                idOf(rows[i].voucher.channel),
                rows[i].voucher.maxClaimableAmount,
                rows[i].totalClaimed
            );
            entries = bytes.concat(entries, keccak256(entry));
        }
        bytes32 typeHash = keccak256(abi.encodePacked("ClaimBatch(ClaimEntry[] claims)", ENTRY_TYPE));
        return digestOf(keccak256(abi.encode(typeHash, keccak256(entries))));
    }

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        return digestAt(structHash, block.chainid, address(settlement));
    }

    function digestAt(bytes32 structHash, uint256 chainId, address place) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("x402 Batch Settlement"),
                keccak256("1"),
                chainId,
                place
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /* STATE */

    function assertChannel(uint128 balance, uint128 claimed) internal view {
        (uint128 held, uint128 counted) = settlement.channels(id());
        assertEq(held, balance, "balance");
        assertEq(counted, claimed, "claimed");
    }

    function assertMoney(uint256 ofPayer, uint256 ofReceiver, uint256 ofSettlement) internal view {
        assertEq(freeOf(config.payer), ofPayer, "payer");
        assertEq(freeOf(config.receiver), ofReceiver, "receiver");
        assertEq(freeOf(address(settlement)), ofSettlement, "settlement");
    }

    function expectNotAllowed(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_NotAllowed.selector, id(), caller));
    }

    function expectSignatureInvalid(address wanted) internal {
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_SignatureInvalid.selector, wanted));
    }
}
