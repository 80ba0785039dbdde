// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../support/EscrowTest.sol";
import {Meter} from "./Meter.sol";

/// @dev As in Transactions.t.sol: whole transactions in the steady state, every account and channel used before.
/// forge-config: default.isolate = true
contract ChannelsGasTest is EscrowTest, Meter {
    uint96 private constant PRICE = 1_234_567;
    uint96 private constant LARGE = 1_000e6;
    uint256 private constant P256_KEY = uint256(keccak256("browser")) >> 1;

    struct Line {
        IChannels.Channel terms;
        uint256 key;
    }

    function setUp() public override {
        super.setUp();
        fund(buyer.addr, 10_000e6);
        fund(payee.addr, 1e6);
        fund(stranger.addr, 1e6);
        // A salt as clients choose it: without zero bytes.
        channel.salt = uint64(uint256(keccak256("salt")));
    }

    /* LIFE */

    function test_Opening() external {
        bytes memory data = abi.encodeCall(IChannels.openChannel, (channel, RESERVE));
        record("open a reserved channel, by call", send(buyer.addr, address(escrow), data));

        channel.salt += 1;
        bytes memory signature = signCompact(buyer, openingDigest(RESERVE, 0));
        data = abi.encodeCall(IChannels.openChannelFor, (channel, RESERVE, 0, deadline, signature));
        record("open a reserved channel, by signature", send(stranger.addr, address(escrow), data));

        channel.salt += 1;
        data = abi.encodeCall(IChannels.openChannel, (channel, 0));
        record("open a channel without reservation", send(buyer.addr, address(escrow), data));
    }

    function test_TopUpAndClose() external {
        open(RESERVE);
        record(
            "top up a reservation",
            send(buyer.addr, address(escrow), abi.encodeCall(IChannels.topUpChannel, (channel, 5e6)))
        );
        uint256 snapshot = vm.snapshotState();
        record(
            "close a channel, by the payee",
            send(payee.addr, address(escrow), abi.encodeCall(IChannels.closeChannel, (channel)))
        );
        vm.revertToState(snapshot);
        record("start a close", send(buyer.addr, address(escrow), abi.encodeCall(IChannels.startClose, (channel))));
        skip(channel.closeDelay);
        record(
            "close a channel, after the delay",
            send(buyer.addr, address(escrow), abi.encodeCall(IChannels.closeChannel, (channel)))
        );
    }

    /* VOUCHERS */

    function test_RedeemOneReserved() external {
        _redeemMany(1, LARGE, "one voucher, reserved");
    }

    function test_RedeemOneFree() external {
        _redeemMany(1, 0, "one voucher, free");
    }

    function test_RedeemHundredReserved() external {
        _redeemMany(100, LARGE, "one of 100 vouchers, reserved");
    }

    function test_RedeemHundredFree() external {
        _redeemMany(100, 0, "one of 100 vouchers, free");
    }

    function test_RedeemP256() external {
        channel.signer = signerOfP256(P256_KEY);
        open(LARGE);
        escrow.redeemP256(address(dollar), payee.addr, only(redemptionP256(P256_KEY, PRICE)));
        bytes memory data = abi.encodeCall(
            IChannels.redeemP256, (address(dollar), payee.addr, only(redemptionP256(P256_KEY, 2 * PRICE)))
        );
        record("redeem one voucher, reserved, P-256", send(payee.addr, address(escrow), data));

        channel.salt += 1;
        open(0);
        escrow.redeemP256(address(dollar), payee.addr, only(redemptionP256(P256_KEY, PRICE)));
        data = abi.encodeCall(
            IChannels.redeemP256, (address(dollar), payee.addr, only(redemptionP256(P256_KEY, 2 * PRICE)))
        );
        record("redeem one voucher, free, P-256", send(payee.addr, address(escrow), data));
    }

    /// @dev Every channel of another payer with a signer of its own, redeemed once before. What is recorded is the share of one.
    function _redeemMany(uint256 count, uint96 reserve, string memory name) private {
        Line[] memory lines = new Line[](count);
        for (uint256 i = 0; i < count; ++i) {
            lines[i] = _line(i, reserve);
        }
        escrow.redeem(address(dollar), payee.addr, _items(lines, 1));
        bytes memory data = abi.encodeCall(IChannels.redeem, (address(dollar), payee.addr, _items(lines, 2)));
        record(string.concat("redeem ", name), send(payee.addr, address(escrow), data) / count);

        bytes memory packed = pack(address(dollar), payee.addr, _items(lines, 3));
        data = abi.encodeCall(IChannels.redeemPacked, (packed));
        record(string.concat("redeem ", name, ", packed"), send(payee.addr, address(escrow), data) / count);
        assertEq(freeOf(payee.addr), 1e6 + 3 * count * PRICE);
    }

    function _line(uint256 index, uint96 reserve) private returns (Line memory line) {
        address payer = vm.addr(uint256(keccak256(abi.encode("payer", index))));
        line.key = uint256(keccak256(abi.encode("signer", index)));
        line.terms = channel;
        line.terms.payer = payer;
        line.terms.signer = vm.addr(line.key);
        fund(payer, 2 * LARGE);
        vm.prank(payer);
        escrow.openChannel(line.terms, reserve);
    }

    function _items(Line[] memory lines, uint96 round) private view returns (IChannels.Redemption[] memory items) {
        items = new IChannels.Redemption[](lines.length);
        for (uint256 i = 0; i < lines.length; ++i) {
            items[i] = redemption(lines[i].terms, lines[i].key, round * PRICE);
        }
    }

    /* ACCOUNTS */

    function test_RelayedWithdrawal() external {
        deal(address(dollar), buyer.addr, 1e6, true);
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
        bytes memory data = abi.encodeCall(IEscrow.withdrawFor, (withdrawal, signature));
        record("withdraw by signature, with a fee", send(stranger.addr, address(escrow), data));
    }
}
