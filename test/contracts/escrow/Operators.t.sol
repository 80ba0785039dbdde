// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "../support/Deployed.sol";

contract OperatorsTest is Deployed {
    address private operator;

    function setUp() public override {
        super.setUp();
        fund(buyer.addr, 100e6);
        operator = stranger.addr;
    }

    /* SETTING */

    function test_DrawingFromOneselfChangesNothing() external {
        vm.startPrank(buyer.addr);
        escrow.setOperator(buyer.addr, address(dollar), 40e6, clock());
        uint256 before = freeOf(buyer.addr);
        escrow.draw(buyer.addr, address(dollar), 40e6, 0);
        assertEq(freeOf(buyer.addr), before);
        vm.stopPrank();
    }

    function test_RevertWhen_OperatorIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.setOperator(address(0), address(dollar), 1, 1);
    }

    function test_RevertWhen_CapIsUnbounded() external {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_OperatorCapUnbounded.selector, type(uint128).max));
        escrow.setOperator(operator, address(dollar), type(uint128).max, 1);
    }

    function test_SettingReplacesWhatWasSet() external {
        setOperator(50e6, type(uint40).max);
        vm.expectEmit(address(escrow));
        emit IEscrow.OperatorSet(buyer.addr, operator, address(dollar), 3, 4);
        setOperator(3, 4);
        IEscrow.Allowance memory allowance = escrow.allowanceOf(buyer.addr, operator, address(dollar));
        assertEq(allowance.cap, 3);
        assertEq(allowance.expiry, 4);
    }

    /* DRAWING */

    function test_DrawMovesIntoTheOperatorsAccount() external {
        setOperator(50e6, type(uint40).max);
        draw(20e6, 0);
        assertEq(freeOf(buyer.addr), 80e6);
        assertEq(freeOf(operator), 20e6);
        assertEq(escrow.allowanceOf(buyer.addr, operator, address(dollar)).cap, 30e6);
    }

    function test_RevertWhen_NothingWasEverAllowed() external {
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, buyer.addr, operator, uint40(0))
        );
        draw(1, 0);
    }

    function test_RevertWhen_AllowanceExpired() external {
        uint40 expiry = clock() + 10;
        setOperator(50e6, expiry);
        vm.warp(expiry);
        draw(1, 0);
        vm.warp(expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, buyer.addr, operator, expiry));
        draw(1, 0);
    }

    function test_RevertWhen_CapIsShort() external {
        setOperator(20e6, type(uint40).max);
        draw(19e6, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_OperatorCapExceeded.selector, buyer.addr, operator, uint128(1e6), uint256(1e6 + 1)
            )
        );
        draw(1e6 + 1, 0);
    }

    function test_RevertWhen_AmountExceedsTheType() external {
        setOperator(20e6, type(uint40).max);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_OperatorCapExceeded.selector,
                buyer.addr,
                operator,
                uint128(20e6),
                uint256(type(uint128).max) + 2
            )
        );
        draw(uint256(type(uint128).max) + 2, 0);
    }

    function test_RevertWhen_FreeMoneyIsShort() external {
        setOperator(200e6, type(uint40).max);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), uint256(100e6), uint256(100e6 + 1)
            )
        );
        draw(100e6 + 1, 0);
    }

    function test_MoneyThatComesBackDoesNotRestoreTheCap() external {
        setOperator(20e6, type(uint40).max);
        draw(20e6, 0);
        vm.prank(operator);
        escrow.move(address(dollar), buyer.addr, 20e6);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_OperatorCapExceeded.selector, buyer.addr, operator, uint128(0), uint256(1)
            )
        );
        draw(1, 0);
    }

    function test_ACapOfZeroEndsIt() external {
        setOperator(20e6, type(uint40).max);
        setOperator(0, type(uint40).max);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_OperatorCapExceeded.selector, buyer.addr, operator, uint128(0), uint256(1)
            )
        );
        draw(1, 0);
    }

    function testFuzz_DrawnNeverExceedsTheCap(uint128 cap, uint256[8] calldata amounts) external {
        cap = uint128(bound(cap, 0, type(uint128).max - 1));
        setOperator(cap, type(uint40).max);
        uint256 drawn;
        for (uint256 i = 0; i < amounts.length; ++i) {
            vm.prank(operator);
            try escrow.draw(buyer.addr, address(dollar), amounts[i] % 100e6, 0) {
                drawn += amounts[i] % 100e6;
            } catch {}
        }
        assertLe(drawn, cap);
        assertEq(freeOf(operator), drawn);
        assertEq(freeOf(buyer.addr), 100e6 - drawn);
        assertEq(escrow.allowanceOf(buyer.addr, operator, address(dollar)).cap, cap - drawn);
    }

    /* EPOCHS */

    function test_RaisingTheEpochCutsOlderOrdersOff() external {
        setOperator(50e6, type(uint40).max);
        draw(20e6, 0);
        vm.expectEmit(address(escrow));
        emit IEscrow.EpochRaised(buyer.addr, address(dollar), 1);
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));

        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        draw(1, 0);
        draw(10e6, 1);
        assertEq(freeOf(buyer.addr), 70e6);
        assertEq(freeOf(operator), 30e6);
    }

    function test_EpochOfOneTokenIsNotThatOfAnother() external {
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(0xbeef));
        assertEq(escrow.accountOf(buyer.addr, address(0xbeef)).epoch, 1);
        assertEq(escrow.accountOf(buyer.addr, address(dollar)).epoch, 0);
    }

    /* STEPS */

    function setOperator(uint128 cap, uint40 expiry) private {
        vm.prank(buyer.addr);
        escrow.setOperator(operator, address(dollar), cap, expiry);
    }

    function draw(uint256 amount, uint24 epoch) private {
        vm.prank(operator);
        escrow.draw(buyer.addr, address(dollar), amount, epoch);
    }
}
