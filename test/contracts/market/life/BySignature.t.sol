// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {ExecutionId, JobId} from "contracts/types/Ids.sol";

import {SmartAccount} from "../../support/accounts/Accounts.sol";
import {MarketTest} from "../../support/MarketTest.sol";

/// @dev What a buyer without gas says by signature, and strangers carry.
contract BySignatureTest is MarketTest {
    /* CANCEL */

    function test_AnybodyCarriesACancellation() external {
        post();
        vm.expectEmit(address(market));
        emit IJobMarket.JobCancelled(jobId());
        cancelFor(sign(buyer, cancelDigest()));
        assertState(IJobMarket.JobState.Cancelled);
        assertPaid(0, 0);
    }

    function test_CancelsWhatWasOnlySigned() external {
        cancelFor(sign(buyer, cancelDigest()));
        assertState(IJobMarket.JobState.Cancelled);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Cancelled)
        );
        vm.prank(buyer.addr);
        market.post(order, terms);
    }

    function test_CancelsForAContractAccount() external {
        SmartAccount account = new SmartAccount();
        order.buyer = address(account);
        account.approve(cancelDigest());
        cancelFor("any");
        assertState(IJobMarket.JobState.Cancelled);
    }

    function test_RevertWhen_TheCancellationIsNotTheBuyers() external {
        post();
        bytes32 digest = cancelDigest();
        expectUnsigned();
        cancelFor(sign(stranger, digest));
        expectUnsigned();
        cancelFor("");
        // The order's own signature opens, and never closes.
        expectUnsigned();
        cancelFor(sign(buyer, JobId.unwrap(jobId())));
        order.salt += 1;
        expectUnsigned();
        cancelFor(sign(buyer, digest));
    }

    function test_RevertWhen_TheJobRuns() external {
        post();
        claim();
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
        cancelFor(sign(buyer, cancelDigest()));
    }

    function test_RevertWhen_CarriedTwice() external {
        post();
        bytes memory signature = sign(buyer, cancelDigest());
        cancelFor(signature);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Cancelled)
        );
        cancelFor(signature);
        assertPaid(0, 0);
    }

    /* DISPUTE */

    function test_AnybodyCarriesADispute() external {
        IJobMarket.Execution memory execution = submitted();
        bytes memory signature = sign(buyer, disputeDigest(executionIdOf(0), execution.receiptHash, 2));
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionDisputed(jobId(), executionIdOf(0), IJobMarket.Complaint.NotDelivered);
        disputeFor(execution, IJobMarket.Complaint.NotDelivered, signature);
        assertState(IJobMarket.JobState.Disputed);

        execution.disputedAt = clock();
        execution.complaint = 2;
        vm.prank(arbiter.addr);
        arbiterContract.rule(
            order, terms, execution, defaultWork(), IJobMarket.Finding.NotDelivered, "nothing was there"
        );
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
    }

    function test_RevertWhen_TheDisputeIsNotTheBuyers() external {
        IJobMarket.Execution memory execution = submitted();
        bytes32 digest = disputeDigest(executionIdOf(0), execution.receiptHash, 1);
        expectUnsigned();
        disputeFor(execution, IJobMarket.Complaint.Wrong, sign(stranger, digest));
        // Another complaint, receipt or attempt is another statement.
        expectUnsigned();
        disputeFor(execution, IJobMarket.Complaint.NotDelivered, sign(buyer, digest));
        expectUnsigned();
        disputeFor(execution, IJobMarket.Complaint.Wrong, sign(buyer, disputeDigest(executionIdOf(0), "other", 1)));
        expectUnsigned();
        disputeFor(
            execution,
            IJobMarket.Complaint.Wrong,
            sign(buyer, disputeDigest(executionIdOf(1), execution.receiptHash, 1))
        );
        // Whoever accepts a receipt does not contest it.
        expectUnsigned();
        disputeFor(execution, IJobMarket.Complaint.Wrong, sign(buyer, execution.receiptHash));
    }

    function test_RevertWhen_ThereIsNoComplaint() external {
        IJobMarket.Execution memory execution = submitted();
        bytes memory signature = sign(buyer, disputeDigest(executionIdOf(0), execution.receiptHash, 0));
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_ComplaintInvalid.selector, jobId()));
        disputeFor(execution, IJobMarket.Complaint.None, signature);
    }

    function test_RevertWhen_TheWindowIsOver() external {
        IJobMarket.Execution memory execution = submitted();
        bytes memory signature = sign(buyer, disputeDigest(executionIdOf(0), execution.receiptHash, 1));
        skip(WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WindowOver.selector, jobId(), execution.submittedAt + WINDOW)
        );
        disputeFor(execution, IJobMarket.Complaint.Wrong, signature);
    }

    function test_RevertWhen_NothingWasSubmitted() external {
        post();
        IJobMarket.Execution memory execution = claim();
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
        disputeFor(execution, IJobMarket.Complaint.Wrong, "");
    }

    /* STEPS */

    function submitted() private returns (IJobMarket.Execution memory) {
        post();
        return submit(claim(), defaultWork());
    }

    function cancelFor(bytes memory signature) private {
        vm.prank(stranger.addr);
        market.cancelFor(order, termsHash(), signature);
    }

    function disputeFor(IJobMarket.Execution memory execution, IJobMarket.Complaint complaint, bytes memory signature)
        private
    {
        vm.prank(stranger.addr);
        market.disputeFor(order, termsHash(), execution, complaint, signature);
    }

    function cancelDigest() private view returns (bytes32) {
        return typedDigest(keccak256(abi.encode(keccak256("CancelJob(bytes32 jobId)"), jobId())));
    }

    function disputeDigest(ExecutionId executionId, bytes32 receipt, uint8 complaint) private view returns (bytes32) {
        bytes32 typeHash = keccak256("DisputeExecution(bytes32 executionId,bytes32 receiptHash,uint8 complaint)");
        return typedDigest(keccak256(abi.encode(typeHash, executionId, receipt, complaint)));
    }

    function expectUnsigned() private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, jobId(), order.buyer));
    }
}
