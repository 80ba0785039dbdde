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
    uint256 private constant STATE_OFFSET = 248;
    uint256 private constant ATTEMPT_OFFSET = 232;

    function open(uint16 attempt_) internal pure returns (JobSlot) {
        return JobSlot.wrap(_head(IJobMarket.JobState.Open, attempt_));
    }

    function live(IJobMarket.JobState state_, uint16 attempt_, bytes32 recordHash) internal pure returns (JobSlot) {
        return JobSlot.wrap(_head(state_, attempt_) | (uint256(recordHash) >> (256 - ATTEMPT_OFFSET)));
    }

    function terminal(IJobMarket.JobState state_, bytes32 receiptHash) internal pure returns (JobSlot) {
        return JobSlot.wrap((uint256(state_) << STATE_OFFSET) | (uint256(receiptHash) >> (256 - STATE_OFFSET)));
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
        return JobSlot.unwrap(slot) << (256 - ATTEMPT_OFFSET)
            == (uint256(recordHash) >> (256 - ATTEMPT_OFFSET)) << (256 - ATTEMPT_OFFSET);
    }

    function unpack(JobSlot slot) internal pure returns (IJobMarket.Job memory job) {
        job.state = slot.state();
        if (job.state > IJobMarket.JobState.Disputed) {
            job.hash = bytes32(JobSlot.unwrap(slot) << (256 - STATE_OFFSET));
        } else {
            job.attempt = slot.attempt();
            job.hash = bytes32(JobSlot.unwrap(slot) << (256 - ATTEMPT_OFFSET));
        }
    }

    function _head(IJobMarket.JobState state_, uint16 attempt_) private pure returns (uint256) {
        return (uint256(state_) << STATE_OFFSET) | (uint256(attempt_) << ATTEMPT_OFFSET);
    }
}
