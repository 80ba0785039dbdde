// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {AccountActor} from "./AccountActor.sol";

/// @dev Buyers post, cancel, accept and dispute.
abstract contract BuyerActor is AccountActor {
    function post(uint256 seed) external counted("post") {
        _post(seed);
        _done("post");
    }

    /// @dev The same order twice, whatever became of the first.
    function postAgain(uint256 seed) external counted("postAgain") {
        JobId jobId = seed % 2 == 0 ? _needAny(seed >> 8) : _needEnded(seed >> 8);
        if (seed % 4 == 1) {
            // Ended this very second, so that nothing but the end forbids it.
            jobId = _post(seed);
            _cancel(jobId);
        }
        GhostJob storage job = jobs[jobId];
        IJobMarket.JobOrder memory order = job.order;
        IJobMarket.JobTerms memory terms = job.terms;
        _afford(order);
        vm.prank(order.buyer);
        try market.post(order, terms) {
            _breach("MKT-3", "a job was posted twice");
        } catch {
            _done("postAgain");
        }
    }

    function cancel(uint256 seed) external counted("cancel") {
        _cancel(_needOpen(seed));
        _done("cancel");
    }

    function _cancel(JobId jobId) private {
        GhostJob storage job = jobs[jobId];
        uint256 before = _free(address(market));
        vm.prank(job.order.buyer);
        market.cancel(job.order, job.termsHash);

        _end(jobId, IJobMarket.JobState.Cancelled, before, 0);
        _credit(job.order.buyer, _funded(job.order));
    }

    function dispute(uint256 seed) external counted("dispute") {
        JobId jobId = _needSubmitted(seed);
        _dispute(jobId, seed);
        if (jobs[jobId].state == IJobMarket.JobState.Disputed) _done("dispute");
    }

    function _dispute(JobId jobId, uint256 seed) internal {
        GhostJob storage job = jobs[jobId];
        bool may = _now() <= uint256(job.execution.submittedAt) + job.order.window;
        IJobMarket.Complaint complaint = seed % 2 == 0 ? IJobMarket.Complaint.Wrong : IJobMarket.Complaint.NotDelivered;
        vm.prank(job.order.buyer);
        try market.dispute(job.order, job.termsHash, job.execution, complaint) {
            if (!may) _breach("MKT-12", "a dispute after the window");
            job.execution.disputedAt = uint40(_now());
            job.execution.complaint = uint8(complaint);
            job.state = IJobMarket.JobState.Disputed;
        } catch {
            if (may) _breach("MKT-8", "a dispute in the window was refused");
        }
    }

    /* WHAT OTHER ACTIONS NEED FIRST */

    function _needAny(uint256 seed) internal returns (JobId) {
        if (jobIds.length == 0) return _post(seed);
        return jobIds[seed % jobIds.length];
    }

    function _needEnded(uint256 seed) internal returns (JobId jobId) {
        for (uint256 i; i < jobIds.length; ++i) {
            jobId = jobIds[(seed % jobIds.length + i) % jobIds.length];
            if (!_isLive(jobs[jobId].state)) return jobId;
        }
        return _needAny(seed);
    }

    function _needOpen(uint256 seed) internal returns (JobId jobId) {
        bool found;
        (found, jobId) = _pick(IJobMarket.JobState.Open, seed);
        if (!found) jobId = _post(seed);
    }

    function _needSubmitted(uint256 seed) internal virtual returns (JobId);

    function _afford(IJobMarket.JobOrder memory order) internal {
        address buyer = order.buyer;
        uint256 sum = _funded(order);
        if (_free(buyer) < sum) {
            _pour(buyer, sum);
            vm.startPrank(buyer);
            dollar.approve(address(escrow), sum);
            escrow.deposit(buyer, address(dollar), sum);
            vm.stopPrank();
            _credit(buyer, sum);
        }
        bool short = caps[buyer][address(market)] - drawn[buyer][address(market)] < sum;
        if (short || expiries[buyer][address(market)] < _now()) {
            _setOperator(buyer, address(market), sum * 4, _now() + 1 days);
        }
    }

    function _post(uint256 seed) internal returns (JobId jobId) {
        (IJobMarket.JobOrder memory order, IJobMarket.JobTerms memory terms) = _anyOrder(seed);
        _afford(order);
        uint256 before = _free(address(market));
        vm.prank(order.buyer);
        jobId = market.post(order, terms);

        GhostJob storage job = jobs[jobId];
        jobIds.push(jobId);
        job.order = order;
        job.terms = terms;
        job.termsHash = marketStatements.hashStructJobTerms(terms);
        job.state = IJobMarket.JobState.Open;
        job.paidIn = _free(address(market)) - before;
        drawn[order.buyer][address(market)] += _funded(order);
        _debit(order.buyer, _funded(order));
        _credit(address(market), _funded(order));
    }

    function _anyOrder(uint256 seed)
        internal
        view
        returns (IJobMarket.JobOrder memory order, IJobMarket.JobTerms memory terms)
    {
        order.buyer = _oneOf(buyers, seed);
        order.token = address(dollar);
        order.maxPay = uint96(_bound(_mix(seed, "maxPay"), 1, 50 * DOLLAR));
        order.bond = uint96(_bound(_mix(seed, "bond"), 0, 10 * DOLLAR));
        order.fixedPrice = uint96(_bound(_mix(seed, "fixedPrice"), 0, uint256(order.maxPay) + 1));
        order.price = uint96(_bound(_mix(seed, "price"), 1, 20 * DOLLAR));
        order.unitKind = uint8(_mix(seed, "unitKind") % 3);
        order.onSilence = uint8(_mix(seed, "onSilence") % 4 == 0 ? 1 : 0);
        uint256 least = order.onSilence == 0 ? order.maxPay : 0;
        bool bare = order.onSilence == 1 && _mix(seed, "bare") % 2 == 0;
        order.exposure = bare ? 0 : uint96(_bound(_mix(seed, "exposure"), least, uint256(order.maxPay) * 2));
        order.claimBefore = uint40(_now() + _bound(_mix(seed, "claimBefore"), 1, 4 hours));
        order.runTime = uint32(_bound(_mix(seed, "runTime"), 1, 2 hours));
        order.window = uint32(_bound(_mix(seed, "window"), MINIMUM_WINDOW, 2 hours));
        order.epoch = epochs[order.buyer];
        order.salt = uint64(jobIds.length);

        terms.manifestHash = keccak256(abi.encode("manifest", seed));
        terms.resourceClass = "cpu.v1";
        terms.resolver = _mix(seed, "resolver") % 2 == 0 ? address(arbiter) : address(rogue);
        terms.verdictTime = uint32(_bound(_mix(seed, "verdictTime"), 1, 2 hours));
        terms.timeoutSplit = uint16(_bound(_mix(seed, "timeoutSplit"), 0, 10_000));
        uint256 policy = _mix(seed, "policy") % 8;
        if (policy == 0) terms.policy = refusing;
        if (policy == 1) terms.policy = willing;
        uint256 reserved = _mix(seed, "node") % 8;
        if (reserved < 2) {
            if (reserved == 0) terms.node = _oneOf(nodes, _mix(seed, "which node"));
            else terms.provider = _oneOf(providers, _mix(seed, "which provider"));
            terms.exclusiveUntil = uint40(_now() + _bound(_mix(seed, "exclusive"), 0, 2 hours));
        }
    }
}
