// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {EndingActor} from "./EndingActor.sol";

/// @dev Chooses all calldata; nothing of it may succeed.
abstract contract JuryThief is EndingActor {
    function thiefTakesSeats(uint256 seed) external counted("thiefTakesSeats") {
        uint64 seat = seatIds[seed % seatIds.length];
        vm.startPrank(thief);
        try jury.giveUpSeat(seat) {
            _breach("JRY-2", "a stranger gave up a seat");
        } catch {}
        vm.warp(_now() + (seed % 2) * SEAT_THAW_TIME);
        try jury.withdrawSeat(seat) {
            _breach("JRY-2", "a stranger withdrew a seat");
        } catch {}
        vm.stopPrank();
        _done("thiefTakesSeats");
    }

    function thiefVotesForOthers(uint256 seed) external counted("thiefVotesForOthers") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Committing, seed);
        if (!found) return;
        uint8 chair = _takenChair(jobId, seed);
        vm.prank(thief);
        try jury.commit(jobId, chair, keccak256("stolen")) {
            _breach("JRY-4", "a stranger committed");
        } catch {}
        if (_showsForAnother(jobId, chair)) _breach("JRY-4", "a stranger showed what a juror promised");
        _done("thiefVotesForOthers");
    }

    /// @dev The juror's own promise and words, in its time, from somebody else.
    function _showsForAnother(JobId jobId, uint8 chair) private returns (bool shown) {
        if (chairs[jobId][chair].promised != 0) return false;
        uint256 before = vm.snapshotState();
        address juror = _jurorOf(jobId, chair);
        bytes32 commitment = jury.findingCommitment(jobId, chair, juror, true, true, "salt");
        vm.prank(juror);
        jury.commit(jobId, chair, commitment);
        vm.warp(jury.caseOf(jobId).commitBy + 1);
        vm.prank(thief);
        try jury.reveal(jobId, chair, true, true, "salt") {
            shown = true;
        } catch {}
        vm.revertToState(before);
    }

    /// @dev One of the current panel.
    function _takenChair(JobId jobId, uint256 seed) private view returns (uint8) {
        uint8 first = _firstChairOf(jury.caseOf(jobId).round);
        return first + uint8(seed % (cases[jobId].chairs - first));
    }

    /// @dev A juror copies what another one promised, and shows what that one shows.
    function jurorCopies(uint256 seed) external counted("jurorCopies") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Committing, seed);
        if (!found) return;
        uint256 before = vm.snapshotState();
        uint8 first = _firstChairOf(jury.caseOf(jobId).round);
        (uint8 honest, uint8 lazy) = (first, first + 1 + uint8(seed % 2));
        if (chairs[jobId][honest].promised != 0 || chairs[jobId][lazy].promised != 0) return;
        (address good, address bad) = (_jurorOf(jobId, honest), _jurorOf(jobId, lazy));
        bytes32 commitment = jury.findingCommitment(jobId, honest, good, true, true, "salt");
        vm.prank(good);
        jury.commit(jobId, honest, commitment);
        vm.prank(bad);
        jury.commit(jobId, lazy, commitment);
        vm.warp(jury.caseOf(jobId).commitBy + 1);
        vm.prank(good);
        jury.reveal(jobId, honest, true, true, "salt");
        vm.prank(bad);
        bool copied;
        try jury.reveal(jobId, lazy, true, true, "salt") {
            copied = true;
        } catch {}
        vm.revertToState(before);
        if (copied) _breach("JRY-4", "a copied finding counted");
        _done("jurorCopies");
    }

    /// @dev Steps that are not due, by everybody's right to call them.
    function thiefHurries(uint256 seed) external counted("thiefHurries") {
        if (caseIds.length == 0) return;
        JobId jobId = caseIds[seed % caseIds.length];
        IJury.CaseState state = _stateOf(jobId);
        Scene memory scene = cases[jobId].scene;
        vm.startPrank(thief);
        if (state != IJury.CaseState.Ruled) {
            try jury.decide(scene.order, scene.terms, scene.execution, scene.work) {
                _breach("JRY-5", "decided out of turn");
            } catch {}
        }
        if (state != IJury.CaseState.Drawing) {
            try jury.draw(jobId) {
                _breach("JRY-5", "drawn out of turn");
            } catch {}
        }
        if (state != IJury.CaseState.Hung) {
            try jury.startNextRound(jobId) {
                _breach("JRY-5", "a round out of turn");
            } catch {}
        }
        try jury.open(scene.order, scene.terms, scene.execution) {
            _breach("JRY-5", "opened twice");
        } catch {}
        _releaseOutOfTurn(jobId, uint8(_mix(seed, "chair") % 25));
        vm.stopPrank();
        _done("thiefHurries");
    }

    function _releaseOutOfTurn(JobId jobId, uint8 chair) private {
        GhostChair storage taken = chairs[jobId][chair];
        if (cases[jobId].endedAt != 0 && taken.seat != 0 && !taken.released) return;
        try jury.release(jobId, chair) {
            _breach("JRY-2", "released twice, or too early");
        } catch {}
    }

    function _jurorOf(JobId jobId, uint8 chair) private view returns (address) {
        return seats[chairs[jobId][chair].seat].owner;
    }
}
