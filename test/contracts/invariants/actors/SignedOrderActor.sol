// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";
import {NodeActor} from "./NodeActor.sol";

/// @dev Buyers that sign and never call: orders from their accounts and wallets, cancellations and disputes that others carry;
/// nodes that sign twice; and who makes more of a signature than it says.
abstract contract SignedOrderActor is NodeActor {
    function claimSigned(uint256 seed) external counted("claimSigned") {
        JobId jobId = _signOrder(seed);
        if (_claimByAnyNode(jobId, seed)) _done("claimSigned");
    }

    /// @dev Whatever became of the first claim: a second one is none.
    function claimSignedAgain(uint256 seed) external counted("claimSignedAgain") {
        JobId jobId = _signOrder(seed);
        if (!_claimByAnyNode(jobId, seed)) return;
        if (seed % 2 == 0) {
            GhostJob storage job = jobs[jobId];
            vm.prank(job.execution.node);
            market.decline(jobId, job.execution);
            _reopen(jobId);
        }
        bytes memory signature = _fundingOf(jobId);
        _provideFor(jobId);
        vm.prank(_oneOf(nodes, seed >> 8));
        try market.claimSigned(jobs[jobId].order, jobs[jobId].terms, signature) {
            _breach("MKT-4", "one order was funded twice");
        } catch {
            _done("claimSignedAgain");
        }
    }

    /// @dev Of an open job by call, of an order that was only signed by signature: no money moves then, and nobody claims it.
    function cancelSigned(uint256 seed) external counted("cancelSigned") {
        JobId jobId = _signOrder(seed);
        GhostJob storage job = jobs[jobId];
        bytes memory consent = _signAsBuyer(job.order.buyer, marketStatements.hashCancelJob(jobId));
        vm.prank(_person(seed >> 16));
        market.cancelFor(job.order, job.termsHash, consent);
        _forget(jobId);

        bytes memory signature = _fundingOf(jobId);
        vm.prank(_oneOf(nodes, seed >> 8));
        try market.claimSigned(job.order, job.terms, signature) {
            _breach("MKT-3", "a cancelled order was claimed");
        } catch {
            _done("cancelSigned");
        }
    }

    function cancelFor(uint256 seed) external counted("cancelFor") {
        JobId jobId = _needOpen(seed);
        GhostJob storage job = jobs[jobId];
        bytes memory consent = _signAsBuyer(job.order.buyer, marketStatements.hashCancelJob(jobId));
        uint256 before = _free(address(market));
        vm.prank(_person(seed >> 16));
        market.cancelFor(job.order, job.termsHash, consent);
        _end(jobId, IJobMarket.JobState.Cancelled, before, 0);
        _credit(job.order.buyer, _funded(job.order));
        _done("cancelFor");
    }

    function disputeFor(uint256 seed) external counted("disputeFor") {
        JobId jobId = _needFreshRunning(seed);
        _submit(jobId, seed, uint128(seed >> 128));
        GhostJob storage job = jobs[jobId];
        bytes32 digest = marketStatements.hashDisputeExecution(
            marketStatements.executionIdOf(jobId, job.attempt), job.execution.receiptHash, 1
        );
        bytes memory consent = _signAsBuyer(job.order.buyer, digest);
        vm.prank(_person(seed >> 16));
        market.disputeFor(job.order, job.termsHash, job.execution, IJobMarket.Complaint.Wrong, consent);
        job.execution.disputedAt = uint40(_now());
        job.execution.complaint = 1;
        job.state = IJobMarket.JobState.Disputed;
        _done("disputeFor");
    }

    function proveEquivocation(uint256 seed) external counted("proveEquivocation") {
        JobId jobId = _needRunningOrLater(seed);
        GhostJob storage job = jobs[jobId];
        IJobMarket.SignedWork memory one = _signedWork(jobId, uint128(_bound(_mix(seed, "one"), 0, 1e15)));
        IJobMarket.SignedWork memory other = _signedWork(jobId, one.work.units + 1);
        job.units = one.work.units;
        job.details = _details(jobId, job.units);
        uint256 before = _free(address(market));
        vm.prank(_person(seed >> 16));
        market.proveEquivocation(job.order, job.termsHash, job.execution, one, other);
        _end(jobId, IJobMarket.JobState.RefundedEquivocation, before, 0);
        _credit(job.order.buyer, _funded(job.order));
        _lose(job.execution.provider, job.execution.exposure, address(0), 0);
        _done("proveEquivocation");
    }

    /// @dev One receipt twice, or one that somebody else signed.
    function thiefProvesNothing(uint256 seed) external counted("thiefProvesNothing") {
        JobId jobId = _needFreshRunning(seed);
        GhostJob storage job = jobs[jobId];
        IJobMarket.SignedWork memory one = _signedWork(jobId, uint128(_bound(_mix(seed, "one"), 0, 1e15)));
        IJobMarket.SignedWork memory other = one;
        if (seed % 2 == 0) {
            other = _signedWork(jobId, one.work.units + 1);
            other.nodeSignature =
                _sign(nodes[0] == job.execution.node ? nodes[1] : nodes[0], _hashOf(jobId, other.work));
        }
        vm.prank(thief);
        try market.proveEquivocation(job.order, job.termsHash, job.execution, one, other) {
            _breach("MKT-11", "a node was burned that signed once");
        } catch {
            _done("thiefProvesNothing");
        }
    }

    /// @dev What funds an order, carried alone, as something else, by a stranger, or with a term swapped.
    function thiefTurnsFunding(uint256 seed) external counted("thiefTurnsFunding") {
        JobId jobId = _signOrder(seed);
        _provideFor(jobId);
        uint256 which = (seed >> 8) % 5;
        bytes memory data = which < 3 ? _pulled(jobId, which) : _swapped(jobId, which);
        _forget(jobId);
        vm.prank(which < 3 ? thief : _oneOf(nodes, seed >> 16));
        (bool success,) = (which < 3 ? address(escrow) : address(market)).call(data);
        if (success) _breach("SIG-1", "a funding signature was turned");
        else _done("thiefTurnsFunding");
    }

    /// @dev At the escrow, without the market.
    function _pulled(JobId jobId, uint256 which) private view returns (bytes memory) {
        IJobMarket.JobOrder memory order = jobs[jobId].order;
        bytes memory signature = _fundingOf(jobId);
        (uint256 sum, bytes32 id, uint256 until) = (_funded(order), JobId.unwrap(jobId), order.claimBefore);
        if (which == 0) {
            return
                abi.encodeCall(
                    IEscrow.depositWithAuthorization, (order.buyer, address(dollar), sum, until, id, signature)
                );
        }
        if (which == 1) {
            return
                abi.encodeCall(IEscrow.pullWithAuthorization, (order.buyer, address(dollar), sum, until, id, signature));
        }
        return abi.encodeCall(
            IEscrow.pullWithPermit2, (order.buyer, address(dollar), sum, uint256(id), until - 1, id, signature)
        );
    }

    /// @dev At the market, for an order that is not quite the one that was signed.
    function _swapped(JobId jobId, uint256 which) private view returns (bytes memory) {
        IJobMarket.JobOrder memory order = jobs[jobId].order;
        if (which == 3) order.price += 1;
        else order.funding = (order.funding + 1) % 3;
        return abi.encodeCall(IJobMarket.claimSigned, (order, jobs[jobId].terms, _fundingOf(jobId)));
    }

    /* STEPS */

    /// @dev An order known to its buyer alone: in the books, without money.
    function _signOrder(uint256 seed) private returns (JobId jobId) {
        (IJobMarket.JobOrder memory order, IJobMarket.JobTerms memory terms) = _anyOrder(seed);
        order.funding = uint8(_mix(seed, "funding") % 3);
        order.salt |= 1 << 62;
        jobId = market.hashJobOrder(order, terms);
        GhostJob storage job = jobs[jobId];
        job.order = order;
        job.terms = terms;
        job.termsHash = marketStatements.hashStructJobTerms(terms);
        jobIds.push(jobId);
    }

    /// @dev It was never funded: nothing of it is in the books.
    function _forget(JobId jobId) private {
        if (JobId.unwrap(jobIds[jobIds.length - 1]) != JobId.unwrap(jobId)) return;
        jobIds.pop();
    }

    function _claimByAnyNode(JobId jobId, uint256 seed) private returns (bool) {
        for (uint256 i; i < nodes.length; ++i) {
            address node = nodes[(seed % nodes.length + i) % nodes.length];
            if (!_mayClaim(jobId, node)) continue;
            _claimSigned(jobId, node);
            return true;
        }
        _forget(jobId);
        _strengthen(seed);
        return false;
    }

    function _claimSigned(JobId jobId, address node) private {
        GhostJob storage job = jobs[jobId];
        _provideFor(jobId);
        bytes memory signature = _fundingOf(jobId);
        uint256 before = _free(address(market));
        vm.prank(node);
        market.claimSigned(job.order, job.terms, signature);

        job.paidIn = _free(address(market)) - before;
        _credit(address(market), _funded(job.order));
        if (job.order.funding == 0) {
            drawn[job.order.buyer][address(market)] += _funded(job.order);
            _debit(job.order.buyer, _funded(job.order));
        }
        _recordClaim(jobId, node);
    }

    /// @dev Where the money is to come from, it is.
    function _provideFor(JobId jobId) private {
        IJobMarket.JobOrder memory order = jobs[jobId].order;
        if (order.funding == 0) return _afford(order);
        _pour(order.buyer, _funded(order));
        vm.prank(order.buyer);
        dollar.approve(WalletDigests.PERMIT2, type(uint256).max);
    }

    function _fundingOf(JobId jobId) private view returns (bytes memory) {
        IJobMarket.JobOrder memory order = jobs[jobId].order;
        bytes32 intent = JobId.unwrap(jobId);
        if (order.funding == 0) return _signAsBuyer(order.buyer, intent);
        WalletDigests.Pull memory pull =
            WalletDigests.Pull(address(dollar), order.buyer, address(escrow), _funded(order));
        if (order.funding == 1) {
            bytes32 nonce = keccak256(abi.encode(address(market), intent));
            return _signAsBuyer(order.buyer, WalletDigests.authorization(pull, order.claimBefore, nonce));
        }
        bytes32 digest = WalletDigests.permit2(pull, address(market), intent, uint256(intent), order.claimBefore - 1);
        return _signAsBuyer(order.buyer, digest);
    }

    function _signedWork(JobId jobId, uint128 units) private view returns (IJobMarket.SignedWork memory signed) {
        signed.work = IJobMarket.Work(units, marketStatements.hashStructReceiptDetails(_details(jobId, units)));
        signed.nodeSignature = _sign(jobs[jobId].execution.node, _hashOf(jobId, signed.work));
    }

    function _hashOf(JobId jobId, IJobMarket.Work memory work) private view returns (bytes32) {
        GhostJob storage job = jobs[jobId];
        return marketStatements.hashReceipt(
            marketStatements.executionIdOf(jobId, job.attempt),
            job.execution.node,
            work.units,
            _details(jobId, work.units)
        );
    }
}
