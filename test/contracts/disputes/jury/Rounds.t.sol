// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";

import {JuryTest} from "./JuryTest.sol";

contract RoundsTest is JuryTest {
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
}
