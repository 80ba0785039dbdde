// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev Disputes in which the resolver says nothing. The second replica is outvoted, unless a test says otherwise.
contract ReplicaResolverSilenceTest is ReplicaTest {
    function test_ASilentResolverSplits() external {
        outvoted();
        windowOpen();
        dispute();
        skip(VERDICT_TIME + 1);
        timeOut();
        assertJob(IReplicaMarket.JobState.Split);
        collectAll();
        assertCollected(0, AMOUNT / 2, 0);
        assertReplica(1, IReplicaMarket.ReplicaState.Unpaid);
        assertCollected(1, 0, 0);
        assertCollected(2, AMOUNT / 2, 0);
        assertSpent(2 * uint256(AMOUNT / 2));
    }

    function test_ASplitOfNothingPaysNothing() external {
        terms.timeoutSplit = 0;
        outvoted();
        windowOpen();
        dispute();
        skip(VERDICT_TIME + 1);
        timeOut();
        collectAll();
        assertReplica(0, IReplicaMarket.ReplicaState.Paid);
        assertSpent(0);
    }

    function test_WithoutAQuorumASilentResolverRefunds() external {
        divided();
        windowOpen();
        appeal(0);
        skip(VERDICT_TIME + 1);
        timeOut();
        assertJob(IReplicaMarket.JobState.Refunded);
        collectAll();
        for (uint256 i = 0; i < 3; ++i) {
            assertCollected(i, 0, 0);
        }
        assertSpent(0);
    }

    function test_RevertWhen_TimedOutTooEarly() external {
        outvoted();
        windowOpen();
        dispute();
        uint40 until = clock() + VERDICT_TIME;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_VerdictPending.selector, jobId(), until));
        timeOut();
    }

    function test_RevertWhen_TimedOutWithAnotherResult() external {
        outvoted();
        windowOpen();
        dispute();
        skip(VERDICT_TIME + 1);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_WrongResult.selector, jobId(), keyOf(1)));
        replicaMarket.resolveByTimeout(order, terms, resultOf(BAD, UNITS));
    }

    function test_RevertWhen_SettledWhileDisputed() external {
        outvoted();
        windowOpen();
        dispute();
        windowOver();
        expectJobWrongState(IReplicaMarket.JobState.Disputed);
        settle();
    }
}
