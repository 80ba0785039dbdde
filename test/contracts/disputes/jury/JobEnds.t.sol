// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev The job ends without the jury: while its case lives, by a second receipt of its node alone; then by the market's time-out.
contract JobEndsTest is JuryTest {
    /* APPEALS ARE NOT FREE */

    /// @dev Whoever lost twice may end the job by its own fault: that does not give its appeal back, nor free who dissented.
    function test_AnAppellantThatContradictsItselfGetsNothingBack() external {
        openCase();
        voteAll(WRONG, 3);
        uint256 price = jury.appealPrice(0);
        uint256 before = freeOf(provider.addr);
        appeal(provider.addr);
        draw();
        IJobMarket.Finding[] memory findings = all(WRONG, 7);
        findings[6] = UPHELD;
        vote(3, findings);
        contradict();

        vm.expectEmit(address(jury));
        emit IJury.CaseDecided(id, WRONG, uint96(price / 9));
        jury.lapse(id);
        releaseAll(10);
        assertEq(freeOf(provider.addr), before);
        assertEq(freeOf(jurorOf(0)), price / 9);
        assertEq(freeOf(jurorOf(8)), price / 9);
        assertEq(jury.kept(), DISSENT + price % 9);
        assertNothingOwed();
    }

    /// @dev Nor does whoever finds a second receipt of the node's, and is refunded by it.
    function test_ABuyerThatIsRefundedGetsNoAppealBack() external {
        openCase();
        voteAll(UPHELD, 3);
        uint256 price = jury.appealPrice(0);
        appeal(buyer.addr);
        uint256 before = freeOf(buyer.addr);
        contradict();
        jury.lapse(id);
        releaseAll(3);
        assertEq(freeOf(buyer.addr), before + FUNDED);
        assertEq(freeOf(jurorOf(0)), price / 3);
        assertEq(jury.kept(), price % 3);
        assertNothingOwed();
    }

    function test_AVerdictThatNobodyCarriedKeepsWhatAppealsPaid() external {
        openCase();
        voteAll(WRONG, 3);
        uint256 price = jury.appealPrice(0);
        appeal(stranger.addr);
        voteAll(UPHELD, 7);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        assertCase(IJury.CaseState.Failed);
        jury.lapse(id);
        assertCase(IJury.CaseState.Decided);
        releaseAll(10);
        assertEq(freeOf(jurorOf(3)), price / 7);
        assertEq(jury.kept(), 3 * DISSENT + price % 7);
        assertNothingOwed();
    }

    /// @dev More than half of a panel is a majority before the last of it has revealed.
    function test_AMajorityCountsAsSoonAsItIsThere() external {
        openCase();
        voteAll(WRONG, 3);
        uint256 price = jury.appealPrice(0);
        appeal(stranger.addr);
        showOfSecondPanel(4);
        contradict();
        jury.lapse(id);
        releaseAll(10);
        assertEq(freeOf(jurorOf(6)), price / 4);
        assertEq(freeOf(jurorOf(7)), 0);
        assertEq(jury.kept(), 3 * DISSENT + price % 4, "who had not revealed yet was not late");
        assertNothingOwed();
    }

    /// @dev Else a node would end the job in the middle of a panel that turns against a verdict, and have its jurors punished.
    function test_WhoContradictsAVerdictInAPanelThatWasCutShortIsFree() external {
        openCase();
        voteAll(WRONG, 3);
        uint256 price = jury.appealPrice(0);
        appeal(stranger.addr);
        showOfSecondPanel(3);
        contradict();
        jury.lapse(id);
        releaseAll(10);
        assertEq(freeOf(jurorOf(0)), price / 3);
        assertEq(jury.kept(), price % 3);
        assertEq(jury.poolSize(), SEATS);
        assertNothingOwed();
    }

    /// @dev Else a node would end the job as soon as a larger panel is drawn, and have who contradicted its own jurors punished.
    function test_WhoContradictedAVerdictThatALargerPanelWasToTryIsFree() external {
        openCase();
        draw();
        vote(0, three(WRONG, WRONG, UPHELD));
        uint256 price = jury.appealPrice(0);
        appeal(stranger.addr);
        draw();
        contradict();
        jury.lapse(id);
        releaseAll(10);
        assertEq(freeOf(jurorOf(0)), price / 2, "nor does the appeal's price return");
        assertEq(jury.seatOf(seatIn(2)).money, SEAT_PRICE);
        assertEq(jury.kept(), price % 2);
        assertEq(jury.poolSize(), SEATS);
        assertNothingOwed();
    }

    /// @dev A larger panel than its own has found otherwise: to appeal and end the job frees nobody of that.
    function test_WhoWasOverturnedPaysThoughTheLastPanelWasCutShort() external {
        openCase();
        draw();
        vote(0, three(UPHELD, UPHELD, UPHELD));
        appeal(stranger.addr);
        draw();
        IJobMarket.Finding[] memory findings = all(WRONG, 7);
        (findings[5], findings[6]) = (UPHELD, UPHELD);
        vote(3, findings);
        appeal(provider.addr);
        draw();
        contradict();
        jury.lapse(id);
        releaseAll(25);
        assertEq(jury.seatOf(seatIn(0)).money, SEAT_PRICE - DISSENT);
        assertEq(jury.seatOf(seatIn(8)).money, SEAT_PRICE, "of the verdict's own panel, which was being tried again");
        assertEq(jury.poolSize(), SEATS - 3);
        assertNothingOwed();
    }

    /// @dev The larger panel had its say, and was of the same mind.
    function test_WhoContradictedAVerdictThatALargerPanelConfirmedPays() external {
        openCase();
        draw();
        vote(0, three(UPHELD, UPHELD, WRONG));
        appeal(stranger.addr);
        showOfSecondPanel(4);
        contradict();
        jury.lapse(id);
        releaseAll(10);
        assertEq(jury.seatOf(seatIn(2)).money, SEAT_PRICE - DISSENT);
        assertEq(jury.poolSize(), SEATS - 1);
        assertNothingOwed();
    }

    /* A CASE WITHOUT A JOB */

    function test_RevertWhen_DrawingForAJobThatEnded() external {
        openCase();
        randomness.tell(caseOf().ticket, "seed");
        contradict();
        expectNotDisputed();
        jury.draw(id);
        assertEq(jury.seatOf(1).duties, 0);
    }

    function test_RevertWhen_StartingARoundForAJobThatEnded() external {
        openCase();
        voteAll(UPHELD, 1);
        assertCase(IJury.CaseState.Hung);
        contradict();
        expectNotDisputed();
        jury.startNextRound(id);
    }

    function test_RevertWhen_AppealingForAJobThatEnded() external {
        openCase();
        voteAll(UPHELD, 3);
        contradict();
        fund(stranger.addr, jury.appealPrice(0));
        allow(stranger.addr, address(jury));
        expectNotDisputed();
        vm.prank(stranger.addr);
        jury.appeal(id, 0);
    }

    function test_NobodyIsLateForAJobThatEnded() external {
        openCase();
        draw();
        contradict();
        waitForAppeals();
        jury.lapse(id);
        releaseAll(3);
        assertEq(jury.kept(), 0);
        assertEq(jury.poolSize(), SEATS);
        assertBooks();
    }

    function test_NorWhenTheCaseIsFoundDeadMuchLater() external {
        openCase();
        draw();
        contradict();
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        jury.lapse(id);
        releaseAll(3);
        assertEq(jury.kept(), 0);
        assertBooks();
    }

    function test_TheMarketsTimeOutExcusesNobody() external {
        openCase();
        draw();
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        jury.lapse(id);
        releaseAll(3);
        assertEq(jury.kept(), 3 * ABSENCE);
        assertBooks();
    }

    /* STEPS */

    /// @dev All seven commit, the first `count` reveal in time that the receipt is right; the reveals go on.
    function showOfSecondPanel(uint8 count) private {
        draw();
        for (uint8 i = 3; i < 10; ++i) {
            commit(i, UPHELD);
        }
        vm.warp(caseOf().commitBy + 1);
        for (uint8 i = 3; i < 3 + count; ++i) {
            reveal(i, UPHELD);
        }
        assertCase(IJury.CaseState.Revealing);
    }

    function expectNotDisputed() private {
        vm.expectRevert(
            abi.encodeWithSelector(IJury.Jury_NotDisputed.selector, id, IJobMarket.JobState.RefundedEquivocation)
        );
    }

    function assertNothingOwed() private view {
        assertEq(jury.owed(), 0, "owed");
        assertBooks();
    }
}
