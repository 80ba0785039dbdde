// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev Jobs in which somebody calls on the resolver. The second replica is outvoted, unless a test says otherwise.
contract ReplicaDisputesTest is ReplicaTest {
    uint96 private constant FEE = ARBITER_FEE;
    uint256 private constant FUNDED = 3 * uint256(SHARE) + BOND;

    /* WHO CALLS */

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

    /* VERDICTS */

    /// @dev The buyer was wrong: its bond pays the fee, the rest goes to those paid. The dissenter is slashed all the same.
    function test_TheBuyerLoses() external {
        outvoted();
        windowOpen();
        dispute();
        rule(GOOD);
        assertJob(IReplicaMarket.JobState.Ruled);
        collectAll();
        assertCollected(0, AMOUNT + (BOND - FEE) / 2, 0);
        assertReplica(1, IReplicaMarket.ReplicaState.Refused);
        assertCollected(1, 0, EXPOSURE);
        assertEq(freeOf(arbiter.addr), FEE);
        assertEq(staking.burned(), EXPOSURE);
        assertSpent(2 * AMOUNT + BOND);
    }

    /// @dev The quorum was wrong and the dissenter right: it alone is paid, and those slashed repay the buyer's fee.
    function test_TheQuorumLoses() external {
        outputs[0] = BAD;
        outputs[1] = BAD;
        revealed();
        windowOpen();
        dispute();
        rule(GOOD);
        collectAll();
        assertCollected(0, 0, EXPOSURE);
        assertCollected(1, 0, EXPOSURE);
        assertCollected(2, AMOUNT, 0);
        assertEq(freeOf(arbiter.addr), FEE);
        assertEq(staking.burned(), 2 * EXPOSURE - FEE);
        assertSpent(AMOUNT);
    }

    function test_NobodyWasRight() external {
        outvoted();
        windowOpen();
        dispute();
        rule(0);
        collectAll();
        for (uint256 i = 0; i < 3; ++i) {
            assertCollected(i, 0, EXPOSURE);
        }
        // Three equal parts, rounded down: what cannot be divided is the buyer's cost.
        assertSpent(FEE - 3 * uint256(FEE / 3));
    }

    /// @dev Attack: contradict and appeal. Wrong, it pays with its whole exposure, and the buyer pays nothing for the dispute.
    function test_AWrongAppealCostsTheExposure() external {
        outvoted();
        windowOpen();
        appeal(1);
        rule(GOOD);
        collectAll();
        assertCollected(0, AMOUNT, 0);
        assertCollected(1, 0, EXPOSURE);
        assertEq(staking.burned(), EXPOSURE - FEE);
        assertSpent(2 * AMOUNT);
    }

    /// @dev Attack: the buyer's own replicas outvote the honest one. It appeals, is paid, and they are slashed.
    function test_ARightAppealIsPaidAndTheQuorumSlashed() external {
        outputs[0] = BAD;
        outputs[1] = BAD;
        revealed();
        windowOpen();
        appeal(2);
        rule(GOOD);
        collectAll();
        assertCollected(0, 0, EXPOSURE);
        assertCollected(1, 0, EXPOSURE);
        assertCollected(2, AMOUNT, 0);
        assertSpent(AMOUNT);
    }

    /// @dev Attack: the buyer's own replicas contradict, so that there is no quorum and it has all work for nothing. The honest
    /// ones appeal: they are paid, the others lose their exposures.
    function test_ContradictionsDoNotFreeTheBuyer() external {
        divided();
        windowOpen();
        appeal(0);
        rule(GOOD);
        collectAll();
        assertCollected(0, AMOUNT, 0);
        assertCollected(1, 0, EXPOSURE);
        assertCollected(2, 0, EXPOSURE);
        assertSpent(AMOUNT);
    }

    function test_SilentReplicasOfARuledJobBurnThePenalty() external {
        outputs[1] = BAD;
        committed();
        reveal(0);
        reveal(1);
        skip(REVEAL_TIME + 1);
        appeal(1);
        rule(GOOD);
        collectAll();
        assertCollected(0, AMOUNT, 0);
        assertCollected(1, 0, EXPOSURE);
        assertReplica(2, IReplicaMarket.ReplicaState.Silent);
        assertCollected(2, 0, PENALTY);
        assertSpent(AMOUNT);
    }

    function test_RevertWhen_SomebodyElseDecides() external {
        outvoted();
        windowOpen();
        dispute();
        vm.expectRevert(
            abi.encodeWithSelector(
                IReplicaMarket.Replica_NotResolver.selector, jobId(), address(replicaArbiter), stranger.addr
            )
        );
        vm.prank(stranger.addr);
        replicaMarket.resolve(order, terms, resultOf(GOOD, UNITS), IReplicaMarket.Charge(0, stranger.addr));
    }

    function test_RevertWhen_NothingIsDisputed() external {
        outvoted();
        windowOpen();
        expectJobWrongState(IReplicaMarket.JobState.Running);
        rule(GOOD);
    }

    function test_RulesToTheLastSecond() external {
        outvoted();
        windowOpen();
        dispute();
        uint40 until = clock() + VERDICT_TIME;
        vm.warp(until + 1);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_VerdictTooLate.selector, jobId(), until));
        rule(GOOD);
        vm.warp(until);
        rule(GOOD);
    }

    function test_RevertWhen_TheFeeIsAboveItsLimit() external {
        terms.resolver = stranger.addr;
        order.bond = EXPOSURE + 2;
        outvoted();
        windowOpen();
        dispute();
        expectFeeTooHigh(EXPOSURE, EXPOSURE + 1);
        resolve(BAD, EXPOSURE + 1);
        // The buyer loses: its bond is all that is at stake.
        expectFeeTooHigh(EXPOSURE + 2, EXPOSURE + 3);
        resolve(GOOD, EXPOSURE + 3);
        resolve(GOOD, EXPOSURE + 2);
        collectAll();
        assertCollected(0, AMOUNT, 0);
        assertEq(freeOf(stranger.addr), EXPOSURE + 2);
    }

    function test_RevertWhen_TheFeeIsAboveTheBond() external {
        terms.resolver = stranger.addr;
        outvoted();
        windowOpen();
        appeal(1);
        expectFeeTooHigh(BOND, BOND + 1);
        resolve(GOOD, BOND + 1);
    }

    /// @dev Whatever a resolver says and charges: what was locked goes out, and no exposure loses more than itself.
    function testFuzz_VerdictsHandOutWhatWasLocked(uint256 seed, uint96 fee, uint96 bond, bool byBuyer) external {
        terms.resolver = stranger.addr;
        order.bond = uint96(bound(bond, 0, 100e6));
        bytes32[3] memory words = [GOOD, BAD, OTHER];
        outputs[1] = words[(seed >> 8) % 3];
        outputs[2] = words[(seed >> 16) % 3];
        revealed();
        windowOpen();
        if (byBuyer) {
            vm.assume(replicaMarket.jobOf(jobId()).agreed);
            dispute();
        } else {
            uint256 by = outputs[0] == outputs[1] ? 2 : outputs[0] == outputs[2] ? 1 : 0;
            vm.assume(replicaMarket.tallyOf(jobId(), keyOf(by)).count == 1);
            appeal(by);
        }
        uint96 limit = order.bond < EXPOSURE ? order.bond : EXPOSURE;
        fee = uint96(bound(fee, 0, limit));
        resolve(words[(seed >> 24) % 3], fee);
        uint256 burnedBefore = staking.burned();
        collectAll();

        uint256 paid;
        uint256 lost;
        for (uint256 i = 0; i < 3; ++i) {
            paid += freeOf(hands[i].payee);
            uint256 loss = STAKE - staking.providerOf(hands[i].provider).active;
            assertLe(loss, EXPOSURE, "more than its exposure");
            lost += loss;
            assertEq(staking.providerOf(hands[i].provider).exposure, 0);
        }
        uint256 compensation = lost - (staking.burned() - burnedBefore);
        assertLe(compensation, fee);
        assertEq(freeOf(buyer.addr) + paid + freeOf(stranger.addr), BUYER_MONEY + compensation);
        assertEq(freeOf(address(replicaMarket)), 0);
    }

    /* SILENCE OF THE RESOLVER */

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

    /* WHAT IS SAID */

    /// @dev What nobody stated is paid to nobody, whatever its units come to.
    function test_TheEventNamesNoPaymentWhereNobodyIsPaid() external {
        terms.resolver = stranger.addr;
        outvoted();
        windowOpen();
        dispute();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobEnded(jobId(), IReplicaMarket.JobState.Ruled, 0, 0, 0, FUNDED);
        resolve("nobody's", 0);
    }

    /* SUPPORT */

    function resolve(bytes32 output, uint96 fee) private {
        vm.prank(stranger.addr);
        replicaMarket.resolve(order, terms, resultOf(output, UNITS), IReplicaMarket.Charge(fee, stranger.addr));
    }

    function expectFeeTooHigh(uint256 limit, uint96 fee) private {
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_FeeTooHigh.selector, jobId(), limit, fee));
    }

    function expectJobWrongState(IReplicaMarket.JobState given) private {
        bytes4 selector = IReplicaMarket.Replica_JobWrongState.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), uint8(given)));
    }
}
