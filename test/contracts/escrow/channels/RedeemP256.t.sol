// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../../support/EscrowTest.sol";

/// @dev Vouchers signed by a browser's key. The precompile checks them; without it (an EVM before osaka) the library's code does.
contract RedeemP256Test is EscrowTest {
    uint256 internal constant KEY = uint256(keccak256("browser")) >> 1;
    uint256 private constant OTHER_KEY = uint256(keccak256("other browser")) >> 1;

    function setUp() public override {
        super.setUp();
        channel.signer = signerOfP256(KEY);
    }

    function test_PaysAVoucher() external {
        open(RESERVE);
        vm.expectEmit(address(escrow));
        emit IChannels.Redeemed(id(), 4e6, ROOT);
        assertEq(redeem(redemptionP256(KEY, 4e6)), 4e6);
        assertEq(freeOf(payee.addr), 4e6);
        assertEq(redeem(redemptionP256(KEY, RESERVE + 7e6)), RESERVE + 3e6);
    }

    /// @dev WebCrypto signed with a key it does not let out, as `sign({name: "ECDSA", hash: "SHA-256"}, key, digest)`; s is mirrored.
    /// The channel has no money, and says so: the signature counts.
    function test_TakesWhatABrowserSigned() external {
        escrow = IEscrow(address(0xe5c));
        deployCodeTo("Escrow.sol:Escrow", address(escrow));
        bytes32 x = 0x9da8f972283fc8a31c3c4cc0b40723ea1df1740158ceab074ff551f62f164a58;
        bytes32 y = 0x0b5eb1ab5c57c6766cadad76ebb11290cf9c5e3844c9ec1caa222a5f90494634;
        channel = IChannels.Channel({
            payer: address(0xb),
            signer: 0xa2683e70467C429d325EBF7d18259fC47057F430,
            payee: address(0xc),
            token: address(0xd),
            closeDelay: 1 days,
            salt: 1
        });
        open(0);
        IChannels.RedemptionP256 memory item = IChannels.RedemptionP256({
            payer: channel.payer,
            closeDelay: channel.closeDelay,
            salt: channel.salt,
            cumulative: 4e6,
            receiptsRoot: ROOT,
            r: 0xd9b2561b016340ae769c85d17473238221ccc16152103cd544c6cebf7fedb492,
            s: 0x215e0e3db49b188663593620183b35a3a6f13892668184b9725dff31c3e69c81,
            x: x,
            y: y
        });
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionShort(id(), 4e6, IChannels.Shortfall.AccountLow);
        escrow.redeemP256(channel.token, channel.payee, only(item));
    }

    /// forge-config: default.fuzz.runs = 24
    function testFuzz_PaysWhateverTheKeySigned(uint256 key, uint96 cumulative) external {
        key = bound(key, 1, ORDER_OF_P256 - 1);
        cumulative = uint96(bound(cumulative, 1, MONEY));
        channel.signer = signerOfP256(key);
        open(0);
        assertEq(redeem(redemptionP256(key, cumulative)), cumulative);
    }

    function test_PrecompileIsThereUnlessSaidOtherwise() external view {
        (bytes32 r, bytes32 s) = vm.signP256(KEY, ROOT);
        (uint256 x, uint256 y) = vm.publicKeyP256(KEY);
        (, bytes memory answer) = address(0x100).staticcall(abi.encode(ROOT, r, s, x, y));
        assertEq(answer.length, hasPrecompile() ? 32 : 0);
    }

    function hasPrecompile() internal pure virtual returns (bool) {
        return true;
    }

    function test_RefusesAnotherKey() external {
        open(RESERVE);
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        IChannels.RedemptionP256 memory others = redemptionP256(OTHER_KEY, 4e6);
        // Another key has another name, so that there is no such channel.
        expectRefusal(signerOfP256(OTHER_KEY), IChannels.Refusal.NeverOpened);
        assertEq(redeem(others), 0);
        (item.r, item.s) = (others.r, others.s);
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
    }

    function test_RefusesAnAlteredOrMirroredVoucher() external {
        open(RESERVE);
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        item.cumulative += 1;
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
        item.cumulative -= 1;
        item.receiptsRoot = "another";
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
        item.receiptsRoot = ROOT;
        item.s = bytes32(ORDER_OF_P256 - uint256(item.s));
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
        (item.r, item.s) = (0, 0);
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
    }

    function test_RevertWhen_ASumHasBitsBeyondItsType() external {
        open(RESERVE);
        uint256 sum = (1 << 96) | 4e6;
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        (item.r, item.s) = signP256(KEY, digestOf(keccak256(abi.encode(typeHash, id(), sum, ROOT))));
        bytes memory data = abi.encodeCall(IChannels.redeemP256, (channel.token, channel.payee, only(item)));
        // Behind the selector: token, payee, offset, length, and three members of the item.
        assembly ("memory-safe") {
            mstore(add(data, 0x104), sum)
        }
        (bool success,) = address(escrow).call(data);
        assertFalse(success);
        assertEq(escrow.channelOf(id()).redeemed, 0);
    }

    /// @dev There is one form: what a key signed without hashing the digest first is no voucher.
    function test_RefusesASignatureOfTheBareDigest() external {
        open(RESERVE);
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        (item.r, item.s) = vm.signP256(KEY, voucherDigest(id(), 4e6, ROOT));
        if (uint256(item.s) > HALF_OF_P256) item.s = bytes32(ORDER_OF_P256 - uint256(item.s));
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
    }

    /// @dev A "key" that is no point of the curve is no key, even where a channel names it.
    function test_RefusesWhatIsNoKey() external {
        channel.signer = address(uint160(uint256(keccak256(abi.encode(bytes32(uint256(1)), bytes32(uint256(1)))))));
        open(RESERVE);
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        (item.x, item.y) = (bytes32(uint256(1)), bytes32(uint256(1)));
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        assertEq(redeem(item), 0);
    }

    function test_RefusesClosedAndStaleAsTheOtherFormDoes() external {
        open(RESERVE);
        redeem(redemptionP256(KEY, 4e6));
        expectRefusal(channel.signer, IChannels.Refusal.NothingDue);
        assertEq(redeem(redemptionP256(KEY, 4e6)), 0);
        close();
        expectRefusal(channel.signer, IChannels.Refusal.Closed);
        assertEq(redeem(redemptionP256(KEY, 5e6)), 0);
    }

    function test_RevertWhen_TheBatchIsTooLong() external {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_BatchTooLong.selector, uint256(256), uint256(257)));
        escrow.redeemP256(address(dollar), payee.addr, new IChannels.RedemptionP256[](257));
    }

    /// @dev An ECDSA form cannot be used on a P-256 channel, nor the reverse.
    function test_KindsOfKeysDoNotMix() external {
        open(RESERVE);
        IChannels.RedemptionP256 memory item = redemptionP256(KEY, 4e6);
        IChannels.Redemption memory ecdsa = redemption(channel, signer.privateKey, 4e6);
        (ecdsa.r, ecdsa.vs) = (item.r, item.s);
        expectRefusal(channel.signer, IChannels.Refusal.SignatureInvalid);
        escrow.redeem(address(dollar), payee.addr, only(ecdsa));
    }

    function redeem(IChannels.RedemptionP256 memory item) private returns (uint256) {
        return escrow.redeemP256(address(dollar), payee.addr, only(item));
    }

    function expectRefusal(address signer_, IChannels.Refusal reason) private {
        IChannels.Channel memory terms = channel;
        terms.signer = signer_;
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionRefused(idOf(terms), reason);
    }
}

/// @dev The same on a chain without the precompile.
/// forge-config: default.evm_version = "prague"
contract RedeemP256WithoutPrecompileTest is RedeemP256Test {
    function hasPrecompile() internal pure override returns (bool) {
        return false;
    }
}
