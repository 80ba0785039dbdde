// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {Ledger} from "./Ledger.sol";

/// @dev What the actors know of every job: terms, record, receipt, and the money that went in and came out.
abstract contract JobBook is Ledger {
    struct GhostJob {
        IJobMarket.JobOrder order;
        IJobMarket.JobTerms terms;
        bytes32 termsHash;
        IJobMarket.Execution execution;
        uint128 units;
        IJobMarket.ReceiptDetails details;
        IJobMarket.JobState state;
        uint16 attempt;
        /// The attempt of the receipt that ended the job.
        uint16 lastAttempt;
        uint256 paidIn;
        uint256 paidOut;
        uint256 endings;
        bytes32 endHash;
    }

    JobId[] internal jobIds;
    mapping(JobId jobId => GhostJob) internal jobs;

    function _pick(IJobMarket.JobState state, uint256 seed) internal view returns (bool found, JobId jobId) {
        uint256 count = jobIds.length;
        for (uint256 i; i < count; ++i) {
            jobId = jobIds[(seed % count + i) % count];
            if (jobs[jobId].state == state) return (true, jobId);
        }
        return (false, JobId.wrap(0));
    }

    function _isLive(IJobMarket.JobState state) internal pure returns (bool) {
        return state >= IJobMarket.JobState.Open && state <= IJobMarket.JobState.Disputed;
    }

    function _funded(IJobMarket.JobOrder memory order) internal pure returns (uint256) {
        return uint256(order.maxPay) + order.bond;
    }

    /// @dev The price rule, written from the documents and not from the contract.
    function _amount(IJobMarket.JobOrder memory order, uint128 units) internal pure returns (uint256) {
        uint256 unitSize = [uint256(1e12), 3600, 1e6][order.unitKind];
        uint256 due = order.fixedPrice + (uint256(units) * order.price) / unitSize;
        return due > order.maxPay ? order.maxPay : due;
    }

    function _work(JobId jobId) internal view returns (IJobMarket.Work memory) {
        GhostJob storage job = jobs[jobId];
        return IJobMarket.Work(job.units, marketStatements.hashStructReceiptDetails(job.details));
    }

    function _receiptHash(JobId jobId) internal view returns (bytes32) {
        GhostJob storage job = jobs[jobId];
        return marketStatements.hashReceipt(
            marketStatements.executionIdOf(jobId, job.attempt), job.execution.node, job.units, job.details
        );
    }

    /// @dev A node's honest statement of `units` under the order.
    function _details(JobId jobId, uint128 units) internal view returns (IJobMarket.ReceiptDetails memory details) {
        GhostJob storage job = jobs[jobId];
        details.contextId = JobId.unwrap(jobId);
        details.buyer = job.order.buyer;
        details.manifestHash = job.terms.manifestHash;
        details.programHash = keccak256("program");
        details.outputHash = keccak256(abi.encode("output", jobId, units));
        details.unitKind = job.order.unitKind;
        details.unitSize = [uint64(1e12), 3600, 1e6][job.order.unitKind];
        details.fixedPrice = job.order.fixedPrice;
        details.price = job.order.price;
        details.amount = uint96(_amount(job.order, units));
        details.token = job.order.token;
        details.startedAt = job.execution.claimedAt;
        details.endedAt = uint40(vm.getBlockTimestamp());
    }

    /* WHAT A STEP DOES TO THE BOOKS */

    /// @dev The money of a job leaves the market: each share once, the sum measured at the market's own account.
    /// @param back What came back into that account because a payee or a resolver named it.
    function _end(JobId jobId, IJobMarket.JobState state, uint256 marketBefore, uint256 back) internal {
        GhostJob storage job = jobs[jobId];
        job.paidOut += marketBefore + back - _free(address(market));
        job.endings += 1;
        job.lastAttempt = job.attempt;
        job.state = state;
        job.endHash = market.jobOf(jobId).hash;
        _debit(address(market), _funded(job.order));
    }

    function _pay(address payee, uint256 payment, address buyer, uint256 refund) internal {
        _credited(payee, payment);
        _credited(buyer, refund);
    }

    /// @dev The attempt is over and the job open again.
    function _reopen(JobId jobId) internal {
        GhostJob storage job = jobs[jobId];
        job.state = IJobMarket.JobState.Open;
        job.attempt += 1;
        delete job.execution;
    }
}
