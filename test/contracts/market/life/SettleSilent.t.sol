// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../../support/MarketTest.sol";

contract SettleSilentTest is MarketTest {
    IJobMarket.Execution private execution;

    function test_PaysWhereTheOrderSaysPay() external {
        bytes32 receipt = run();
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.SettledSilent,
            UNITS,
            AMOUNT,
            FUNDED - AMOUNT,
            receipt
        );
        settle(stranger.addr);
        assertState(IJobMarket.JobState.SettledSilent);
        assertEq(market.jobOf(jobId()).hash, bytes32(bytes31(receipt)));
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_RefundsWhereTheOrderSaysRefund() external {
        order.onSilence = 1;
        bytes32 receipt = run();
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(), executionIdOf(0), node.addr, IJobMarket.JobState.RefundedSilent, UNITS, 0, FUNDED, receipt
        );
        settle(stranger.addr);
        assertState(IJobMarket.JobState.RefundedSilent);
        assertEq(market.jobOf(jobId()).hash, bytes32(bytes31(receipt)));
        assertPaid(0, 0);
        assertEq(staking.providerOf(provider.addr).active, STAKE);
    }

    function test_RevertWhen_TheWindowIsOpenToTheSecond() external {
        run();
        vm.warp(execution.submittedAt + WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WindowOpen.selector, jobId(), execution.submittedAt + WINDOW)
        );
        settle(provider.addr);
        vm.warp(execution.submittedAt + WINDOW + 1);
        settle(provider.addr);
    }

    function test_RevertWhen_TheWorkIsNotWhatWasSubmitted() external {
        bytes32 submitted = run();
        IJobMarket.Work memory more = defaultWork();
        more.units += 1;
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongReceipt.selector, jobId(), submitted, receiptHash(more))
        );
        market.settleSilent(order, termsHash(), execution, more);
    }

    function test_RevertWhen_TheRecordIsAnother() external {
        run();
        execution.submittedAt -= 1;
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        settle(provider.addr);
    }

    function test_RevertWhen_NothingWasSubmitted() external {
        post();
        execution = claim();
        skip(WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
        settle(provider.addr);
    }

    function test_RevertWhen_ItIsDisputed() external {
        post();
        execution = submit(claim(), defaultWork());
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        skip(WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Disputed)
        );
        settle(provider.addr);
    }

    /// @return receipt The hash of what was submitted; the window is over by one second.
    function run() private returns (bytes32 receipt) {
        post();
        execution = submit(claim(), defaultWork());
        skip(WINDOW + 1);
        return receiptHash(defaultWork());
    }

    function settle(address caller) private {
        vm.prank(caller);
        market.settleSilent(order, termsHash(), execution, defaultWork());
    }
}
