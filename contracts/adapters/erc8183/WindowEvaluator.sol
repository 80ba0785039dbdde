// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "./IAgenticCommerce.sol";
import {IWindowEvaluator} from "./IWindowEvaluator.sol";

/// @title WindowEvaluator
/// @dev Calls the one contract of jobs that it evaluates for, which checks that it is the job's evaluator.
contract WindowEvaluator is IWindowEvaluator {
    bytes32 private constant SILENCE = "silence";

    IAgenticCommerce private immutable _commerce;

    /// @inheritdoc IWindowEvaluator
    address public immutable arbiter;
    /// @inheritdoc IWindowEvaluator
    uint32 public immutable window;

    /// @inheritdoc IWindowEvaluator
    mapping(uint256 jobId => bool) public objected;

    /// @param window_ 1 second to half of the grace period.
    constructor(IAgenticCommerce commerce_, address arbiter_, uint32 window_) {
        if (arbiter_ == address(0) || window_ == 0 || window_ > commerce_.EVALUATION_GRACE_PERIOD() / 2) {
            revert WindowEvaluator_ParameterInvalid();
        }
        (_commerce, arbiter, window) = (commerce_, arbiter_, window_);
    }

    /// @inheritdoc IWindowEvaluator
    function accept(uint256 jobId, bytes32 reason) external {
        _requireClient(_requireSubmitted(jobId));
        _commerce.complete(jobId, reason, "");
    }

    /// @inheritdoc IWindowEvaluator
    function object(uint256 jobId, bytes32 reason) external {
        IAgenticCommerce.Job memory job = _requireSubmitted(jobId);
        _requireClient(job);
        if (objected[jobId]) revert WindowEvaluator_Objected(jobId);
        uint256 until = _untilOf(job);
        if (block.timestamp > until) revert WindowEvaluator_WindowOver(jobId, until);

        objected[jobId] = true;

        emit Objected(jobId, msg.sender, reason);
    }

    /// @inheritdoc IWindowEvaluator
    function finish(uint256 jobId) external {
        IAgenticCommerce.Job memory job = _requireSubmitted(jobId);
        if (objected[jobId]) revert WindowEvaluator_Objected(jobId);
        uint256 until = _untilOf(job);
        if (block.timestamp <= until) revert WindowEvaluator_WindowOpen(jobId, until);
        _commerce.complete(jobId, SILENCE, "");
    }

    /// @inheritdoc IWindowEvaluator
    function rule(uint256 jobId, bool delivered, bytes32 reason) external {
        if (msg.sender != arbiter) revert WindowEvaluator_NotArbiter(arbiter, msg.sender);
        _requireSubmitted(jobId);
        if (!objected[jobId]) revert WindowEvaluator_NotObjected(jobId);
        if (delivered) _commerce.complete(jobId, reason, "");
        else _commerce.reject(jobId, reason, "");
    }

    /// @inheritdoc IWindowEvaluator
    function commerce() external view returns (address) {
        return address(_commerce);
    }

    function _requireSubmitted(uint256 jobId) private view returns (IAgenticCommerce.Job memory job) {
        job = _commerce.getJob(jobId);
        if (job.status != IAgenticCommerce.JobStatus.Submitted) revert WindowEvaluator_NotSubmitted(jobId);
    }

    function _requireClient(IAgenticCommerce.Job memory job) private view {
        if (msg.sender != job.client) revert WindowEvaluator_NotClient(job.client, msg.sender);
    }

    /// @return The last second in which the client may object.
    function _untilOf(IAgenticCommerce.Job memory job) private view returns (uint256) {
        return uint256(job.submittedAt) + window;
    }
}
