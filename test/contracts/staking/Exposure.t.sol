// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdError} from "forge-std/StdError.sol";

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev What the markets alone may do, tried by calling as a market.
contract ExposureTest is MarketTest {
    function test_RevertWhen_CallerIsNotTheMarket() external {
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NotMarket.selector, provider.addr);
        vm.startPrank(provider.addr);
        vm.expectRevert(reason);
        staking.commit(node.addr, 1);
        vm.expectRevert(reason);
        staking.release(provider.addr, 0);
        vm.expectRevert(reason);
        staking.slash(provider.addr, 0, 0, address(0), 0);
    }

    /// @dev Two markets, one exposure: what either commits is not free for the other.
    function test_BothMarketsMoveTheSameExposure() external {
        vm.prank(address(market));
        staking.commit(node.addr, 400e6);
        vm.startPrank(REPLICA_MARKET);
        staking.commit(node.addr, 600e6);
        assertStake(STAKE, STAKE, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_FreeStakeTooLow.selector, provider.addr, uint256(0), uint256(1))
        );
        staking.commit(node.addr, 1);
        staking.release(provider.addr, 500e6);
        staking.slash(provider.addr, 100e6, 40e6, address(0), 0);
        assertStake(STAKE - 40e6, 400e6, 40e6);
        assertEq(staking.replicaMarket(), REPLICA_MARKET);
    }

    /* COMMITTING */

    function test_CommitRaisesTheExposure() external {
        vm.prank(address(market));
        (address provider_, address payee_) = staking.commit(node.addr, STAKE);
        assertEq(provider_, provider.addr);
        assertEq(payee_, payee.addr);
        assertStake(STAKE, STAKE, 0);
    }

    function test_RevertWhen_NodeIsUnknown() external {
        expectCommitRefused(
            stranger.addr, 0, abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, stranger.addr)
        );
    }

    function test_RevertWhen_NodeIsPaused() external {
        vm.prank(provider.addr);
        staking.setPaused(node.addr, true);
        expectCommitRefused(node.addr, 0, abi.encodeWithSelector(IStaking.Staking_NodePaused.selector, node.addr));
    }

    function test_RevertWhen_NodeIsRetired() external {
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectCommitRefused(node.addr, 0, abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr));
    }

    function test_RevertWhen_FreeStakeIsShort() external {
        vm.prank(address(market));
        staking.commit(node.addr, 400e6);
        expectCommitRefused(
            node.addr,
            601e6,
            abi.encodeWithSelector(
                IStaking.Staking_FreeStakeTooLow.selector, provider.addr, uint256(600e6), uint256(601e6)
            )
        );
    }

    function test_RevertWhen_WhatThawsWouldBeExposed() external {
        vm.prank(provider.addr);
        staking.thaw(1);
        expectCommitRefused(
            node.addr,
            STAKE,
            abi.encodeWithSelector(
                IStaking.Staking_FreeStakeTooLow.selector, provider.addr, uint256(STAKE - 1), uint256(STAKE)
            )
        );
    }

    /* RELEASING */

    function test_ReleaseLowersTheExposureAlone() external {
        vm.startPrank(address(market));
        staking.commit(node.addr, 400e6);
        staking.release(provider.addr, 150e6);
        assertStake(STAKE, 250e6, 0);
    }

    function test_RevertWhen_MoreIsReleasedThanExposed() external {
        vm.startPrank(address(market));
        staking.commit(node.addr, 1);
        vm.expectRevert(stdError.arithmeticError);
        staking.release(provider.addr, 2);
    }

    /* SLASHING */

    function test_SlashBurnsAndPaysTheFee() external {
        vm.startPrank(address(market));
        staking.commit(node.addr, 400e6);
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(provider.addr, 90e6, arbiter.addr, 10e6);
        staking.slash(provider.addr, 300e6, 90e6, arbiter.addr, 10e6);
        assertStake(STAKE - 100e6, 100e6, 90e6);
        assertEq(freeOf(arbiter.addr), 10e6);
    }

    function test_SlashCapsAtTheExposureFeeFirst() external {
        vm.startPrank(address(market));
        staking.commit(node.addr, 100e6);
        vm.expectEmit(address(staking));
        emit IStaking.Slashed(provider.addr, 40e6, arbiter.addr, 60e6);
        staking.slash(provider.addr, 100e6, type(uint96).max, arbiter.addr, 60e6);
        assertStake(STAKE - 100e6, 0, 40e6);

        staking.commit(node.addr, 100e6);
        staking.slash(provider.addr, 100e6, 5, arbiter.addr, type(uint96).max);
        assertStake(STAKE - 200e6, 0, 40e6);
        assertEq(freeOf(arbiter.addr), 160e6);
    }

    function test_SlashWithoutFeeMovesNothing() external {
        vm.startPrank(address(market));
        staking.commit(node.addr, 100e6);
        vm.expectCall(address(escrow), abi.encodeWithSelector(IEscrow.move.selector), 0);
        staking.slash(provider.addr, 100e6, 30e6, address(0), 0);
        assertStake(STAKE - 30e6, 0, 30e6);
    }

    function testFuzz_SlashTakesAtMostTheExposure(uint96 exposure, uint96 burn, uint96 fee) external {
        exposure = uint96(bound(exposure, 0, STAKE));
        vm.startPrank(address(market));
        staking.commit(node.addr, exposure);
        staking.slash(provider.addr, exposure, burn, arbiter.addr, fee);

        IStaking.Provider memory stored = staking.providerOf(provider.addr);
        assertEq(stored.exposure, 0);
        assertGe(stored.active, STAKE - exposure);
        assertEq(freeOf(address(staking)), stored.active + staking.burned());
        assertEq(freeOf(address(staking)) + freeOf(arbiter.addr), STAKE);
    }

    function expectCommitRefused(address node_, uint96 exposure, bytes memory reason) private {
        vm.prank(address(market));
        vm.expectRevert(reason);
        staking.commit(node_, exposure);
    }

    function assertStake(uint96 active, uint96 exposure, uint256 burned) private view {
        IStaking.Provider memory stored = staking.providerOf(provider.addr);
        assertEq(stored.active, active, "active");
        assertEq(stored.exposure, exposure, "exposure");
        assertEq(staking.burned(), burned, "burned");
        assertEq(freeOf(address(staking)), active + burned, "account");
    }
}
