// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

contract ReplicaOrdersTest is ReplicaTest {
    /* POST */

    function test_PostLocksEveryShareAndTheBond() external {
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobPosted(jobId(), buyer.addr, "cpu.v1", order, terms);
        assertEq(JobId.unwrap(post()), JobId.unwrap(jobId()));

        assertJob(IReplicaMarket.JobState.Open);
        assertEq(freeOf(address(replicaMarket)), 3 * SHARE + BOND);
        assertEq(freeOf(buyer.addr), BUYER_MONEY - 3 * SHARE - BOND);
    }

    function test_RevertWhen_SomebodyElsePosts() external {
        bytes memory refusal =
            abi.encodeWithSelector(IReplicaMarket.Replica_NotBuyer.selector, jobId(), buyer.addr, stranger.addr);
        vm.expectRevert(refusal);
        vm.prank(stranger.addr);
        replicaMarket.post(order, terms);
    }

    function test_RevertWhen_TheTokenIsAnother() external {
        order.token = stranger.addr;
        vm.expectRevert(
            abi.encodeWithSelector(IReplicaMarket.Replica_WrongToken.selector, address(dollar), stranger.addr)
        );
        post();
    }

    function test_RevertWhen_PostedTwice() external {
        post();
        expectJobWrongState(IReplicaMarket.JobState.Open);
        post();
    }

    function test_RevertWhen_PostedAfterItsEnd() external {
        post();
        cancel();
        expectJobWrongState(IReplicaMarket.JobState.Cancelled);
        post();
    }

    function test_RevertWhen_TheAccountDoesNotCoverAllShares() external {
        order.maxPay = uint96(BUYER_MONEY / 3);
        order.exposure = order.maxPay;
        uint256 sum = 3 * uint256(order.maxPay) + BOND;
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), BUYER_MONEY, sum)
        );
        post();
    }

    function test_RevertWhen_TheEpochIsOver() external {
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), 1, 0)
        );
        post();
    }

    function test_RevertWhen_OnAnotherChain() external {
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_WrongChain.selector, chain, chain + 1));
        vm.prank(buyer.addr);
        replicaMarket.post(order, terms);
    }

    function test_RevertWhen_TheMoneyMakesNoSense() external {
        order.maxPay = 0;
        expectFault(IReplicaMarket.OrderFault.MaxPayZero);
        order.maxPay = SHARE;
        (order.fixedPrice, order.price) = (0, 0);
        expectFault(IReplicaMarket.OrderFault.PriceZero);
        order.price = 1;
        order.exposure = SHARE - 1;
        expectFault(IReplicaMarket.OrderFault.ExposureTooLow);
    }

    function test_RevertWhen_TheNumberOfReplicasIsOutOfRange() external {
        (order.replicas, order.quorum) = (1, 1);
        expectFault(IReplicaMarket.OrderFault.ReplicasOutOfRange);
        (order.replicas, order.quorum) = (16, 9);
        expectFault(IReplicaMarket.OrderFault.ReplicasOutOfRange);
    }

    function testFuzz_AQuorumIsMoreThanHalfAndAtMostAll(uint8 replicas, uint8 quorum) external {
        order.replicas = uint8(bound(replicas, 2, 15));
        order.quorum = quorum;
        if (uint256(quorum) * 2 > order.replicas && quorum <= order.replicas) post();
        else expectFault(IReplicaMarket.OrderFault.QuorumOutOfRange);
    }

    function test_RevertWhen_ATimeIsOutOfRange() external {
        order.claimBefore = clock();
        expectFault(IReplicaMarket.OrderFault.ClaimBeforeOutOfRange);
        order.claimBefore = clock() + 30 days + 1;
        expectFault(IReplicaMarket.OrderFault.ClaimBeforeOutOfRange);
        order = defaultOrder();
        order.runTime = 0;
        expectFault(IReplicaMarket.OrderFault.RunTimeOutOfRange);
        order.runTime = 30 days + 1;
        expectFault(IReplicaMarket.OrderFault.RunTimeOutOfRange);
        order = defaultOrder();
        order.revealTime = 0;
        expectFault(IReplicaMarket.OrderFault.RevealTimeOutOfRange);
        order.revealTime = 30 days + 1;
        expectFault(IReplicaMarket.OrderFault.RevealTimeOutOfRange);
        order = defaultOrder();
        order.window = MINIMUM_WINDOW - 1;
        expectFault(IReplicaMarket.OrderFault.WindowOutOfRange);
        order.window = 30 days + 1;
        expectFault(IReplicaMarket.OrderFault.WindowOutOfRange);
    }

    /// @dev One claim bars the buyer from cancelling until claimBefore: a month at most.
    function test_TheLongestWaitForNodesIsAMonth() external {
        order.claimBefore = clock() + 30 days;
        post();
        claim(0);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_ClaimedAlready.selector, jobId(), 1));
        cancel();
        skip(30 days);
        replicaMarket.lapse(order, termsHash());
        assertSpent(0);
    }

    function test_RevertWhen_ATermMakesNoSense() external {
        terms.manifestHash = 0;
        expectFault(IReplicaMarket.OrderFault.ManifestMissing);
        terms = defaultTerms();
        terms.resolver = address(0);
        expectFault(IReplicaMarket.OrderFault.ResolverMissing);
        terms = defaultTerms();
        terms.verdictTime = 0;
        expectFault(IReplicaMarket.OrderFault.VerdictTimeOutOfRange);
        terms.verdictTime = 30 days + 1;
        expectFault(IReplicaMarket.OrderFault.VerdictTimeOutOfRange);
        terms = defaultTerms();
        terms.timeoutSplit = 10_001;
        expectFault(IReplicaMarket.OrderFault.SplitAboveWhole);
    }

    /* CANCEL */

    function test_CancelReturnsEverything() external {
        post();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobCancelled(jobId());
        cancel();
        assertJob(IReplicaMarket.JobState.Cancelled);
        assertSpent(0);
    }

    function test_RevertWhen_SomebodyElseCancels() external {
        post();
        vm.expectRevert(
            abi.encodeWithSelector(IReplicaMarket.Replica_NotBuyer.selector, jobId(), buyer.addr, stranger.addr)
        );
        vm.prank(stranger.addr);
        replicaMarket.cancel(order, termsHash());
    }

    function test_RevertWhen_CancelledWithAClaim() external {
        post();
        claim(0);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_ClaimedAlready.selector, jobId(), 1));
        cancel();
    }

    function test_CancelsAgainOnceEverybodyDeclined() external {
        post();
        claim(0);
        decline(0);
        cancel();
        assertSpent(0);
    }

    function test_RevertWhen_CancelledWhileItRuns() external {
        filled();
        expectJobWrongState(IReplicaMarket.JobState.Running);
        cancel();
    }

    /* LAPSE */

    function test_LapseReturnsEverythingAndClaimantsCollectUnharmed() external {
        post();
        claim(0);
        claim(1);
        vm.warp(order.claimBefore);
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobLapsed(jobId());
        replicaMarket.lapse(order, termsHash());
        assertJob(IReplicaMarket.JobState.Lapsed);
        assertSpent(0);

        collect(1);
        assertReplica(1, IReplicaMarket.ReplicaState.Left);
        assertCollected(1, 0, 0);
        assertEq(staking.providerOf(hands[0].provider).exposure, EXPOSURE);
        collect(0);
        assertCollected(0, 0, 0);
    }

    function test_RevertWhen_LapsedTooEarly() external {
        post();
        vm.warp(order.claimBefore - 1);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_NotLapsed.selector, jobId(), order.claimBefore));
        replicaMarket.lapse(order, termsHash());
    }

    function test_RevertWhen_LapsedWhileItRuns() external {
        filled();
        vm.warp(order.claimBefore);
        expectJobWrongState(IReplicaMarket.JobState.Running);
        replicaMarket.lapse(order, termsHash());
    }

    /* SUPPORT */

    function cancel() private {
        vm.prank(buyer.addr);
        replicaMarket.cancel(order, termsHash());
    }

    function expectFault(IReplicaMarket.OrderFault fault) private {
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_OrderInvalid.selector, uint8(fault)));
        post();
    }
}
