// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "../support/Deployed.sol";
import {BlockListToken, FalseToken, RebasingToken} from "../support/tokens/HostileTokens.sol";

contract WithdrawTest is Deployed {
    function setUp() public override {
        super.setUp();
        fund(buyer.addr, 100e6);
    }

    function test_RevertWhen_ReceiverIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        withdraw(1, address(0));
    }

    function test_RevertWhen_ReceiverIsTheEscrow() external {
        vm.expectRevert(IEscrow.Escrow_RecipientIsEscrow.selector);
        withdraw(1, address(escrow));
    }

    function test_RevertWhen_AmountIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        withdraw(0, buyer.addr);
    }

    function test_RevertWhen_FreeMoneyIsShort() external {
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), uint256(100e6), uint256(100e6 + 1)
            )
        );
        withdraw(100e6 + 1, buyer.addr);
    }

    function test_RevertWhen_TokenAnswersFalse() external {
        FalseToken token = new FalseToken();
        token.mint(address(this), 10);
        token.approve(address(escrow), 10);
        escrow.deposit(address(this), address(token), 10);
        token.refuse(true);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        escrow.withdraw(address(token), 10, stranger.addr);
        assertEq(escrow.accountOf(address(this), address(token)).free, 10);
    }

    function test_PaysAnotherReceiverWhenTheTokenListsTheOwner() external {
        BlockListToken token = new BlockListToken();
        token.mint(address(this), 10);
        token.approve(address(escrow), 10);
        escrow.deposit(buyer.addr, address(token), 10);
        token.list(buyer.addr);

        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        vm.prank(buyer.addr);
        escrow.withdraw(address(token), 10, buyer.addr);

        vm.prank(buyer.addr);
        escrow.withdraw(address(token), 10, stranger.addr);
        assertEq(token.balanceOf(stranger.addr), 10);
    }

    /// @dev What is missing is missing to those who hold this token, and whoever comes last waits for
    /// somebody to fill it up.
    function test_ATokenThatRebasesTouchesItsOwnAccountsAlone() external {
        RebasingToken token = new RebasingToken();
        token.mint(address(this), 200);
        token.approve(address(escrow), 200);
        escrow.deposit(buyer.addr, address(token), 100);
        escrow.deposit(payee.addr, address(token), 100);

        token.rebase(50);
        vm.prank(buyer.addr);
        escrow.withdraw(address(token), 100, buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        vm.prank(payee.addr);
        escrow.withdraw(address(token), 100, payee.addr);
        assertEq(escrow.accountOf(payee.addr, address(token)).free, 100);
        withdraw(100e6, buyer.addr);

        token.mint(address(escrow), 200);
        vm.prank(payee.addr);
        escrow.withdraw(address(token), 100, payee.addr);
        assertEq(escrow.accountOf(payee.addr, address(token)).free, 0);
    }

    function test_SendsTheTokens() external {
        vm.expectEmit(address(escrow));
        emit IEscrow.Withdrawn(buyer.addr, address(dollar), stranger.addr, 40e6);
        withdraw(40e6, stranger.addr);
        assertEq(dollar.balanceOf(stranger.addr), 40e6);
        assertEq(freeOf(buyer.addr), 60e6);
    }

    function withdraw(uint256 amount, address to) private {
        vm.prank(buyer.addr);
        escrow.withdraw(address(dollar), amount, to);
    }
}
