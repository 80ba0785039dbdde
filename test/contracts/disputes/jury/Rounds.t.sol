// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

contract RoundsTest is JuryTest {
    IJobMarket.Finding private constant UPHELD = IJobMarket.Finding.Upheld;
    IJobMarket.Finding private constant WRONG = IJobMarket.Finding.Wrong;
    IJobMarket.Finding private constant NOT_DELIVERED = IJobMarket.Finding.NotDelivered;

    /* OPEN */

    function test_OpensADisputeForAnybody() external {
        disputeJob();
        vm.expectEmit(address(jury));
        emit IJury.CaseOpened(id, execution.disputedAt + VERDICT_TIME, uint32(SEATS));
        vm.expectEmit(address(jury));
        emit IJury.RoundStarted(id, 0, 1);
        open();
        IJury.Case memory opened = caseOf();
        assertEq(uint8(opened.state), uint8(IJury.CaseState.Drawing));
        assertEq(opened.openedAt, clock());
        assertEq(opened.drawBy, clock() + DRAW_TIME);
        assertEq(opened.commitBy, opened.drawBy + COMMIT_TIME);
        assertEq(opened.revealBy, opened.commitBy + REVEAL_TIME);
        assertEq(opened.appealBy, opened.revealBy + APPEAL_TIME);
        assertEq(opened.verdictBy, execution.disputedAt + VERDICT_TIME);
        assertEq(opened.seats, SEATS);
        assertFalse(opened.hasFinding);
    }

    function test_RevertWhen_TheJobIsNotDisputed() external {
        post();
        execution = claim();
        expectNotDisputed(IJobMarket.JobState.Running);
        execution = submit(execution, defaultWork());
        expectNotDisputed(IJobMarket.JobState.Submitted);
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        open();
    }

    function expectNotDisputed(IJobMarket.JobState state) private {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotDisputed.selector, id, state));
        open();
    }

    function test_RevertWhen_TheRecordIsAnother() external {
        disputeJob();
        execution.disputedAt += 1;
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongRecord.selector, id));
        open();
    }

    function test_RevertWhen_TheOrderNamesAnotherResolver() external {
        terms.resolver = address(arbiterContract);
        disputeJob();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotResolver.selector, id, address(arbiterContract)));
        open();
    }

    function test_RevertWhen_TheBondDoesNotCoverTheFee() external {
        order.bond = JURY_FEE - 1;
        disputeJob();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_FeeNotCovered.selector, id, JURY_FEE, JURY_FEE - 1));
        open();
    }

    function test_RevertWhen_TheExposureDoesNotCoverTheFee() external {
        (order.onSilence, order.exposure) = (1, JURY_FEE - 1);
        disputeJob();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_FeeNotCovered.selector, id, JURY_FEE, JURY_FEE - 1));
        open();
    }

    function test_RevertWhen_OneRoundDoesNotFit() external {
        disputeJob();
        uint40 verdictBy = execution.disputedAt + VERDICT_TIME;
        vm.warp(verdictBy - ROUND_TIME + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IJury.Jury_OpenedTooLate.selector, id, uint256(verdictBy), uint256(verdictBy) + 1)
        );
        open();
        vm.warp(verdictBy - ROUND_TIME);
        open();
    }

    function test_RevertWhen_TooFewSeatsAreSeasoned() external {
        for (uint64 seat = 3; seat <= SEATS; ++seat) {
            giveUp(seat);
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        disputeJob();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_TooFewSeats.selector, 3, 2));
        open();
    }

    function test_RevertWhen_OpenedTwice() external {
        openCase();
        expectWrongState(IJury.CaseState.Drawing);
        open();
    }

    /* DRAW */

    function test_DrawsAPanelOfThree() external {
        openCase();
        uint256 before = vm.snapshotState();
        draw();
        uint64[] memory panel = new uint64[](3);
        (panel[0], panel[1], panel[2]) = (seatIn(0), seatIn(1), seatIn(2));
        vm.revertToState(before);
        randomness.tell(caseOf().ticket, keccak256(abi.encode("seed", 0)));
        vm.expectEmit(address(jury));
        emit IJury.PanelDrawn(id, 0, panel);
        jury.draw(id);
        assertCase(IJury.CaseState.Committing);
        assertTrue(seatIn(0) != seatIn(1) && seatIn(1) != seatIn(2) && seatIn(0) != seatIn(2));
        for (uint8 i; i < 3; ++i) {
            assertEq(jury.seatOf(seatIn(i)).duties, 1);
        }
        assertEq(seatIn(3), 0);
    }

    function test_RevertWhen_TheSeedIsUnknown() external {
        openCase();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_SeedUnknown.selector, id, 1));
        jury.draw(id);
    }

    function test_RevertWhen_DrawnTwice() external {
        openCase();
        draw();
        expectWrongState(IJury.CaseState.Committing);
        jury.draw(id);
    }

    function test_FailsWhenNobodyDraws() external {
        openCase();
        vm.warp(caseOf().drawBy);
        assertCase(IJury.CaseState.Drawing);
        vm.warp(caseOf().drawBy + 1);
        expectWrongState(IJury.CaseState.Failed);
        jury.draw(id);
    }

    function testFuzz_AllPanelsOfACaseAreOneDraw(bytes32 seed) external {
        vm.assume(seed != 0);
        openCase();
        draw(seed);
        vm.warp(caseOf().revealBy + 1);
        jury.startNextRound(id);
        draw(keccak256(abi.encode(seed)));
        vm.warp(caseOf().revealBy + 1);
        jury.startNextRound(id);
        draw(keccak256(abi.encode(seed, 2)));
        for (uint8 i; i < 25; ++i) {
            assertGt(seatIn(i), 0);
            assertLe(seatIn(i), SEATS);
            assertEq(jury.seatOf(seatIn(i)).duties, 1, "drawn twice");
        }
    }

    /* COMMIT AND REVEAL */

    function test_TakesACommitment() external {
        openCase();
        draw();
        address juror = jurorOf(1);
        bytes32 commitment = commitmentOf(1, juror, true, false);
        assertEq(jury.findingCommitment(id, 1, juror, true, false, SALT), commitment);
        vm.expectEmit(address(jury));
        emit IJury.Committed(id, 1, juror, commitment);
        vm.prank(juror);
        jury.commit(id, 1, commitment);
        assertEq(jury.chairOf(id, 1).commitment, commitment);
    }

    function test_RevertWhen_AStrangerCommits() external {
        openCase();
        draw();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotJuror.selector, id, 1, jurorOf(1), stranger.addr));
        vm.prank(stranger.addr);
        jury.commit(id, 1, "x");
    }

    function test_RevertWhen_TheChairIsEmpty() external {
        openCase();
        draw();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_ChairEmpty.selector, id, 3));
        jury.commit(id, 3, "x");
    }

    function test_RevertWhen_TheChairIsOfAnEarlierPanel() external {
        openCase();
        voteAll(UPHELD, 1);
        jury.startNextRound(id);
        draw();
        address juror = jurorOf(0);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_ChairEmpty.selector, id, 0));
        vm.prank(juror);
        jury.commit(id, 0, "x");
    }

    function test_RevertWhen_TheCommitmentIsZero() external {
        openCase();
        draw();
        address juror = jurorOf(0);
        vm.expectRevert(IJury.Jury_CommitmentZero.selector);
        vm.prank(juror);
        jury.commit(id, 0, 0);
    }

    function test_RevertWhen_CommittedTwice() external {
        openCase();
        draw();
        commit(0, UPHELD);
        address juror = jurorOf(0);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_AlreadyCommitted.selector, id, 0));
        vm.prank(juror);
        jury.commit(id, 0, "x");
    }

    function test_RevertWhen_CommittingOutOfTime() external {
        openCase();
        expectWrongState(IJury.CaseState.Drawing);
        jury.commit(id, 0, "x");
        draw();
        vm.warp(caseOf().commitBy + 1);
        expectWrongState(IJury.CaseState.Revealing);
        jury.commit(id, 0, "x");
    }

    function test_CountsWhatIsRevealed() external {
        openCase();
        draw();
        commit(0, NOT_DELIVERED);
        vm.warp(caseOf().commitBy + 1);
        address juror = jurorOf(0);
        vm.expectEmit(address(jury));
        emit IJury.Revealed(id, 0, juror, NOT_DELIVERED);
        // What was not delivered is not correct either, whatever the juror says.
        vm.prank(juror);
        jury.reveal(id, 0, false, false, SALT);
        assertTrue(jury.chairOf(id, 0).hasRevealed);
        assertEq(uint8(jury.chairOf(id, 0).finding), uint8(NOT_DELIVERED));
    }

    function test_RevertWhen_RevealingSomethingElse() external {
        openCase();
        draw();
        commit(0, UPHELD);
        vm.warp(caseOf().commitBy + 1);
        address juror = jurorOf(0);
        bytes memory expected = abi.encodeWithSelector(IJury.Jury_WrongReveal.selector, id, 0);
        vm.startPrank(juror);
        vm.expectRevert(expected);
        jury.reveal(id, 0, true, false, SALT);
        vm.expectRevert(expected);
        jury.reveal(id, 0, true, true, "another");
        vm.stopPrank();
    }

    function test_RevertWhen_RevealedTwice() external {
        openCase();
        draw();
        commit(0, UPHELD);
        vm.warp(caseOf().commitBy + 1);
        reveal(0, UPHELD);
        address juror = jurorOf(0);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_AlreadyRevealed.selector, id, 0));
        vm.prank(juror);
        jury.reveal(id, 0, true, true, SALT);
    }

    function test_RevertWhen_RevealingOutOfTime() external {
        openCase();
        draw();
        commit(0, UPHELD);
        expectWrongState(IJury.CaseState.Committing);
        jury.reveal(id, 0, true, true, SALT);
        vm.warp(caseOf().revealBy + 1);
        expectWrongState(IJury.CaseState.Hung);
        jury.reveal(id, 0, true, true, SALT);
    }

    /* FURTHER ROUNDS */

    function test_TwoOfThreeAreAMajority() external {
        openCase();
        voteAll(WRONG, 2);
        assertCase(IJury.CaseState.Appealable);
        assertEq(uint8(caseOf().finding), uint8(WRONG));
    }

    function test_HangsWithoutAMajority() external {
        openCase();
        draw();
        vote(0, three(UPHELD, WRONG, NOT_DELIVERED));
        assertCase(IJury.CaseState.Hung);
        vm.expectEmit(address(jury));
        emit IJury.RoundStarted(id, 1, 2);
        jury.startNextRound(id);
        assertCase(IJury.CaseState.Drawing);
        draw();
        assertGt(seatIn(9), 0);
        assertEq(seatIn(10), 0);
    }

    function test_ThreeOfSevenAreNoMajority() external {
        openCase();
        voteAll(UPHELD, 0);
        jury.startNextRound(id);
        voteAll(UPHELD, 3);
        assertCase(IJury.CaseState.Hung);
        jury.startNextRound(id);
        voteAll(UPHELD, 8);
        assertCase(IJury.CaseState.Ruled);
    }

    function test_SevenOfFifteenAreNoMajority() external {
        openCase();
        voteAll(UPHELD, 1);
        jury.startNextRound(id);
        voteAll(UPHELD, 1);
        jury.startNextRound(id);
        voteAll(UPHELD, 7);
        assertCase(IJury.CaseState.Failed);
    }

    function test_RevertWhen_StartingARoundThatIsNotDue() external {
        openCase();
        voteAll(UPHELD, 2);
        expectWrongState(IJury.CaseState.Appealable);
        jury.startNextRound(id);
        waitForAppeals();
        expectWrongState(IJury.CaseState.Ruled);
        jury.startNextRound(id);
    }

    function test_AHungRoundIsStartedInItsTime() external {
        openCase();
        voteAll(UPHELD, 1);
        waitForAppeals();
        expectWrongState(IJury.CaseState.Failed);
        jury.startNextRound(id);
    }

    function test_RunsNoRoundThatWouldNotEndInTime() external {
        disputeJob();
        vm.warp(execution.disputedAt + VERDICT_TIME - 2 * ROUND_TIME + 1);
        open();
        voteAll(UPHELD, 1);
        assertCase(IJury.CaseState.Failed);
    }

    function test_RunsNoRoundWithoutFreshSeats() external {
        for (uint64 seat = 1; seat <= SEATS - 9; ++seat) {
            giveUp(seat);
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        openCase();
        voteAll(UPHELD, 3);
        assertEq(caseOf().seats, 9);
        assertCase(IJury.CaseState.Ruled);
    }

    /* APPEAL */

    function test_AnAppealPaysForALargerPanel() external {
        assertEq(jury.appealPrice(0), uint256(JURY_FEE) * 7 / 3);
        assertEq(jury.appealPrice(1), JURY_FEE * 5);
        openCase();
        voteAll(WRONG, 3);
        fund(stranger.addr, 100e6);
        allow(stranger.addr, address(jury));
        vm.expectEmit(address(jury));
        emit IJury.Appealed(id, stranger.addr, jury.appealPrice(0));
        vm.expectEmit(address(jury));
        emit IJury.RoundStarted(id, 1, 2);
        vm.prank(stranger.addr);
        jury.appeal(id, 0);
        assertEq(freeOf(stranger.addr), 100e6 - jury.appealPrice(0));
        assertEq(jury.owed(), jury.appealPrice(0));
        assertCase(IJury.CaseState.Drawing);
        assertTrue(caseOf().hasFinding);
        assertBooks();
    }

    function test_AnAppealMayTurnTheFinding() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        voteAll(UPHELD, 4);
        assertCase(IJury.CaseState.Appealable);
        assertEq(uint8(caseOf().finding), uint8(UPHELD));
    }

    function test_AnAppealWithoutAMajorityChangesNothing() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        voteAll(UPHELD, 3);
        assertCase(IJury.CaseState.Hung);
        waitForAppeals();
        assertCase(IJury.CaseState.Ruled);
        assertEq(uint8(caseOf().finding), uint8(WRONG));
    }

    function test_AnAppealWithoutADrawChangesNothing() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        vm.warp(caseOf().drawBy + 1);
        assertCase(IJury.CaseState.Ruled);
        decide();
        assertState(IJobMarket.JobState.RefundedResolved);
    }

    function test_RevertWhen_AppealingOutOfTime() external {
        openCase();
        draw();
        expectWrongState(IJury.CaseState.Committing);
        jury.appeal(id, 0);
        vote(0, all(WRONG, 3));
        waitForAppeals();
        expectWrongState(IJury.CaseState.Ruled);
        jury.appeal(id, 0);
    }

    function test_TheThirdPanelHasTheLastWord() external {
        openCase();
        voteAll(WRONG, 3);
        appeal(stranger.addr);
        voteAll(UPHELD, 7);
        appeal(stranger.addr);
        voteAll(WRONG, 15);
        assertCase(IJury.CaseState.Ruled);
        assertEq(uint8(caseOf().finding), uint8(WRONG));
    }
}
