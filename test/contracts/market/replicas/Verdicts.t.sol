// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev What the resolver says, and who pays for it. The second replica is outvoted, unless a test says otherwise.
contract ReplicaVerdictsTest is ReplicaTest {
    uint96 private constant FEE = ARBITER_FEE;
    uint256 private constant FUNDED = 3 * uint256(SHARE) + BOND;

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
}
