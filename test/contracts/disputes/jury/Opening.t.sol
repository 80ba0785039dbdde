// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

contract OpeningTest is JuryTest {
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

    /* SUPPORT */

    function expectNotDisputed(IJobMarket.JobState state) private {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotDisputed.selector, id, state));
        open();
    }
}
