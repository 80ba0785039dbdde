// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccountSlot} from "contracts/escrow/AccountSlot.sol";
import {ChannelSlot, ChannelSlots} from "contracts/escrow/ChannelSlot.sol";
import {IChannels} from "contracts/escrow/IChannels.sol";

import {stdError} from "forge-std/StdError.sol";

import {BaseTest} from "../support/BaseTest.sol";

/// @dev Packing: no member reaches into another's bits.
contract SlotsTest is BaseTest {
    uint256 private constant SESSION = 1 << 184;
    uint256 private constant EXISTS = 1 << 255;

    function testFuzz_AccountMembers(uint128 free, uint24 epoch, uint32 nonce) external pure {
        AccountSlot slot = account(free, epoch, nonce);
        assertEq(slot.free(), free);
        assertEq(slot.epoch(), epoch);
        assertEq(slot.nonce(), nonce);
        assertFalse(slot.isSession());
        assertTrue(slot.asSession().isSession());
        assertFalse(slot.asSession().isEnded());
        assertTrue(slot.asSession().asEnded().isEnded());
        assertTrue(slot.asSession().asEnded().isSession());
        assertEq(AccountSlot.unwrap(slot.asSession()), AccountSlot.unwrap(slot) | SESSION | EXISTS);
    }

    function testFuzz_AccountMovesAloneChangeFreeMoney(uint128 free, uint128 amount, uint24 epoch, uint32 nonce)
        external
        pure
    {
        AccountSlot slot = account(free, epoch, nonce).asSession();
        amount = uint128(bound(amount, 0, type(uint128).max - free));
        AccountSlot more = slot.plus(amount);
        assertEq(AccountSlot.unwrap(more), AccountSlot.unwrap(account(free + amount, epoch, nonce).asSession()));
        assertEq(AccountSlot.unwrap(more.minus(amount)), AccountSlot.unwrap(slot));
    }

    function testFuzz_AccountCountersAloneChangeThemselves(uint128 free, uint24 epoch, uint32 nonce) external pure {
        epoch = uint24(bound(epoch, 0, type(uint24).max - 1));
        nonce = uint32(bound(nonce, 0, type(uint32).max - 1));
        AccountSlot slot = account(free, epoch, nonce);
        assertEq(AccountSlot.unwrap(slot.withNextEpoch()), AccountSlot.unwrap(account(free, epoch + 1, nonce)) | EXISTS);
        assertEq(AccountSlot.unwrap(slot.withNextNonce()), AccountSlot.unwrap(account(free, epoch, nonce + 1)) | EXISTS);
    }

    function testFuzz_CountersHaveANextUntilTheyOverflow(uint128 free, uint24 epoch, uint32 nonce) external pure {
        bool last = epoch == type(uint24).max || nonce == type(uint32).max;
        assertEq(account(free, epoch, nonce).asSession().hasNext(), !last);
        assertFalse(account(free, type(uint24).max, nonce).hasNext());
        assertFalse(account(free, epoch, type(uint32).max).hasNext());
        assertTrue(account(free, type(uint24).max - 1, type(uint32).max - 1).hasNext(), "the last but one");
    }

    function test_RevertWhen_CountersOverflow() external {
        vm.expectRevert(stdError.arithmeticError);
        this.nextEpoch(account(0, type(uint24).max, 0));
        vm.expectRevert(stdError.arithmeticError);
        this.nextNonce(account(0, 0, type(uint32).max));
    }

    function nextEpoch(AccountSlot slot) external pure returns (AccountSlot) {
        return slot.withNextEpoch();
    }

    function nextNonce(AccountSlot slot) external pure returns (AccountSlot) {
        return slot.withNextNonce();
    }

    function test_EmptyAccountExists() external pure {
        assertEq(AccountSlot.unwrap(account(0, 0, 0).plus(5).minus(5)), EXISTS);
    }

    function testFuzz_ChannelLife(uint96 reserve, uint96 added, uint96 due, uint24 epoch, uint40 closeAt)
        external
        pure
    {
        added = uint96(bound(added, 0, type(uint96).max - reserve));
        closeAt = uint40(bound(closeAt, 2, type(uint40).max - 1));
        ChannelSlot slot = ChannelSlots.open(reserve, epoch);
        assertRecord(slot, IChannels.ChannelState.Open, 0, reserve, 0, epoch);

        slot = slot.toppedUp(added);
        uint96 reserved = reserve + added;
        assertRecord(slot, IChannels.ChannelState.Open, 0, reserved, 0, epoch);

        uint96 fromReservation = due < reserved ? due : reserved;
        slot = slot.paid(due, fromReservation);
        reserved -= fromReservation;
        assertRecord(slot, IChannels.ChannelState.Open, due, reserved, 0, epoch);

        slot = slot.closing(closeAt);
        assertRecord(slot, IChannels.ChannelState.Closing, due, reserved, closeAt, epoch);
        assertTrue(slot.pays());

        slot = slot.closed();
        assertRecord(slot, IChannels.ChannelState.Closed, due, 0, 0, 0);
        assertFalse(slot.pays());
    }

    function test_ZeroIsNeverOpened() external pure {
        assertRecord(ChannelSlot.wrap(0), IChannels.ChannelState.None, 0, 0, 0, 0);
        assertFalse(ChannelSlot.wrap(0).pays());
    }

    function account(uint128 free, uint24 epoch, uint32 nonce) private pure returns (AccountSlot) {
        return AccountSlot.wrap(uint256(free) | (uint256(epoch) << 128) | (uint256(nonce) << 152));
    }

    function assertRecord(
        ChannelSlot slot,
        IChannels.ChannelState state,
        uint96 redeemed,
        uint96 reserved,
        uint40 closeAt,
        uint24 epoch
    ) private pure {
        IChannels.ChannelRecord memory record = slot.unpack();
        assertEq(uint8(record.state), uint8(state), "state");
        assertEq(record.redeemed, redeemed, "redeemed");
        assertEq(record.reserved, reserved, "reserved");
        assertEq(record.closeAt, closeAt, "closeAt");
        assertEq(record.epoch, epoch, "epoch");
    }
}
