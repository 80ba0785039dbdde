// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {BuyerActor} from "./BuyerActor.sol";

/// @dev Nodes claim, decline and submit; both sides co-sign.
abstract contract NodeActor is BuyerActor {
    /// @dev Far more than a sound market needs: one that refuses everything must not hold the campaign.
    uint256 private constant MOST_TRIES = 16;

    function claim(uint256 seed) external counted("claim") {
        JobId jobId = seed % 2 == 0 ? _needOpen(seed >> 8) : _post(seed);
        address node = _oneOf(nodes, seed >> 16);
        for (uint256 i; seed % 4 != 0 && i < nodes.length && !_mayClaim(jobId, node); ++i) {
            node = nodes[i];
        }
        if (_claim(jobId, node)) _done("claim");
    }

    function decline(uint256 seed) external counted("decline") {
        JobId jobId = seed % 4 == 0 ? _needRunning(seed) : _needFreshRunning(seed);
        GhostJob storage job = jobs[jobId];
        bool may = _now() < uint256(job.execution.claimedAt) + DECLINE_TIME && _now() <= job.execution.submitBy;
        vm.prank(job.execution.node);
        try market.decline(jobId, job.execution) {
            if (!may) _breach("MKT-12", "declined too late");
            _reopen(jobId);
            _done("decline");
        } catch {
            if (may) _breach("MKT-8", "a timely decline was refused");
        }
    }

    function submit(uint256 seed, uint128 units) external counted("submit") {
        JobId jobId = seed % 2 == 0 ? _needRunning(seed >> 8) : _needFreshRunning(seed);
        _submit(jobId, seed, units);
        if (jobs[jobId].state == IJobMarket.JobState.Submitted) _done("submit");
    }

    /// @dev By both signatures, or by a call of one side; over the submitted receipt or over another.
    function settleCosigned(uint256 seed, uint128 units) external counted("settleCosigned") {
        JobId jobId = seed % 3 == 0 ? _needRunning(seed) : _needSubmitted(seed);
        GhostJob storage job = jobs[jobId];
        bool same = job.state == IJobMarket.JobState.Submitted && seed % 2 == 0;
        if (!same) {
            job.units = _anyUnits(units, seed);
            job.details = _details(jobId, job.units);
        }
        bytes32 digest = _receiptHash(jobId);
        address caller = [thief, job.order.buyer, job.execution.node][(seed >> 8) % 3];
        bytes memory nodeSignature =
            caller == job.execution.node || same ? bytes("") : _sign(job.execution.node, digest);
        bytes memory buyerSignature = caller == job.order.buyer ? bytes("") : _signAsBuyer(job.order.buyer, digest);

        _settleCosigned(jobId, caller, nodeSignature, buyerSignature);
        _done("settleCosigned");
    }

    function _signAsBuyer(address buyer, bytes32 digest) internal view returns (bytes memory) {
        return _sign(buyer == address(wallet) ? wallet.owner() : buyer, digest);
    }

    function _settleCosigned(JobId jobId, address caller, bytes memory nodeSignature, bytes memory buyerSignature)
        private
    {
        GhostJob storage job = jobs[jobId];
        uint256 before = _free(address(market));
        uint256 amount = _amount(job.order, job.units);
        IJobMarket.Work memory work = _work(jobId);
        vm.prank(caller);
        market.settleCosigned(job.order, job.termsHash, job.execution, work, nodeSignature, buyerSignature);
        _finish(jobId, IJobMarket.JobState.SettledCosigned, before, amount);
    }

    /// @dev The payee has `payment`, the buyer the rest; the exposure is free again.
    function _finish(JobId jobId, IJobMarket.JobState state, uint256 marketBefore, uint256 payment) internal {
        GhostJob storage job = jobs[jobId];
        _end(jobId, state, marketBefore, job.execution.payee == address(market) ? payment : 0);
        _pay(job.execution.payee, payment, job.order.buyer, _funded(job.order) - payment);
    }

    /* WHAT OTHER ACTIONS NEED FIRST */

    function _needRunning(uint256 seed) internal returns (JobId jobId) {
        bool found;
        (found, jobId) = _pick(IJobMarket.JobState.Running, seed);
        if (found) return jobId;
        jobId = _needOpen(seed);
        for (uint256 i; i < MOST_TRIES && !_claimByAny(jobId, seed); ++i) {
            jobId = _post(_mix(seed, vm.toString(i)));
        }
    }

    function _needSubmitted(uint256 seed) internal override returns (JobId jobId) {
        bool found;
        (found, jobId) = _pick(IJobMarket.JobState.Submitted, seed);
        if (found) return jobId;
        for (uint256 i; i < MOST_TRIES && jobs[jobId].state != IJobMarket.JobState.Submitted; ++i) {
            jobId = _needFreshRunning(_mix(seed, vm.toString(i)));
            _submit(jobId, seed, uint128(seed >> 128));
        }
    }

    function _needRunningOrLater(uint256 seed) internal returns (JobId jobId) {
        bool found;
        IJobMarket.JobState[2] memory later = [IJobMarket.JobState.Submitted, IJobMarket.JobState.Disputed];
        if (seed % 3 != 0) (found, jobId) = _pick(later[seed % 2], seed);
        if (!found) jobId = _needRunning(seed);
    }

    /// @dev A job claimed in this very second: no clock of it is over.
    function _needFreshRunning(uint256 seed) internal returns (JobId jobId) {
        jobId = _post(seed);
        for (uint256 i; i < MOST_TRIES && !_claimByAny(jobId, seed); ++i) {
            jobId = _post(_mix(seed, vm.toString(i)));
        }
    }

    function _claimByAny(JobId jobId, uint256 seed) private returns (bool) {
        for (uint256 i; i < nodes.length; ++i) {
            if (_mayClaim(jobId, nodes[(seed % nodes.length + i) % nodes.length])) {
                return _claim(jobId, nodes[(seed % nodes.length + i) % nodes.length]);
            }
        }
        _strengthen(seed);
        return false;
    }

    /// @dev Somebody stakes anew when every provider has run out of free stake or nodes.
    function _strengthen(uint256 seed) internal virtual;

    function _mayClaim(JobId jobId, address node) internal view returns (bool) {
        GhostJob storage job = jobs[jobId];
        GhostNode storage ghost = ghostNodes[node];
        bool inTime = _now() < job.order.claimBefore;
        bool stranger = (job.terms.node != address(0) && job.terms.node != node)
            || (job.terms.provider != address(0) && job.terms.provider != ghost.provider);
        bool exclusive = stranger && _now() <= job.terms.exclusiveUntil;
        bool able = ghost.provider != address(0) && !ghost.paused && !ghost.retired;
        uint256 free = stakes[ghost.provider].active - _exposureOf(ghost.provider);
        return inTime && !exclusive && able && job.terms.policy != refusing && free >= job.order.exposure;
    }

    function _claim(JobId jobId, address node) internal returns (bool) {
        GhostJob storage job = jobs[jobId];
        bool may = _mayClaim(jobId, node);
        vm.prank(node);
        try market.claim(job.order, job.terms) {
            if (!may) _breach("MKT-11", "a node claimed what it may not");
            _recordClaim(jobId, node);
            return true;
        } catch {
            if (may) _breach("MKT-8", "a claim that is due was refused");
            return false;
        }
    }

    function _recordClaim(JobId jobId, address node) internal {
        GhostJob storage job = jobs[jobId];
        job.execution.node = node;
        job.execution.provider = ghostNodes[node].provider;
        job.execution.payee = ghostNodes[node].payee;
        job.execution.exposure = job.order.exposure;
        job.execution.claimedAt = uint40(_now());
        job.execution.submitBy = uint40(_now() + job.order.runTime);
        job.state = IJobMarket.JobState.Running;
    }

    function _anyUnits(uint128 units, uint256 seed) internal pure returns (uint128) {
        if (seed % 5 == 0) return units;
        return uint128(_bound(units, 0, [uint256(10e12), 100_000, 30e6][seed % 3]));
    }

    function _submit(JobId jobId, uint256 seed, uint128 units) internal {
        GhostJob storage job = jobs[jobId];
        bool may = _now() <= job.execution.submitBy;
        job.units = _anyUnits(units, seed);
        job.details = _details(jobId, job.units);
        IJobMarket.Work memory work = _work(jobId);
        vm.prank(job.execution.node);
        try market.submit(jobId, job.execution, work) {
            if (!may) _breach("MKT-12", "submitted too late");
            job.execution.submittedAt = uint40(_now());
            job.execution.receiptHash = _receiptHash(jobId);
            job.state = IJobMarket.JobState.Submitted;
        } catch {
            if (may) _breach("MKT-8", "a timely submission was refused");
        }
    }
}
