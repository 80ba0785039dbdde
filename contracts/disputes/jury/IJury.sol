// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../market/IJobMarket.sol";
import {JobId} from "../../types/Ids.sol";
import {IResolver} from "../IResolver.sol";

/// @title Jury: a resolver in which seats drawn by lot decide
/// @notice Equal seats are bought here in the market's token. A dispute is opened as a case by anybody; a panel of 3 is drawn among the seats that
/// were there long enough before; its jurors run the job again, commit to what they found, then reveal it. More than half of a
/// panel is a majority. Without one, or on a paid appeal, a new panel of 7, then of 15, is drawn. The last majority is the verdict;
/// without any, and whenever the time is over, the market's own time-out ends the dispute. Whoever did not reveal, or
/// contradicted the verdict, loses a part of its seat; the others share the fee and what appeals paid.
/// @dev Its account in the escrow = staked + owed + kept. Equal seats mean weight by money: who holds half of the seats decides. A
/// case's time runs by itself, and its state is read off the clock; times are Unix seconds, amounts the token's smallest unit.
interface IJury is IResolver {
    /// @notice What a jury fixes for ever at its deployment.
    /// @param seatPrice What a seat costs and holds; at least 1.
    /// @param fee What a verdict costs the loser.
    /// @param absencePenalty, dissentPenalty Basis points of the seat's price that are lost by not revealing, and by contradicting the
    /// verdict: 1 to 10,000, dissent at most as dear as absence.
    /// @param seasonTime A seat serves in cases opened at least so long after it was bought: 1 second to 90 days.
    /// @param drawTime, commitTime, revealTime, appealTime Of each round, one after the other: 1 second to 7 days each. The draw's must cover
    /// what the randomness takes.
    /// @param thawTime From giving up a seat to its withdrawal: at least seasonTime and three rounds, so that every seat that can be drawn
    /// is still there; at most a year.
    struct Parameters {
        uint96 seatPrice;
        uint96 fee;
        uint16 absencePenalty;
        uint16 dissentPenalty;
        uint32 seasonTime;
        uint32 drawTime;
        uint32 commitTime;
        uint32 revealTime;
        uint32 appealTime;
        uint32 thawTime;
    }

    /// @param owner Zero for a seat that was never bought, or withdrawn.
    /// @param money What is left of the price.
    /// @param inPool Whether later cases may draw it. @param thawedAt When it may be withdrawn; zero while in the pool.
    /// @param duties Chairs that it holds in cases and that are not released yet.
    struct Seat {
        address owner;
        uint96 money;
        bool inPool;
        uint40 thawedAt;
        uint32 duties;
    }

    enum CaseState {
        None,
        Drawing,
        Committing,
        Revealing,
        /// No majority; another round may start.
        Hung,
        /// A majority; whoever pays may have another round.
        Appealable,
        /// The verdict stands and waits to be carried to the market.
        Ruled,
        /// No verdict will be carried to the market any more.
        Failed,
        /// A majority was the last word, whether it was carried to the market or not: jurors are paid and penalised by it.
        Decided,
        /// Ended without any majority.
        Lapsed
    }

    /// @param round 0 to 2. @param ticket Of the randomness. @param seats How many may be drawn.
    /// @param drawBy, commitBy, revealBy, appealBy Last seconds of the round's steps.
    /// @param verdictBy Last second in which the market takes a verdict.
    /// @param hasFinding Whether there is a majority, or was one in an earlier round. @param finding The last one.
    /// @param share What each juror of the verdict's majority gets; set when decided.
    struct Case {
        CaseState state;
        uint8 round;
        uint64 ticket;
        uint32 seats;
        uint40 openedAt;
        uint40 drawBy;
        uint40 commitBy;
        uint40 revealBy;
        uint40 appealBy;
        uint40 verdictBy;
        bool hasFinding;
        IJobMarket.Finding finding;
        uint96 share;
    }

    /// @param seat Zero if the chair is not taken. @param hasRevealed Whether `finding` is the juror's.
    struct Chair {
        uint64 seat;
        bool hasRevealed;
        bool released;
        IJobMarket.Finding finding;
        bytes32 commitment;
    }

