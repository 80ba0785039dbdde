// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdError} from "forge-std/StdError.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {GasEatingAccount} from "../../support/accounts/Accounts.sol";
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

    /// @dev Buyer, provider and payee in one: whatever the job says, nothing is gained, and nothing is lost but its own penalty.
    function test_DealingWithOneselfEarnsNothing() external {
        vm.prank(provider.addr);
        staking.setPayee(node.addr, provider.addr);
        fund(provider.addr, 2 * FUNDED);
        allow(provider.addr, address(market));
        order.buyer = provider.addr;
        post();
        IJobMarket.Execution memory execution = claim();
        execution.payee = provider.addr;
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(provider, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);

        assertEq(freeOf(provider.addr), 2 * FUNDED);
        IStaking.Provider memory stored = staking.providerOf(provider.addr);
        assertEq(stored.active, STAKE);
        assertEq(stored.exposure, 0);
    }

    /// @dev A buyer whose code eats all gas is asked by nobody on any way out.
    function test_ABuyerThatEatsGasHoldsNothingUp() external {
        GasEatingAccount account = new GasEatingAccount();
        order.buyer = address(account);
        fund(address(account), 3 * FUNDED);
        allow(address(account), address(market));
        IJobMarket.Work memory work = defaultWork();

        post();
        IJobMarket.Execution memory execution = submit(claim(), work);
        skip(WINDOW + 1);
        market.settleSilent{gas: 200_000}(order, termsHash(), execution, work);
        assertState(IJobMarket.JobState.SettledSilent);

        order.salt += 1;
        order.claimBefore = clock() + 60;
        post();
        execution = claim();
        vm.warp(execution.submitBy + 1);
        market.expire{gas: 200_000}(order, termsHash(), execution);
        assertState(IJobMarket.JobState.Lapsed);

        order.salt += 1;
        order.claimBefore = clock() + 60;
        post();
        vm.warp(order.claimBefore);
        market.lapse{gas: 200_000}(order, termsHash());
        assertState(IJobMarket.JobState.Lapsed);
    }

    /// @dev The last seconds that the type of times can say: nothing wraps around, and the money comes back.
    function test_TimesEndAtTheirTypesBounds() external {
        vm.warp(type(uint40).max - 1);
        order.claimBefore = type(uint40).max;
        post();
        vm.prank(node.addr);
        vm.expectRevert(stdError.arithmeticError);
        market.claim(order, terms);
        vm.warp(type(uint40).max);
        market.lapse(order, termsHash());
        assertState(IJobMarket.JobState.Lapsed);
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
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
