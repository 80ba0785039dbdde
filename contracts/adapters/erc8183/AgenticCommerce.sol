// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IAgenticCommerce} from "./IAgenticCommerce.sol";

/// @title AgenticCommerce
/// @dev Calls nobody but the escrow, which calls no token and no account in the moves used here: nothing can be entered a second time.
contract AgenticCommerce is IAgenticCommerce {
    uint256 private constant SHORTEST_TIME = 5 minutes;
    /// @dev So that no money waits for ever for an evaluator that is gone.
    uint256 private constant LONGEST_TIME = 365 days;

    /// @inheritdoc IAgenticCommerce
    uint256 public constant EVALUATION_GRACE_PERIOD = 1 days;

    IEscrow private immutable _escrow;

    /// @dev Five slots and the description. `funded` is money, `budget` a price.
    struct Record {
        address client;
        JobStatus status;
        uint48 expiredAt;
        uint40 submittedAt;
        address provider;
        uint96 budget;
        address evaluator;
        uint96 funded;
        address token;
        uint256 providerAgentId;
        string description;
    }

    mapping(uint256 jobId => Record) private _jobs;

    /// @inheritdoc IAgenticCommerce
    uint256 public jobCounter;

    constructor(IEscrow escrow_) {
        if (address(escrow_) == address(0)) revert AgenticCommerce_ZeroAddress();
        _escrow = escrow_;
    }

    /* AGREEING */

    /// @inheritdoc IAgenticCommerce
    function createJob(
        address provider,
        address evaluator,
        uint48 expiredAt,
        string calldata description,
        address hook,
        uint256 providerAgentId
    ) external returns (uint256 jobId) {
        if (evaluator == address(0)) revert AgenticCommerce_ZeroAddress();
        if (evaluator == address(this)) revert AgenticCommerce_RolesClash(evaluator);
        if (hook != address(0)) revert AgenticCommerce_HookUnsupported(hook);
        _requireInRange(expiredAt);
        if (provider != address(0)) _requireFit(provider, msg.sender, evaluator);

        jobId = ++jobCounter;
        Record storage job = _jobs[jobId];
        (job.client, job.expiredAt, job.evaluator, job.provider) = (msg.sender, expiredAt, evaluator, provider);
        job.description = description;
        if (provider != address(0)) job.providerAgentId = providerAgentId;

        emit JobCreated(jobId, msg.sender, provider, evaluator, expiredAt, hook);
    }

    /// @inheritdoc IAgenticCommerce
    function setProvider(uint256 jobId, address provider, uint256 agentId, bytes calldata) external {
        Record storage job = _requireOpen(jobId);
        if (msg.sender != job.client) revert AgenticCommerce_NotAllowed(jobId, msg.sender);
        if (job.provider != address(0)) revert AgenticCommerce_ProviderSet(jobId);
        if (provider == address(0)) revert AgenticCommerce_ZeroAddress();
        _requireFit(provider, job.client, job.evaluator);

        (job.provider, job.providerAgentId) = (provider, agentId);

        emit ProviderSet(jobId, msg.sender, provider, agentId);
    }

    /// @inheritdoc IAgenticCommerce
    function setBudget(uint256 jobId, address token, uint256 amount, bytes calldata) external {
        Record storage job = _requireOpen(jobId);
        if (msg.sender != job.provider) revert AgenticCommerce_NotAllowed(jobId, msg.sender);
        if (token == address(0)) revert AgenticCommerce_ZeroAddress();
        if (amount == 0 || amount > type(uint96).max) revert AgenticCommerce_BudgetInvalid(amount);

        (job.token, job.budget) = (token, uint96(amount));

        emit BudgetSet(jobId, token, amount);
    }

    /// @inheritdoc IAgenticCommerce
    function fund(uint256 jobId, address expectedToken, uint256 expectedBudget, bytes calldata) external {
        Record storage job = _requireOpen(jobId);
        if (msg.sender != job.client) revert AgenticCommerce_NotAllowed(jobId, msg.sender);
        if (job.provider == address(0)) revert AgenticCommerce_ProviderMissing(jobId);
        (address token, uint96 budget) = (job.token, job.budget);
        if (token != expectedToken) revert AgenticCommerce_WrongToken(jobId, token, expectedToken);
        if (budget != expectedBudget) revert AgenticCommerce_WrongBudget(jobId, budget, expectedBudget);
        if (budget == 0) revert AgenticCommerce_BudgetInvalid(budget);

        (job.status, job.funded) = (JobStatus.Funded, budget);

        emit JobFunded(jobId, msg.sender, budget);
        // The client itself calls, so its current epoch is the one it means.
        _escrow.draw(msg.sender, token, budget, _escrow.accountOf(msg.sender, token).epoch);
    }

    /* WORKING */

    /// @inheritdoc IAgenticCommerce
    function submit(uint256 jobId, bytes32 deliverable, bytes calldata) external {
        Record storage job = _requireKnown(jobId);
        if (job.status != JobStatus.Funded) revert AgenticCommerce_WrongStatus(jobId, job.status);
        _requireInTime(jobId, job);
        if (msg.sender != job.provider) revert AgenticCommerce_NotAllowed(jobId, msg.sender);

        (job.status, job.submittedAt) = (JobStatus.Submitted, uint40(block.timestamp));

        emit JobSubmitted(jobId, msg.sender, deliverable);
    }

    /* ENDING */

    /// @inheritdoc IAgenticCommerce
    function complete(uint256 jobId, bytes32 reason, bytes calldata) external {
        Record storage job = _requireKnown(jobId);
        if (job.status != JobStatus.Submitted) revert AgenticCommerce_WrongStatus(jobId, job.status);
        if (msg.sender != job.evaluator) revert AgenticCommerce_NotAllowed(jobId, msg.sender);
        (address provider, uint96 funded) = (job.provider, job.funded);

        (job.status, job.funded) = (JobStatus.Completed, 0);

        emit JobCompleted(jobId, msg.sender, reason);
        emit PaymentReleased(jobId, provider, funded);
        _escrow.move(job.token, provider, funded);
    }

    /// @inheritdoc IAgenticCommerce
    function reject(uint256 jobId, bytes32 reason, bytes calldata) external {
        Record storage job = _requireKnown(jobId);
        JobStatus status = job.status;
        if (status > JobStatus.Submitted) revert AgenticCommerce_WrongStatus(jobId, status);
        bool allowed = status == JobStatus.Open
            ? msg.sender == job.client || msg.sender == job.provider
            : msg.sender == job.evaluator;
        if (!allowed) revert AgenticCommerce_NotAllowed(jobId, msg.sender);

        emit JobRejected(jobId, msg.sender, reason);
        _refund(jobId, job, JobStatus.Rejected);
    }

    /// @inheritdoc IAgenticCommerce
    function claimRefund(uint256 jobId) external {
        Record storage job = _requireKnown(jobId);
        JobStatus status = job.status;
        if (status > JobStatus.Submitted) revert AgenticCommerce_WrongStatus(jobId, status);
        uint256 until = job.expiredAt;
        if (status == JobStatus.Submitted) until += EVALUATION_GRACE_PERIOD;
        if (block.timestamp < until) revert AgenticCommerce_NotExpired(jobId, until);

        emit JobExpired(jobId);
        _refund(jobId, job, JobStatus.Expired);
    }

    /* VIEWS */

    /// @inheritdoc IAgenticCommerce
    function getJob(uint256 jobId) external view returns (Job memory job) {
        Record storage kept = _requireKnown(jobId);
        (job.client, job.status, job.provider) = (kept.client, kept.status, kept.provider);
        (job.expiredAt, job.evaluator, job.submittedAt) = (kept.expiredAt, kept.evaluator, kept.submittedAt);
        (job.budget, job.paymentToken, job.providerAgentId) = (kept.budget, kept.token, kept.providerAgentId);
        job.description = kept.description;
    }

    /// @inheritdoc IAgenticCommerce
    function fundedOf(uint256 jobId) external view returns (uint256) {
        return _jobs[jobId].funded;
    }

    /// @inheritdoc IAgenticCommerce
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /* INTERNALS */

    /// @dev An open job has no money, whatever its budget says.
    function _refund(uint256 jobId, Record storage job, JobStatus end) private {
        (address client, uint96 funded) = (job.client, job.funded);

        (job.status, job.funded) = (end, 0);

        if (funded == 0) return;
        emit Refunded(jobId, client, funded);
        _escrow.move(job.token, client, funded);
    }

    function _requireKnown(uint256 jobId) private view returns (Record storage job) {
        job = _jobs[jobId];
        if (job.client == address(0)) revert AgenticCommerce_JobUnknown(jobId);
    }

    function _requireOpen(uint256 jobId) private view returns (Record storage job) {
        job = _requireKnown(jobId);
        if (job.status != JobStatus.Open) revert AgenticCommerce_WrongStatus(jobId, job.status);
        _requireInTime(jobId, job);
    }

    function _requireInTime(uint256 jobId, Record storage job) private view {
        uint48 expiredAt = job.expiredAt;
        if (block.timestamp >= expiredAt) revert AgenticCommerce_Expired(jobId, expiredAt);
    }

    function _requireInRange(uint48 expiredAt) private view {
        (uint256 earliest, uint256 latest) = (block.timestamp + SHORTEST_TIME + 1, block.timestamp + LONGEST_TIME);
        if (expiredAt < earliest || expiredAt > latest) {
            revert AgenticCommerce_ExpiryOutOfRange(earliest, latest, expiredAt);
        }
    }

    function _requireFit(address provider, address client, address evaluator) private view {
        if (provider == client || provider == evaluator || provider == address(this)) {
            revert AgenticCommerce_RolesClash(provider);
        }
    }
}