    event SeatBought(uint64 indexed seat, address indexed owner);
    event SeatGivenUp(uint64 indexed seat, address indexed owner, uint40 thawedAt);
    event SeatWithdrawn(uint64 indexed seat, address indexed owner, uint96 amount);
    /// @notice The penalty is kept for ever, and nobody's. @param left What the seat still holds.
    event SeatPenalised(uint64 indexed seat, address indexed owner, uint96 penalty, uint96 left);
    event CaseOpened(JobId indexed jobId, uint40 verdictBy, uint32 seats);
    event RoundStarted(JobId indexed jobId, uint8 round, uint64 ticket);
    /// @param seats In the order of the round's chairs: 0 to 2, 3 to 9, 10 to 24.
    event PanelDrawn(JobId indexed jobId, uint8 round, uint64[] seats);
    event Committed(JobId indexed jobId, uint8 indexed chair, address indexed juror, bytes32 commitment);
    event Revealed(JobId indexed jobId, uint8 indexed chair, address indexed juror, IJobMarket.Finding finding);
    event Appealed(JobId indexed jobId, address indexed appellant, uint96 price);
    event CaseDecided(JobId indexed jobId, IJobMarket.Finding finding, uint96 share);
    event CaseLapsed(JobId indexed jobId);
    event ChairReleased(JobId indexed jobId, uint8 indexed chair, uint64 indexed seat, uint96 paid);

