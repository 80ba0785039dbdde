// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

contract EndsTest is JuryTest {
    /* DECIDE */

    function test_UpholdsTheReceipt() external {
        rule(UPHELD);
        vm.expectEmit(address(jury));
        emit IJury.CaseDecided(id, UPHELD, JURY_FEE / 3);
        decide();
        assertCase(IJury.CaseState.Decided);
        assertState(IJobMarket.JobState.SettledResolved);
        assertPaid(AMOUNT + BOND - JURY_FEE, AMOUNT + BOND);
        assertEq(jury.owed(), JURY_FEE / 3 * 3);
        assertEq(jury.kept(), JURY_FEE % 3);
        assertBooks();
    }

    function test_FindsTheReceiptWrong() external {
        rule(WRONG);
        decide();
        assertState(IJobMarket.JobState.RefundedResolved);
        assertPaid(0, 0);
        assertEq(staking.burned(), EXPOSURE - JURY_FEE);
        assertBooks();
    }

    function test_FindsNothingDelivered() external {
        rule(NOT_DELIVERED);
        vm.expectEmit(address(jury));
        emit IJury.CaseDecided(id, NOT_DELIVERED, JURY_FEE / 3);
        decide();
        assertState(IJobMarket.JobState.RefundedResolved);
        assertBooks();
    }

    function test_TheFeeMayBeAllOfTheBond() external {
        order.bond = JURY_FEE;
        rule(UPHELD);
        decide();
        assertPaid(AMOUNT, AMOUNT + JURY_FEE);
    }

    function test_RevertWhen_DecidingTooEarly() external {
        openCase();
        voteAll(UPHELD, 3);
        expectWrongState(IJury.CaseState.Appealable);
        decide();
    }

    function test_RevertWhen_DecidingTwice() external {
        rule(UPHELD);
        decide();
        expectWrongState(IJury.CaseState.Decided);
        decide();
    }

    function test_RevertWhen_TheMarketRefuses() external {
        rule(UPHELD);
        IJobMarket.Work memory other = defaultWork();
        other.units += 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_WrongReceipt.selector, id, execution.receiptHash, receiptHash(other)
            )
        );
        jury.decide(order, terms, execution, other);
    }

    /* LAPSE */

    function test_RevertWhen_LapsingALivingCase() external {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongState.selector, id, IJury.CaseState.None));
        jury.lapse(id);
        openCase();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_StillDisputed.selector, id, IJury.CaseState.Drawing));
        jury.lapse(id);
        voteAll(UPHELD, 3);
        waitForAppeals();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_StillDisputed.selector, id, IJury.CaseState.Ruled));
        jury.lapse(id);
        decide();
        expectWrongState(IJury.CaseState.Decided);
        jury.lapse(id);
    }

    function test_LapsesWhenNobodyComes() external {
        openCase();
        draw();
        waitForAppeals();
        assertCase(IJury.CaseState.Failed);
        vm.expectEmit(address(jury));
        emit IJury.CaseLapsed(id);
        jury.lapse(id);
        assertCase(IJury.CaseState.Lapsed);
        releaseAll(3);
        assertEq(jury.kept(), 3 * ABSENCE);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertState(IJobMarket.JobState.SettledSplit);
        assertBooks();
    }

    function test_LapsesWhenTheNodeContradictedItself() external {
        openCase();
        draw();
        commit(0, UPHELD);
        contradict();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongState.selector, id, IJury.CaseState.Committing));
        decide();
        jury.lapse(id);
        releaseAll(3);
        // Nobody was late: the reveals had not begun.
        assertEq(jury.kept(), 0);
        assertEq(jury.seatOf(seatIn(0)).duties, 0);
        assertBooks();
    }

    function test_DividesWhatAppealsPaidByTheLastMajority() external {
        openCase();
        voteAll(UPHELD, 3);
        uint256 paid = jury.appealPrice(0) + jury.appealPrice(1);
        appeal(stranger.addr);
        voteAll(WRONG, 4);
        appeal(arbiter.addr);
        contradict();
        vm.expectEmit(address(jury));
        emit IJury.CaseDecided(id, WRONG, uint96(paid / 4));
        jury.lapse(id);
        assertEq(jury.owed(), paid - paid % 4);
        releaseAll(10);
        assertEq(freeOf(jurorOf(3)), paid / 4);
        assertEq(jury.owed(), 0);
        assertEq(jury.kept(), 3 * DISSENT + 3 * ABSENCE + paid % 4, "three of the second panel were absent");
        assertBooks();
    }

    function test_LapsesWhenAVerdictIsNotCarried() external {
        rule(WRONG);
        vm.warp(execution.disputedAt + VERDICT_TIME);
        assertCase(IJury.CaseState.Ruled);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        expectWrongState(IJury.CaseState.Failed);
        decide();
        jury.lapse(id);
        assertCase(IJury.CaseState.Decided);
        releaseAll(3);
        assertEq(jury.kept(), 0);
        assertEq(jury.staked(), SEATS * SEAT_PRICE);
        assertBooks();
    }

    /* RELEASE */

    function test_PaysTheMajorityAndPenalisesTheOthers() external {
        openCase();
        draw();
        commit(0, UPHELD);
        commit(1, UPHELD);
        vm.warp(caseOf().commitBy + 1);
        reveal(0, UPHELD);
        reveal(1, UPHELD);
        waitForAppeals();
        decide();
        address first = jurorOf(0);
        vm.expectEmit(address(jury));
        emit IJury.ChairReleased(id, 0, seatIn(0), JURY_FEE / 2);
        jury.release(id, 0);
        assertEq(freeOf(first), JURY_FEE / 2);
        assertTrue(jury.seatOf(seatIn(0)).inPool);

        address third = jurorOf(2);
        vm.expectEmit(address(jury));
        emit IJury.SeatPenalised(seatIn(2), third, ABSENCE, SEAT_PRICE - ABSENCE);
        jury.release(id, 2);
        assertFalse(jury.seatOf(seatIn(2)).inPool);
        assertEq(jury.seatOf(seatIn(2)).money, SEAT_PRICE - ABSENCE);
        jury.release(id, 1);
        assertEq(jury.owed(), 0);
        assertBooks();
    }

    function test_ContradictionIsJudgedByTheLastWord() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        voteAll(UPHELD, 7);
        waitForAppeals();
        uint256 pot = JURY_FEE + jury.appealPrice(0);
        decide();
        releaseAll(10);
        assertEq(jury.kept(), 3 * DISSENT + pot % 7);
        assertEq(freeOf(jurorOf(3)), pot / 7);
        assertEq(freeOf(jurorOf(0)), 0);
        assertEq(jury.poolSize(), SEATS - 3);
        assertEq(jury.owed(), 0);
        assertBooks();
    }

    function test_AnAppealThatChangesNothingPaysAllWhoAgree() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        voteAll(WRONG, 4);
        waitForAppeals();
        uint256 pot = JURY_FEE + jury.appealPrice(0);
        decide();
        releaseAll(10);
        assertEq(freeOf(jurorOf(0)), pot / 7);
        assertEq(freeOf(jurorOf(6)), pot / 7);
        assertEq(jury.kept(), 3 * ABSENCE + pot % 7);
        assertBooks();
    }

    function test_RevertWhen_TheCaseLives() external {
        openCase();
        draw();
        expectWrongState(IJury.CaseState.Committing);
        jury.release(id, 0);
    }

    function test_RevertWhen_ReleasedTwice() external {
        rule(UPHELD);
        decide();
        jury.release(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_AlreadyReleased.selector, id, 0));
        jury.release(id, 0);
    }

    function test_RevertWhen_ReleasingAnEmptyChair() external {
        rule(UPHELD);
        decide();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_ChairEmpty.selector, id, 3));
        jury.release(id, 3);
    }

    function rule(IJobMarket.Finding finding) private {
        openCase();
        voteAll(finding, 3);
        waitForAppeals();
    }
}
