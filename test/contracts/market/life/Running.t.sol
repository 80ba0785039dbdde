// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev Steps out of a running execution: decline, submit, expire.
contract RunningTest is MarketTest {
    IJobMarket.Execution private execution;

    function setUp() public override {
        super.setUp();
        post();
        execution = claim();
    }

    /* DECLINE */

    function test_DeclineOpensTheNextAttempt() external {
        vm.expectEmit(address(market));
        emit IJobMarket.JobReopened(jobId(), executionIdOf(0), true);
        decline(node.addr);
        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Open));
        assertEq(job.attempt, 1);
        assertEq(job.hash, 0);
        assertEq(staking.providerOf(provider.addr).exposure, 0);
        assertEq(staking.providerOf(provider.addr).active, STAKE);
        assertEq(freeOf(address(market)), FUNDED);

        vm.expectEmit(address(market));
        emit IJobMarket.JobClaimed(
            jobId(), executionIdOf(1), node.addr, 1, provider.addr, payee.addr, EXPOSURE, clock() + RUN_TIME
        );
        claim();
    }

    function test_RevertWhen_AnotherDeclines() external {
        vm.expectRevert(notNode(provider.addr));
        decline(provider.addr);
    }

    function test_RevertWhen_DeclineIsTooLateToTheSecond() external {
        uint40 declineBefore = execution.claimedAt + DECLINE_TIME;
        vm.warp(declineBefore);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_DeclineTooLate.selector, jobId(), declineBefore));
        decline(node.addr);
        vm.warp(declineBefore - 1);
        decline(node.addr);
    }

    /// @dev The attack: stay silent, and decline in front of the expiry that would burn the penalty.
    function test_RevertWhen_DeclinedOnceTheRunTimeIsOver() external {
        order.runTime = DECLINE_TIME - 2;
        order.salt = 8;
        post();
        execution = claim();
        uint40 submitBy = execution.submitBy;
        vm.warp(submitBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_DeclineTooLate.selector, jobId(), submitBy + 1));
        decline(node.addr);
        vm.warp(submitBy);
        decline(node.addr);
    }

    function test_RevertWhen_RunAndDeclineTimeEndTogether() external {
        order.runTime = DECLINE_TIME;
        order.salt = 8;
        post();
        execution = claim();
        vm.warp(execution.submitBy);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_DeclineTooLate.selector, jobId(), execution.submitBy));
        decline(node.addr);
    }

    function test_RevertWhen_ASubmittedJobIsDeclined() external {
        submit(execution, defaultWork());
        vm.expectRevert(wrongState(IJobMarket.JobState.Submitted));
        decline(node.addr);
    }

    /* SUBMIT */

    function test_SubmitWritesTimeAndReceipt() external {
        skip(20);
        IJobMarket.Work memory work = defaultWork();
        vm.expectEmit(address(market));
        emit IJobMarket.ReceiptSubmitted(
            jobId(), executionIdOf(0), node.addr, UNITS, work.detailsHash, receiptHash(work)
        );
        IJobMarket.Execution memory submitted = submit(execution, work);
        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Submitted));
        assertEq(job.attempt, 0);
        assertEq(job.hash, bytes32(bytes29(keccak256(abi.encode(submitted)))));
        assertEq(submitted.submittedAt, START + 20);
    }

    function test_RevertWhen_AnotherSubmits() external {
        vm.expectRevert(notNode(provider.addr));
        vm.prank(provider.addr);
        market.submit(jobId(), execution, defaultWork());
    }

    function test_RevertWhen_SubmitIsTooLateToTheSecond() external {
        vm.warp(execution.submitBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_SubmitTooLate.selector, jobId(), execution.submitBy));
        vm.prank(node.addr);
        market.submit(jobId(), execution, defaultWork());
        vm.warp(execution.submitBy);
        submit(execution, defaultWork());
    }

    function test_RevertWhen_ItIsSubmittedTwice() external {
        submit(execution, defaultWork());
        vm.expectRevert(wrongState(IJobMarket.JobState.Submitted));
        vm.prank(node.addr);
        market.submit(jobId(), execution, defaultWork());
    }

    /* EXPIRE */

    function test_ExpireOpensTheNextAttemptAndBurnsThePenalty() external {
        vm.warp(execution.submitBy + 1);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionExpired(jobId(), executionIdOf(0), node.addr, EXPOSURE / 100);
        vm.expectEmit(address(market));
        emit IJobMarket.JobReopened(jobId(), executionIdOf(0), false);
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(provider.addr, EXPOSURE / 100, address(0), 0);
        market.expire(order, termsHash(), execution);

        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Open));
        assertEq(job.attempt, 1);
        assertEq(freeOf(address(market)), FUNDED);
        assertPenalty();
        claim();
    }

    function test_ExpireRefundsOnceNobodyCanClaim() external {
        vm.warp(order.claimBefore);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionExpired(jobId(), executionIdOf(0), node.addr, EXPOSURE / 100);
        vm.expectEmit(address(market));
        emit IJobMarket.JobLapsed(jobId());
        vm.prank(stranger.addr);
        market.expire(order, termsHash(), execution);
        assertState(IJobMarket.JobState.Lapsed);
        assertEq(market.jobOf(jobId()).hash, 0);
        assertPaid(0, 0);
        assertPenalty();
    }

    function test_ExpireTurnsOnTheSecondOfClaimBefore() external {
        vm.warp(order.claimBefore - 1);
        market.expire(order, termsHash(), execution);
        assertState(IJobMarket.JobState.Open);
    }

    /// @dev In the provider's favour, to nothing where the exposure is dust.
    function testFuzz_PenaltyRoundsDown(uint96 exposure) external {
        exposure = uint96(bound(exposure, 1, STAKE - EXPOSURE));
        order.salt += 1;
        (order.maxPay, order.exposure) = (1, exposure);
        post();
        execution = claim();
        vm.warp(order.claimBefore);
        market.expire(order, termsHash(), execution);
        uint256 penalty = uint256(exposure) * LIVENESS_PENALTY / 10_000;
        assertEq(staking.providerOf(provider.addr).active, STAKE - penalty);
        assertEq(staking.burned(), penalty);
        assertEq(staking.providerOf(provider.addr).exposure, EXPOSURE);
    }

    function test_RevertWhen_ItIsNotExpiredToTheSecond() external {
        vm.warp(execution.submitBy);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotExpired.selector, jobId(), execution.submitBy));
        market.expire(order, termsHash(), execution);
    }

    function test_RevertWhen_ASubmittedJobExpires() external {
        submit(execution, defaultWork());
        vm.warp(execution.submitBy + 1);
        vm.expectRevert(wrongState(IJobMarket.JobState.Submitted));
        market.expire(order, termsHash(), execution);
    }

    /* RECORDS */

    function test_RevertWhen_AnyMemberOfTheRecordIsAnother() external {
        bytes memory clean = abi.encode(execution);
        vm.warp(execution.submitBy + 1);
        for (uint256 word = 0; word < 10; ++word) {
            bytes memory altered = bytes.concat(clean);
            altered[32 * word + 31] ^= 0x01;
            vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
            market.expire(order, termsHash(), abi.decode(altered, (IJobMarket.Execution)));
        }
        vm.startPrank(node.addr);
        execution.exposure = 0;
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        market.decline(jobId(), execution);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        market.submit(jobId(), execution, defaultWork());
    }

    /// @dev A declined execution's record is worth nothing for the next attempt of the same node in the same second.
    function test_RevertWhen_TheReceiptIsOfAnEarlierAttempt() external {
        decline(node.addr);
        claim();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHashOf(executionIdOf(0), node.addr, work));
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, jobId(), buyer.addr));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
    }

    /* STEPS */

    function decline(address caller) private {
        vm.prank(caller);
        market.decline(jobId(), execution);
    }

    function notNode(address given) private view returns (bytes memory) {
        return abi.encodeWithSelector(IJobMarket.Market_NotNode.selector, jobId(), node.addr, given);
    }

    function wrongState(IJobMarket.JobState given) private view returns (bytes memory) {
        return abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), given);
    }

    function assertPenalty() private view {
        IStaking.Provider memory stored = staking.providerOf(provider.addr);
        assertEq(stored.active, STAKE - EXPOSURE / 100, "active");
        assertEq(stored.exposure, 0, "exposure");
        assertEq(staking.burned(), EXPOSURE / 100, "burned");
    }
}
