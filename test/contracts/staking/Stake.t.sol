// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {PlainToken} from "../support/tokens/PlainToken.sol";

/// @dev The provider starts with STAKE active and nothing else.
contract StakeTest is MarketTest {
    /* DEPLOYMENT */

    function test_RevertWhen_DeployedWithAZeroAddress() external {
        vm.expectRevert(IStaking.Staking_ZeroAddress.selector);
        deployStaking(address(0), address(market), address(dollar), THAW_TIME);
        vm.expectRevert(IStaking.Staking_ZeroAddress.selector);
        deployStaking(address(escrow), address(0), address(dollar), THAW_TIME);
        vm.expectRevert(IStaking.Staking_ZeroAddress.selector);
        deployStaking(address(escrow), address(market), address(0), THAW_TIME);
    }

    function test_RevertWhen_ThawTimeIsOutOfRange() external {
        expectThawTimeRefused(0);
        expectThawTimeRefused(90 days + 1);
        assertEq(deployStaking(address(escrow), address(market), address(dollar), 1).thawTime(), 1);
        assertEq(deployStaking(address(escrow), address(market), address(dollar), 90 days).thawTime(), 90 days);
    }

    function test_NamesWhatItBelongsTo() external view {
        assertEq(staking.escrow(), address(escrow));
        assertEq(staking.market(), address(market));
        assertEq(staking.token(), address(dollar));
    }

    /* ADDING */

    function test_AddDrawsTheMoney() external {
        fund(provider.addr, 10e6);
        vm.expectEmit(address(staking));
        emit IStaking.Staked(provider.addr, 10e6);
        vm.prank(provider.addr);
        staking.add(10e6, 0);
        assertEq(staking.providerOf(provider.addr).active, STAKE + 10e6);
        assertEq(freeOf(address(staking)), STAKE + 10e6);
        assertEq(freeOf(provider.addr), 0);
    }

    function test_RevertWhen_AmountIsZero() external {
        vm.startPrank(provider.addr);
        vm.expectRevert(IStaking.Staking_ZeroAmount.selector);
        staking.add(0, 0);
        vm.expectRevert(IStaking.Staking_ZeroAmount.selector);
        staking.thaw(0);
    }

    function test_RevertWhen_StakingIsNotTheOperator() external {
        fund(stranger.addr, 10e6);
        vm.prank(stranger.addr);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, stranger.addr, address(staking), uint40(0))
        );
        staking.add(10e6, 0);
    }

    function test_RevertWhen_EpochIsOld() external {
        fund(provider.addr, 10e6);
        vm.startPrank(provider.addr);
        escrow.raiseEpoch(address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, provider.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        staking.add(10e6, 0);
    }

    function test_RevertWhen_StakeWouldExceedItsType() external {
        PlainToken token = new PlainToken();
        token.mint(address(this), type(uint128).max);
        token.approve(address(escrow), type(uint128).max);
        escrow.deposit(address(this), address(token), type(uint128).max);
        (IStaking large,) = deployMarket(address(token));
        escrow.setOperator(address(large), address(token), type(uint128).max - 1, type(uint40).max);
        large.add(type(uint96).max, 0);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_StakeTooHigh.selector, address(this)));
        large.add(1, 0);
        // What thaws still counts: it may come back.
        large.thaw(5);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_StakeTooHigh.selector, address(this)));
        large.add(1, 0);
        large.cancelThaw();
        assertEq(large.providerOf(address(this)).active, type(uint96).max);
    }

    /* THAWING */

    function test_ThawStartsItsTime() external {
        vm.expectEmit(address(staking));
        emit IStaking.ThawStarted(provider.addr, 100e6, 100e6, clock() + THAW_TIME);
        thaw(100e6);
        assertProvider(STAKE - 100e6, 0, 100e6, clock() + THAW_TIME);
    }

    function test_AnotherThawTakesTheFirstInAndStartsAnew() external {
        thaw(100e6);
        skip(THAW_TIME - 1);
        vm.expectEmit(address(staking));
        emit IStaking.ThawStarted(provider.addr, 50e6, 150e6, clock() + THAW_TIME);
        thaw(50e6);
        assertProvider(STAKE - 150e6, 0, 150e6, clock() + THAW_TIME);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(IStaking.Staking_StillThawing.selector, provider.addr, clock() + THAW_TIME - 1)
        );
        vm.prank(provider.addr);
        staking.withdraw();
    }

    function test_RevertWhen_ThawExceedsTheFreeStake() external {
        post();
        claim();
        vm.expectRevert(
            abi.encodeWithSelector(
                IStaking.Staking_FreeStakeTooLow.selector,
                provider.addr,
                uint256(STAKE - EXPOSURE),
                uint256(STAKE - EXPOSURE + 1)
            )
        );
        thaw(STAKE - EXPOSURE + 1);
        thaw(STAKE - EXPOSURE);
        assertProvider(EXPOSURE, EXPOSURE, STAKE - EXPOSURE, clock() + THAW_TIME);
    }

    function test_CancelThawPutsEverythingBack() external {
        thaw(100e6);
        vm.expectEmit(address(staking));
        emit IStaking.ThawCancelled(provider.addr, 100e6);
        vm.prank(provider.addr);
        staking.cancelThaw();
        assertProvider(STAKE, 0, 0, 0);
    }

    function test_RevertWhen_NothingThaws() external {
        vm.startPrank(provider.addr);
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NothingThawing.selector, provider.addr);
        vm.expectRevert(reason);
        staking.cancelThaw();
        vm.expectRevert(reason);
        staking.withdraw();
    }

    function test_WithdrawsToTheSecond() external {
        thaw(100e6);
        uint40 thawedAt = clock() + THAW_TIME;
        vm.warp(thawedAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_StillThawing.selector, provider.addr, thawedAt));
        vm.prank(provider.addr);
        staking.withdraw();

        vm.warp(thawedAt);
        vm.expectEmit(address(staking));
        emit IStaking.StakeWithdrawn(provider.addr, 100e6);
        vm.prank(provider.addr);
        staking.withdraw();
        assertEq(freeOf(provider.addr), 100e6);
        assertEq(freeOf(address(staking)), STAKE - 100e6);
        assertProvider(STAKE - 100e6, 0, 0, 0);
    }

    function thaw(uint96 amount) private {
        vm.prank(provider.addr);
        staking.thaw(amount);
    }

    function expectThawTimeRefused(uint32 thawTime) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IStaking.Staking_ParameterOutOfRange.selector,
                bytes32("thawTime"),
                uint256(1),
                uint256(90 days),
                uint256(thawTime)
            )
        );
        deployStaking(address(escrow), address(market), address(dollar), thawTime);
    }

    function assertProvider(uint96 active, uint96 exposure, uint96 thawing, uint40 thawedAt) private view {
        IStaking.Provider memory stored = staking.providerOf(provider.addr);
        assertEq(stored.active, active, "active");
        assertEq(stored.exposure, exposure, "exposure");
        assertEq(stored.thawing, thawing, "thawing");
        assertEq(stored.thawedAt, thawedAt, "thawedAt");
    }
}
