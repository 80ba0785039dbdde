// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../support/EscrowTest.sol";
import {FloorMeter} from "./FloorMeter.sol";

/// @dev The floors of what Channels.t.sol and Transactions.t.sol measure of the escrow, under the same names after "floor: ".
/// forge-config: default.isolate = true
contract EscrowFloorsGasTest is EscrowTest, FloorMeter {
    uint96 private constant PRICE = 1_234_567;
    uint96 private constant LARGE = 1_000e6;
    uint256 private constant P256_KEY = uint256(keccak256("browser")) >> 1;

    address private floorEscrow;

    function setUp() public override {
        super.setUp();
        floorEscrow = deployCode("FloorEscrow.sol:FloorEscrow");
        deal(address(dollar), floorEscrow, 1e6, true);
        address[3] memory owners = [buyer.addr, payee.addr, stranger.addr];
        for (uint256 i = 0; i < owners.length; ++i) {
            fund(owners[i], 10_000e6);
            _seed(owners[i]);
        }
        channel.salt = uint64(uint256(keccak256("salt")));
    }

    /* TOKENS */

    function test_Deposits() external {
        address newcomer = arbiter.addr;
        deal(address(dollar), newcomer, 1_000e6, true);
        vm.startPrank(newcomer);
        dollar.approve(address(escrow), type(uint256).max);
        dollar.approve(floorEscrow, type(uint256).max);
        vm.stopPrank();
        bytes memory data = abi.encodeCall(IEscrow.deposit, (newcomer, address(dollar), 50e6));
        bytes memory floorData = abi.encodePacked(uint8(1), newcomer, dollar, uint96(50e6));
        recordFloor("deposit, first", _both(newcomer, data, floorData));
        recordFloor("deposit, top-up", _both(newcomer, data, floorData));
    }

    function test_Withdraw() external {
        deal(address(dollar), buyer.addr, 1e6, true);
        bytes memory data = abi.encodeCall(IEscrow.withdraw, (address(dollar), 10e6, buyer.addr));
        bytes memory floorData = abi.encodePacked(uint8(2), dollar, uint96(10e6), buyer.addr);
        deal(address(dollar), floorEscrow, 100e6, true);
        recordFloor("withdraw", _both(buyer.addr, data, floorData));
    }

    function test_RelayedWithdrawal() external {
        deal(address(dollar), buyer.addr, 1e6, true);
        deal(address(dollar), floorEscrow, 100e6, true);
        IEscrow.Withdrawal memory withdrawal = IEscrow.Withdrawal({
            owner: buyer.addr,
            token: address(dollar),
            to: buyer.addr,
            amount: 10e6,
            fee: 20_000,
            nonce: 0,
            deadline: deadline
        });
        bytes memory signature = signCompact(buyer, withdrawalDigest(withdrawal));
        bytes memory floorData =
            abi.encodePacked(uint8(3), buyer.addr, dollar, buyer.addr, uint96(10e6), uint96(20_000));
        recordFloor(
            "withdraw by signature, with a fee",
            _both(
                stranger.addr,
                abi.encodeCall(IEscrow.withdrawFor, (withdrawal, signature)),
                abi.encodePacked(floorData, uint32(0), deadline, signature)
            )
        );
    }

    /* CHANNELS */

    function test_Opening() external {
        bytes memory data = abi.encodeCall(IChannels.openChannel, (channel, RESERVE));
        bytes memory floorData = abi.encodePacked(uint8(4), _terms(), RESERVE);
        recordFloor("open a reserved channel, by call", _both(buyer.addr, data, floorData));

        channel.salt += 1;
        bytes memory signature = signCompact(buyer, openingDigest(RESERVE, 0));
        data = abi.encodeCall(IChannels.openChannelFor, (channel, RESERVE, 0, deadline, signature));
        floorData = abi.encodePacked(uint8(5), channel.payer, _terms(), RESERVE, uint24(0), deadline, signature);
        recordFloor("open a reserved channel, by signature", _both(stranger.addr, data, floorData));
    }

    function test_RedeemOne() external {
        _redeemMany(1, LARGE, "redeem one voucher, reserved");
        channel.salt += 1;
        _redeemMany(1, 0, "redeem one voucher, free");
    }

    function test_RedeemHundred() external {
        _redeemMany(100, LARGE, "redeem one of 100 vouchers, reserved");
        channel.salt += 1;
        _redeemMany(100, 0, "redeem one of 100 vouchers, free");
    }

    function test_RedeemP256() external {
        channel.signer = signerOfP256(P256_KEY);
        _redeemP256(LARGE, 8, "redeem one voucher, reserved, P-256");
        channel.salt += 1;
        _redeemP256(0, 9, "redeem one voucher, free, P-256");
    }

    /// @dev As Channels.t.sol does it: every channel of another payer with a signer of its own, redeemed once before.
    function _redeemMany(uint256 count, uint96 reserve, string memory name) private {
        IChannels.Redemption[] memory first = new IChannels.Redemption[](count);
        IChannels.Redemption[] memory second = new IChannels.Redemption[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = uint256(keccak256(abi.encode("signer", i)));
            (channel.payer, channel.signer) = (vm.addr(uint256(keccak256(abi.encode("payer", i)))), vm.addr(key));
            fund(channel.payer, 2 * LARGE);
            _openBoth(reserve);
            first[i] = redemption(channel, key, PRICE);
            second[i] = redemption(channel, key, 2 * PRICE);
        }
        uint8 step = reserve == 0 ? 7 : 6;
        escrow.redeem(address(dollar), payee.addr, first);
        (bool success,) = floorEscrow.call(abi.encodePacked(step, pack(address(dollar), payee.addr, first)));
        assertTrue(success);

        uint256 used = _both(
            payee.addr,
            abi.encodeCall(IChannels.redeem, (address(dollar), payee.addr, second)),
            abi.encodePacked(step, pack(address(dollar), payee.addr, second))
        );
        recordFloor(name, used / count);
        // Already packed, a floor has no other form.
        recordFloor(string.concat(name, ", packed"), used / count);
    }

    function _redeemP256(uint96 reserve, uint8 step, string memory name) private {
        _openBoth(reserve);
        escrow.redeemP256(address(dollar), payee.addr, only(redemptionP256(P256_KEY, PRICE)));
        (bool success,) = floorEscrow.call(_packP256(step, redemptionP256(P256_KEY, PRICE)));
        assertTrue(success);

        IChannels.RedemptionP256 memory item = redemptionP256(P256_KEY, 2 * PRICE);
        bytes memory data = abi.encodeCall(IChannels.redeemP256, (address(dollar), payee.addr, only(item)));
        recordFloor(name, _both(payee.addr, data, _packP256(step, item)));
    }

    function _packP256(uint8 step, IChannels.RedemptionP256 memory item) private view returns (bytes memory) {
        bytes memory terms = abi.encodePacked(item.payer, item.closeDelay, item.salt, item.cumulative);
        return abi.encodePacked(step, dollar, payee.addr, terms, item.receiptsRoot, item.r, item.s, item.x, item.y);
    }

    function _openBoth(uint96 reserve) private {
        open(reserve);
        _seed(channel.payer);
        vm.prank(channel.payer);
        (bool success,) = floorEscrow.call(abi.encodePacked(uint8(4), _terms(), reserve));
        assertTrue(success);
    }

    function _terms() private view returns (bytes memory) {
        return abi.encodePacked(channel.signer, channel.payee, channel.token, channel.closeDelay, channel.salt);
    }

    function _seed(address owner) private {
        vm.store(floorEscrow, keccak256(abi.encode(owner, dollar)), bytes32(uint256(10_000e6)));
    }

    function _both(address from, bytes memory data, bytes memory floorData) private returns (uint256) {
        return sendBoth(from, Call(address(escrow), data), Call(floorEscrow, floorData));
    }
}

/// @dev The same transactions once more: each floor does what the escrow does.
/// forge-config: default.isolate = true
contract EscrowFloorsEffectsTest is EscrowFloorsGasTest {
    constructor() {
        comparing = true;
    }
}
