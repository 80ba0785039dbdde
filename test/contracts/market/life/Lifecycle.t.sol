// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev Whole lives of a job, from the buyer's money to everybody's account.
contract LifecycleTest is MarketTest {
    function test_DeclinedThenExpiredThenPaid() external {
        order.claimBefore = clock() + 1 days;
        post();
        IJobMarket.Execution memory execution = claim();
        vm.prank(node.addr);
        market.decline(jobId(), execution);

        execution = claim();
        vm.warp(execution.submitBy + 1);
        market.expire(order, termsHash(), execution);
        assertEq(market.jobOf(jobId()).attempt, 2);

        execution = claim();
        IJobMarket.Work memory work = defaultWork();
        bytes32 receipt = receiptHashOf(executionIdOf(2), node.addr, work);
        bytes memory signature = sign(buyer, receipt);
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);

        assertState(IJobMarket.JobState.SettledCosigned);
        assertEq(market.jobOf(jobId()).hash, bytes32(bytes31(receipt)));
        assertPaid(AMOUNT, AMOUNT);
        assertEq(staking.providerOf(provider.addr).active, STAKE - EXPOSURE / 100);
    }

    function test_TwoJobsDoNotTouchEachOther() external {
        post();
        IJobMarket.Execution memory first = claim();
        order.salt += 1;
        post();
        claim();
        assertEq(staking.providerOf(provider.addr).exposure, 2 * EXPOSURE);
        assertEq(freeOf(address(market)), 2 * FUNDED);

        order.salt -= 1;
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), first, work, "", signature);
        assertEq(staking.providerOf(provider.addr).exposure, EXPOSURE);
        assertEq(freeOf(address(market)), FUNDED);
        assertEq(freeOf(payee.addr), AMOUNT);
        order.salt += 1;
        assertState(IJobMarket.JobState.Running);
    }

    /// @dev What a provider earns it can withdraw at once, and nobody had to push it a token.
    function test_EarningsLeaveAtOnce() external {
        post();
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
        vm.prank(payee.addr);
        escrow.withdraw(address(dollar), AMOUNT, stranger.addr);
        assertEq(dollar.balanceOf(stranger.addr), AMOUNT);
    }
}
