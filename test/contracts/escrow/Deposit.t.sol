// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {Deployed} from "../support/Deployed.sol";
import {
    BlockListToken,
    BonusToken,
    FalseToken,
    FeeToken,
    SilentToken,
    ThievingToken
} from "../support/tokens/HostileTokens.sol";
import {PlainToken} from "../support/tokens/PlainToken.sol";

contract DepositTest is Deployed {
    PlainToken private plain;

    function setUp() public override {
        super.setUp();
        plain = new PlainToken();
    }

    function test_RevertWhen_OwnerIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.deposit(address(0), address(plain), 1);
    }

    function test_RevertWhen_AmountIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        escrow.deposit(buyer.addr, address(plain), 0);
    }

    function test_RevertWhen_TokenHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_NoToken.selector, stranger.addr));
        escrow.deposit(buyer.addr, stranger.addr, 1);
    }

    function test_RevertWhen_AllowanceIsShort() external {
        plain.mint(address(this), 10);
        plain.approve(address(escrow), 9);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(plain)));
        escrow.deposit(buyer.addr, address(plain), 10);
    }

    function test_RevertWhen_TokenAnswersFalse() external {
        FalseToken token = new FalseToken();
        give(token, 10);
        token.refuse(true);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        escrow.deposit(buyer.addr, address(token), 10);
    }

    function test_RevertWhen_TokenBlocksThePayer() external {
        BlockListToken token = new BlockListToken();
        give(token, 10);
        token.list(address(this));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        escrow.deposit(buyer.addr, address(token), 10);
    }

    function test_RevertWhen_TokenKeepsAFee() external {
        FeeToken token = new FeeToken();
        give(token, 1_000);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_DepositInexact.selector, address(token), uint256(1_000), uint256(990))
        );
        escrow.deposit(buyer.addr, address(token), 1_000);
    }

    function test_RevertWhen_TokenGivesMore() external {
        BonusToken token = new BonusToken();
        give(token, 1_000);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_DepositInexact.selector, address(token), uint256(1_000), uint256(1_001)
            )
        );
        escrow.deposit(buyer.addr, address(token), 1_000);
    }

    function test_RevertWhen_TokenTakesFromTheEscrow() external {
        ThievingToken token = new ThievingToken();
        token.mint(address(escrow), 1_000);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_DepositInexact.selector, address(token), uint256(10), uint256(0))
        );
        escrow.deposit(buyer.addr, address(token), 10);
    }

    function test_RevertWhen_AccountWouldExceedItsType() external {
        give(plain, type(uint256).max);
        escrow.deposit(buyer.addr, address(plain), type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_BalanceTooHigh.selector, buyer.addr, address(plain)));
        escrow.deposit(buyer.addr, address(plain), 1);
    }

    function test_CreditsTheOwnerWhoeverPays() external {
        give(plain, 10);
        vm.expectEmit(address(escrow));
        emit IEscrow.Deposited(buyer.addr, address(plain), 10);
        escrow.deposit(buyer.addr, address(plain), 10);
        assertEq(escrow.accountOf(buyer.addr, address(plain)).free, 10);
        assertEq(plain.balanceOf(address(escrow)), 10);
        assertEq(escrow.accountOf(address(this), address(plain)).free, 0);
    }

    function test_CreditsWhatATokenWithoutAnswerMoved() external {
        SilentToken token = new SilentToken();
        token.mint(address(this), 10);
        escrow.deposit(buyer.addr, address(token), 10);
        assertEq(escrow.accountOf(buyer.addr, address(token)).free, 10);
        vm.prank(buyer.addr);
        escrow.withdraw(address(token), 4, stranger.addr);
        assertEq(token.balanceOf(stranger.addr), 4);
    }

    function test_IgnoresTokensSentUnasked() external {
        plain.mint(address(escrow), 99);
        give(plain, 10);
        escrow.deposit(buyer.addr, address(plain), 10);
        assertEq(escrow.accountOf(buyer.addr, address(plain)).free, 10);
    }

    function testFuzz_DepositThenWithdrawIsExact(uint128 deposited, uint128 withdrawn) external {
        deposited = uint128(bound(deposited, 1, type(uint128).max));
        withdrawn = uint128(bound(withdrawn, 1, deposited));
        give(plain, deposited);
        escrow.deposit(buyer.addr, address(plain), deposited);
        vm.prank(buyer.addr);
        escrow.withdraw(address(plain), withdrawn, stranger.addr);
        assertEq(escrow.accountOf(buyer.addr, address(plain)).free, deposited - withdrawn);
        assertEq(plain.balanceOf(stranger.addr), withdrawn);
        assertEq(plain.balanceOf(address(escrow)), deposited - withdrawn);
    }

    function test_SlotNeverReturnsToZero() external {
        give(plain, 10);
        escrow.deposit(buyer.addr, address(plain), 10);
        vm.prank(buyer.addr);
        escrow.withdraw(address(plain), 10, buyer.addr);
        assertEq(escrow.accountOf(buyer.addr, address(plain)).free, 0);

        vm.record();
        escrow.accountOf(buyer.addr, address(plain));
        (bytes32[] memory reads,) = vm.accesses(address(escrow));
        assertNotEq(vm.load(address(escrow), reads[0]), 0);
    }

    function give(PlainToken token, uint256 amount) private {
        token.mint(address(this), amount);
        token.approve(address(escrow), type(uint256).max);
    }
}
