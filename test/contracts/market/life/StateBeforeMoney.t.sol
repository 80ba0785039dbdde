// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {VmSafe} from "forge-std/Vm.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev Checks, effects, event, interactions: whatever ends an attempt has written all of the market's state before it asks escrow
/// or staking for anything. Nobody sees the difference while these two call nobody; the lock is the second line, not the first.
contract StateBeforeMoneyTest is MarketTest {
    address private resolver;

    function setUp() public override {
        super.setUp();
        resolver = arbiter.addr;
        terms.resolver = resolver;
        post();
    }

    function test_Cancel() external {
        vm.startStateDiffRecording();
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertStateFirst();
    }

    function test_Lapse() external {
        vm.warp(order.claimBefore + 1);
        vm.startStateDiffRecording();
        market.lapse(order, termsHash());
        assertStateFirst();
    }

    function test_Decline() external {
        IJobMarket.Execution memory execution = claim();
        vm.startStateDiffRecording();
        vm.prank(node.addr);
        market.decline(jobId(), execution);
        assertStateFirst();
    }

    function test_Expire() external {
        IJobMarket.Execution memory execution = claim();
        vm.warp(execution.submitBy + 1);
        vm.startStateDiffRecording();
        market.expire(order, termsHash(), execution);
        assertStateFirst();
    }

    /// @dev Nobody can claim any more: the money goes back, too.
    function test_ExpireForGood() external {
        IJobMarket.Execution memory execution = claim();
        vm.warp(order.claimBefore + RUN_TIME + 1);
        vm.startStateDiffRecording();
        market.expire(order, termsHash(), execution);
        assertStateFirst();
    }

    function test_SettleCosigned() external {
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.startStateDiffRecording();
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
        assertStateFirst();
    }

    function test_SettleSilent() external {
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        skip(WINDOW + 1);
        vm.startStateDiffRecording();
        market.settleSilent(order, termsHash(), execution, defaultWork());
        assertStateFirst();
    }

    function test_ResolveUpheld() external {
        resolves(IJobMarket.Finding.Upheld);
    }

    function test_ResolveWrong() external {
        resolves(IJobMarket.Finding.Wrong);
    }

    function test_ResolveByTimeout() external {
        IJobMarket.Execution memory execution = disputed();
        skip(VERDICT_TIME + 1);
        vm.startStateDiffRecording();
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertStateFirst();
    }

    function test_ProveEquivocation() external {
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        IJobMarket.Work memory other = IJobMarket.Work(UNITS + 1, defaultWork().detailsHash);
        bytes memory signature = sign(node, receiptHash(other));
        vm.startStateDiffRecording();
        market.proveEquivocation(
            order,
            termsHash(),
            execution,
            IJobMarket.SignedWork(defaultWork(), ""),
            IJobMarket.SignedWork(other, signature)
        );
        assertStateFirst();
    }

    function resolves(IJobMarket.Finding finding) private {
        IJobMarket.Execution memory execution = disputed();
        vm.startStateDiffRecording();
        vm.prank(resolver);
        market.resolve(order, terms, execution, defaultWork(), IJobMarket.Verdict(finding, 2e6, stranger.addr));
        assertStateFirst();
    }

    function disputed() private returns (IJobMarket.Execution memory) {
        return dispute(submit(claim(), defaultWork()), IJobMarket.Complaint.Wrong);
    }

    /// @dev A frame that goes on after a call is recorded as an access of its own: accesses stand in the order of time.
    function assertStateFirst() private {
        VmSafe.AccountAccess[] memory accesses = vm.stopAndReturnStateDiff();
        bool written;
        bool asked;
        for (uint256 i; i < accesses.length; ++i) {
            if (accesses[i].accessor == address(market) && accesses[i].kind == VmSafe.AccountAccessKind.Call) {
                asked = asked || accesses[i].account == address(escrow) || accesses[i].account == address(staking);
            }
            for (uint256 j; j < accesses[i].storageAccesses.length; ++j) {
                VmSafe.StorageAccess memory access = accesses[i].storageAccesses[j];
                if (access.account != address(market) || !access.isWrite) continue;
                assertFalse(asked, "the market wrote after it had asked");
                written = true;
            }
        }
        assertTrue(written && asked, "nothing happened");
    }
}
