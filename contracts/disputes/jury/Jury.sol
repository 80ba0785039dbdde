// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IJobMarket} from "../../market/IJobMarket.sol";
import {JobId} from "../../types/Ids.sol";
import {IResolver} from "../IResolver.sol";
import {IRandomness} from "../randomness/IRandomness.sol";
import {CaseRecord, CaseRecords} from "./CaseRecord.sol";
import {Cases} from "./Cases.sol";
import {DisputedRecord} from "./DisputedRecord.sol";
import {Drawing} from "./Drawing.sol";
import {IJury} from "./IJury.sol";

/// @title Jury
contract Jury is Cases {
    using DisputedRecord for IJobMarket;

    constructor(IJobMarket market_, IRandomness randomness_, Parameters memory chosen)
        Cases(market_, randomness_, chosen)
    {}

    /* THE END OF A CASE */

    /// @inheritdoc IJury
    function decide(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution,
        IJobMarket.Work calldata work
    ) external {
        JobId jobId = _market.hashJobOrder(order, terms);
        CaseRecord storage case_ = _requireState(jobId, CaseState.Ruled);
        uint8 ruling = case_.verdict(_times());
        IJobMarket.Finding finding = IJobMarket.Finding(ruling - 1);

        owed += fee;
        _rule(jobId, case_, ruling, uint256(fee) + case_.appeals);
        _market.resolve(order, terms, execution, work, IJobMarket.Verdict(finding, fee, address(this)));
    }

    /// @inheritdoc IJury
    function lapse(JobId jobId) external {
        CaseRecord storage case_ = _cases[jobId];
        CaseState state = case_.state(_times());
        if (state == CaseState.None || case_.endedAt != 0) revert Jury_WrongState(jobId, state);
        bool cut = _market.endedByEquivocation(jobId);
        if (state != CaseState.Failed && !cut) revert Jury_StillDisputed(jobId, state);

        case_.cut = cut;
        // However the job ended, a majority remains one: else a node that it is against would contradict itself to have its appeal back.
        // It is one as soon as more than half of the panel showed the same.
        uint8 ruling = case_.majority();
        if (ruling == 0) ruling = case_.standing;
        if (ruling != 0) {
            _rule(jobId, case_, ruling, case_.appeals);
        } else {
            // Only against a majority are there appeals: nothing is owed to anybody.
            case_.endedAt = uint40(block.timestamp);
            emit CaseLapsed(jobId);
        }
    }

    /// @inheritdoc IJury
    function release(JobId jobId, uint8 chair) external {
        CaseRecord storage case_ = _cases[jobId];
        if (case_.endedAt == 0) revert Jury_WrongState(jobId, case_.state(_times()));
        Chair storage taken = _chairs[jobId][chair];
        if (taken.seat == 0) revert Jury_ChairEmpty(jobId, chair);
        if (taken.released) revert Jury_AlreadyReleased(jobId, chair);

        taken.released = true;
        _dismiss(taken.seat);
        bool hasRevealed = taken.hasRevealed;
        bool agrees = hasRevealed && case_.ruling == uint8(taken.finding) + 1;
        uint96 share = agrees ? case_.share : 0;
        owed -= share;

        emit ChairReleased(jobId, chair, taken.seat, share);
        if (!hasRevealed && _wasAwaited(case_, chair)) _penalise(taken.seat, _absencePenalty);
        if (hasRevealed && !agrees && case_.ruling != 0 && _isContradicted(case_, chair)) {
            _penalise(taken.seat, _dissentPenalty);
        }
        if (share != 0) _escrow.move(token, _ownerOf(taken.seat), share);
    }

    /* VIEWS */

    /// @inheritdoc IJury
    function caseOf(JobId jobId) external view returns (Case memory case_) {
        CaseRecord storage record = _cases[jobId];
        CaseRecords.Times memory times = _times();
        case_.state = record.state(times);
        if (case_.state == CaseState.None) return case_;
        case_.round = record.round;
        case_.ticket = record.tickets[record.round];
        case_.seats = record.seats;
        case_.openedAt = record.openedAt;
        case_.drawBy = record.drawBy(times);
        case_.commitBy = record.commitBy(times);
        case_.revealBy = record.revealBy(times);
        case_.appealBy = record.appealBy(times);
        case_.verdictBy = record.verdictBy;
        uint8 verdict = record.endedAt == 0 ? record.verdict(times) : record.ruling;
        if (verdict != 0) (case_.hasFinding, case_.finding) = (true, IJobMarket.Finding(verdict - 1));
        case_.share = record.share;
    }

    /// @inheritdoc IJury
    function chairOf(JobId jobId, uint8 chair) external view returns (Chair memory) {
        return _chairs[jobId][chair];
    }

    /// @inheritdoc IJury
    function parameters() external view returns (Parameters memory) {
        return Parameters({
            seatPrice: _seatPrice,
            fee: fee,
            absencePenalty: _absencePenalty,
            dissentPenalty: _dissentPenalty,
            seasonTime: _seasonTime,
            drawTime: _drawTime,
            commitTime: _commitTime,
            revealTime: _revealTime,
            appealTime: _appealTime,
            thawTime: _thawTime
        });
    }

    /// @inheritdoc IJury
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc IResolver
    function market() external view returns (address) {
        return address(_market);
    }

    /// @inheritdoc IJury
    function randomness() external view returns (address) {
        return address(_randomness);
    }

    /* INTERNALS */

    /// @dev Ends the case and divides `pot`, which is owed already, among those who found as the verdict.
    function _rule(JobId jobId, CaseRecord storage case_, uint8 ruling, uint256 pot) private {
        // A majority has two jurors at least.
        uint256 winners = case_.allVotes[ruling - 1];
        uint96 share = SafeCast.toUint96(pot / winners);
        (case_.endedAt, case_.ruling, case_.share) = (uint40(block.timestamp), ruling, share);
        owed -= pot - share * winners;
        _keep(pot - share * winners);

        emit CaseDecided(jobId, IJobMarket.Finding(ruling - 1), share);
    }

    /// @dev Where the last panel was cut short of its own majority, it might have come to another verdict than the one it tried again:
    /// that one then counts only against the panels before its own.
    function _isContradicted(CaseRecord storage case_, uint8 chair) private view returns (bool) {
        return !case_.cut || case_.majority() != 0 || Drawing.roundOf(chair) < case_.standingRound;
    }

    /// @dev A round is over before the next one starts, and the current one before a case is decided or fails: unless the job ended.
    function _wasAwaited(CaseRecord storage case_, uint8 chair) private view returns (bool) {
        return Drawing.roundOf(chair) < case_.round || !case_.cut;
    }
}
