// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

contract AppealsTest is JuryTest {
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
