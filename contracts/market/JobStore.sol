// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IEscrow} from "../escrow/IEscrow.sol";
import {IStaking} from "../staking/IStaking.sol";
import {ExecutionId, JobId} from "../types/Ids.sol";
import {Signers} from "../types/Signers.sol";
import {TypedData} from "../types/TypedData.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlot, JobSlots} from "./JobSlot.sol";
import {OrderHash} from "./OrderHash.sol";
import {OrderRules} from "./OrderRules.sol";
import {ReceiptHash} from "./ReceiptHash.sol";

/// @title What every step of a job shares: its slot, the checks of what callers bring, and its endings
abstract contract JobStore is IJobMarket, IERC5267, Signers {
    using ExecutionHash for Execution;
    using OrderHash for JobOrder;

    /// @dev How a settlement ends, before it is written.
    struct Outcome {
        JobState state;
        uint256 payment;
        uint256 refund;
        bytes32 receiptHash;
    }

    uint256 private constant LONGEST_DECLINE_TIME = 1 days;
    uint256 private constant HIGHEST_LIVENESS_PENALTY = 1_000;

    IEscrow internal immutable _escrow;
    IStaking internal immutable _staking;
    uint256 private immutable _chainId;
    bytes32 private immutable _domainSeparator;

    /// @inheritdoc IJobMarket
    address public immutable token;
    /// @inheritdoc IJobMarket
    uint32 public immutable declineTime;
    /// @inheritdoc IJobMarket
    uint32 public immutable minimumWindow;
    /// @inheritdoc IJobMarket
    uint16 public immutable livenessPenalty;

    /// @dev One slot each; a terminal slot stays for ever, so that no job is posted twice.
    mapping(JobId jobId => JobSlot) internal _jobs;

    bool private transient _locked;

    modifier locks() {
        if (_locked) revert Market_Reentered();
        _locked = true;
        _;
        _locked = false;
    }

    constructor(IEscrow escrow_, IStaking staking_, address token_, Parameters memory parameters) {
        if (staking_.market() != address(this) || staking_.escrow() != address(escrow_) || staking_.token() != token_) {
            revert Market_StakingForeign(address(staking_));
        }
        _requireRange("declineTime", OrderRules.SHORTEST, LONGEST_DECLINE_TIME, parameters.declineTime);
        _requireRange("minimumWindow", OrderRules.SHORTEST, OrderRules.LONGEST, parameters.minimumWindow);
        _requireRange("livenessPenalty", 0, HIGHEST_LIVENESS_PENALTY, parameters.livenessPenalty);

        _escrow = escrow_;
        _staking = staking_;
        _chainId = block.chainid;
        _domainSeparator = TypedData.domainSeparator(OrderHash.DOMAIN_NAME);
        token = token_;
        declineTime = parameters.declineTime;
        minimumWindow = parameters.minimumWindow;
        livenessPenalty = parameters.livenessPenalty;
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        // Name, version, chain and contract; neither salt nor extensions. On a fork with another chain id nothing signed counts.
        return (hex"0f", OrderHash.DOMAIN_NAME, "1", _chainId, address(this), 0, new uint256[](0));
    }

    /* ENDINGS */

    /// @dev Pays, refunds and releases: payment + refund is at most what was funded.
    function _settle(
        JobId jobId,
        ExecutionId executionId,
        JobOrder calldata order,
        Execution calldata execution,
        uint128 units,
        Outcome memory outcome
    ) internal {
        _end(jobId, executionId, execution, units, outcome);
        _escrow.settle(order.token, execution.payee, outcome.payment, order.buyer, outcome.refund);
        _staking.release(execution.provider, execution.exposure);
    }

    /// @dev The provider lost a dispute or contradicted itself: the buyer gets everything back, the exposure is gone.
    function _refuse(
        JobId jobId,
        ExecutionId executionId,
        JobOrder calldata order,
        Execution calldata execution,
        uint128 units,
        Outcome memory outcome,
        Verdict memory verdict
    ) internal {
        outcome.refund = _funded(order);
        _end(jobId, executionId, execution, units, outcome);
        _giveBack(order);
        _staking.slash(
            execution.provider, execution.exposure, execution.exposure - verdict.fee, verdict.feeRecipient, verdict.fee
        );
    }

    function _end(
        JobId jobId,
        ExecutionId executionId,
        Execution calldata execution,
        uint128 units,
        Outcome memory outcome
    ) private {
        _jobs[jobId] = JobSlots.terminal(outcome.state, outcome.receiptHash);

        emit ExecutionSettled(
            jobId,
            executionId,
            execution.node,
            outcome.state,
            units,
            outcome.payment,
            outcome.refund,
            outcome.receiptHash
        );
    }

    function _lapse(JobId jobId, JobOrder calldata order) internal {
        _jobs[jobId] = JobSlots.terminal(JobState.Lapsed, 0);

        emit JobLapsed(jobId);
        _giveBack(order);
    }

    /// @dev All that was locked, to the buyer.
    function _giveBack(JobOrder calldata order) internal {
        _escrow.move(order.token, order.buyer, _funded(order));
    }

    /* CHECKS */

    function _requireState(JobId jobId, JobState expected) internal view returns (JobSlot slot) {
        slot = _jobs[jobId];
        JobState state = slot.state();
        if (state != expected) revert Market_WrongState(jobId, state);
    }

    /// @return attempt Of the execution whose record the caller brought.
    function _requireRecord(JobId jobId, JobState expected, Execution calldata execution)
        internal
        view
        returns (uint16 attempt)
    {
        return _requireHeld(jobId, _requireState(jobId, expected), execution);
    }

    function _requireHeld(JobId jobId, JobSlot slot, Execution calldata execution)
        private
        pure
        returns (uint16 attempt)
    {
        if (!slot.holds(execution.hash())) revert Market_WrongRecord(jobId);
        return slot.attempt();
    }

    /// @dev The receipt is hashed anew from the execution and the work, so that it can never belong to another execution.
    function _requireReceipt(JobId jobId, uint16 attempt, Execution calldata execution, Work calldata work)
        internal
        view
        returns (ExecutionId executionId, bytes32 receiptHash)
    {
        executionId = ExecutionHash.executionId(jobId, attempt);
        receiptHash = _receiptHash(executionId, execution.node, work.units, work.detailsHash);
        if (receiptHash != execution.receiptHash) {
            revert Market_WrongReceipt(jobId, execution.receiptHash, receiptHash);
        }
    }

    /// @dev Of an execution that runs and has come as far as `last`, at most.
    function _requireUpTo(JobId jobId, JobState last, Execution calldata execution)
        internal
        view
        returns (ExecutionId)
    {
        JobSlot slot = _jobs[jobId];
        JobState state = slot.state();
        if (state < JobState.Running || state > last) revert Market_WrongState(jobId, state);
        return ExecutionHash.executionId(jobId, _requireHeld(jobId, slot, execution));
    }

    function _requireBuyer(JobId jobId, address buyer) internal view {
        if (msg.sender != buyer) revert Market_NotBuyer(jobId, buyer, msg.sender);
    }

    function _requireBuyerSigned(JobId jobId, address buyer, bytes32 digest, bytes calldata signature) internal {
        if (!_isSignedBy(buyer, digest, signature)) revert Market_BuyerSignatureInvalid(jobId, buyer);
    }

    function _requireRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private pure {
        if (given < lowest || given > highest) revert Market_ParameterOutOfRange(parameter, lowest, highest, given);
    }

    /* HASHES AND SUMS */

    function _jobId(JobOrder calldata order, bytes32 termsHash) internal view returns (JobId) {
        return JobId.wrap(_digest(order.hash(termsHash)));
    }

    function _receiptHash(ExecutionId executionId, address node, uint128 units, bytes32 detailsHash)
        internal
        view
        returns (bytes32)
    {
        return _digest(ReceiptHash.hash(executionId, node, units, detailsHash));
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        if (block.chainid != _chainId) revert Market_WrongChain(_chainId, block.chainid);
        return MessageHashUtils.toTypedDataHash(_domainSeparator, structHash);
    }

    /// @dev What posting locked.
    function _funded(JobOrder calldata order) internal pure returns (uint256) {
        // 97 bits.
        unchecked {
            return uint256(order.maxPay) + order.bond;
        }
    }
}
