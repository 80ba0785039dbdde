// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev Who may call on the resolver, and when. The second replica is outvoted, unless a test says otherwise.
contract ReplicaDisputesTest is ReplicaTest {
    function test_TheBuyerContestsTheQuorum() external {
        revealed();
        windowOpen();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobDisputed(jobId(), buyer.addr, IJobMarket.Complaint.NotDelivered);
        vm.prank(buyer.addr);
        replicaMarket.dispute(order, termsHash(), IJobMarket.Complaint.NotDelivered);
        assertJob(IReplicaMarket.JobState.Disputed);
    }

    function test_TheOutvotedAppeals() external {
        outvoted();
        windowOpen();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobDisputed(jobId(), hands[1].node, IJobMarket.Complaint.Wrong);
        appeal(1);
        assertJob(IReplicaMarket.JobState.Disputed);
    }

    function test_WithoutAQuorumAnybodyWhoRevealedAppeals() external {
        divided();
        windowOpen();
        appeal(0);
        assertJob(IReplicaMarket.JobState.Disputed);
    }

    function test_RevertWhen_SomebodyElseContests() external {
        revealed();
        windowOpen();
        vm.expectRevert(
            abi.encodeWithSelector(IReplicaMarket.Replica_NotBuyer.selector, jobId(), buyer.addr, stranger.addr)
        );
        vm.prank(stranger.addr);
        replicaMarket.dispute(order, termsHash(), IJobMarket.Complaint.Wrong);
    }

    function test_RevertWhen_ContestingWithoutAQuorum() external {
        divided();
        windowOpen();
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_NoQuorum.selector, jobId()));
        dispute();
    }

    function test_RevertWhen_TheComplaintIsMissing() external {
        revealed();
        windowOpen();
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_ComplaintInvalid.selector, jobId()));
        vm.prank(buyer.addr);
        replicaMarket.dispute(order, termsHash(), IJobMarket.Complaint.None);
    }

    function test_RevertWhen_TheWinnerAppeals() external {
        outvoted();
        windowOpen();
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_NotOutvoted.selector, executionIdOf(0)));
        appeal(0);
    }

    /// @dev One alone said something, the others were silent: there is nothing to decide.
    function test_RevertWhen_NobodyStatedAnotherResult() external {
        filled();
        commit(0);
        skip(RUN_TIME + 1);
        reveal(0);
        windowOpen();
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_NotOutvoted.selector, executionIdOf(0)));
        appeal(0);
    }

    function test_RevertWhen_AnotherNodeAppeals() external {
        outvoted();
        windowOpen();
        bytes4 selector = IReplicaMarket.Replica_NotNode.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(1), hands[1].node, hands[2].node));
        vm.prank(hands[2].node);
        replicaMarket.appeal(jobId(), records[1]);
    }

    function test_RevertWhen_ASilentNodeAppeals() external {
        outputs[1] = BAD;
        committed();
        reveal(0);
        reveal(1);
        skip(REVEAL_TIME + 1);
        bytes4 selector = IReplicaMarket.Replica_WrongState.selector;
        uint8 state = uint8(IReplicaMarket.ReplicaState.Committed);
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(2), state));
        appeal(2);
    }

    function test_RevertWhen_TheWindowIsNotOpen() external {
        outputs[1] = BAD;
        committed();
        reveal(0);
        reveal(1);
        uint40 revealBy = replicaMarket.jobOf(jobId()).revealBy;
        vm.warp(revealBy);
        bytes4 selector = IReplicaMarket.Replica_WindowNotOpen.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), revealBy));
        appeal(1);
        reveal(2);
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), revealBy));
        dispute();
    }

    function test_RevertWhen_TheWindowIsOver() external {
        outvoted();
        uint40 until = clock() + WINDOW;
        vm.warp(until + 1);
        bytes4 selector = IReplicaMarket.Replica_WindowOver.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), until));
        dispute();
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), until));
        appeal(1);
        vm.warp(until);
        dispute();
    }

    function test_RevertWhen_CalledTwice() external {
        outvoted();
        windowOpen();
        appeal(1);
        expectJobWrongState(IReplicaMarket.JobState.Disputed);
        dispute();
        expectJobWrongState(IReplicaMarket.JobState.Disputed);
        appeal(1);
    }
}
