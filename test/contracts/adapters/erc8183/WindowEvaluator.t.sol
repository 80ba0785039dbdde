// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";
import {IWindowEvaluator} from "contracts/adapters/erc8183/IWindowEvaluator.sol";

import {CommerceTest} from "./CommerceTest.sol";

contract WindowEvaluatorTest is CommerceTest {
    uint32 private constant WINDOW = 1 hours;

    IWindowEvaluator private windowed;

    function setUp() public override {
        super.setUp();
        windowed = deployEvaluator(arbiter.addr, WINDOW);
        evaluator = address(windowed);
    }

    function test_TheClientAccepts() external {
        uint256 jobId = submitted();
        vm.prank(client);
        windowed.accept(jobId, "good");
        assertMoney(MONEY - BUDGET, BUDGET, 0);
    }

    /// @dev The client keeps the work and says nothing.
    function test_SilencePaysTheProvider() external {
        uint256 jobId = submitted();
        skip(WINDOW + 1);
        vm.prank(stranger.addr);
        windowed.finish(jobId);
        assertMoney(MONEY - BUDGET, BUDGET, 0);
        assertStatus(jobId, IAgenticCommerce.JobStatus.Completed);
    }

    /// @dev Submitted in the last second, silence of everybody: paid before anybody can refund it.
    function test_SilencePaysThoughTheWorkCameLate() external {
        uint256 jobId = funded();
        uint256 expiredAt = expiry();
        vm.warp(expiredAt - 1);
        vm.prank(seller);
        commerce.submit(jobId, "", "");
        skip(WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_NotExpired.selector, jobId, expiredAt + 1 days)
        );
        vm.prank(client);
        commerce.claimRefund(jobId);
        windowed.finish(jobId);
        assertMoney(MONEY - BUDGET, BUDGET, 0);
    }

    function test_SilenceOfTheProviderRefunds() external {
        uint256 jobId = funded();
        vm.warp(expiry());
        commerce.claimRefund(jobId);
        assertMoney(MONEY, 0, 0);
    }

    function test_AnObjectionHandsTheJobToTheArbiter() external {
        for (uint256 i = 0; i < 2; ++i) {
            uint256 before = vm.snapshotState();
            uint256 jobId = objectedTo();
            assertTrue(windowed.objected(jobId));
            vm.prank(arbiter.addr);
            windowed.rule(jobId, i == 1, "reason");
            assertMoney(i == 1 ? MONEY - BUDGET : MONEY, i == 1 ? BUDGET : 0, 0);
            vm.revertToState(before);
        }
    }

    function test_AnObjectionIsTakenBackByAccepting() external {
        uint256 jobId = objectedTo();
        vm.prank(client);
        windowed.accept(jobId, "");
        assertMoney(MONEY - BUDGET, BUDGET, 0);
    }

    function test_SilenceOfTheArbiterRefunds() external {
        uint256 jobId = objectedTo();
        vm.warp(commerce.getJob(jobId).expiredAt + 1 days);
        vm.prank(stranger.addr);
        commerce.claimRefund(jobId);
        assertMoney(MONEY, 0, 0);
    }

    function test_RevertWhen_TheWindowIsOpenOrObjectedTo() external {
        uint256 jobId = submitted();
        uint256 until = clock() + WINDOW;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_WindowOpen.selector, jobId, until));
        windowed.finish(jobId);
        vm.prank(client);
        windowed.object(jobId, "");
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_Objected.selector, jobId));
        windowed.finish(jobId);
    }

    function test_RevertWhen_ObjectedWrongly() external {
        uint256 jobId = submitted();
        address[3] memory others = [seller, arbiter.addr, stranger.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory reason =
                abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_NotClient.selector, client, others[i]);
            vm.expectRevert(reason);
            vm.prank(others[i]);
            windowed.object(jobId, "");
            vm.expectRevert(reason);
            vm.prank(others[i]);
            windowed.accept(jobId, "");
        }
        uint256 until = clock() + WINDOW;
        vm.warp(until + 1);
        vm.expectRevert(abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_WindowOver.selector, jobId, until));
        vm.prank(client);
        windowed.object(jobId, "");
    }

    function test_RevertWhen_ObjectedTwice() external {
        uint256 jobId = objectedTo();
        vm.expectRevert(abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_Objected.selector, jobId));
        vm.prank(client);
        windowed.object(jobId, "");
    }

    function test_RevertWhen_RuledWrongly() external {
        uint256 jobId = submitted();
        vm.expectRevert(abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_NotObjected.selector, jobId));
        vm.prank(arbiter.addr);
        windowed.rule(jobId, false, "");
        vm.expectRevert(
            abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_NotArbiter.selector, arbiter.addr, client)
        );
        vm.prank(client);
        windowed.rule(jobId, false, "");
    }

    function test_RevertWhen_NothingWasSubmitted() external {
        uint256 jobId = funded();
        bytes memory reason = abi.encodeWithSelector(IWindowEvaluator.WindowEvaluator_NotSubmitted.selector, jobId);
        vm.startPrank(client);
        vm.expectRevert(reason);
        windowed.accept(jobId, "");
        vm.expectRevert(reason);
        windowed.object(jobId, "");
        vm.expectRevert(reason);
        windowed.finish(jobId);
        vm.stopPrank();
        vm.expectRevert(reason);
        vm.prank(arbiter.addr);
        windowed.rule(jobId, false, "");
    }

    /// @dev It decides only the jobs that named it.
    function test_RevertWhen_AnotherEvaluatesTheJob() external {
        evaluator = arbiter.addr;
        uint256 jobId = submitted();
        skip(WINDOW + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_NotAllowed.selector, jobId, address(windowed))
        );
        windowed.finish(jobId);
    }

    function test_RevertWhen_DeployedWrongly() external {
        address[3] memory arbiters = [address(0), arbiter.addr, arbiter.addr];
        uint32[3] memory windows = [WINDOW, 0, 12 hours + 1];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(IWindowEvaluator.WindowEvaluator_ParameterInvalid.selector);
            deployEvaluator(arbiters[i], windows[i]);
        }
        assertEq(windowed.commerce(), address(commerce));
        assertEq(windowed.arbiter(), arbiter.addr);
        assertEq(windowed.window(), WINDOW);
    }

    function objectedTo() private returns (uint256 jobId) {
        jobId = submitted();
        vm.expectEmit(address(windowed));
        emit IWindowEvaluator.Objected(jobId, client, "not what I asked");
        vm.prank(client);
        windowed.object(jobId, "not what I asked");
    }

    function deployEvaluator(address arbiter_, uint32 window) private returns (IWindowEvaluator) {
        return
            IWindowEvaluator(deployCode("WindowEvaluator.sol:WindowEvaluator", abi.encode(commerce, arbiter_, window)));
    }
}
