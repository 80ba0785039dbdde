// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IArbiter} from "contracts/disputes/IArbiter.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract ArbiterTest is MarketTest {
    IJobMarket.Execution private execution;

    function test_NamesItself() external view {
        assertEq(arbiterContract.arbiter(), arbiter.addr);
        assertEq(arbiterContract.market(), address(market));
        assertEq(arbiterContract.fee(), ARBITER_FEE);
    }

    function test_RulesForTheProvider() external {
        run();
        vm.expectEmit(address(arbiterContract));
        emit IArbiter.Ruled(jobId(), IJobMarket.Finding.Upheld, "The output is right.");
        rule(arbiter.addr, IJobMarket.Finding.Upheld, "The output is right.");
        assertState(IJobMarket.JobState.SettledResolved);
        assertPaid(AMOUNT + BOND - ARBITER_FEE, AMOUNT + BOND);
        assertEq(freeOf(arbiter.addr), ARBITER_FEE);
    }

    function test_RulesForTheBuyer() external {
        run();
        rule(arbiter.addr, IJobMarket.Finding.NotDelivered, "Nothing was there.");
        assertState(IJobMarket.JobState.RefundedResolved);
        assertPaid(0, 0);
        assertEq(freeOf(arbiter.addr), ARBITER_FEE);
        assertEq(staking.burned(), EXPOSURE - ARBITER_FEE);
    }

    function test_TakesWhatTheBondHolds() external {
        order.bond = ARBITER_FEE - 1;
        run();
        rule(arbiter.addr, IJobMarket.Finding.Upheld, "");
        assertEq(freeOf(arbiter.addr), ARBITER_FEE - 1);
        assertPaid(AMOUNT, AMOUNT + ARBITER_FEE - 1);
    }

    function test_TakesWhatTheProviderExposed() external {
        order.onSilence = 1;
        order.exposure = 1e6;
        run();
        rule(arbiter.addr, IJobMarket.Finding.Wrong, "");
        assertEq(freeOf(arbiter.addr), 1e6);
        assertEq(staking.burned(), 0);
        assertPaid(0, 0);
    }

    function test_AnExposureBelowTheFeeDoesNotLowerWhatTheBuyerPays() external {
        order.onSilence = 1;
        order.exposure = 0;
        run();
        rule(arbiter.addr, IJobMarket.Finding.Upheld, "");
        assertEq(freeOf(arbiter.addr), ARBITER_FEE);
    }

    function test_RevertWhen_CallerIsNotTheArbiter() external {
        run();
        vm.expectRevert(abi.encodeWithSelector(IArbiter.Arbiter_NotArbiter.selector, arbiter.addr, stranger.addr));
        rule(stranger.addr, IJobMarket.Finding.Wrong, "");
    }

    function test_RevertWhen_TheReasonIsTooLong() external {
        run();
        vm.expectRevert(abi.encodeWithSelector(IArbiter.Arbiter_ReasonTooLong.selector, uint256(513)));
        rule(arbiter.addr, IJobMarket.Finding.Wrong, string(new bytes(513)));
        rule(arbiter.addr, IJobMarket.Finding.Wrong, string(new bytes(512)));
    }

    function test_RevertWhen_TheMarketRefuses() external {
        run();
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_VerdictTooLate.selector, jobId(), execution.disputedAt + VERDICT_TIME
            )
        );
        rule(arbiter.addr, IJobMarket.Finding.Wrong, "");
    }

    function test_RevertWhen_TheOrderNamesAnotherResolver() external {
        terms.resolver = stranger.addr;
        run();
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_NotResolver.selector, jobId(), stranger.addr, address(arbiterContract)
            )
        );
        rule(arbiter.addr, IJobMarket.Finding.Wrong, "");
    }

    function run() private {
        post();
        execution = submit(claim(), defaultWork());
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
    }

    function rule(address caller, IJobMarket.Finding finding, string memory reason) private {
        vm.prank(caller);
        arbiterContract.rule(order, terms, execution, defaultWork(), finding, reason);
    }
}
