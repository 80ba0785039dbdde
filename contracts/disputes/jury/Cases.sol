// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IJobMarket} from "../../market/IJobMarket.sol";
import {JobId} from "../../types/Ids.sol";
import {IResolver} from "../IResolver.sol";
import {IRandomness} from "../randomness/IRandomness.sol";
import {CaseRecord, CaseRecords} from "./CaseRecord.sol";
import {DisputedRecord} from "./DisputedRecord.sol";
import {Drawing} from "./Drawing.sol";
import {IJury} from "./IJury.sol";
import {JuryRules} from "./JuryRules.sol";
import {Seats} from "./Seats.sol";

/// @title The rounds of a case
/// @dev Calls the market, the escrow and the randomness fixed at its deployment, which call nobody back.
abstract contract Cases is Seats {
    using DisputedRecord for IJobMarket;

    IJobMarket internal immutable _market;
    IRandomness internal immutable _randomness;

    /// @inheritdoc IResolver
    uint96 public immutable fee;
    uint16 internal immutable _absencePenalty;
    uint16 internal immutable _dissentPenalty;
    uint32 internal immutable _drawTime;
    uint32 internal immutable _commitTime;
    uint32 internal immutable _revealTime;
    uint32 internal immutable _appealTime;

    /// @inheritdoc IJury
    uint256 public owed;

    /// @dev A job is disputed once at most, so its id names the case; a case that ended stays for ever.
    mapping(JobId jobId => CaseRecord) internal _cases;

    mapping(JobId jobId => mapping(uint8 chair => Chair)) internal _chairs;

    constructor(IJobMarket market_, IRandomness randomness_, Parameters memory chosen)
        Seats(IEscrow(market_.escrow()), market_.token(), chosen.seatPrice, chosen.seasonTime, chosen.thawTime)
    {
        JuryRules.check(chosen);
        _market = market_;
        _randomness = randomness_;
        fee = chosen.fee;
        _absencePenalty = chosen.absencePenalty;
        _dissentPenalty = chosen.dissentPenalty;
        _drawTime = chosen.drawTime;
        _commitTime = chosen.commitTime;
        _revealTime = chosen.revealTime;
        _appealTime = chosen.appealTime;
    }

    /* THE ROUNDS */

    /// @inheritdoc IJury
    function open(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution
    ) external returns (JobId jobId) {
        jobId = _market.check(order, terms, execution);
        if (terms.resolver != address(this)) revert Jury_NotResolver(jobId, terms.resolver);
        CaseRecord storage case_ = _requireState(jobId, CaseState.None);
        uint96 covered = order.bond < execution.exposure ? order.bond : execution.exposure;
        if (covered < fee) revert Jury_FeeNotCovered(jobId, fee, covered);
        uint40 verdictBy = execution.disputedAt + terms.verdictTime;
        uint256 needed = block.timestamp + CaseRecords.duration(_times());
        if (needed > verdictBy) revert Jury_OpenedTooLate(jobId, verdictBy, needed);
        uint256 seats = seasonedSeats();
        if (seats < Drawing.panelSize(0)) revert Jury_TooFewSeats(Drawing.panelSize(0), seats);

        case_.openedAt = uint40(block.timestamp);
        case_.verdictBy = verdictBy;
        case_.seats = uint32(seats);

        emit CaseOpened(jobId, verdictBy, uint32(seats));
        _startRound(jobId, case_, 0);
    }

    /// @inheritdoc IJury
    function draw(JobId jobId) external {
        CaseRecord storage case_ = _requireState(jobId, CaseState.Drawing);
        _market.requireDisputed(jobId);
        uint8 round = case_.round;
        uint256[] memory drawn = Drawing.positions(case_.seats, _seedsOf(jobId, case_));
        uint256 first = Drawing.chairsBefore(round);

        case_.drawn = true;
        uint64[] memory seats = new uint64[](drawn.length - first);
        for (uint256 i; i < seats.length; ++i) {
            seats[i] = _summon(drawn[first + i], case_.openedAt);
            _chairs[jobId][uint8(first + i)].seat = seats[i];
        }

        emit PanelDrawn(jobId, round, seats);
    }

    /// @inheritdoc IJury
    function commit(JobId jobId, uint8 chair, bytes32 commitment) external {
        CaseRecord storage case_ = _requireState(jobId, CaseState.Committing);
        Chair storage taken = _requireJuror(jobId, case_, chair);
        if (commitment == 0) revert Jury_CommitmentZero();
        if (taken.commitment != 0) revert Jury_AlreadyCommitted(jobId, chair);

        taken.commitment = commitment;

        emit Committed(jobId, chair, msg.sender, commitment);
    }

    /// @inheritdoc IJury
    function reveal(JobId jobId, uint8 chair, bool delivered, bool correct, bytes32 salt) external {
        CaseRecord storage case_ = _requireState(jobId, CaseState.Revealing);
        Chair storage taken = _requireJuror(jobId, case_, chair);
        if (taken.hasRevealed) revert Jury_AlreadyRevealed(jobId, chair);
        if (taken.commitment != findingCommitment(jobId, chair, msg.sender, delivered, correct, salt)) {
            revert Jury_WrongReveal(jobId, chair);
        }

        IJobMarket.Finding finding = JuryRules.findingOf(delivered, correct);
        (taken.hasRevealed, taken.finding) = (true, finding);
        case_.count(finding);

        emit Revealed(jobId, chair, msg.sender, finding);
    }

    /// @inheritdoc IJury
    function startNextRound(JobId jobId) external {
        CaseRecord storage case_ = _requireState(jobId, CaseState.Hung);
        _market.requireDisputed(jobId);

        _startRound(jobId, case_, case_.round + 1);
    }

    /// @inheritdoc IJury
    function appeal(JobId jobId, uint24 epoch) external {
        CaseRecord storage case_ = _requireState(jobId, CaseState.Appealable);
        _market.requireDisputed(jobId);
        uint8 round = case_.round;
        uint96 price = appealPrice(round);

        (case_.standing, case_.standingRound) = (case_.majority(), round);
        case_.appeals += price;
        owed += price;

        emit Appealed(jobId, msg.sender, price);
        _startRound(jobId, case_, round + 1);
        _escrow.draw(msg.sender, token, price, epoch);
    }

    /* VIEWS */

    /// @inheritdoc IJury
    function findingCommitment(JobId jobId, uint8 chair, address juror, bool delivered, bool correct, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(block.chainid, address(this), jobId, chair, juror, delivered, correct, salt));
    }

    /// @inheritdoc IJury
    function appealPrice(uint8 round) public view returns (uint96) {
        return SafeCast.toUint96(uint256(fee) * Drawing.panelSize(round + 1) / Drawing.panelSize(0));
    }

    /* INTERNALS */

    function _startRound(JobId jobId, CaseRecord storage case_, uint8 round) private {
        uint64 ticket = SafeCast.toUint64(_randomness.request());
        case_.startRound(round, ticket);

        emit RoundStarted(jobId, round, ticket);
    }

    /// @dev Hashed with the case and the round, because one ticket may serve many.
    function _seedsOf(JobId jobId, CaseRecord storage case_) private view returns (bytes32[] memory seeds) {
        seeds = new bytes32[](case_.round + 1);
        for (uint256 i; i < seeds.length; ++i) {
            bytes32 seed = _randomness.seedOf(case_.tickets[i]);
            if (seed == 0) revert Jury_SeedUnknown(jobId, case_.tickets[i]);
            seeds[i] = keccak256(abi.encode(seed, jobId, i));
        }
    }

    function _requireState(JobId jobId, CaseState expected) internal view returns (CaseRecord storage case_) {
        case_ = _cases[jobId];
        CaseState state = case_.state(_times());
        if (state != expected) revert Jury_WrongState(jobId, state);
    }

    /// @dev A chair of an earlier panel has nothing to say any more.
    function _requireJuror(JobId jobId, CaseRecord storage case_, uint8 chair)
        private
        view
        returns (Chair storage taken)
    {
        taken = _chairs[jobId][chair];
        if (taken.seat == 0 || Drawing.roundOf(chair) != case_.round) revert Jury_ChairEmpty(jobId, chair);
        address juror = _ownerOf(taken.seat);
        if (msg.sender != juror) revert Jury_NotJuror(jobId, chair, juror, msg.sender);
    }

    function _times() internal view returns (CaseRecords.Times memory) {
        return CaseRecords.Times(_drawTime, _commitTime, _revealTime, _appealTime);
    }
}
