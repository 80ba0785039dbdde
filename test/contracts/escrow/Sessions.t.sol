// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {stdError} from "forge-std/StdError.sol";
import {Vm} from "forge-std/Vm.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../support/EscrowTest.sol";

/// @dev A key that spends for the buyer: what its account holds is all that it can spend.
contract SessionsTest is EscrowTest {
    uint128 private constant BUDGET = 30e6;

    Vm.Wallet private key;

    function setUp() public override {
        super.setUp();
        key = vm.createWallet("session key");
    }

    /* OPENING */

    function test_OpeningMovesTheBudget() external {
        vm.expectEmit(address(escrow));
        emit IEscrow.SessionOpened(buyer.addr, key.addr, address(dollar), BUDGET);
        openSession();
        assertEq(freeOf(key.addr), BUDGET);
        assertEq(freeOf(buyer.addr), MONEY - BUDGET);
        assertEq(escrow.sessionOwnerOf(key.addr, address(dollar)), buyer.addr);
    }

    /// @dev Otherwise anybody could call a stranger's account its session and empty it.
    function test_RevertWhen_TheKeyDidNotConsent() external {
        fund(stranger.addr, 50e6);
        bytes memory own = sign(buyer, sessionDigest(buyer.addr, stranger.addr));
        expectInvalid(stranger.addr);
        vm.prank(buyer.addr);
        escrow.openSession(stranger.addr, address(dollar), 0, deadline, own);
        assertEq(freeOf(stranger.addr), 50e6);
    }

    /// @dev The key named its owner: nobody else takes the session with the same signature.
    function test_RevertWhen_TheKeyConsentedToAnother() external {
        bytes memory consent = sign(key, sessionDigest(buyer.addr, key.addr));
        expectInvalid(key.addr);
        vm.prank(stranger.addr);
        escrow.openSession(key.addr, address(dollar), 0, deadline, consent);
    }

    function test_RevertWhen_TheConsentIsForAnotherTokenOrLate() external {
        bytes memory consent = sign(key, sessionDigest(buyer.addr, key.addr));
        vm.startPrank(buyer.addr);
        expectInvalid(key.addr);
        escrow.openSession(key.addr, address(market), 0, deadline, consent);
        expectInvalid(key.addr);
        escrow.openSession(key.addr, address(dollar), 0, deadline + 1, consent);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.openSession(key.addr, address(dollar), 0, deadline, consent);
    }

    function test_RevertWhen_TheKeyServesSomebody() external {
        openSession();
        bytes memory consent = sign(key, sessionDigest(stranger.addr, key.addr));
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_SessionExists.selector, key.addr, address(dollar), buyer.addr)
        );
        vm.prank(stranger.addr);
        escrow.openSession(key.addr, address(dollar), 0, deadline, consent);
    }

    function test_RevertWhen_KeyAndOwnerAreOne() external {
        bytes memory consent = sign(buyer, sessionDigest(buyer.addr, buyer.addr));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SessionOfItself.selector, buyer.addr));
        vm.prank(buyer.addr);
        escrow.openSession(buyer.addr, address(dollar), 0, deadline, consent);
    }

    function test_RevertWhen_TheBudgetIsNotThere() external {
        bytes memory consent = sign(key, sessionDigest(buyer.addr, key.addr));
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), MONEY, MONEY + 1)
        );
        vm.prank(buyer.addr);
        escrow.openSession(key.addr, address(dollar), uint128(MONEY + 1), deadline, consent);
    }

    /* SPENDING */

    function test_KeySpendsOnChannelsAtMostWhatItHolds() external {
        openSession();
        channel.payer = key.addr;
        channel.signer = key.addr;
        open(10e6);
        IChannels.Redemption memory item = redemption(channel, key.privateKey, uint96(MONEY));
        assertEq(escrow.redeem(address(dollar), payee.addr, only(item)), BUDGET);
        assertEq(freeOf(buyer.addr), MONEY - BUDGET);
    }

    function test_KeySpendsThroughOperators() external {
        openSession();
        vm.prank(key.addr);
        escrow.setOperator(address(market), address(dollar), BUDGET, type(uint40).max);
        vm.prank(address(market));
        escrow.draw(key.addr, address(dollar), 20e6, 0);
        assertEq(freeOf(key.addr), BUDGET - 20e6);
    }

    function test_KeyWithdrawsToItsOwnerAlone() external {
        openSession();
        vm.startPrank(key.addr);
        expectPaysItsOwner();
        escrow.withdraw(address(dollar), 1e6, key.addr);
        expectPaysItsOwner();
        escrow.withdraw(address(dollar), 1e6, stranger.addr);
        escrow.withdraw(address(dollar), 1e6, buyer.addr);
        assertEq(dollar.balanceOf(buyer.addr), 1e6);
    }

    function test_KeyMovesToItsOwnerAlone() external {
        openSession();
        vm.startPrank(key.addr);
        expectPaysItsOwner();
        escrow.move(address(dollar), stranger.addr, 1e6);
        expectPaysItsOwner();
        escrow.settle(address(dollar), stranger.addr, 1e6, buyer.addr, 0);
        expectPaysItsOwner();
        escrow.settle(address(dollar), buyer.addr, 1e6, buyer.addr, 1e6);
        escrow.move(address(dollar), buyer.addr, 1e6);
        assertEq(freeOf(buyer.addr), MONEY - BUDGET + 1e6);
    }

    /// @dev A fee would be a way to pay anybody.
    function test_SignedWithdrawalPaysTheOwnerAndNoFee() external {
        openSession();
        IEscrow.Withdrawal memory withdrawal = IEscrow.Withdrawal({
            owner: key.addr, token: address(dollar), to: buyer.addr, amount: 1e6, fee: 1, nonce: 0, deadline: deadline
        });
        bytes memory signature = sign(key, withdrawalDigest(withdrawal));
        expectPaysItsOwner();
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);

        (withdrawal.fee, withdrawal.to) = (0, stranger.addr);
        signature = sign(key, withdrawalDigest(withdrawal));
        expectPaysItsOwner();
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);

        withdrawal.to = buyer.addr;
        signature = sign(key, withdrawalDigest(withdrawal));
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(dollar.balanceOf(buyer.addr), 1e6);
    }

    /// @dev A session of a session would pass money to a third.
    function test_RevertWhen_ASessionFundsAnother() external {
        openSession();
        Vm.Wallet memory second = vm.createWallet("second key");
        bytes memory consent = sign(second, sessionDigest(key.addr, second.addr));
        expectPaysItsOwner();
        vm.prank(key.addr);
        escrow.openSession(second.addr, address(dollar), 1e6, deadline, consent);
    }

    /// @dev Only this token's account is the session; the key's others are its own.
    function test_OtherTokensAreTheKeysOwn() external {
        openSession();
        assertEq(escrow.sessionOwnerOf(key.addr, address(market)), address(0));
        vm.prank(buyer.addr);
        expectNotOwner(key.addr, address(market), address(0), buyer.addr);
        escrow.emptySession(key.addr, address(market));
    }

    /* EMPTYING */

    function test_OwnerEmptiesAtAnyTime() external {
        openSession();
        vm.expectEmit(address(escrow));
        emit IEscrow.SessionEmptied(buyer.addr, key.addr, address(dollar), BUDGET);
        vm.prank(buyer.addr);
        escrow.emptySession(key.addr, address(dollar));
        assertEq(freeOf(key.addr), 0);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    /// @dev A key that raises its epoch sixteen million times, for the gas of it, has no epoch left to end.
    function test_OwnerEmptiesAndEndsThoughTheKeyUsedItsEpochsUp() external {
        openSession();
        useEpochsUp();
        vm.startPrank(buyer.addr);
        escrow.emptySession(key.addr, address(dollar));
        assertEq(freeOf(buyer.addr), MONEY);
        escrow.move(address(dollar), key.addr, 5e6);
        escrow.endSession(key.addr, address(dollar));
        escrow.move(address(dollar), key.addr, 5e6);
        vm.stopPrank();
        assertEq(freeOf(buyer.addr), MONEY);
        assertEq(freeOf(key.addr), 0);
    }

    /// @dev The last epoch and the last nonce but one: emptying still cuts off what the key signed.
    function test_EmptyingRaisesTheEpochWhileThereIsANext() external {
        openSession();
        setCounters(type(uint24).max - 1, type(uint32).max - 1);
        vm.expectEmit(address(escrow));
        emit IEscrow.EpochRaised(key.addr, address(dollar), type(uint24).max);
        vm.prank(buyer.addr);
        escrow.emptySession(key.addr, address(dollar));
    }

    function test_RevertWhen_AnotherEmpties() external {
        openSession();
        address[2] memory others = [key.addr, stranger.addr];
        for (uint256 i = 0; i < 2; ++i) {
            expectNotOwner(key.addr, address(dollar), buyer.addr, others[i]);
            vm.prank(others[i]);
            escrow.emptySession(key.addr, address(dollar));
        }
    }

    function test_RevertWhen_ThereIsNoSession() external {
        expectNotOwner(stranger.addr, address(dollar), address(0), buyer.addr);
        vm.prank(buyer.addr);
        escrow.emptySession(stranger.addr, address(dollar));
    }

    /// @dev What the key signed before cannot draw on what arrives later.
    function test_EmptyingCutsOffWhatTheKeySigned() external {
        openSession();
        channel.payer = key.addr;
        channel.signer = key.addr;
        open(0);
        IChannels.Redemption memory item = redemption(channel, key.privateKey, 5e6);
        vm.startPrank(buyer.addr);
        escrow.emptySession(key.addr, address(dollar));
        escrow.move(address(dollar), key.addr, 10e6);
        vm.stopPrank();
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionShort(id(), 5e6, IChannels.Shortfall.EpochRaised);
        assertEq(escrow.redeem(address(dollar), payee.addr, only(item)), 0);
        assertEq(freeOf(key.addr), 10e6);
    }

    /// @dev With the key lost, reservations come home all the same.
    function test_OwnerClosesTheKeysChannels() external {
        openSession();
        channel.payer = key.addr;
        open(10e6);
        vm.prank(buyer.addr);
        escrow.startClose(channel);
        skip(1 days);
        vm.startPrank(buyer.addr);
        escrow.closeChannel(channel);
        escrow.emptySession(key.addr, address(dollar));
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_RevertWhen_AnotherSessionsOwnerCloses() external {
        openSession();
        open(10e6);
        vm.prank(key.addr);
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_NotPayer.selector, id(), buyer.addr, key.addr));
        escrow.startClose(channel);
    }

    /* ENDING */

    /// @dev A stolen key and an operator of its choice wait for the reservation to return; it never comes within their reach.
    function test_EndedSessionNeverHoldsMoneyAgain() external {
        openSession();
        channel.payer = key.addr;
        open(10e6);
        vm.prank(key.addr);
        escrow.setOperator(stranger.addr, address(dollar), type(uint128).max - 1, type(uint40).max);
        vm.startPrank(buyer.addr);
        vm.expectEmit(address(escrow));
        emit IEscrow.SessionEnded(buyer.addr, key.addr, address(dollar));
        escrow.endSession(key.addr, address(dollar));
        escrow.startClose(channel);
        vm.stopPrank();
        skip(1 days);
        vm.startPrank(stranger.addr);
        escrow.closeChannel(channel);
        uint24 epoch = escrow.accountOf(key.addr, address(dollar)).epoch;
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, key.addr, address(dollar), uint256(0), uint256(1)
            )
        );
        escrow.draw(key.addr, address(dollar), 1, epoch);
        vm.stopPrank();
        assertEq(freeOf(key.addr), 0);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_EndedSessionPassesEverythingOn() external {
        openSession();
        vm.prank(buyer.addr);
        escrow.endSession(key.addr, address(dollar));
        fund(stranger.addr, 20e6);
        vm.startPrank(stranger.addr);
        escrow.move(address(dollar), key.addr, 5e6);
        escrow.settle(address(dollar), key.addr, 5e6, key.addr, 5e6);
        vm.stopPrank();
        channel.payee = key.addr;
        open(0);
        redeem(7e6);
        assertEq(freeOf(key.addr), 0);
        assertEq(freeOf(buyer.addr), MONEY + 15e6);
        // It stays a session, and ending it again changes nothing.
        vm.prank(buyer.addr);
        escrow.endSession(key.addr, address(dollar));
        assertEq(freeOf(buyer.addr), MONEY + 15e6);
    }

    /// @dev Two keys that own each other's ended sessions do not send money round in a ring: payments to them still end.
    function test_RingsOfSessionsHoldNothingUp() external {
        Vm.Wallet memory other = vm.createWallet("other key");
        bytes memory consent = sign(key, sessionDigest(other.addr, key.addr));
        bytes memory othersConsent = sign(other, sessionDigest(key.addr, other.addr));
        vm.startPrank(other.addr);
        escrow.openSession(key.addr, address(dollar), 0, deadline, consent);
        escrow.endSession(key.addr, address(dollar));
        vm.stopPrank();
        vm.startPrank(key.addr);
        escrow.openSession(other.addr, address(dollar), 0, deadline, othersConsent);
        escrow.endSession(other.addr, address(dollar));
        vm.stopPrank();
        vm.prank(buyer.addr);
        escrow.move(address(dollar), key.addr, 5e6);
        assertEq(freeOf(other.addr), 5e6);
    }

    function test_RevertWhen_AnotherEnds() external {
        openSession();
        address[2] memory others = [key.addr, stranger.addr];
        for (uint256 i = 0; i < 2; ++i) {
            expectNotOwner(key.addr, address(dollar), buyer.addr, others[i]);
            vm.prank(others[i]);
            escrow.endSession(key.addr, address(dollar));
        }
    }

    /* STEPS */

    function openSession() private {
        bytes memory consent = sign(key, sessionDigest(buyer.addr, key.addr));
        vm.prank(buyer.addr);
        escrow.openSession(key.addr, address(dollar), BUDGET, deadline, consent);
    }

    /// @dev As `raiseEpoch` would, called until it reverts.
    function useEpochsUp() private {
        setCounters(type(uint24).max, 0);
        vm.expectRevert(stdError.arithmeticError);
        vm.prank(key.addr);
        escrow.raiseEpoch(address(dollar));
    }

    function setCounters(uint24 epoch, uint32 nonce) private {
        vm.record();
        escrow.accountOf(key.addr, address(dollar));
        (bytes32[] memory reads,) = vm.accesses(address(escrow));
        uint256 slot = uint256(vm.load(address(escrow), reads[0]));
        vm.store(address(escrow), reads[0], bytes32(slot | (uint256(epoch) << 128) | (uint256(nonce) << 152)));
    }

    function expectInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SignatureInvalid.selector, account));
    }

    function expectPaysItsOwner() private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SessionPaysItsOwner.selector, key.addr, buyer.addr));
    }

    function expectNotOwner(address key_, address token, address owner, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_NotSessionOwner.selector, key_, token, owner, caller));
    }
}
