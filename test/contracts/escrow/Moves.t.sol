// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdError} from "forge-std/StdError.sol";

import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "../support/Deployed.sol";

contract MovesTest is Deployed {
    function setUp() public override {
        super.setUp();
        fund(buyer.addr, 100e6);
        vm.startPrank(buyer.addr);
    }

    function test_MoveChangesAccountsAlone() external {
        escrow.move(address(dollar), payee.addr, 30e6);
        assertEq(freeOf(buyer.addr), 70e6);
        assertEq(freeOf(payee.addr), 30e6);
        assertEq(dollar.balanceOf(address(escrow)), 100e6);
    }

    function test_SettleMovesTwice() external {
        escrow.settle(address(dollar), payee.addr, 30e6, stranger.addr, 20e6);
        assertEq(freeOf(buyer.addr), 50e6);
        assertEq(freeOf(payee.addr), 30e6);
        assertEq(freeOf(stranger.addr), 20e6);
    }

    function test_ZeroMovesNothing() external {
        escrow.move(address(dollar), address(0), 0);
        escrow.settle(address(dollar), address(0), 0, payee.addr, 1);
        escrow.settle(address(dollar), payee.addr, 1, address(0), 0);
        assertEq(freeOf(buyer.addr), 100e6 - 2);
        assertEq(freeOf(payee.addr), 2);
    }

    function test_MovingToOneselfChangesNothing() external {
        escrow.move(address(dollar), buyer.addr, 100e6);
        escrow.settle(address(dollar), buyer.addr, 60e6, buyer.addr, 40e6);
        assertEq(freeOf(buyer.addr), 100e6);
    }

    /// @dev The money must be there, although it would be there again at once.
    function test_RevertWhen_MovingToOneselfMoreThanThereIs() external {
        vm.expectRevert(tooLow(100e6 + 1));
        escrow.move(address(dollar), buyer.addr, 100e6 + 1);
    }

    function test_RevertWhen_ReceiverIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.move(address(dollar), address(0), 1);
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.settle(address(dollar), address(0), 1, payee.addr, 1);
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.settle(address(dollar), payee.addr, 1, address(0), 1);
    }

    function test_RevertWhen_MoneyIsShort() external {
        vm.expectRevert(tooLow(100e6 + 1));
        escrow.move(address(dollar), payee.addr, 100e6 + 1);
        vm.expectRevert(tooLow(100e6 + 1));
        escrow.settle(address(dollar), payee.addr, 100e6, stranger.addr, 1);
    }

    function test_RevertWhen_SumOverflows() external {
        vm.expectRevert(stdError.arithmeticError);
        escrow.settle(address(dollar), payee.addr, type(uint256).max, stranger.addr, 1);
    }

    function testFuzz_SettlingConservesMoney(uint96 payment, uint96 refund, uint8 who) external {
        payment = uint96(bound(payment, 0, 100e6));
        refund = uint96(bound(refund, 0, 100e6 - payment));
        address[3] memory receivers = [payee.addr, stranger.addr, buyer.addr];
        escrow.settle(address(dollar), receivers[who % 3], payment, receivers[(who / 3) % 3], refund);
        assertEq(freeOf(buyer.addr) + freeOf(payee.addr) + freeOf(stranger.addr), 100e6);
    }

    function tooLow(uint256 amount) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), uint256(100e6), amount
        );
    }
}
