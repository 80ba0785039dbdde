// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../contracts/types/Ids.sol";
import {Campaign} from "./Campaign.sol";

/// @dev docs/protocol/invariants.md, MKT, DSP and SIG.
abstract contract MarketPromises is Campaign {
    function invariant_MKT_1_accountIsSumOfLiveJobs() public view {
        uint256 sum;
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            if (_isLive(market.jobOf(jobIds[i]).state)) sum += _funded(job.order);
        }
        assertEq(_free(address(market)), sum + gifts[address(market)], "the market holds another sum");
    }

    function invariant_MKT_2_eachJobPaysOutWhatWentInOnce() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            bool live = _isLive(market.jobOf(jobIds[i]).state);
            assertEq(job.paidIn, _funded(job.order), "locked another sum");
            assertEq(job.endings, live ? 0 : 1, "ended more than once");
            assertEq(job.paidOut, live ? 0 : job.paidIn, "paid out another sum");
        }
    }

    function invariant_MKT_3_endsAreForEver() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            if (_isLive(job.state)) continue;
            IJobMarket.Job memory slot = market.jobOf(jobIds[i]);
            assertEq(uint8(slot.state), uint8(job.state), "an end state changed");
            assertEq(slot.hash, job.endHash, "an ended job's record changed");
        }
        _assertKept("MKT-3");
    }

    function invariant_MKT_4_onlyFundedJobsPay() public view {
        uint256 out;
        uint256 into;
        for (uint256 i; i < jobIds.length; ++i) {
            out += jobs[jobIds[i]].paidOut;
            into += jobs[jobIds[i]].paidIn;
        }
        assertLe(out, into, "more came out than went in");
        _assertKept("MKT-4");
    }

    function invariant_MKT_5_statesMoveAlongTheTable() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            assertEq(uint8(market.jobOf(jobIds[i]).state), uint8(jobs[jobIds[i]].state), "a state no step led to");
        }
        _assertKept("MKT-5");
    }

    function invariant_MKT_6_attemptsCountUp() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            if (!_isLive(job.state)) continue;
            assertEq(market.jobOf(jobIds[i]).attempt, job.attempt, "an attempt was lost or counted twice");
        }
    }

    function invariant_MKT_7_amountsFollowThePriceRule() public view {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            assertEq(marketStatements.amountOf(job.order, job.units), _amount(job.order, job.units), "another price");
        }
    }

    /// @dev Whatever stands still: each party alone brings every live job to its end by calls at the latest allowed second.
    function invariant_MKT_8_everyLiveJobHasAnExit() public {
        _assertKept("MKT-8");
        uint256 start = _now();
        for (uint256 i; i < jobIds.length; ++i) {
            JobId jobId = jobIds[i];
            if (!_isLive(jobs[jobId].state)) continue;
            address alone = [jobs[jobId].order.buyer, _nodeOr(jobId, thief), thief][i % 3];
            _leaveAlone(jobId, alone);
            assertFalse(_isLive(market.jobOf(jobId).state), "a live job has no way out");
            assertLe(_now(), _deadline(jobId, start), "an exit took longer than the order says");
            vm.warp(start);
        }
    }

    function _nodeOr(JobId jobId, address other) private view returns (address) {
        address node = jobs[jobId].execution.node;
        return node == address(0) ? other : node;
    }

    function _deadline(JobId jobId, uint256 start) private view returns (uint256) {
        GhostJob storage job = jobs[jobId];
        uint256 last = job.order.claimBefore > start ? job.order.claimBefore : start;
        return last + job.order.runTime + job.order.window + job.terms.verdictTime + 3;
    }

    function _leaveAlone(JobId jobId, address alone) private {
        GhostJob storage job = jobs[jobId];
        if (job.state == IJobMarket.JobState.Running) {
            _warpTo(uint256(job.execution.submitBy) + 1);
            vm.prank(alone);
            market.expire(job.order, job.termsHash, job.execution);
        } else if (job.state == IJobMarket.JobState.Submitted) {
            _warpTo(uint256(job.execution.submittedAt) + job.order.window + 1);
            IJobMarket.Work memory work = _work(jobId);
            vm.prank(alone);
            market.settleSilent(job.order, job.termsHash, job.execution, work);
        } else if (job.state == IJobMarket.JobState.Disputed) {
            _warpTo(uint256(job.execution.disputedAt) + job.terms.verdictTime + 1);
            IJobMarket.Work memory work = _work(jobId);
            vm.prank(alone);
            market.resolveByTimeout(job.order, job.terms, job.execution, work);
        }
        if (market.jobOf(jobId).state == IJobMarket.JobState.Open) {
            _warpTo(job.order.claimBefore);
            vm.prank(alone);
            market.lapse(job.order, job.termsHash);
        }
    }

    function _warpTo(uint256 moment) private {
        if (_now() < moment) vm.warp(moment);
    }

    function invariant_MKT_9_recordsAreBound() public view {
        _assertKept("MKT-9");
    }

    function invariant_MKT_11_eachSideTakesItsOwnSteps() public view {
        _assertKept("MKT-11");
    }

    function invariant_MKT_12_clocksDoNotOverlap() public view {
        _assertKept("MKT-12");
    }

    function invariant_DSP_1_verdictsStayWithinTimeAndFee() public view {
        _assertKept("DSP-1");
    }

    function invariant_DSP_2_disputesAreNotTakenBack() public view {
        _assertKept("DSP-2");
    }

    function invariant_SIG_1_signaturesServeOnePurpose() public view {
        _assertKept("SIG-1");
    }
}
