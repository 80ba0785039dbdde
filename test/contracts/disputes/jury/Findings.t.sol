// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev What jurors promise, and show.
contract FindingsTest is JuryTest {
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
}
