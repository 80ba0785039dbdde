// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../market/IJobMarket.sol";
import {JobId} from "../../types/Ids.sol";
import {IJury} from "./IJury.sol";

/// @title What the market says of a dispute
library DisputedRecord {
    /// @notice The job's id, if the job is disputed and `execution` is its record.
    function check(
        IJobMarket market,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution
    ) internal view returns (JobId jobId) {
        jobId = market.hashJobOrder(order, terms);
        IJobMarket.Job memory job = requireDisputed(market, jobId);
        // The market's slot has room for 29 bytes of the record's hash.
        if (bytes29(job.hash) != bytes29(keccak256(abi.encode(execution)))) revert IJury.Jury_WrongRecord(jobId);
    }

    function requireDisputed(IJobMarket market, JobId jobId) internal view returns (IJobMarket.Job memory job) {
        job = market.jobOf(jobId);
        if (job.state != IJobMarket.JobState.Disputed) revert IJury.Jury_NotDisputed(jobId, job.state);
    }

    /// @notice Whether the node's contradiction ended the dispute: the one end that comes before verdict and time-out.
    function endedByEquivocation(IJobMarket market, JobId jobId) internal view returns (bool) {
        return market.jobOf(jobId).state == IJobMarket.JobState.RefundedEquivocation;
    }
}
