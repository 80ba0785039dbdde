// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev A node that signs two receipts for one execution loses the exposure, and nobody gains by showing it.
contract EquivocationTest is MarketTest {
    function test_TwoSignedReceiptsBurnTheExposure() external {
        post();
        IJobMarket.Execution memory execution = claim();
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.RefundedEquivocation,
            UNITS,
            0,
            FUNDED,
            receiptHash(defaultWork())
        );
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(provider.addr, EXPOSURE, address(0), 0);
        prove(execution, signed(defaultWork()), signed(otherWork()));
        assertBurned();
    }

    function test_TheSubmittedReceiptIsOneOfThem() external {
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        prove(execution, IJobMarket.SignedWork(defaultWork(), ""), signed(otherWork()));
        assertBurned();
    }

    function test_AlsoWhileItIsDisputed() external {
        post();
        IJobMarket.Execution memory execution = dispute(submit(claim(), defaultWork()), IJobMarket.Complaint.Wrong);
        prove(execution, signed(otherWork()), IJobMarket.SignedWork(defaultWork(), ""));
        assertBurned();
    }

    function test_RevertWhen_TheReceiptsAreEqual() external {
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        bytes memory reason =
            abi.encodeWithSelector(IJobMarket.Market_ReceiptsEqual.selector, jobId(), receiptHash(defaultWork()));
        vm.expectRevert(reason);
        prove(execution, signed(defaultWork()), IJobMarket.SignedWork(defaultWork(), ""));
        // One receipt, two forms of one signature.
        vm.expectRevert(reason);
        prove(
            execution,
            signed(defaultWork()),
            IJobMarket.SignedWork(defaultWork(), signCompact(node, receiptHash(defaultWork())))
        );
    }

    function test_RevertWhen_TheNodeSignedOnlyOne() external {
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        bytes memory forged = sign(stranger, receiptHash(otherWork()));
        expectUnsigned();
        prove(execution, signed(defaultWork()), IJobMarket.SignedWork(otherWork(), forged));
        expectUnsigned();
        prove(execution, IJobMarket.SignedWork(otherWork(), forged), signed(defaultWork()));
        expectUnsigned();
        prove(execution, IJobMarket.SignedWork(otherWork(), ""), signed(defaultWork()));
    }

    /// @dev Two attempts of one node at one job have two executions, and a receipt each.
    function test_RevertWhen_TheOtherReceiptIsOfAnotherAttempt() external {
        post();
        IJobMarket.Execution memory first = claim();
        bytes memory ofTheFirst = sign(node, receiptHash(otherWork()));
        vm.prank(node.addr);
        market.decline(jobId(), first);
        IJobMarket.Execution memory second = claim();
        bytes memory ofTheSecond = sign(node, receiptHashOf(executionIdOf(1), node.addr, defaultWork()));
        expectUnsigned();
        prove(second, IJobMarket.SignedWork(defaultWork(), ofTheSecond), IJobMarket.SignedWork(otherWork(), ofTheFirst));
    }

    /// @dev Once the exposure is free there is nothing to take any more.
    function test_RevertWhen_TheExecutionIsSettled() external {
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.SettledSilent)
        );
        prove(execution, signed(defaultWork()), signed(otherWork()));
    }

    function test_RevertWhen_TheRecordIsAnother() external {
        post();
        IJobMarket.Execution memory execution = claim();
        execution.node = stranger.addr;
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        prove(execution, signed(defaultWork()), signed(otherWork()));
    }

    function prove(
        IJobMarket.Execution memory execution,
        IJobMarket.SignedWork memory one,
        IJobMarket.SignedWork memory other
    ) private {
        vm.prank(stranger.addr);
        market.proveEquivocation(order, termsHash(), execution, one, other);
    }

    function signed(IJobMarket.Work memory work) private view returns (IJobMarket.SignedWork memory) {
        return IJobMarket.SignedWork(work, sign(node, receiptHash(work)));
    }

    function otherWork() private view returns (IJobMarket.Work memory work) {
        work = defaultWork();
        work.units += 1;
    }

    function expectUnsigned() private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NodeSignatureInvalid.selector, jobId(), node.addr));
    }

    function assertBurned() private view {
        assertState(IJobMarket.JobState.RefundedEquivocation);
        assertPaid(0, 0);
        assertEq(staking.burned(), EXPOSURE);
        assertEq(staking.providerOf(provider.addr).active, STAKE - EXPOSURE);
        assertEq(freeOf(stranger.addr), 0);
    }
}
