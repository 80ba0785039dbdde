// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {ProviderActor} from "./ProviderActor.sol";

/// @dev The arbiter rules; a rogue resolver takes what it can.
abstract contract ResolverActor is ProviderActor {
    function resolve(uint256 seed, uint96 fee) external counted("resolve") {
        JobId jobId = _needDisputed(seed);
        GhostJob storage job = jobs[jobId];
        IJobMarket.Verdict memory verdict = _anyVerdict(job, seed, fee);
        bool may = _now() <= uint256(job.execution.disputedAt) + job.terms.verdictTime
            && verdict.fee <= _feeLimit(job, verdict.finding);

        uint256 before = _free(address(market));
        if (_rule(jobId, verdict)) {
            if (!may) _breach("DSP-1", "a verdict too late or too dear");
            _applyVerdict(jobId, verdict, before);
            _done("resolve");
        } else if (may) {
            _breach("MKT-8", "a timely verdict was refused");
        }
    }

    function resolveByTimeout(uint256 seed) external counted("resolveByTimeout") {
        JobId jobId = _needDisputed(seed);
        GhostJob storage job = jobs[jobId];
        bool due = _waitsFor(uint256(job.execution.disputedAt) + job.terms.verdictTime + 1, seed);
        uint256 before = _free(address(market));
        IJobMarket.Work memory work = _work(jobId);
        vm.prank(_person(seed >> 16));
        try market.resolveByTimeout(job.order, job.terms, job.execution, work) {
            if (!due) _breach("MKT-12", "split before the resolver's time was over");
            uint256 split = _amount(job.order, job.units) * job.terms.timeoutSplit / 10_000;
            _finish(jobId, IJobMarket.JobState.SettledSplit, before, split);
            _done("resolveByTimeout");
        } catch {
            if (due) _breach("MKT-8", "a silent resolver holds a job");
        }
    }

    function _needDisputed(uint256 seed) private returns (JobId jobId) {
        bool found;
        (found, jobId) = _pick(IJobMarket.JobState.Disputed, seed);
        if (found && seed % 2 != 0) return jobId;
        jobId = _needFreshRunning(seed);
        _submit(jobId, seed, uint128(seed >> 128));
        _dispute(jobId, seed);
    }

    function _anyVerdict(GhostJob storage job, uint256 seed, uint96 fee)
        private
        view
        returns (IJobMarket.Verdict memory verdict)
    {
        verdict.finding = IJobMarket.Finding(seed % 3);
        if (job.terms.resolver == address(arbiter)) {
            uint256 limit = _feeLimit(job, verdict.finding);
            verdict.fee = uint96(limit < ARBITER_FEE ? limit : ARBITER_FEE);
            verdict.feeRecipient = judge;
        } else {
            bool greedy = seed % 4 == 0;
            uint256 limit = _feeLimit(job, verdict.finding);
            verdict.fee = uint96(greedy ? _bound(fee, limit + 1, limit + 100) : _bound(fee, 0, limit));
            verdict.feeRecipient = _receiver(seed >> 16);
        }
    }

    function _feeLimit(GhostJob storage job, IJobMarket.Finding finding) private view returns (uint256 limit) {
        limit = job.order.bond;
        if (finding != IJobMarket.Finding.Upheld && job.order.exposure < limit) limit = job.order.exposure;
    }

    function _rule(JobId jobId, IJobMarket.Verdict memory verdict) private returns (bool) {
        GhostJob storage job = jobs[jobId];
        IJobMarket.Work memory work = _work(jobId);
        if (job.terms.resolver == address(arbiter)) {
            vm.prank(judge);
            try arbiter.rule(job.order, job.terms, job.execution, work, verdict.finding, "ran it again") {
                return true;
            } catch {
                return false;
            }
        }
        try rogue.resolve(job.order, job.terms, job.execution, work, verdict) {
            return true;
        } catch {
            return false;
        }
    }

    function _applyVerdict(JobId jobId, IJobMarket.Verdict memory verdict, uint256 before) private {
        GhostJob storage job = jobs[jobId];
        address recipient = verdict.feeRecipient;
        uint256 feeBack = recipient == address(market) ? verdict.fee : 0;
        if (verdict.finding == IJobMarket.Finding.Upheld) {
            uint256 amount = _amount(job.order, job.units);
            uint256 payment = amount + job.order.bond - verdict.fee;
            uint256 payBack = job.execution.payee == address(market) ? payment : 0;
            _end(jobId, IJobMarket.JobState.SettledResolved, before, payBack + feeBack);
            _pay(job.execution.payee, payment, job.order.buyer, job.order.maxPay - amount);
            _credited(recipient, verdict.fee);
        } else {
            _end(jobId, IJobMarket.JobState.RefundedResolved, before, feeBack);
            _credit(job.order.buyer, _funded(job.order));
            _lose(job.execution.provider, job.execution.exposure - verdict.fee, recipient, verdict.fee);
        }
    }
}