    /// @notice Only at deployment. @param parameter Its name, left-aligned ASCII.
    error Jury_ParameterOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given);
    error Jury_NotSeatOwner(uint64 seat, address expected, address given);
    error Jury_NotInPool(uint64 seat);
    error Jury_StillInPool(uint64 seat);
    error Jury_StillThawing(uint64 seat, uint40 thawedAt);
    error Jury_OnDuty(uint64 seat, uint32 duties);
    error Jury_NotResolver(JobId jobId, address resolver);
    error Jury_NotDisputed(JobId jobId, IJobMarket.JobState given);
    error Jury_WrongRecord(JobId jobId);
    /// @notice The loser could not pay the fee: the order's bond or exposure is below it.
    error Jury_FeeNotCovered(JobId jobId, uint96 fee, uint96 covered);
    /// @notice One round would not end before the market's time-out.
    error Jury_OpenedTooLate(JobId jobId, uint256 verdictBy, uint256 needed);
    error Jury_TooFewSeats(uint256 needed, uint256 given);
    error Jury_WrongState(JobId jobId, CaseState given);
    error Jury_SeedUnknown(JobId jobId, uint64 ticket);
    error Jury_NotJuror(JobId jobId, uint8 chair, address expected, address given);
    error Jury_CommitmentZero();
    error Jury_AlreadyCommitted(JobId jobId, uint8 chair);
    error Jury_AlreadyRevealed(JobId jobId, uint8 chair);
    error Jury_WrongReveal(JobId jobId, uint8 chair);
    error Jury_StillDisputed(JobId jobId, CaseState given);
    error Jury_ChairEmpty(JobId jobId, uint8 chair);
    error Jury_AlreadyReleased(JobId jobId, uint8 chair);

    /* SEATS */

    /// @notice Buys one seat with the caller's money. Emits SeatBought.
    /// Requirements: this contract is the caller's operator in the escrow with a sufficient cap.
    /// @param epoch The caller's current one in the escrow.
    /// @return seat Its number, never used again.
    function buySeat(uint24 epoch) external returns (uint64 seat);

    /// @notice Takes a seat out of the pool; cases that could draw it still can. Emits SeatGivenUp.
    /// Requirements: the caller owns it; it is in the pool.
    function giveUpSeat(uint64 seat) external;

    /// @notice Moves what the seat holds into its owner's account. Emits SeatWithdrawn.
    /// Requirements: the caller owns it; it is out of the pool, has thawed, and has no duty left.
    function withdrawSeat(uint64 seat) external;

    /* CASES */

    /// @notice Opens a dispute as a case, once. For anybody. Emits CaseOpened and RoundStarted.
    /// Requirements: the order names this resolver; the job is disputed and `execution` is its record; bond and exposure cover the fee, so
    /// that a verdict pays the jurors the same whichever way it goes; one round fits into the verdict time; enough seats are seasoned.
    function open(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution
    ) external returns (JobId jobId);

    /// @notice Draws the round's panel. For anybody. Emits PanelDrawn.
    /// Requirements: the case is drawing, and its job still disputed; the randomness knows the seed.
    function draw(JobId jobId) external;

    /// @notice The juror promises a finding that nobody can read or copy. Emits Committed.
    /// @param chair 0 to 24. @param commitment As `findingCommitment` has it.
    /// Requirements: the case is committing; the caller owns the seat in this chair of the current panel; the first commitment, not zero.
    function commit(JobId jobId, uint8 chair, bytes32 commitment) external;

    /// @notice The juror shows its finding: not delivered, else wrong, else upheld. Emits Revealed.
    /// Requirements: the case is revealing; the caller owns the seat in this chair; the values are what it committed to.
    function reveal(JobId jobId, uint8 chair, bool delivered, bool correct, bytes32 salt) external;

    /// @notice Starts another round with a larger panel where there is no majority. For anybody. Emits RoundStarted.
    /// Requirements: the case is hung, and its job still disputed.
    function startNextRound(JobId jobId) external;

    /// @notice Pays for another round against a majority. The price goes to those who find as the verdict does, whatever it is, so that
    /// nobody earns more by confirming, and never returns, however case and job end. For anybody. Emits Appealed and RoundStarted.
    /// @param epoch The caller's current one in the escrow.
    /// Requirements: the case is appealable, and its job still disputed; this contract is the caller's operator in the escrow with a sufficient cap.
    function appeal(JobId jobId, uint24 epoch) external;

    /// @notice Carries the verdict to the market and takes the fee. For anybody. Emits CaseDecided.
    /// Requirements: the case is ruled; what `IJobMarket.resolve` requires.
    function decide(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution,
        IJobMarket.Work calldata work
    ) external;

    /// @notice Ends a case whose verdict the market does not take. A majority that there is, the current panel's or an earlier one,
    /// counts among the jurors all the same: it divides what appeals paid. For anybody. Emits CaseDecided, or CaseLapsed if there is
    /// no majority.
    /// Requirements: the case lives, and failed or its job ended by an equivocation.
    function lapse(JobId jobId) external;

    /// @notice Frees the seat of a chair, pays its juror or takes the penalty: a penalised seat leaves the pool. For anybody.
    /// Emits ChairReleased, perhaps SeatPenalised. A contradiction counts only against a verdict. In a case whose job ended by an
    /// equivocation no absence from the last panel counts, and if that panel had no majority, contradictions count only of panels before
    /// the one whose majority is the last.
    /// Requirements: the case ended; the chair was taken and not released.
    function release(JobId jobId, uint8 chair) external;

    /* VIEWS */

    function seatOf(uint64 seat) external view returns (Seat memory);
    function caseOf(JobId jobId) external view returns (Case memory);
    function chairOf(JobId jobId, uint8 chair) external view returns (Chair memory);
    /// @notice Seats in the pool now.
    function poolSize() external view returns (uint256);
    /// @notice Seats that a case opened now could draw.
    function seasonedSeats() external view returns (uint256);
    /// @notice What a juror commits to: bound to chain, jury, case, chair and juror.
    function findingCommitment(JobId jobId, uint8 chair, address juror, bool delivered, bool correct, bytes32 salt)
        external
        view
        returns (bytes32);
    /// @notice What an appeal against `round` costs: the fee's rate per juror, for the next panel.
    function appealPrice(uint8 round) external view returns (uint96);
    /// @notice What all seats hold.
    function staked() external view returns (uint256);
    /// @notice Jurors' shares not yet released, and what appeals of living cases paid.
    function owed() external view returns (uint256);
    /// @notice Penalties, and what did not divide. Stays in this contract's account for ever.
    function kept() external view returns (uint256);
    function escrow() external view returns (address);
    function token() external view returns (address);
    function randomness() external view returns (address);
    function parameters() external view returns (Parameters memory);
}
