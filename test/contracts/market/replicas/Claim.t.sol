// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {ExecutionId} from "contracts/types/Ids.sol";

import {ListPolicy, RawPolicy, RevertingPolicy} from "../../support/accounts/Policies.sol";
import {ReplicaTest} from "../../support/ReplicaTest.sol";

contract ReplicaClaimTest is ReplicaTest {
    /* CLAIM */

    function test_ClaimCommitsTheExposure() external {
        post();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.ReplicaClaimed(jobId(), executionIdOf(0), hands[0].node, hands[0].provider, hands[0].payee);
        vm.prank(hands[0].node);
        ExecutionId executionId = replicaMarket.claim(order, terms);

        assertEq(ExecutionId.unwrap(executionId), ExecutionId.unwrap(executionIdOf(0)));
        assertEq(staking.providerOf(hands[0].provider).exposure, EXPOSURE);
        assertReplica(0, IReplicaMarket.ReplicaState.Claimed);
        assertJob(IReplicaMarket.JobState.Open);
    }

    function test_LastClaimStartsTheRunTimeForAll() external {
        post();
        claim(0);
        skip(100);
        claim(1);
        skip(100);
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobFilled(jobId(), clock() + RUN_TIME);
        claim(2);
        assertJob(IReplicaMarket.JobState.Running);
        IReplicaMarket.Job memory job = replicaMarket.jobOf(jobId());
        assertEq(job.commitBy, clock() + RUN_TIME);
        assertEq(job.revealBy, clock() + RUN_TIME + REVEAL_TIME);
    }

    /// @dev Attack: one provider alone makes a majority.
    function test_RevertWhen_AProviderClaimsWithASecondNode() external {
        uint256 key = uint256(keccak256("second node"));
        register(hands[0].provider, key, hands[0].payee);
        post();
        claim(0);
        expectTaken();
        vm.prank(vm.addr(key));
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_ANodeClaimsTwice() external {
        post();
        claim(0);
        expectTaken();
        vm.prank(hands[0].node);
        replicaMarket.claim(order, terms);
    }

    /// @dev Attack: claim and decline in turn, to keep others guessing.
    function test_RevertWhen_ClaimedAgainAfterDeclining() external {
        post();
        claim(0);
        decline(0);
        expectTaken();
        vm.prank(hands[0].node);
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_ClaimedTooLate() external {
        post();
        vm.warp(order.claimBefore);
        vm.expectRevert(
            abi.encodeWithSelector(IReplicaMarket.Replica_ClaimTooLate.selector, jobId(), order.claimBefore)
        );
        vm.prank(hands[0].node);
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_AllAreClaimed() external {
        filled();
        hire(4);
        expectJobWrongState(IReplicaMarket.JobState.Running);
        vm.prank(hands[3].node);
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_NeverPosted() external {
        expectJobWrongState(IReplicaMarket.JobState.None);
        vm.prank(hands[0].node);
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_TheStakeIsTooLow() external {
        order.exposure = STAKE + 1;
        post();
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_FreeStakeTooLow.selector, hands[0].provider, STAKE, STAKE + 1)
        );
        vm.prank(hands[0].node);
        replicaMarket.claim(order, terms);
    }

    function test_RevertWhen_TheCallerIsNoNode() external {
        post();
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, stranger.addr));
        vm.prank(stranger.addr);
        replicaMarket.claim(order, terms);
    }

    function test_PolicyAcceptsOrRefuses() external {
        ListPolicy policy = new ListPolicy();
        policy.accept(hands[0].node);
        terms.policy = address(policy);
        post();
        claim(0);
        expectRefused(1);

        address[4] memory refusing = [
            address(new RevertingPolicy()),
            address(new RawPolicy(abi.encode(2))),
            address(new RawPolicy(abi.encode(1, 1))),
            stranger.addr
        ];
        for (uint256 i = 0; i < refusing.length; ++i) {
            terms.policy = refusing[i];
            post();
            expectRefused(0);
        }
    }

    function expectRefused(uint256 i) private {
        bytes4 selector = IReplicaMarket.Replica_PolicyRefused.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), terms.policy, hands[i].node));
        vm.prank(hands[i].node);
        replicaMarket.claim(order, terms);
    }

    /* DECLINE */

    /// @dev Attack: n − 1 claimants held hostage by one that never comes. Each leaves whenever it likes.
    function test_WaitingNodesLeaveWithoutLoss() external {
        post();
        claim(0);
        claim(1);
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.ReplicaDeclined(jobId(), executionIdOf(0), hands[0].node);
        decline(0);
        assertReplica(0, IReplicaMarket.ReplicaState.Left);
        assertCollected(0, 0, 0);

        hire(4);
        claim(2);
        claim(3);
        assertJob(IReplicaMarket.JobState.Running);
    }

    function test_RevertWhen_DecliningOnceAllAreClaimed() external {
        filled();
        expectJobWrongState(IReplicaMarket.JobState.Running);
        decline(0);
    }

    function test_RevertWhen_AnotherNodeDeclines() external {
        post();
        claim(0);
        bytes4 selector = IReplicaMarket.Replica_NotNode.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(0), hands[0].node, hands[1].node));
        vm.prank(hands[1].node);
        replicaMarket.decline(order, termsHash(), records[0]);
    }

    function test_RevertWhen_DecliningTwice() external {
        post();
        claim(0);
        decline(0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReplicaMarket.Replica_WrongState.selector, executionIdOf(0), uint8(IReplicaMarket.ReplicaState.Left)
            )
        );
        decline(0);
    }

    /* SUPPORT */

    function expectTaken() private {
        bytes4 selector = IReplicaMarket.Replica_ProviderTaken.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), hands[0].provider));
    }
}
