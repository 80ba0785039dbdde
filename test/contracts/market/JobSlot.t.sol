// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobSlot, JobSlots} from "contracts/market/JobSlot.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract JobSlotTest is MarketTest {
    function testFuzz_OpenRoundTrips(uint16 attempt) external pure {
        IJobMarket.Job memory job = JobSlots.open(attempt).unpack();
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Open));
        assertEq(job.attempt, attempt);
        assertEq(job.hash, 0);
    }

    function testFuzz_LiveRoundTrips(uint8 which, uint16 attempt, bytes32 recordHash) external pure {
        IJobMarket.JobState state = IJobMarket.JobState(bound(which, 2, 4));
        JobSlot slot = JobSlots.live(state, attempt, recordHash);
        IJobMarket.Job memory job = slot.unpack();
        assertEq(uint8(job.state), uint8(state));
        assertEq(uint8(slot.state()), uint8(state));
        assertEq(job.attempt, attempt);
        assertEq(job.hash, bytes32(bytes29(recordHash)));
        assertTrue(slot.holds(recordHash));
    }

    function testFuzz_TerminalRoundTrips(uint8 which, bytes32 receipt) external pure {
        IJobMarket.JobState state = IJobMarket.JobState(bound(which, 5, 12));
        IJobMarket.Job memory job = JobSlots.terminal(state, receipt).unpack();
        assertEq(uint8(job.state), uint8(state));
        assertEq(job.attempt, 0);
        assertEq(job.hash, bytes32(bytes31(receipt)));
    }

    function testFuzz_HoldsEveryBitOfTwentyNineBytes(bytes32 recordHash, uint8 bit) external pure {
        JobSlot slot = JobSlots.live(IJobMarket.JobState.Running, 7, recordHash);
        bytes32 other = recordHash ^ bytes32(uint256(1) << bit);
        assertEq(slot.holds(other), bit < 24);
    }

    function test_NothingIsZero() external pure {
        IJobMarket.Job memory job = JobSlot.wrap(0).unpack();
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.None));
        assertEq(job.attempt, 0);
        assertEq(job.hash, 0);
    }

    function test_JobsOfAnswersInOrder() external {
        JobId posted = post();
        JobId[] memory ids = new JobId[](3);
        (ids[0], ids[2]) = (posted, posted);
        IJobMarket.Job[] memory jobs = market.jobsOf(ids);
        assertEq(jobs.length, 3);
        assertEq(uint8(jobs[0].state), uint8(IJobMarket.JobState.Open));
        assertEq(uint8(jobs[1].state), uint8(IJobMarket.JobState.None));
        assertEq(uint8(jobs[2].state), uint8(IJobMarket.JobState.Open));
    }
}
