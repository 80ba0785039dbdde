// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {JuryBook} from "./JuryBook.sol";

/// @dev People who buy seats, open cases, draw, vote and end cases; each step that is due must succeed.
abstract contract JurorActor is JuryBook {
    /* SEATS */

    function buySeat(uint256 seed) external counted("buySeat") {
        _buy(_oneOf(jurors, seed));
        _done("buySeat");
    }

    function giveUpSeat(uint256 seed) external counted("giveUpSeat") {
        (bool found, uint64 seat) = _pickSeat(true, seed);
        if (!found) return;
        vm.prank(seats[seat].owner);
        jury.giveUpSeat(seat);
        seats[seat].leftAt = _now();
        _done("giveUpSeat");
    }

    function withdrawSeat(uint256 seed) external counted("withdrawSeat") {
        (bool found, uint64 seat) = _pickSeat(false, seed);
        if (!found) (found, seat) = (true, _leave(seed));
        GhostSeat storage ghost = seats[seat];
        bool due = _waitsFor(ghost.leftAt + SEAT_THAW_TIME, seed) && ghost.duties == 0;
        vm.prank(ghost.owner);
        try jury.withdrawSeat(seat) {
            if (!due) _breach("JRY-2", "a seat left before its time, or on duty");
            ghost.gone = true;
            _credit(ghost.owner, ghost.money);
            _done("withdrawSeat");
        } catch {
            if (due) _breach("JRY-6", "a seat that thawed was kept");
        }
    }

    function _leave(uint256 seed) private returns (uint64 seat) {
        seat = _buy(_oneOf(jurors, seed));
        vm.prank(seats[seat].owner);
        jury.giveUpSeat(seat);
        seats[seat].leftAt = _now();
    }

    /* ROUNDS */

    function openCase(uint256 seed) external counted("openCase") {
        if (_open(seed, _lag(seed))) _done("openCase");
    }

    function drawPanel(uint256 seed) external counted("drawPanel") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Drawing, seed);
        if (found && _needsJurors(jobId, jurors[0], abi.encodeCall(IJury.draw, (jobId))) && _draw(jobId, seed)) {
            _done("drawPanel");
        }
    }

    function commitPanel(uint256 seed) external counted("commitPanel") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Committing, seed);
        if (found && _commitAll(jobId, seed)) _done("commitPanel");
    }

    function revealPanel(uint256 seed) external counted("revealPanel") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Revealing, seed);
        if (found && _revealAll(jobId, seed)) _done("revealPanel");
    }

    function nextRound(uint256 seed) external counted("nextRound") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Hung, seed);
        if (!found) return;
        if (_rulingOfRound(jobId) != 0) _breach("JRY-5", "a majority was called none");
        if (!_needsJurors(jobId, jurors[0], abi.encodeCall(IJury.startNextRound, (jobId)))) return;
        jury.startNextRound(jobId);
        _done("nextRound");
    }

    function appeal(uint256 seed) external counted("appeal") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Appealable, seed);
        address appellant = _oneOf(jurors, _mix(seed, "appellant"));
        if (!found || !_needsJurors(jobId, appellant, abi.encodeCall(IJury.appeal, (jobId, 0)))) return;
        _appeal(jobId, appellant);
        _done("appeal");
    }

    function _appeal(JobId jobId, address appellant) internal {
        uint256 price = _appealPrice(jury.caseOf(jobId).round);
        vm.prank(appellant);
        jury.appeal(jobId, 0);
        cases[jobId].appellants.push(appellant);
        _debit(appellant, price);
    }

    /// @dev Whether the job is disputed still; if it is not, the step that would go on for nothing is refused.
    function _needsJurors(JobId jobId, address caller, bytes memory step) private returns (bool) {
        if (_isDisputed(jobId)) return true;
        _refuses(jobId, caller, step);
        return false;
    }

    function _refuses(JobId jobId, address caller, bytes memory step) internal {
        uint64 ticket = jury.caseOf(jobId).ticket;
        uint256 before = vm.snapshotState();
        randomness.tell(ticket, "seed");
        vm.prank(caller);
        (bool success,) = address(jury).call(step);
        vm.revertToState(before);
        if (success) _breach("JRY-5", "a case without a job went on");
    }

    /// @dev Of the current panel alone.
    function _rulingOfRound(JobId jobId) internal view returns (uint8 ruling) {
        uint8 first = _firstChairOf(jury.caseOf(jobId).round);
        uint8[4] memory votes;
        for (uint8 chair = first; chair < cases[jobId].chairs; ++chair) {
            ++votes[chairs[jobId][chair].shown];
        }
        for (uint8 finding = 1; finding <= 3; ++finding) {
            if (votes[finding] * 2 > cases[jobId].chairs - first) ruling = finding;
        }
    }

    /* STEPS */

    /// @dev Some are too long for a case to end in time.
    function _lag(uint256 seed) private pure returns (uint256) {
        return _mix(seed, "lag") % (VERDICT_TIME - ROUND_TIME + 10);
    }

    /// @param lag Seconds from the dispute on.
    function _open(uint256 seed, uint256 lag) private returns (bool) {
        for (uint256 i = _eligible(_now()); i < 3; ++i) {
            _buy(_oneOf(jurors, seed));
        }
        _pass(SEASON_TIME);
        Scene memory scene = _order();
        scene.terms.resolver = address(jury);
        scene.terms.verdictTime = VERDICT_TIME;
        _hash(scene);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        _dispute(scene);
        _pass(lag);

        bool fits = _now() + ROUND_TIME <= scene.execution.disputedAt + scene.terms.verdictTime;
        vm.prank(_oneOf(jurors, seed));
        try jury.open(scene.order, scene.terms, scene.execution) {
            if (!fits) _breach("JRY-6", "a case that cannot end in time");
            GhostCase storage ghost = cases[scene.jobId];
            (ghost.scene, ghost.openedAt) = (scene, _now());
            caseIds.push(scene.jobId);
            if (jury.caseOf(scene.jobId).seats != _eligible(_now())) _breach("JRY-3", "another pool");
            return true;
        } catch {
            if (fits) _breach("JRY-6", "a dispute was refused");
            return false;
        }
    }

    function _draw(JobId jobId, uint256 seed) internal returns (bool) {
        IJury.Case memory case_ = jury.caseOf(jobId);
        randomness.tell(case_.ticket, keccak256(abi.encode(seed)));
        bytes32 elsewhere = _panelAfterComingAndGoing(jobId, seed);
        jury.draw(jobId);
        if (_panelOf(jobId, case_.round) != elsewhere) _breach("JRY-3", "coming and going changed a panel");

        GhostCase storage ghost = cases[jobId];
        ghost.chairs = case_.round == 2 ? 25 : _firstChairOf(case_.round + 1);
        for (uint8 chair = _firstChairOf(case_.round); chair < ghost.chairs; ++chair) {
            uint64 seat = jury.chairOf(jobId, chair).seat;
            if (!_isEligible(seat, ghost.openedAt) || seats[seat].gone) {
                _breach("JRY-3", "a seat that could not serve");
            }
            for (uint8 other; other < chair; ++other) {
                if (chairs[jobId][other].seat == seat) _breach("JRY-3", "a seat was drawn twice");
            }
            chairs[jobId][chair].seat = seat;
            ++seats[seat].duties;
        }
        return true;
    }

    /// @dev The panel that would be drawn if, the seed being known, seats came and went first.
    function _panelAfterComingAndGoing(JobId jobId, uint256 seed) private returns (bytes32 panel) {
        uint8 round = jury.caseOf(jobId).round;
        uint256 before = vm.snapshotState();
        for (uint256 i; i < 3; ++i) {
            (bool found, uint64 seat) = _pickSeat(true, _mix(seed, vm.toString(i)));
            if (!found) break;
            vm.prank(seats[seat].owner);
            jury.giveUpSeat(seat);
            seats[seat].leftAt = _now();
        }
        vm.prank(jurors[0]);
        jury.buySeat(0);
        jury.draw(jobId);
        panel = _panelOf(jobId, round);
        vm.revertToState(before);
    }

    function _panelOf(JobId jobId, uint8 round) private view returns (bytes32 panel) {
        for (uint8 chair = _firstChairOf(round); chair < _firstChairOf(round) + 15; ++chair) {
            panel = keccak256(abi.encode(panel, jury.chairOf(jobId, chair).seat));
        }
    }

    /// @dev Most commit; most of those to one finding.
    function _commitAll(JobId jobId, uint256 seed) internal returns (bool done) {
        for (uint8 chair = _firstChairOf(jury.caseOf(jobId).round); chair < cases[jobId].chairs; ++chair) {
            uint256 mixed = _mix(seed, vm.toString(chair));
            GhostChair storage ghost = chairs[jobId][chair];
            if (ghost.promised != 0 || mixed % 6 == 0) continue;
            uint8 finding = uint8(mixed % 5 == 0 ? mixed >> 8 : seed >> 8) % 3;
            address juror = seats[ghost.seat].owner;
            (bool delivered, bool correct) = _answers(finding);
            bytes32 commitment = jury.findingCommitment(jobId, chair, juror, delivered, correct, "salt");
            vm.prank(juror);
            jury.commit(jobId, chair, commitment);
            ghost.promised = finding + 1;
            done = true;
        }
    }

    function _revealAll(JobId jobId, uint256 seed) internal returns (bool done) {
        for (uint8 chair = _firstChairOf(jury.caseOf(jobId).round); chair < cases[jobId].chairs; ++chair) {
            GhostChair storage ghost = chairs[jobId][chair];
            if (ghost.promised == 0 || ghost.shown != 0 || _mix(seed, vm.toString(chair)) % 9 == 0) continue;
            (bool delivered, bool correct) = _answers(ghost.promised - 1);
            vm.prank(seats[ghost.seat].owner);
            jury.reveal(jobId, chair, delivered, correct, "salt");
            ghost.shown = ghost.promised;
            done = true;
        }
    }

    function _answers(uint8 finding) internal pure returns (bool delivered, bool correct) {
        delivered = finding != uint8(IJobMarket.Finding.NotDelivered);
        correct = finding == uint8(IJobMarket.Finding.Upheld);
    }

    /* GETTING THERE */

    /// @dev A case in `wanted`, which is brought there if there is none.
    function _need(IJury.CaseState wanted, uint256 seed) internal returns (bool found, JobId jobId) {
        (found, jobId) = _pickCase(wanted, seed);
        if (!found) return _bring(wanted, seed);
    }

    /// @dev The same, of a job that is disputed still.
    function _needDisputed(IJury.CaseState wanted, uint256 seed) internal returns (bool found, JobId jobId) {
        (found, jobId) = _pickCase(wanted, seed);
        if (!found || !_isDisputed(jobId)) return _bring(wanted, seed);
    }

    function _bring(IJury.CaseState wanted, uint256 seed) private returns (bool found, JobId jobId) {
        // Only after an early start does another round fit.
        bool continues = wanted == IJury.CaseState.Hung || wanted == IJury.CaseState.Appealable;
        if (!_open(seed, continues ? 0 : _lag(seed))) return (false, jobId);
        jobId = caseIds[caseIds.length - 1];
        for (uint256 i; i < 16; ++i) {
            IJury.CaseState state = _stateOf(jobId);
            if (state == wanted) return (true, jobId);
            if (state >= IJury.CaseState.Ruled) return (false, jobId);
            _advance(jobId, state, wanted, _mix(seed, vm.toString(i)));
        }
    }

    function _advance(JobId jobId, IJury.CaseState state, IJury.CaseState wanted, uint256 seed) private {
        IJury.Case memory case_ = jury.caseOf(jobId);
        if (state == IJury.CaseState.Drawing) {
            _draw(jobId, seed);
        } else if (state == IJury.CaseState.Committing) {
            if (wanted != IJury.CaseState.Failed) _commitAll(jobId, seed);
            vm.warp(case_.commitBy + 1);
        } else if (state == IJury.CaseState.Revealing) {
            if (wanted != IJury.CaseState.Hung && wanted != IJury.CaseState.Failed) _revealAll(jobId, seed);
            vm.warp(case_.revealBy + 1);
        } else {
            vm.warp(case_.appealBy + 1);
        }
    }
}
