// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {ResolverActor} from "./ResolverActor.sol";

/// @dev Steps that anybody may take when a clock is over, and the clock itself.
abstract contract AnybodyActor is ResolverActor {
    function lapse(uint256 seed) external counted("lapse") {
        JobId jobId = _needOpen(seed);
        GhostJob storage job = jobs[jobId];
        bool due = _waitsFor(job.order.claimBefore, seed);
        uint256 before = _free(address(market));
        vm.prank(_person(seed >> 16));
        try market.lapse(job.order, job.termsHash) {
            if (!due) _breach("MKT-12", "lapsed while it could be claimed");
            _end(jobId, IJobMarket.JobState.Lapsed, before, 0);
            _credit(job.order.buyer, _funded(job.order));
            _done("lapse");
        } catch {
            if (due) _breach("MKT-8", "an unclaimed job holds its money");
        }
    }

    function expire(uint256 seed) external counted("expire") {
        JobId jobId = _needRunning(seed);
        GhostJob storage job = jobs[jobId];
        bool due = _waitsFor(uint256(job.execution.submitBy) + 1, seed);
        uint256 before = _free(address(market));
        vm.prank(_person(seed >> 16));
        try market.expire(job.order, job.termsHash, job.execution) {
            if (!due) _breach("MKT-12", "expired before its time");
            uint256 penalty = uint256(job.execution.exposure) * LIVENESS_PENALTY / 10_000;
            _lose(job.execution.provider, penalty, address(0), 0);
            if (_now() < job.order.claimBefore) {
                _reopen(jobId);
            } else {
                _end(jobId, IJobMarket.JobState.Lapsed, before, 0);
                _credit(job.order.buyer, _funded(job.order));
            }
            _done("expire");
        } catch {
            if (due) _breach("MKT-8", "a silent node holds a job");
        }
    }

    function settleSilent(uint256 seed) external counted("settleSilent") {
        JobId jobId = _needSubmitted(seed);
        GhostJob storage job = jobs[jobId];
        bool due = _waitsFor(uint256(job.execution.submittedAt) + job.order.window + 1, seed);
        uint256 before = _free(address(market));
        IJobMarket.Work memory work = _work(jobId);
        vm.prank(_person(seed >> 16));
        try market.settleSilent(job.order, job.termsHash, job.execution, work) {
            if (!due) _breach("MKT-12", "settled inside the window");
            bool pays = job.order.onSilence == 0;
            _finish(
                jobId,
                pays ? IJobMarket.JobState.SettledSilent : IJobMarket.JobState.RefundedSilent,
                before,
                pays ? _amount(job.order, job.units) : 0
            );
            _done("settleSilent");
        } catch {
            if (due) _breach("MKT-8", "a silent buyer holds a job");
        }
    }

    function passTime(uint256 by) external counted("passTime") {
        vm.warp(_now() + _bound(by, 0, 20 minutes));
        _done("passTime");
    }
}
