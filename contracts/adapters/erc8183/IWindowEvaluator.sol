// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title WindowEvaluator: an ERC-8183 evaluator whose silence pays
/// @notice A job that names this contract as its evaluator is completed by the client's word, or by anybody once the window after the
/// submission is over and the client did not object. An objection hands the job to the arbiter, which completes or rejects it until
/// the job can be refunded; its silence refunds, as the standard has it.
/// @dev So a silent client pays for submitted work, and a silent provider is not paid. The window is at most half of the grace period in
/// which only the evaluator ends a submitted job: a submission of the last second can still be completed, and an objection of
/// the last second leaves the arbiter as much time again. No owner, no money.
interface IWindowEvaluator {
    event Objected(uint256 indexed jobId, address indexed client, bytes32 reason);

    error WindowEvaluator_ParameterInvalid();
    error WindowEvaluator_NotClient(address expected, address given);
    error WindowEvaluator_NotArbiter(address expected, address given);
    error WindowEvaluator_NotSubmitted(uint256 jobId);
    error WindowEvaluator_WindowOpen(uint256 jobId, uint256 until);
    error WindowEvaluator_WindowOver(uint256 jobId, uint256 until);
    error WindowEvaluator_Objected(uint256 jobId);
    error WindowEvaluator_NotObjected(uint256 jobId);

    /// @notice Completes a job at once, also one that was objected to. Requirements: the caller is its client; it is submitted.
    function accept(uint256 jobId, bytes32 reason) external;

    /// @notice Stops the window and hands the job to the arbiter. Emits Objected.
    /// Requirements: the caller is the client; the job is submitted, its window not over, and nobody objected.
    function object(uint256 jobId, bytes32 reason) external;

    /// @notice Completes a job whose client was silent. For anybody. Requirements: it is submitted, its window is over, nobody objected.
    function finish(uint256 jobId) external;

    /// @notice Decides a job that was objected to. Requirements: the caller is the arbiter; the client objected; it is submitted still.
    function rule(uint256 jobId, bool delivered, bytes32 reason) external;

    function objected(uint256 jobId) external view returns (bool);
    function commerce() external view returns (address);
    function arbiter() external view returns (address);
    /// @notice Seconds after the submission in which the client may object.
    function window() external view returns (uint32);
}
