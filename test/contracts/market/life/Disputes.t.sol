// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev Dispute, verdict and the resolver's time-out. The resolver here is a plain account.
contract DisputesTest is MarketTest {
    address private resolver;
    IJobMarket.Execution private execution;

    function setUp() public override {
        super.setUp();
        resolver = arbiter.addr;
        terms.resolver = resolver;
        post();
        execution = submit(claim(), defaultWork());
    }

    /* DISPUTE */

    function test_DisputeWritesTimeAndComplaint() external {
        skip(100);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionDisputed(jobId(), executionIdOf(0), IJobMarket.Complaint.NotDelivered);
        IJobMarket.Execution memory disputed = dispute(execution, IJobMarket.Complaint.NotDelivered);
        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Disputed));
        assertEq(job.hash, bytes32(bytes29(keccak256(abi.encode(disputed)))));
        assertEq(disputed.complaint, 2);
        assertEq(freeOf(address(market)), FUNDED);
    }

    function test_RevertWhen_AnotherDisputes() external {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotBuyer.selector, jobId(), buyer.addr, stranger.addr));
        vm.prank(stranger.addr);
        market.dispute(order, termsHash(), execution, IJobMarket.Complaint.Wrong);
    }

    function test_RevertWhen_TheWindowIsOverToTheSecond() external {
        uint40 until = execution.submittedAt + WINDOW;
        vm.warp(until + 1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WindowOver.selector, jobId(), until));
        vm.prank(buyer.addr);
        market.dispute(order, termsHash(), execution, IJobMarket.Complaint.Wrong);
        vm.warp(until);
        dispute(execution, IJobMarket.Complaint.Wrong);
    }

    function test_RevertWhen_TheComplaintIsNone() external {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_ComplaintInvalid.selector, jobId()));
        vm.prank(buyer.addr);
        market.dispute(order, termsHash(), execution, IJobMarket.Complaint.None);
    }

    function test_RevertWhen_ItIsDisputedTwice() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.expectRevert(wrongState(IJobMarket.JobState.Disputed));
        vm.prank(buyer.addr);
        market.dispute(order, termsHash(), execution, IJobMarket.Complaint.Wrong);
    }

    /* VERDICT */

    function test_UpheldPaysAmountAndBondLessTheFee() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.SettledResolved,
            UNITS,
            AMOUNT + BOND - 2e6,
            MAX_PAY - AMOUNT,
            execution.receiptHash
        );
        resolve(verdict(IJobMarket.Finding.Upheld, 2e6));
        assertState(IJobMarket.JobState.SettledResolved);
        assertPaid(AMOUNT + BOND - 2e6, AMOUNT + BOND);
        assertEq(freeOf(stranger.addr), 2e6);
        assertEq(staking.providerOf(provider.addr).active, STAKE);
    }

    function test_UpheldWithoutFeeNeedsNoRecipient() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        resolve(IJobMarket.Verdict(IJobMarket.Finding.Upheld, 0, address(0)));
        assertPaid(AMOUNT + BOND, AMOUNT + BOND);
    }

    /// @dev A verdict that cannot be carried out is none: the time-out ends it.
    function test_RevertWhen_TheFeeHasNoRecipient() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        for (uint8 finding = 0; finding <= uint8(IJobMarket.Finding.NotDelivered); ++finding) {
            vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
            resolve(IJobMarket.Verdict(IJobMarket.Finding(finding), 1, address(0)));
        }
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertState(IJobMarket.JobState.SettledSplit);
    }

    function test_UpheldPaysTheSmallestFee() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        resolve(verdict(IJobMarket.Finding.Upheld, 1));
        assertPaid(AMOUNT + BOND - 1, AMOUNT + BOND);
        assertEq(freeOf(stranger.addr), 1);
    }

    function test_NotUpheldRefundsAndSlashes() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.RefundedResolved,
            UNITS,
            0,
            FUNDED,
            execution.receiptHash
        );
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(provider.addr, EXPOSURE - 2e6, stranger.addr, 2e6);
        resolve(verdict(IJobMarket.Finding.Wrong, 2e6));
        assertState(IJobMarket.JobState.RefundedResolved);
        assertEq(market.jobOf(jobId()).hash, bytes32(bytes31(execution.receiptHash)));
        assertPaid(0, 0);
        assertEq(freeOf(stranger.addr), 2e6);
        assertEq(staking.providerOf(provider.addr).active, STAKE - EXPOSURE);
        assertEq(staking.burned(), EXPOSURE - 2e6);
    }

    function test_NotDeliveredRefundsAndSlashes() external {
        execution = dispute(execution, IJobMarket.Complaint.NotDelivered);
        resolve(verdict(IJobMarket.Finding.NotDelivered, 0));
        assertState(IJobMarket.JobState.RefundedResolved);
        assertPaid(0, 0);
        assertEq(staking.burned(), EXPOSURE);
    }

    function test_RevertWhen_AnotherResolves() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotResolver.selector, jobId(), resolver, buyer.addr));
        vm.prank(buyer.addr);
        market.resolve(order, terms, execution, defaultWork(), verdict(IJobMarket.Finding.Wrong, 0));
    }

    function test_RevertWhen_TheResolversTimeIsOverToTheSecond() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        uint40 until = execution.disputedAt + VERDICT_TIME;
        vm.warp(until + 1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_VerdictTooLate.selector, jobId(), until));
        resolve(verdict(IJobMarket.Finding.Wrong, 0));
        vm.warp(until);
        resolve(verdict(IJobMarket.Finding.Wrong, 0));
    }

    function test_RevertWhen_TheFeeExceedsTheBond() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        expectFeeRefused(BOND, BOND + 1);
        resolve(verdict(IJobMarket.Finding.Upheld, BOND + 1));
        expectFeeRefused(BOND, BOND + 1);
        resolve(verdict(IJobMarket.Finding.Wrong, BOND + 1));
        resolve(verdict(IJobMarket.Finding.Upheld, BOND));
        assertPaid(AMOUNT, AMOUNT + BOND);
    }

    function test_RevertWhen_TheFeeExceedsTheLosersExposure() external {
        order.onSilence = 1;
        order.exposure = 1e6;
        post();
        execution = submit(claim(), defaultWork());
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        expectFeeRefused(1e6, 1e6 + 1);
        resolve(verdict(IJobMarket.Finding.Wrong, 1e6 + 1));
        resolve(verdict(IJobMarket.Finding.Wrong, 1e6));
        assertEq(freeOf(stranger.addr), 1e6);
        assertEq(staking.burned(), 0);
    }

    function test_RevertWhen_TheWorkIsNotWhatWasSubmitted() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        IJobMarket.Work memory less = defaultWork();
        less.units = 0;
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_WrongReceipt.selector, jobId(), execution.receiptHash, receiptHash(less)
            )
        );
        vm.prank(resolver);
        market.resolve(order, terms, execution, less, verdict(IJobMarket.Finding.Upheld, 0));
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_WrongReceipt.selector, jobId(), execution.receiptHash, receiptHash(less)
            )
        );
        market.resolveByTimeout(order, terms, execution, less);
    }

    function test_RevertWhen_TheRecordIsAnother() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        execution.disputedAt += 1;
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        resolve(verdict(IJobMarket.Finding.Upheld, 0));
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        market.resolveByTimeout(order, terms, execution, defaultWork());
    }

    function test_RevertWhen_ThereIsNoDispute() external {
        vm.expectRevert(wrongState(IJobMarket.JobState.Submitted));
        resolve(verdict(IJobMarket.Finding.Upheld, 0));
        vm.expectRevert(wrongState(IJobMarket.JobState.Submitted));
        market.resolveByTimeout(order, terms, execution, defaultWork());
    }

    /// @dev Whatever units and prices, the verdict hands out exactly what was funded and what was exposed.
    function testFuzz_VerdictsConserveMoney(uint128 units, uint96 fee, uint8 finding) external {
        order.salt += 1;
        post();
        IJobMarket.Work memory work = IJobMarket.Work(units, 0);
        execution = submit(claim(), work);
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        IJobMarket.Finding found = IJobMarket.Finding(finding % 3);
        fee = uint96(bound(fee, 0, BOND));
        vm.prank(resolver);
        market.resolve(order, terms, execution, work, verdict(found, fee));

        uint256 burned = staking.burned();
        assertEq(
            freeOf(buyer.addr) + freeOf(payee.addr) + freeOf(stranger.addr) + burned,
            BUYER_MONEY - FUNDED + (found == IJobMarket.Finding.Upheld ? 0 : EXPOSURE)
        );
        assertEq(freeOf(address(market)), FUNDED);
        assertEq(freeOf(stranger.addr), fee);
    }

    /* TIME-OUT */

    function test_TimeoutSplitsTheAmount() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.SettledSplit,
            UNITS,
            AMOUNT / 2,
            FUNDED - AMOUNT / 2,
            execution.receiptHash
        );
        vm.prank(stranger.addr);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertState(IJobMarket.JobState.SettledSplit);
        assertPaid(AMOUNT / 2, AMOUNT / 2);
        assertEq(staking.providerOf(provider.addr).active, STAKE);
    }

    function test_RevertWhen_TheVerdictIsPendingToTheSecond() external {
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        uint40 until = execution.disputedAt + VERDICT_TIME;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_VerdictPending.selector, jobId(), until));
        market.resolveByTimeout(order, terms, execution, defaultWork());
    }

    function testFuzz_TimeoutRoundsDown(uint16 split, uint96 price) external {
        order.salt += 1;
        order.price = uint96(bound(price, 1, MAX_PAY));
        terms.timeoutSplit = uint16(bound(split, 0, 10_000));
        post();
        IJobMarket.Work memory work = IJobMarket.Work(333_333_333_333, 0);
        execution = submit(claim(), work);
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, work);

        uint256 amount = 1e6 + 333_333_333_333 * uint256(order.price) / 1e12;
        if (amount > MAX_PAY) amount = MAX_PAY;
        assertEq(freeOf(payee.addr), amount * terms.timeoutSplit / 10_000);
        assertEq(freeOf(payee.addr) + freeOf(buyer.addr) + FUNDED, BUYER_MONEY);
    }

    /* STEPS */

    function resolve(IJobMarket.Verdict memory verdict_) private {
        vm.prank(resolver);
        market.resolve(order, terms, execution, defaultWork(), verdict_);
    }

    function verdict(IJobMarket.Finding finding, uint96 fee) private view returns (IJobMarket.Verdict memory) {
        return IJobMarket.Verdict(finding, fee, stranger.addr);
    }

    function expectFeeRefused(uint256 limit, uint96 fee) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_FeeTooHigh.selector, jobId(), limit, fee));
    }

    function wrongState(IJobMarket.JobState given) private view returns (bytes memory) {
        return abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), given);
    }
}
