// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRandomness} from "./IRandomness.sol";

/// @title Randomness of those who take part: for chains whose headers have none, such as rollups
/// @notice Each request opens a round of its own: whoever wants commits to a secret with a deposit, then reveals it and has the deposit
/// back; the seed is made of all secrets revealed. What it guarantees: whoever takes part and keeps its secret until the reveals
/// need trust nobody that the seed was unknown before them. So buyer, provider and jurors guard themselves, and one who reveals
/// is enough for a seed. What it does not: the last to reveal may choose between the seed with its secret and the seed without,
/// at the price of its deposit; with k commitments among 2^k seeds for k deposits. If nobody honest takes part, those who do know
/// the seed from the start. Whoever orders transactions can leave a reveal out.
/// @dev Its account in the escrow = deposit * commitments not revealed. A deposit that is not revealed in time stays for ever: nobody
/// gains by another's silence.
interface ICommitRevealRandomness is IRandomness {
    /// @param commitBy, revealBy Last seconds (Unix). @param commits, reveals How many.
    /// @param mix Of the secrets revealed.
    struct Round {
        uint40 commitBy;
        uint40 revealBy;
        uint32 commits;
        uint32 reveals;
        bytes32 mix;
    }

    event SecretCommitted(uint256 indexed ticket, address indexed participant, bytes32 commitment);
    event SecretRevealed(uint256 indexed ticket, address indexed participant, bytes32 secret);

    /// @notice Only at deployment. @param parameter Its name, left-aligned ASCII.
    error Randomness_ParameterOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given);
    error Randomness_CommitTooLate(uint256 ticket, uint40 commitBy);
    error Randomness_CommitmentZero();
    error Randomness_AlreadyCommitted(uint256 ticket, address participant);
    error Randomness_RevealTooEarly(uint256 ticket, uint40 commitBy);
    error Randomness_RevealTooLate(uint256 ticket, uint40 revealBy);
    error Randomness_WrongSecret(uint256 ticket, address participant);

    /// @notice Takes part in a round; draws the deposit from the caller's account. Emits SecretCommitted.
    /// @param commitment As `secretCommitment` has it. @param epoch The caller's current one in the escrow.
    /// Requirements: the commit time is not over (nor was the ticket never requested); the commitment is not zero and the caller's first;
    /// this contract is the caller's operator in the escrow with a sufficient cap.
    function commit(uint256 ticket, bytes32 commitment, uint24 epoch) external;

    /// @notice Adds the caller's secret to the seed and returns its deposit. Emits SecretRevealed.
    /// Requirements: the commit time is over and the reveal time is not; the secret is what the caller committed to, not revealed yet.
    function reveal(uint256 ticket, bytes32 secret) external;

    function roundOf(uint256 ticket) external view returns (Round memory);
    /// @notice What `participant` commits to: bound to ticket and participant, so that a commitment that is copied is of no use.
    function secretCommitment(uint256 ticket, address participant, bytes32 secret) external view returns (bytes32);
    /// @notice Commitments of all rounds whose secret was not revealed, until now or for ever.
    function unrevealed() external view returns (uint256);
    function escrow() external view returns (address);
    function token() external view returns (address);
    /// @notice In the token's smallest unit.
    function deposit() external view returns (uint96);
    /// @notice Seconds from the request on.
    function commitTime() external view returns (uint32);
    /// @notice Seconds after the commit time.
    function revealTime() external view returns (uint32);
}
