// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IPolicy} from "../attestation/IPolicy.sol";
import {IEscrow} from "../escrow/IEscrow.sol";
import {IStaking} from "../staking/IStaking.sol";
import {ExecutionId, JobId, OfferId} from "../types/Ids.sol";
import {Signatures} from "../types/Signatures.sol";
import {TypedData} from "../types/TypedData.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlot, JobSlots} from "./JobSlot.sol";
import {OrderHash} from "./OrderHash.sol";
import {OrderRules} from "./OrderRules.sol";
import {Price} from "./Price.sol";
import {ReceiptHash} from "./ReceiptHash.sol";

/// @title JobMarket
/// @dev Calls escrow and staking, which call nobody back; a buyer's account and a policy are asked statically. The lock that
/// every entry holds makes this hold whatever they become.
contract JobMarket is IJobMarket {
    using ExecutionHash for Execution;
    using OrderHash for JobOrder;
    using OrderHash for JobTerms;
    using OrderHash for Offer;
    using OrderRules for Offer;
    using Price for JobOrder;
    using ReceiptHash for ReceiptDetails;

    /// @dev How a settlement ends, before it is written.
    struct Outcome {
        JobState state;
        uint256 payment;
        uint256 refund;
        bytes32 receiptHash;
    }

    uint256 private constant LONGEST_DECLINE_TIME = 1 days;
    uint256 private constant HIGHEST_LIVENESS_PENALTY = 1_000;

    IEscrow private immutable _escrow;
    IStaking private immutable _staking;
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
    mapping(JobId jobId => JobSlot) private _jobs;

    mapping(OfferId offerId => OfferState) private _offers;

    bool private transient _locked;

    modifier locks() {
        if (_locked) revert Market_Reentered();
        _locked = true;
        _;
        _locked = false;
    }

    /// @param staking_ Deployed before with this contract's address.
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
        _domainSeparator = TypedData.domainSeparator("ComputeHive Market");
        token = token_;
        declineTime = parameters.declineTime;
        minimumWindow = parameters.minimumWindow;
        livenessPenalty = parameters.livenessPenalty;
    }

    /* ORDERS */

    /// @inheritdoc IJobMarket
    function post(JobOrder calldata order, JobTerms calldata terms) external locks returns (JobId jobId) {
        jobId = hashJobOrder(order, terms);
        if (msg.sender != order.buyer) revert Market_NotBuyer(jobId, order.buyer, msg.sender);
        if (order.token != token) revert Market_WrongToken(token, order.token);
        OrderRules.check(order, terms, minimumWindow);
        _requireState(jobId, JobState.None);

        _jobs[jobId] = JobSlots.open(0);

        emit JobPosted(jobId, order.buyer, terms.resourceClass, order, terms);
        _escrow.draw(order.buyer, order.token, _funded(order), order.epoch);
    }

    /// @inheritdoc IJobMarket
    function cancel(JobOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        _requireState(jobId, JobState.Open);
        if (msg.sender != order.buyer) revert Market_NotBuyer(jobId, order.buyer, msg.sender);

        _jobs[jobId] = JobSlots.terminal(JobState.Cancelled, 0);

        emit JobCancelled(jobId);
        _escrow.move(order.token, order.buyer, _funded(order));
    }

    /// @inheritdoc IJobMarket
    function lapse(JobOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        _requireState(jobId, JobState.Open);
        if (block.timestamp < order.claimBefore) revert Market_NotLapsed(jobId, order.claimBefore);

        _lapse(jobId, order);
    }

    /* EXECUTIONS */

    /// @inheritdoc IJobMarket
    function claim(JobOrder calldata order, JobTerms calldata terms) external locks returns (ExecutionId executionId) {
        JobId jobId = hashJobOrder(order, terms);
        uint16 attempt = _requireState(jobId, JobState.Open).attempt();
        _requireClaimable(jobId, attempt, order, terms);

        // Before the record, because the record names what it answers.
        (address provider, address payee) = _staking.commit(msg.sender, order.exposure);
        Execution memory execution;
        execution.node = msg.sender;
        execution.provider = provider;
        execution.payee = payee;
        execution.exposure = order.exposure;
        execution.claimedAt = uint40(block.timestamp);
        execution.submitBy = uint40(block.timestamp) + order.runTime;
        _jobs[jobId] = JobSlots.live(JobState.Running, attempt, execution.hashMemory());

        executionId = ExecutionHash.executionId(jobId, attempt);
        emit JobClaimed(jobId, executionId, msg.sender, attempt, provider, payee, order.exposure, execution.submitBy);
    }

    /// @inheritdoc IJobMarket
    function decline(JobId jobId, Execution calldata execution) external locks {
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (msg.sender != execution.node) revert Market_NotNode(jobId, execution.node, msg.sender);
        uint40 declineBefore = execution.claimedAt + declineTime;
        if (block.timestamp >= declineBefore) revert Market_DeclineTooLate(jobId, declineBefore);

        _jobs[jobId] = JobSlots.open(attempt + 1);

        emit JobReopened(jobId, ExecutionHash.executionId(jobId, attempt), true);
        _staking.release(execution.provider, execution.exposure);
    }

    /// @inheritdoc IJobMarket
    function submit(JobId jobId, Execution calldata execution, Work calldata work) external locks {
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (msg.sender != execution.node) revert Market_NotNode(jobId, execution.node, msg.sender);
        if (block.timestamp > execution.submitBy) revert Market_SubmitTooLate(jobId, execution.submitBy);

        ExecutionId executionId = ExecutionHash.executionId(jobId, attempt);
        Execution memory submitted = execution;
        submitted.submittedAt = uint40(block.timestamp);
        submitted.receiptHash = _receiptHash(executionId, msg.sender, work.units, work.detailsHash);
        _jobs[jobId] = JobSlots.live(JobState.Submitted, attempt, submitted.hashMemory());

        emit ReceiptSubmitted(jobId, executionId, msg.sender, work.units, work.detailsHash, submitted.receiptHash);
    }

    /// @inheritdoc IJobMarket
    function settleCosigned(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        Work calldata work,
        bytes calldata nodeSignature,
        bytes calldata buyerSignature
    ) external locks {
        JobId jobId = _jobId(order, termsHash);
        JobState state = _jobs[jobId].state();
        if (state != JobState.Submitted && state != JobState.Disputed) state = JobState.Running;
        ExecutionId executionId = ExecutionHash.executionId(jobId, _requireRecord(jobId, state, execution));
        bytes32 receiptHash = _receiptHash(executionId, execution.node, work.units, work.detailsHash);
        if (!_nodeAgrees(execution, receiptHash, nodeSignature)) {
            revert Market_NodeSignatureInvalid(jobId, execution.node);
        }
        if (msg.sender != order.buyer && !Signatures.isBy(order.buyer, receiptHash, buyerSignature)) {
            revert Market_BuyerSignatureInvalid(jobId, order.buyer);
        }

        uint256 payment = order.amount(work.units);
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(JobState.SettledCosigned, payment, _funded(order) - payment, receiptHash)
        );
    }

    /// @inheritdoc IJobMarket
    function settleSilent(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Work calldata work)
        external
        locks
    {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Submitted, execution);
        uint40 until = execution.submittedAt + order.window;
        if (block.timestamp <= until) revert Market_WindowOpen(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);

        bool pays = order.onSilence == OrderRules.SILENCE_PAYS;
        uint256 payment = pays ? order.amount(work.units) : 0;
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(
                pays ? JobState.SettledSilent : JobState.RefundedSilent, payment, _funded(order) - payment, receiptHash
            )
        );
    }

    /// @inheritdoc IJobMarket
    function expire(JobOrder calldata order, bytes32 termsHash, Execution calldata execution) external locks {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (block.timestamp <= execution.submitBy) revert Market_NotExpired(jobId, execution.submitBy);

        ExecutionId executionId = ExecutionHash.executionId(jobId, attempt);
        // At most the exposure: the penalty is a part of the whole.
        uint96 penalty = uint96(uint256(execution.exposure) * livenessPenalty / OrderRules.WHOLE);
        emit ExecutionExpired(jobId, executionId, execution.node, penalty);
        if (block.timestamp < order.claimBefore) {
            _jobs[jobId] = JobSlots.open(attempt + 1);
            emit JobReopened(jobId, executionId, false);
        } else {
            _lapse(jobId, order);
        }
        _staking.slash(execution.provider, execution.exposure, penalty, address(0), 0);
    }

    /* DISPUTES */

    /// @inheritdoc IJobMarket
    function dispute(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Complaint complaint)
        external
        locks
    {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Submitted, execution);
        if (msg.sender != order.buyer) revert Market_NotBuyer(jobId, order.buyer, msg.sender);
        uint40 until = execution.submittedAt + order.window;
        if (block.timestamp > until) revert Market_WindowOver(jobId, until);
        if (complaint == Complaint.None) revert Market_ComplaintInvalid(jobId);

        Execution memory disputed = execution;
        disputed.disputedAt = uint40(block.timestamp);
        disputed.complaint = uint8(complaint);
        _jobs[jobId] = JobSlots.live(JobState.Disputed, attempt, disputed.hashMemory());

        emit ExecutionDisputed(jobId, ExecutionHash.executionId(jobId, attempt), complaint);
    }

    /// @inheritdoc IJobMarket
    function resolve(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work,
        Verdict calldata verdict
    ) external locks {
        JobId jobId = hashJobOrder(order, terms);
        uint16 attempt = _requireRecord(jobId, JobState.Disputed, execution);
        if (msg.sender != terms.resolver) revert Market_NotResolver(jobId, terms.resolver, msg.sender);
        uint40 until = execution.disputedAt + terms.verdictTime;
        if (block.timestamp > until) revert Market_VerdictTooLate(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);
        _requireFee(jobId, order, verdict);

        if (verdict.finding == Finding.Upheld) {
            uint256 amount = order.amount(work.units);
            uint256 payment = amount + order.bond - verdict.fee;
            _settle(
                jobId,
                executionId,
                order,
                execution,
                work.units,
                Outcome(JobState.SettledResolved, payment, order.maxPay - amount, receiptHash)
            );
            if (verdict.fee != 0) _escrow.move(order.token, verdict.feeRecipient, verdict.fee);
        } else {
            _refuse(jobId, executionId, order, execution, work.units, verdict, receiptHash);
        }
    }

    /// @inheritdoc IJobMarket
    function resolveByTimeout(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work
    ) external locks {
        JobId jobId = hashJobOrder(order, terms);
        uint16 attempt = _requireRecord(jobId, JobState.Disputed, execution);
        uint40 until = execution.disputedAt + terms.verdictTime;
        if (block.timestamp <= until) revert Market_VerdictPending(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);

        uint256 payment = uint256(order.amount(work.units)) * terms.timeoutSplit / OrderRules.WHOLE;
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(JobState.SettledSplit, payment, _funded(order) - payment, receiptHash)
        );
    }

    /* OFFERS */

    /// @inheritdoc IJobMarket
    function postOffer(Offer calldata offer) external locks returns (OfferId offerId) {
        offerId = hashOffer(offer);
        if (msg.sender != offer.provider) revert Market_NotProvider(offer.provider, msg.sender);
        if (offer.token != token) revert Market_WrongToken(token, offer.token);
        OrderRules.check(offer);
        IStaking.Node memory node = _staking.nodeOf(offer.node);
        if (node.provider != msg.sender || node.retired) revert Market_OfferInvalid(OfferFault.NodeNotOwned);
        OfferState state = _offers[offerId];
        if (state != OfferState.None) revert Market_OfferWrongState(offerId, state);

        _offers[offerId] = OfferState.Posted;

        emit OfferPosted(offerId, offer.provider, offer.resourceClass, offer);
    }

    /// @inheritdoc IJobMarket
    function cancelOffer(Offer calldata offer) external locks {
        OfferId offerId = hashOffer(offer);
        if (msg.sender != offer.provider) revert Market_NotProvider(offer.provider, msg.sender);
        OfferState state = _offers[offerId];
        if (state != OfferState.Posted) revert Market_OfferWrongState(offerId, state);

        _offers[offerId] = OfferState.Cancelled;

        emit OfferCancelled(offerId);
    }

    /* VIEWS */

    /// @inheritdoc IJobMarket
    function jobOf(JobId jobId) external view returns (Job memory) {
        return _jobs[jobId].unpack();
    }

    /// @inheritdoc IJobMarket
    function jobsOf(JobId[] calldata jobIds) external view returns (Job[] memory jobs) {
        jobs = new Job[](jobIds.length);
        for (uint256 i = 0; i < jobIds.length; ++i) {
            jobs[i] = _jobs[jobIds[i]].unpack();
        }
    }

    /// @inheritdoc IJobMarket
    function offerStateOf(OfferId[] calldata offerIds) external view returns (OfferState[] memory states) {
        states = new OfferState[](offerIds.length);
        for (uint256 i = 0; i < offerIds.length; ++i) {
            states[i] = _offers[offerIds[i]];
        }
    }

    /// @inheritdoc IJobMarket
    function amountOf(JobOrder calldata order, uint128 units) external pure returns (uint96) {
        return order.amount(units);
    }

    /// @inheritdoc IJobMarket
    function executionIdOf(JobId jobId, uint16 attempt) external pure returns (ExecutionId) {
        return ExecutionHash.executionId(jobId, attempt);
    }

    /// @inheritdoc IJobMarket
    function hashStructJobTerms(JobTerms calldata terms) external pure returns (bytes32) {
        return terms.hash();
    }

    /// @inheritdoc IJobMarket
    function hashStructReceiptDetails(ReceiptDetails calldata details) external pure returns (bytes32) {
        return details.hash();
    }

    /// @inheritdoc IJobMarket
    function hashJobOrder(JobOrder calldata order, JobTerms calldata terms) public view returns (JobId) {
        return _jobId(order, terms.hash());
    }

    /// @inheritdoc IJobMarket
    function hashReceipt(ExecutionId executionId, address node, uint128 units, ReceiptDetails calldata details)
        external
        view
        returns (bytes32)
    {
        return _receiptHash(executionId, node, units, details.hash());
    }

    /// @inheritdoc IJobMarket
    function hashOffer(Offer calldata offer) public view returns (OfferId) {
        return OfferId.wrap(_digest(offer.hash()));
    }

    /// @inheritdoc IJobMarket
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc IJobMarket
    function staking() external view returns (address) {
        return address(_staking);
    }

    /* INTERNALS: ENDINGS */

    /// @dev Pays, refunds and releases: payment + refund is at most what was funded.
    function _settle(
        JobId jobId,
        ExecutionId executionId,
        JobOrder calldata order,
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
        _escrow.settle(order.token, execution.payee, outcome.payment, order.buyer, outcome.refund);
        _staking.release(execution.provider, execution.exposure);
    }

    /// @dev The provider lost a dispute: the buyer gets everything back, the exposure is gone.
    function _refuse(
        JobId jobId,
        ExecutionId executionId,
        JobOrder calldata order,
        Execution calldata execution,
        uint128 units,
        Verdict calldata verdict,
        bytes32 receiptHash
    ) private {
        uint256 refund = _funded(order);
        _jobs[jobId] = JobSlots.terminal(JobState.RefundedResolved, receiptHash);

        emit ExecutionSettled(
            jobId, executionId, execution.node, JobState.RefundedResolved, units, 0, refund, receiptHash
        );
        _escrow.move(order.token, order.buyer, refund);
        _staking.slash(
            execution.provider, execution.exposure, execution.exposure - verdict.fee, verdict.feeRecipient, verdict.fee
        );
    }

    function _lapse(JobId jobId, JobOrder calldata order) private {
        _jobs[jobId] = JobSlots.terminal(JobState.Lapsed, 0);

        emit JobLapsed(jobId);
        _escrow.move(order.token, order.buyer, _funded(order));
    }

    /* INTERNALS: CHECKS */

    function _requireState(JobId jobId, JobState expected) private view returns (JobSlot slot) {
        slot = _jobs[jobId];
        JobState state = slot.state();
        if (state != expected) revert Market_WrongState(jobId, state);
    }

    /// @return attempt Of the execution whose record the caller brought.
    function _requireRecord(JobId jobId, JobState expected, Execution calldata execution)
        private
        view
        returns (uint16 attempt)
    {
        JobSlot slot = _requireState(jobId, expected);
        if (!slot.holds(execution.hash())) revert Market_WrongRecord(jobId);
        return slot.attempt();
    }

    /// @dev The receipt is hashed anew from the execution and the work, so that it can never belong to another execution.
    function _requireReceipt(JobId jobId, uint16 attempt, Execution calldata execution, Work calldata work)
        private
        view
        returns (ExecutionId executionId, bytes32 receiptHash)
    {
        executionId = ExecutionHash.executionId(jobId, attempt);
        receiptHash = _receiptHash(executionId, execution.node, work.units, work.detailsHash);
        if (receiptHash != execution.receiptHash) {
            revert Market_WrongReceipt(jobId, execution.receiptHash, receiptHash);
        }
    }

    function _requireClaimable(JobId jobId, uint16 attempt, JobOrder calldata order, JobTerms calldata terms)
        private
        view
    {
        if (block.timestamp >= order.claimBefore) revert Market_ClaimTooLate(jobId, order.claimBefore);
        if (terms.node != address(0) && terms.node != msg.sender && block.timestamp <= terms.exclusiveUntil) {
            revert Market_ClaimExclusive(jobId, terms.node, terms.exclusiveUntil);
        }
        if (terms.policy != address(0) && !_accepts(terms.policy, msg.sender)) {
            revert Market_PolicyRefused(jobId, terms.policy, msg.sender);
        }
        // The last attempt is never claimed, so that ending one can always count up.
        if (attempt == type(uint16).max) revert Market_AttemptsExhausted(jobId);
    }

    function _requireFee(JobId jobId, JobOrder calldata order, Verdict calldata verdict) private pure {
        uint96 limit = order.bond;
        if (verdict.finding != Finding.Upheld && order.exposure < limit) limit = order.exposure;
        if (verdict.fee > limit) revert Market_FeeTooHigh(jobId, limit, verdict.fee);
    }

    function _requireRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private pure {
        if (given < lowest || given > highest) revert Market_ParameterOutOfRange(parameter, lowest, highest, given);
    }

    /// @dev Whatever a policy answers but a clean `true` is a refusal: also a revert, or no contract at all.
    function _accepts(address policy, address node) private view returns (bool) {
        (bool success, bytes memory answer) = policy.staticcall(abi.encodeCall(IPolicy.accepts, (node)));
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }

    /// @dev The node agrees by calling, by having submitted this very receipt, or by its key's signature.
    function _nodeAgrees(Execution calldata execution, bytes32 receiptHash, bytes calldata signature)
        private
        view
        returns (bool)
    {
        return msg.sender == execution.node || execution.receiptHash == receiptHash
            || Signatures.isEcdsaOf(execution.node, receiptHash, signature);
    }

    /* INTERNALS: HASHES AND SUMS */

    function _jobId(JobOrder calldata order, bytes32 termsHash) private view returns (JobId) {
        return JobId.wrap(_digest(order.hash(termsHash)));
    }

    function _receiptHash(ExecutionId executionId, address node, uint128 units, bytes32 detailsHash)
        private
        view
        returns (bytes32)
    {
        return _digest(ReceiptHash.hash(executionId, node, units, detailsHash));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        if (block.chainid != _chainId) revert Market_WrongChain(_chainId, block.chainid);
        return MessageHashUtils.toTypedDataHash(_domainSeparator, structHash);
    }

    /// @dev What posting locked.
    function _funded(JobOrder calldata order) private pure returns (uint256) {
        return uint256(order.maxPay) + order.bond;
    }
}
