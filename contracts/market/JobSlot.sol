// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "./IJobMarket.sol";

/// @dev All that the market stores of a job, one word from the top:
/// open      state u8 | attempt u16 | zero
/// live      state u8 | attempt u16 | 29 bytes of the execution record's hash
/// terminal  state u8 | 31 bytes of the receipt's hash (zero if there is none)
type JobSlot is uint256;

using JobSlots for JobSlot global;

/// @title Packing of a job's slot
library JobSlots {
    uint256 private constant STATE_BITS = 8;
    uint256 private constant HEAD_BITS = 24;
    uint256 private constant STATE_OFFSET = 256 - STATE_BITS;
    uint256 private constant ATTEMPT_OFFSET = 256 - HEAD_BITS;

    function open(uint16 attempt_) internal pure returns (JobSlot) {
        return JobSlot.wrap(_head(IJobMarket.JobState.Open, attempt_));
    }

    function live(IJobMarket.JobState state_, uint16 attempt_, bytes32 recordHash) internal pure returns (JobSlot) {
        return JobSlot.wrap(_head(state_, attempt_) | (uint256(recordHash) >> HEAD_BITS));
    }

    function terminal(IJobMarket.JobState state_, bytes32 receiptHash) internal pure returns (JobSlot) {
        return JobSlot.wrap((uint256(state_) << STATE_OFFSET) | (uint256(receiptHash) >> STATE_BITS));
    }

    function state(JobSlot slot) internal pure returns (IJobMarket.JobState) {
        return IJobMarket.JobState(JobSlot.unwrap(slot) >> STATE_OFFSET);
    }

    /// @dev Of an open or live slot only.
    function attempt(JobSlot slot) internal pure returns (uint16) {
        return uint16(JobSlot.unwrap(slot) >> ATTEMPT_OFFSET);
    }

    /// @dev Whether a live slot holds the record with this hash.
    function holds(JobSlot slot, bytes32 recordHash) internal pure returns (bool) {
        return bytes29(_tail(slot, HEAD_BITS)) == bytes29(recordHash);
    }

    function unpack(JobSlot slot) internal pure returns (IJobMarket.Job memory job) {
        job.state = slot.state();
        bool terminated = job.state > IJobMarket.JobState.Disputed;
        job.attempt = terminated ? 0 : slot.attempt();
        job.hash = _tail(slot, terminated ? STATE_BITS : HEAD_BITS);
    }

    function _head(IJobMarket.JobState state_, uint16 attempt_) private pure returns (uint256) {
        return (uint256(state_) << STATE_OFFSET) | (uint256(attempt_) << ATTEMPT_OFFSET);
    }

    /// @return What follows the first `bits`, left-aligned.
    function _tail(JobSlot slot, uint256 bits) private pure returns (bytes32) {
        return bytes32(JobSlot.unwrap(slot) << bits);
    }
}
