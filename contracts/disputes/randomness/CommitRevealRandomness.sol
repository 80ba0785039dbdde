// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../escrow/IEscrow.sol";
import {ICommitRevealRandomness} from "./ICommitRevealRandomness.sol";
import {IRandomness} from "./IRandomness.sol";

/// @title CommitRevealRandomness
/// @dev Calls nobody but the escrow, which calls no token in the moves used here: nothing can be entered a second time.
contract CommitRevealRandomness is ICommitRevealRandomness {
    uint256 private constant SHORTEST = 1 seconds;
    uint256 private constant LONGEST = 7 days;

    IEscrow private immutable _escrow;

    /// @inheritdoc ICommitRevealRandomness
    address public immutable token;
    /// @inheritdoc ICommitRevealRandomness
    uint96 public immutable deposit;
    /// @inheritdoc ICommitRevealRandomness
    uint32 public immutable commitTime;
    /// @inheritdoc ICommitRevealRandomness
    uint32 public immutable revealTime;

    /// @inheritdoc ICommitRevealRandomness
    uint256 public unrevealed;

    uint256 private _requests;

    /// @dev Two slots each.
    mapping(uint256 ticket => Round) private _rounds;

    /// @dev Zero again once revealed, so that no secret counts twice.
    mapping(uint256 ticket => mapping(address participant => bytes32)) private _commitments;

    /// @param deposit_ Above zero. @param commitTime_, revealTime_ 1 second to 7 days each.
    constructor(IEscrow escrow_, address token_, uint96 deposit_, uint32 commitTime_, uint32 revealTime_) {
        _requireRange("deposit", 1, type(uint96).max, deposit_);
        _requireRange("commitTime", SHORTEST, LONGEST, commitTime_);
        _requireRange("revealTime", SHORTEST, LONGEST, revealTime_);
        _escrow = escrow_;
        token = token_;
        deposit = deposit_;
        commitTime = commitTime_;
        revealTime = revealTime_;
    }

    /// @inheritdoc IRandomness
    function request() external returns (uint256 ticket) {
        ticket = ++_requests;
        uint40 commitBy = uint40(block.timestamp) + commitTime;
        (_rounds[ticket].commitBy, _rounds[ticket].revealBy) = (commitBy, commitBy + revealTime);

        emit Requested(ticket, msg.sender);
    }

    /// @inheritdoc ICommitRevealRandomness
    function commit(uint256 ticket, bytes32 commitment, uint24 epoch) external {
        Round storage round = _rounds[ticket];
        if (block.timestamp > round.commitBy) revert Randomness_CommitTooLate(ticket, round.commitBy);
        if (commitment == 0) revert Randomness_CommitmentZero();
        if (_commitments[ticket][msg.sender] != 0) revert Randomness_AlreadyCommitted(ticket, msg.sender);

        _commitments[ticket][msg.sender] = commitment;
        ++round.commits;
        ++unrevealed;

        emit SecretCommitted(ticket, msg.sender, commitment);
        _escrow.draw(msg.sender, token, deposit, epoch);
    }

    /// @inheritdoc ICommitRevealRandomness
    function reveal(uint256 ticket, bytes32 secret) external {
        Round storage round = _rounds[ticket];
        if (block.timestamp <= round.commitBy) revert Randomness_RevealTooEarly(ticket, round.commitBy);
        if (block.timestamp > round.revealBy) revert Randomness_RevealTooLate(ticket, round.revealBy);
        bytes32 commitment = secretCommitment(ticket, msg.sender, secret);
        if (_commitments[ticket][msg.sender] != commitment) revert Randomness_WrongSecret(ticket, msg.sender);

        _commitments[ticket][msg.sender] = 0;
        ++round.reveals;
        // The order does not matter. Hashed with its owner, so that two equal secrets do not cancel each other.
        round.mix ^= keccak256(abi.encode(msg.sender, secret));
        --unrevealed;

        emit SecretRevealed(ticket, msg.sender, secret);
        _escrow.move(token, msg.sender, deposit);
    }

    /// @inheritdoc IRandomness
    function seedOf(uint256 ticket) external view returns (bytes32 seed) {
        Round storage round = _rounds[ticket];
        // As soon as nobody is missing; a reveal comes after the commit time, so nobody can join any more either.
        bool complete = round.reveals == round.commits || block.timestamp > round.revealBy;
        if (round.reveals == 0 || !complete) return 0;
        return keccak256(abi.encode(ticket, round.mix));
    }

    /// @inheritdoc ICommitRevealRandomness
    function roundOf(uint256 ticket) external view returns (Round memory) {
        return _rounds[ticket];
    }

    /// @inheritdoc ICommitRevealRandomness
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc ICommitRevealRandomness
    function secretCommitment(uint256 ticket, address participant, bytes32 secret) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), ticket, participant, secret));
    }

    function _requireRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private pure {
        if (given < lowest || given > highest) {
            revert Randomness_ParameterOutOfRange(parameter, lowest, highest, given);
        }
    }
}
