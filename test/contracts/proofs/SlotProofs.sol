// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccountSlot} from "contracts/escrow/AccountSlot.sol";
import {ChannelSlot, ChannelSlots} from "contracts/escrow/ChannelSlot.sol";
import {IChannels} from "contracts/escrow/IChannels.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobSlot, JobSlots} from "contracts/market/JobSlot.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {ReplicaSlot, ReplicaSlots} from "contracts/market/replicas/ReplicaSlot.sol";

/// @dev Assertions that `npm run prove` proves for every value: each change of a slot changes the members that it names, and no other.
contract SlotProofs {
    /* ACCOUNTS */

    function creditMovesFreeMoneyAlone(AccountSlot slot, uint256 amount) external pure {
        require(amount <= type(uint128).max - slot.free());
        AccountSlot next = slot.plus(amount);
        assert(next.free() == slot.free() + amount);
        _assertSameCounters(slot, next);
    }

    function debitMovesFreeMoneyAlone(AccountSlot slot, uint256 amount) external pure {
        require(amount <= slot.free());
        AccountSlot next = slot.minus(amount);
        assert(next.free() == slot.free() - amount);
        _assertSameCounters(slot, next);
    }

    function nonceCountsUpAlone(AccountSlot slot) external pure {
        require(slot.nonce() != type(uint32).max);
        AccountSlot next = slot.withNextNonce();
        assert(next.nonce() == slot.nonce() + 1);
        assert(next.free() == slot.free() && next.epoch() == slot.epoch());
        assert(next.isSession() == slot.isSession() && next.isEnded() == slot.isEnded());
    }

    function epochCountsUpAlone(AccountSlot slot) external pure {
        require(slot.epoch() != type(uint24).max);
        AccountSlot next = slot.withNextEpoch();
        assert(next.epoch() == slot.epoch() + 1);
        assert(next.free() == slot.free() && next.nonce() == slot.nonce());
        assert(next.isSession() == slot.isSession() && next.isEnded() == slot.isEnded());
    }

    function flagsAreSetAlone(AccountSlot slot) external pure {
        AccountSlot session = slot.asSession();
        assert(session.isSession() && session.isEnded() == slot.isEnded());
        AccountSlot ended = session.asEnded();
        assert(ended.isEnded() && ended.isSession());
        assert(ended.free() == slot.free() && ended.epoch() == slot.epoch() && ended.nonce() == slot.nonce());
    }

    function _assertSameCounters(AccountSlot slot, AccountSlot next) private pure {
        assert(next.epoch() == slot.epoch() && next.nonce() == slot.nonce());
        assert(next.isSession() == slot.isSession() && next.isEnded() == slot.isEnded());
    }

    /* CHANNELS */

    function openingWritesReserveAndEpoch(uint96 reserve, uint24 epoch) external pure {
        ChannelSlot slot = ChannelSlots.open(reserve, epoch);
        assert(slot.state() == IChannels.ChannelState.Open && slot.pays());
        assert(slot.redeemed() == 0 && slot.reserved() == reserve && slot.epoch() == epoch);
    }

    function paymentMovesWhatItSays(ChannelSlot slot, uint256 amount, uint256 fromReservation) external pure {
        require(amount <= type(uint96).max - slot.redeemed());
        require(fromReservation <= amount && fromReservation <= slot.reserved());
        ChannelSlot next = slot.paid(amount, fromReservation);
        assert(next.redeemed() == slot.redeemed() + amount);
        assert(next.reserved() == slot.reserved() - fromReservation);
        assert(next.closeAt() == slot.closeAt() && next.epoch() == slot.epoch());
    }

    function topUpMovesTheReservationAlone(ChannelSlot slot, uint96 amount) external pure {
        require(amount <= type(uint96).max - slot.reserved());
        ChannelSlot next = slot.toppedUp(amount);
        assert(next.reserved() == slot.reserved() + amount);
        assert(next.redeemed() == slot.redeemed());
        assert(next.closeAt() == slot.closeAt() && next.epoch() == slot.epoch());
    }

    function closingWritesItsTimeAlone(ChannelSlot slot, uint40 at) external pure {
        require(slot.state() == IChannels.ChannelState.Open && at > 1 && at != type(uint40).max);
        ChannelSlot next = slot.closing(at);
        assert(next.state() == IChannels.ChannelState.Closing && next.closeAt() == at && next.pays());
        assert(next.redeemed() == slot.redeemed() && next.reserved() == slot.reserved());
        assert(next.epoch() == slot.epoch());
    }

    function closedPaysNothingMore(ChannelSlot slot) external pure {
        ChannelSlot next = slot.closed();
        assert(next.state() == IChannels.ChannelState.Closed && !next.pays());
        assert(next.redeemed() == slot.redeemed() && next.reserved() == 0);
    }

    /* JOBS */

    function openJobsHoldTheirAttempt(uint16 attempt) external pure {
        JobSlot slot = JobSlots.open(attempt);
        assert(slot.state() == IJobMarket.JobState.Open && slot.attempt() == attempt);
    }

    function liveJobsHoldTheirRecordAlone(uint8 state, uint16 attempt, bytes32 record, bytes32 other) external pure {
        require(state <= uint8(type(IJobMarket.JobState).max));
        JobSlot slot = JobSlots.live(IJobMarket.JobState(state), attempt, record);
        assert(uint8(slot.state()) == state && slot.attempt() == attempt && slot.holds(record));
        assert(!slot.holds(other) || bytes29(other) == bytes29(record));
    }

    function endsHoldTheirState(uint8 state, bytes32 receiptHash) external pure {
        require(state <= uint8(type(IJobMarket.JobState).max));
        JobSlot slot = JobSlots.terminal(IJobMarket.JobState(state), receiptHash);
        assert(uint8(slot.state()) == state);
        assert(bytes31(bytes32(JobSlot.unwrap(slot) << 8)) == bytes31(receiptHash));
    }

    /* REPLICAS */

    function replicasHoldTheirStateAndRecord(uint8 state, bytes32 record, bytes32 other) external pure {
        require(state <= uint8(type(IReplicaMarket.ReplicaState).max));
        ReplicaSlot slot = ReplicaSlots.pack(IReplicaMarket.ReplicaState(state), record);
        assert(uint8(slot.state()) == state && slot.hash() == bytes31(record) && slot.holds(record));
        assert(!slot.holds(other) || bytes31(other) == bytes31(record));
    }

    function replicasAreWhatWasReadOfThem(ReplicaSlot slot) external pure {
        require(ReplicaSlot.unwrap(slot) >> 248 <= uint8(type(IReplicaMarket.ReplicaState).max));
        ReplicaSlot packed = ReplicaSlots.pack(slot.state(), slot.hash());
        assert(ReplicaSlot.unwrap(packed) == ReplicaSlot.unwrap(slot));
    }
}
