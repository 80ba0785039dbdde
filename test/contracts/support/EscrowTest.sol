// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "./Deployed.sol";

/// @dev One channel from buyer to payee, and the digests of all that the escrow accepts a signature for: computed here from
/// EIP-712, with nothing of the contracts' libraries and without a call.
abstract contract EscrowTest is Deployed {
    uint96 internal constant RESERVE = 10e6;
    uint256 internal constant MONEY = 100e6;
    bytes32 internal constant ROOT = "root";
    uint256 internal constant HALF_OF_P256 = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;
    uint256 internal constant ORDER_OF_P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
    uint256 internal constant ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    Vm.Wallet internal signer;
    IChannels.Channel internal channel;
    uint40 internal deadline;

    function setUp() public virtual override {
        super.setUp();
        signer = vm.createWallet("signer");
        deadline = clock() + 1 hours;
        channel = IChannels.Channel({
            payer: buyer.addr,
            signer: signer.addr,
            payee: payee.addr,
            token: address(dollar),
            closeDelay: 1 days,
            salt: 1
        });
        fund(buyer.addr, MONEY);
    }

    /* STEPS */

    function open(uint96 reserve) internal returns (bytes32) {
        vm.prank(channel.payer);
        return escrow.openChannel(channel, reserve);
    }

    function startClose() internal {
        vm.prank(channel.payer);
        escrow.startClose(channel);
    }

    function close() internal {
        vm.prank(channel.payee);
        escrow.closeChannel(channel);
    }

    function redeem(uint96 cumulative) internal returns (uint256) {
        return escrow.redeem(channel.token, channel.payee, only(redemption(cumulative)));
    }

    /// @dev Of the channel as it stands, signed by its signer.
    function redemption(uint96 cumulative) internal view returns (IChannels.Redemption memory) {
        return redemption(channel, signer.privateKey, cumulative);
    }

    function redemption(IChannels.Channel memory terms, uint256 key, uint96 cumulative)
        internal
        view
        returns (IChannels.Redemption memory)
    {
        (bytes32 r, bytes32 vs) = vm.signCompact(key, voucherDigest(idOf(terms), cumulative, ROOT));
        return IChannels.Redemption({
            payer: terms.payer,
            signer: terms.signer,
            closeDelay: terms.closeDelay,
            salt: terms.salt,
            cumulative: cumulative,
            receiptsRoot: ROOT,
            r: r,
            vs: vs
        });
    }

    function redemptionP256(uint256 key, uint96 cumulative)
        internal
        view
        returns (IChannels.RedemptionP256 memory item)
    {
        (bytes32 r, bytes32 s) = signP256(key, voucherDigest(idOf(channel), cumulative, ROOT));
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        item = IChannels.RedemptionP256({
            payer: channel.payer,
            closeDelay: channel.closeDelay,
            salt: channel.salt,
            cumulative: cumulative,
            receiptsRoot: ROOT,
            r: r,
            s: s,
            x: bytes32(x),
            y: bytes32(y)
        });
    }

    /// @dev As a browser signs: not the digest, but the SHA-256 of the message that it is given.
    function signP256(uint256 key, bytes32 digest) internal pure returns (bytes32 r, bytes32 s) {
        (r, s) = vm.signP256(key, sha256(abi.encode(digest)));
        if (uint256(s) > HALF_OF_P256) s = bytes32(ORDER_OF_P256 - uint256(s));
    }

    function signerOfP256(uint256 key) internal pure returns (address) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return address(uint160(uint256(keccak256(abi.encode(x, y)))));
    }

    function only(IChannels.Redemption memory item) internal pure returns (IChannels.Redemption[] memory items) {
        items = new IChannels.Redemption[](1);
        items[0] = item;
    }

    function only(IChannels.RedemptionP256 memory item)
        internal
        pure
        returns (IChannels.RedemptionP256[] memory items)
    {
        items = new IChannels.RedemptionP256[](1);
        items[0] = item;
    }

    function pack(address token, address payee_, IChannels.Redemption[] memory items)
        internal
        pure
        returns (bytes memory packed)
    {
        packed = abi.encodePacked(token, payee_);
        for (uint256 i = 0; i < items.length; ++i) {
            IChannels.Redemption memory item = items[i];
            bytes memory terms = abi.encodePacked(item.payer, item.signer, item.closeDelay, item.salt, item.cumulative);
            packed = abi.encodePacked(packed, terms, item.receiptsRoot, item.r, item.vs);
        }
    }

    /* DIGESTS */

    string internal constant CHANNEL_TYPE =
        "Channel(address payer,address signer,address payee,address token,uint32 closeDelay,uint64 salt)";

    function id() internal view returns (bytes32) {
        return idOf(channel);
    }

    function idOf(IChannels.Channel memory terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(CHANNEL_TYPE)), terms));
    }

    function openingDigest(uint96 reserve, uint24 epoch) internal view returns (bytes32) {
        string memory openChannelType = "OpenChannel(Channel channel,uint96 reserve,uint24 epoch,uint40 deadline)";
        bytes32 typeHash = keccak256(abi.encodePacked(openChannelType, CHANNEL_TYPE));
        return digestOf(keccak256(abi.encode(typeHash, id(), reserve, epoch, deadline)));
    }

    function topUpDigest(uint96 amount, uint32 nonce) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("TopUpChannel(bytes32 channelId,uint96 amount,uint32 nonce,uint40 deadline)");
        return digestOf(keccak256(abi.encode(typeHash, id(), amount, nonce, deadline)));
    }

    function startCloseDigest() internal view returns (bytes32) {
        bytes32 typeHash = keccak256("StartClose(bytes32 channelId,uint40 deadline)");
        return digestOf(keccak256(abi.encode(typeHash, id(), deadline)));
    }

    function closeDigest(uint96 redeemed) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("CloseChannel(bytes32 channelId,uint96 redeemed,uint40 deadline)");
        return digestOf(keccak256(abi.encode(typeHash, id(), redeemed, deadline)));
    }

    function voucherDigest(bytes32 channelId, uint96 cumulative, bytes32 root) internal view returns (bytes32) {
        return digestOf(voucherHash(channelId, cumulative, root));
    }

    function voucherHash(bytes32 channelId, uint96 cumulative, bytes32 root) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
        return keccak256(abi.encode(typeHash, channelId, cumulative, root));
    }

    function withdrawalDigest(IEscrow.Withdrawal memory withdrawal) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Withdrawal(address owner,address token,address to,uint128 amount,uint128 fee,uint32 nonce,uint40 deadline)"
        );
        return digestOf(keccak256(abi.encode(typeHash, withdrawal)));
    }

    function grantDigest(IEscrow.OperatorGrant memory grant) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "OperatorGrant(address owner,address operator,address token,uint128 cap,uint40 expiry,uint32 nonce,uint40 deadline)"
        );
        return digestOf(keccak256(abi.encode(typeHash, grant)));
    }

    function raiseEpochDigest(address owner, uint24 epoch) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("RaiseEpoch(address owner,address token,uint24 epoch,uint40 deadline)");
        return digestOf(keccak256(abi.encode(typeHash, owner, address(dollar), epoch, deadline)));
    }

    function sessionDigest(address owner, address key) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Session(address owner,address key,address token,uint40 deadline)");
        return digestOf(keccak256(abi.encode(typeHash, owner, key, address(dollar), deadline)));
    }

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        return digestAt(structHash, block.chainid, address(escrow));
    }

    /// @dev As the escrow of another place would have it.
    function digestAt(bytes32 structHash, uint256 chainId, address place) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Escrow"),
                keccak256("1"),
                chainId,
                place
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
