// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {JurorActor} from "./JurorActor.sol";

/// @dev Verdicts, lapses and releases, and what each of them may move.
abstract contract EndingActor is JurorActor {
    function decide(uint256 seed) external counted("decide") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Ruled, seed);
        if (found && _decide(jobId)) _done("decide");
    }

    /// @dev The next panel finds something else than the one before, and that is the verdict.
    function overturn(uint256 seed) external counted("overturn") {
        (bool found, JobId jobId) = _need(IJury.CaseState.Appealable, seed);
        if (!found || !_isDisputed(jobId)) return;
        uint256 other = _rulingOf(jobId) % 3;
        _appeal(jobId, jurors[seed % jurors.length]);
        _draw(jobId, seed);
        _commitAll(jobId, other << 8 | seed % 251);
        vm.warp(jury.caseOf(jobId).commitBy + 1);
        _revealAll(jobId, seed);
        vm.warp(jury.caseOf(jobId).appealBy + 1);
        if (_stateOf(jobId) == IJury.CaseState.Ruled && _decide(jobId)) _done("overturn");
    }

    function _decide(JobId jobId) private returns (bool) {
        if (!_isDisputed(jobId)) return false;
        GhostCase storage ghost = cases[jobId];
        Scene memory scene = ghost.scene;
        uint8 ruling = _rulingOf(jobId);
        uint256[4] memory before = _money(scene);
        vm.prank(thief);
        jury.decide(scene.order, scene.terms, scene.execution, scene.work);

        _checkVerdict(jobId, ruling, before);
        uint256 winners = _winners(jobId, ruling);
        uint256 pot = JURY_FEE + _paidByAppeals(jobId);
        (ghost.endedAt, ghost.ruling, ghost.share) = (_now(), ruling, pot / winners);
        if (jury.caseOf(jobId).share != pot / winners) _breach("JRY-7", "another share");
        return true;
    }

    function lapse(uint256 seed) external counted("lapse") {
        (bool found, JobId jobId) = _need(IJury.CaseState(2 + seed % 6), seed);
        if (!found || seed % 4 == 0) (found, jobId) = _need(IJury.CaseState.Failed, seed);
        if (!found) return;
        bool due = _stateOf(jobId) == IJury.CaseState.Failed || !_isDisputed(jobId);
        if (!due && seed % 3 == 0) {
            vm.warp(jury.caseOf(jobId).verdictBy + 1);
            due = true;
        }
        vm.prank(thief);
        try jury.lapse(jobId) {
            if (!due) _breach("JRY-5", "a living case lapsed");
            _recordLapse(jobId);
            _done("lapse");
        } catch {
            if (due) _breach("JRY-6", "a case that failed was kept");
        }
    }

    /// @dev The job ends in the middle of its case, a third of the times while seats wait to be drawn: by the node's two words, for
    /// both sides' word does not end it. Nothing of the case that needs the job goes on; mostly somebody ends it at once, too.
    function endJob(uint256 seed) external counted("endJob") {
        IJury.CaseState state = IJury.CaseState(seed % 3 == 0 ? 1 : 2 + _mix(seed, "state") % 4);
        (bool found, JobId jobId) = _needDisputed(state, seed);
        if (!found) return;
        Scene memory scene = cases[jobId].scene;
        if (_ends(scene, "settleCosigned")) _breach("JRY-5", "a case lost its job by both sides' word");
        if (!_ends(scene, "proveEquivocation")) _breach("JRY-6", "a job was kept from its end");
        if (state == IJury.CaseState.Drawing) _refuses(jobId, jurors[0], abi.encodeCall(IJury.draw, (jobId)));
        if (state == IJury.CaseState.Hung) _refuses(jobId, jurors[0], abi.encodeCall(IJury.startNextRound, (jobId)));
        if (state == IJury.CaseState.Appealable) _refuses(jobId, jurors[0], abi.encodeCall(IJury.appeal, (jobId, 0)));
        if (_mix(seed, "goes") % 3 != 0) {
            jury.lapse(jobId);
            _recordLapse(jobId);
            _releaseAll(jobId);
        }
        _done("endJob");
    }

    function _ends(Scene memory scene, string memory way) private returns (bool success) {
        (address caller, bytes memory data) = _callOf(scene, way);
        vm.prank(caller);
        (success,) = address(market).call(data);
    }

    function release(uint256 seed) external counted("release") {
        (bool found, JobId jobId) = _pickEnded(seed);
        if (!found) return;
        _releaseAll(jobId);
        _done("release");
    }

    function _releaseAll(JobId jobId) private {
        for (uint8 chair; chair < cases[jobId].chairs; ++chair) {
            if (!chairs[jobId][chair].released) _release(jobId, chair);
        }
    }

    function _release(JobId jobId, uint8 chair) private {
        GhostCase storage ghost = cases[jobId];
        GhostChair storage taken = chairs[jobId][chair];
        GhostSeat storage seat = seats[taken.seat];
        uint8 first = _firstChairOf(jury.caseOf(jobId).round);
        bool wasCut = ghost.cut && chair >= first;
        vm.prank(thief);
        jury.release(jobId, chair);
        taken.released = true;
        --seat.duties;
        if (taken.shown == 0) {
            if (!wasCut) _penalise(seat, ABSENCE);
        } else if (ghost.ruling != 0) {
            if (taken.shown == ghost.ruling) _credit(seat.owner, ghost.share);
            else if (_contradicts(jobId, chair)) _penalise(seat, DISSENT);
        }
    }

    /// @dev A verdict that a larger panel was trying again when the job ended counts only against the panels before its own.
    function _contradicts(JobId jobId, uint8 chair) private view returns (bool) {
        (, uint8 round) = _lastMajority(jobId);
        return !cases[jobId].cut || _rulingOfRound(jobId) != 0 || chair < _firstChairOf(round);
    }

    function _penalise(GhostSeat storage seat, uint96 penalty) private {
        seat.money -= penalty < seat.money ? penalty : seat.money;
        if (seat.leftAt == 0) seat.leftAt = _now();
    }

    /// @dev One that ended and holds seats still; if there is none, a verdict is carried for it.
    function _pickEnded(uint256 seed) private returns (bool found, JobId jobId) {
        for (uint256 i; i < caseIds.length; ++i) {
            jobId = caseIds[(seed % caseIds.length + i) % caseIds.length];
            if (cases[jobId].endedAt != 0 && cases[jobId].chairs != 0 && !chairs[jobId][0].released) {
                return (true, jobId);
            }
        }
        (found, jobId) = _need(IJury.CaseState.Failed, seed);
        if (!found) return (false, jobId);
        jury.lapse(jobId);
        _recordLapse(jobId);
    }

    /// @dev A majority stays one, with or without the market: what appeals paid is its jurors', and never comes back.
    function _recordLapse(JobId jobId) private {
        GhostCase storage ghost = cases[jobId];
        IJobMarket.JobState state = market.jobOf(jobId).state;
        (ghost.endedAt, ghost.ruling) = (_now(), _rulingOf(jobId));
        ghost.cut = state == IJobMarket.JobState.RefundedEquivocation;
        if (ghost.ruling != 0) ghost.share = _paidByAppeals(jobId) / _winners(jobId, ghost.ruling);
        if (jury.caseOf(jobId).share != ghost.share) _breach("JRY-7", "another share of what appeals paid");
    }

    function _paidByAppeals(JobId jobId) private view returns (uint256 sum) {
        for (uint256 i; i < cases[jobId].appellants.length; ++i) {
            sum += _appealPrice(_roundOfAppeal(jobId, i));
        }
    }

    /// @dev The round that the i-th appeal was against: one alone may have been against either of the first two.
    function _roundOfAppeal(JobId jobId, uint256 i) private view returns (uint256) {
        if (cases[jobId].appellants.length == 2) return i;
        uint8[4] memory votes;
        for (uint8 chair; chair < 3; ++chair) {
            ++votes[chairs[jobId][chair].shown];
        }
        return votes[1] > 1 || votes[2] > 1 || votes[3] > 1 ? 0 : 1;
    }

    /// @dev Market, jury, buyer, and exposure of the provider.
    function _money(Scene memory scene) private view returns (uint256[4] memory) {
        return [
            _free(address(market)),
            _free(address(jury)),
            _free(scene.order.buyer),
            staking.providerOf(scene.execution.provider).exposure
        ];
    }

    function _checkVerdict(JobId jobId, uint8 ruling, uint256[4] memory before) private {
        Scene memory scene = cases[jobId].scene;
        uint256[4] memory now_ = _money(scene);
        uint256 funded = uint256(scene.order.maxPay) + scene.order.bond;
        bool upheld = ruling == uint8(IJobMarket.Finding.Upheld) + 1;
        if (before[0] - now_[0] != funded) _breach("JRY-7", "another job's money moved");
        if (now_[1] - before[1] != JURY_FEE) _breach("JRY-7", "another fee");
        uint256 refund = upheld ? scene.order.maxPay - marketStatements.amountOf(scene.order, scene.work.units) : funded;
        if (now_[2] - before[2] != refund) _breach("JRY-7", "the buyer got another sum");
        if (before[3] - now_[3] != scene.execution.exposure) _breach("JRY-7", "another exposure moved");
        IJobMarket.JobState expected_ =
            upheld ? IJobMarket.JobState.SettledResolved : IJobMarket.JobState.RefundedResolved;
        if (ruling == 0 || market.jobOf(jobId).state != expected_) {
            _breach("JRY-7", "another verdict than the majority's");
        }
    }
}
