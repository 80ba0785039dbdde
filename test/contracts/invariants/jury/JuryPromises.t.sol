// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {JuryThief} from "./JuryThief.sol";

/// @dev docs/protocol/invariants.md, JRY. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.depth = 32
contract JuryPromisesTest is StdInvariant, StdAssertions, JuryThief {
    uint256 private constant CALLS = 8;
    /// @dev A quarter of a run's calls must have done what they meant to.
    uint256 private constant LEAST_SHARE = 4;

    function setUp() public {
        _createJury();
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    function _actions() private pure returns (bytes4[] memory selectors) {
        bytes4[18] memory list = [
            this.buySeat.selector,
            this.giveUpSeat.selector,
            this.withdrawSeat.selector,
            this.openCase.selector,
            this.drawPanel.selector,
            this.commitPanel.selector,
            this.revealPanel.selector,
            this.nextRound.selector,
            this.appeal.selector,
            this.decide.selector,
            this.overturn.selector,
            this.lapse.selector,
            this.endJob.selector,
            this.release.selector,
            this.thiefTakesSeats.selector,
            this.thiefVotesForOthers.selector,
            this.jurorCopies.selector,
            this.thiefHurries.selector
        ];
        selectors = new bytes4[](list.length);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
    }

    function invariant_JRY_1_accountIsStakedOwedAndKept() public view {
        assertEq(_free(address(jury)), jury.staked() + jury.owed() + jury.kept(), "account and books differ");
        uint256 sum;
        for (uint256 i; i < seatIds.length; ++i) {
            sum += jury.seatOf(seatIds[i]).money;
        }
        assertEq(jury.staked(), sum, "seats hold another sum");
    }

    function invariant_JRY_2_seatsAreTheirOwners() public view {
        uint256 inPool;
        for (uint256 i; i < seatIds.length; ++i) {
            IJury.Seat memory seat = jury.seatOf(seatIds[i]);
            GhostSeat storage ghost = seats[seatIds[i]];
            assertEq(seat.owner, ghost.gone ? address(0) : ghost.owner, "a seat changed hands");
            assertEq(seat.money, ghost.gone ? 0 : ghost.money, "a seat's money moved by itself");
            assertEq(seat.inPool, ghost.leftAt == 0, "a seat left or joined by itself");
            if (seat.inPool) ++inPool;
            if (seat.inPool) assertEq(seat.money, SEAT_PRICE, "the pool holds a seat that is not whole");
            assertEq(seat.duties, ghost.duties, "another number of duties");
        }
        assertEq(jury.poolSize(), inPool, "another pool");
        for (uint256 i; i < jurors.length; ++i) {
            assertEq(_free(jurors[i]), expected[jurors[i]][address(dollar)], "a juror's account moved by itself");
        }
        _assertKept("JRY-2");
    }

    function invariant_JRY_3_panelsAreDrawnFromThePoolBefore() public view {
        _assertKept("JRY-3");
    }

    function invariant_JRY_4_jurorsSpeakForThemselves() public view {
        for (uint256 i; i < caseIds.length; ++i) {
            for (uint8 chair; chair < cases[caseIds[i]].chairs; ++chair) {
                IJury.Chair memory taken = jury.chairOf(caseIds[i], chair);
                GhostChair storage ghost = chairs[caseIds[i]][chair];
                assertEq(taken.hasRevealed, ghost.shown != 0, "a reveal that nobody made");
                if (taken.hasRevealed) assertEq(uint8(taken.finding) + 1, ghost.shown, "another finding");
                assertEq(taken.commitment != 0, ghost.promised != 0, "a commitment that nobody made");
            }
        }
        _assertKept("JRY-4");
    }

    function invariant_JRY_5_casesMoveAlongTheTable() public view {
        for (uint256 i; i < caseIds.length; ++i) {
            IJury.CaseState state = jury.caseOf(caseIds[i]).state;
            bool ended = state == IJury.CaseState.Decided || state == IJury.CaseState.Lapsed;
            assertEq(ended, cases[caseIds[i]].endedAt != 0, "a case ended, or came back, by itself");
            if (state == IJury.CaseState.Ruled) assertTrue(_rulingOf(caseIds[i]) != 0, "ruled without a majority");
        }
        _assertKept("JRY-5");
    }

    function invariant_JRY_6_everySeatHasAnExit() public view {
        _assertKept("JRY-6");
    }

    /// @dev Whatever stands still: a stranger ends every case once the market's clock is over and frees every seat, and after the thaw
    /// every owner has its money.
    function _everybodyLeaves() private {
        uint256 before = vm.snapshotState();
        vm.startPrank(thief);
        for (uint256 i; i < caseIds.length; ++i) {
            IJury.Case memory case_ = jury.caseOf(caseIds[i]);
            if (cases[caseIds[i]].endedAt == 0) {
                if (_now() <= case_.verdictBy) vm.warp(case_.verdictBy + 1);
                jury.lapse(caseIds[i]);
            }
            _releaseRest(caseIds[i]);
        }
        vm.stopPrank();
        for (uint256 i; i < seatIds.length; ++i) {
            if (jury.seatOf(seatIds[i]).inPool) {
                vm.prank(seats[seatIds[i]].owner);
                jury.giveUpSeat(seatIds[i]);
            }
        }
        vm.warp(_now() + SEAT_THAW_TIME);
        for (uint256 i; i < seatIds.length; ++i) {
            if (seats[seatIds[i]].gone) continue;
            vm.prank(seats[seatIds[i]].owner);
            jury.withdrawSeat(seatIds[i]);
        }
        assertEq(jury.staked(), 0, "money stayed in seats");
        assertEq(jury.owed(), 0, "money stayed in cases");
        vm.revertToState(before);
    }

    function _releaseRest(JobId jobId) private {
        for (uint8 chair; chair < cases[jobId].chairs; ++chair) {
            if (!jury.chairOf(jobId, chair).released) jury.release(jobId, chair);
        }
    }

    function invariant_JRY_7_verdictsAreTheMajoritysAndMoveOneJob() public view {
        _assertKept("JRY-7");
    }

    /// @dev A walk over the whole cast in a fixed order: each action does what it means to in a fifth of its calls at least.
    function test_EveryActionSucceedsOften() public {
        bytes4[] memory selectors = _actions();
        for (uint256 i; i < CALLS * selectors.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool success,) = address(this).call(abi.encodeWithSelector(selectors[i % selectors.length], seed));
            assertTrue(success, "an action died");
        }
        assertEq(actions.length, selectors.length, "an action was never tried");
        for (uint256 i; i < actions.length; ++i) {
            string memory name = string(abi.encodePacked(actions[i]));
            emit log_named_string(name, _share(actions[i]));
            assertGe(successes[actions[i]] * 5, calls[actions[i]], string.concat("dead action ", name));
        }
    }

    /// @dev No actor saw the promise broken.
    function _assertKept(bytes32 id) private view {
        assertEq(breaches[id], "", "a promise was broken");
    }

    /// @dev Prints what was tried and done in the run, and refuses a run in which most actions died; then everybody leaves.
    function afterInvariant() public {
        uint256 tried;
        uint256 done;
        for (uint256 i; i < actions.length; ++i) {
            emit log_named_string(string(abi.encodePacked(actions[i])), _share(actions[i]));
            tried += calls[actions[i]];
            done += successes[actions[i]];
        }
        assertGe(done * LEAST_SHARE, tried, "most actions of the run did nothing");
        _everybodyLeaves();
    }

    function _share(bytes32 action) private view returns (string memory) {
        return string.concat(vm.toString(successes[action]), " of ", vm.toString(calls[action]));
    }
}
