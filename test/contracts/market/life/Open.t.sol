// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev Ways out of an open job: cancel and lapse.
contract OpenTest is MarketTest {
    function setUp() public override {
        super.setUp();
        post();
    }

    function test_CancelGivesEverythingBack() external {
        vm.expectEmit(address(market));
        emit IJobMarket.JobCancelled(jobId());
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertState(IJobMarket.JobState.Cancelled);
        assertPaid(0, 0);
    }

    function test_RevertWhen_AnotherCancels() external {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotBuyer.selector, jobId(), buyer.addr, node.addr));
        vm.prank(node.addr);
        market.cancel(order, termsHash());
    }

    function test_RevertWhen_ARunningJobIsCancelled() external {
        claim();
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
    }

    /// @dev Another job, which was never posted: its cancellation moves nothing of this one.
    function test_OtherTermsAreAnotherJob() external {
        terms.timeoutSplit += 1;
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertState(IJobMarket.JobState.Cancelled);
        terms.timeoutSplit -= 1;
        assertState(IJobMarket.JobState.Open);
        assertEq(freeOf(address(market)), FUNDED);
    }

    function test_LapseGivesEverythingBackToTheSecond() external {
        vm.warp(order.claimBefore - 1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotLapsed.selector, jobId(), order.claimBefore));
        market.lapse(order, termsHash());

        vm.warp(order.claimBefore);
        vm.expectEmit(address(market));
        emit IJobMarket.JobLapsed(jobId());
        vm.prank(stranger.addr);
        market.lapse(order, termsHash());
        assertState(IJobMarket.JobState.Lapsed);
        assertPaid(0, 0);
    }

    function test_RevertWhen_ARunningJobLapses() external {
        claim();
        vm.warp(order.claimBefore);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
        market.lapse(order, termsHash());
    }

    function test_TheBuyerMayCancelAfterItsTime() external {
        vm.warp(order.claimBefore + 365 days);
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertPaid(0, 0);
    }
}
