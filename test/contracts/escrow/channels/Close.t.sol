// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../../support/EscrowTest.sol";

contract CloseChannelTest is EscrowTest {
    /* STARTING */

    function test_StartSaysWhenItIsOver() external {
        open(RESERVE);
        uint40 closeAt = clock() + 1 days;
        vm.expectEmit(address(escrow));
        emit IChannels.ChannelClosing(id(), closeAt);
        startClose();
        IChannels.ChannelRecord memory record = escrow.channelOf(id());
        assertEq(uint8(record.state), uint8(IChannels.ChannelState.Closing));
        assertEq(record.closeAt, closeAt);
        assertEq(record.reserved, RESERVE);
    }

    function test_RevertWhen_StartedByAnotherThanThePayer() external {
        open(RESERVE);
        vm.prank(payee.addr);
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_NotPayer.selector, id(), buyer.addr, payee.addr));
        escrow.startClose(channel);
    }

    /// @dev Starting again would put the end off, or bring it forward.
    function test_RevertWhen_StartedTwice() external {
        open(RESERVE);
        startClose();
        expectWrongState(IChannels.ChannelState.Closing);
        startClose();
    }

    function test_RevertWhen_StartedBeforeTheOpening() external {
        expectWrongState(IChannels.ChannelState.None);
        startClose();
    }

    function test_RevertWhen_StartedAfterTheEnd() external {
        open(RESERVE);
        close();
        expectWrongState(IChannels.ChannelState.Closed);
        startClose();
    }

    function test_AnybodyCarriesASignedStart() external {
        open(RESERVE);
        bytes memory signature = sign(buyer, startCloseDigest());
        vm.prank(stranger.addr);
        escrow.startCloseFor(channel, deadline, signature);
        assertEq(escrow.channelOf(id()).closeAt, clock() + 1 days);
    }

    function test_RevertWhen_SignedStartIsAnothersOrLateOrUsed() external {
        open(RESERVE);
        bytes memory wrong = sign(payee, startCloseDigest());
        bytes memory right = sign(buyer, startCloseDigest());
        expectInvalid(buyer.addr);
        escrow.startCloseFor(channel, deadline, wrong);
        expectInvalid(buyer.addr);
        escrow.startCloseFor(channel, deadline + 1, right);
        channel.salt += 1;
        open(0);
        expectInvalid(buyer.addr);
        escrow.startCloseFor(channel, deadline, right);
        channel.salt -= 1;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.startCloseFor(channel, deadline, right);
        vm.warp(deadline);
        escrow.startCloseFor(channel, deadline, right);
        expectWrongState(IChannels.ChannelState.Closing);
        escrow.startCloseFor(channel, deadline, right);
    }

    /* AFTER THE DELAY */

    function test_AnybodyClosesAfterTheDelay() external {
        open(RESERVE);
        redeem(4e6);
        startClose();
        skip(1 days);
        vm.expectEmit(address(escrow));
        emit IChannels.ChannelClosed(id(), RESERVE - 4e6);
        vm.prank(stranger.addr);
        escrow.closeChannel(channel);
        assertClosed(4e6);
    }

    function test_RevertWhen_TheDelayIsNotOver() external {
        open(RESERVE);
        startClose();
        uint40 closeAt = clock() + 1 days;
        vm.warp(closeAt - 1);
        vm.prank(buyer.addr);
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_CloseNotDue.selector, id(), closeAt));
        escrow.closeChannel(channel);
        vm.warp(closeAt);
        vm.prank(buyer.addr);
        escrow.closeChannel(channel);
    }

    function test_RevertWhen_NobodyStartedTheClose() external {
        open(RESERVE);
        skip(365 days);
        expectWrongState(IChannels.ChannelState.Open);
        vm.prank(buyer.addr);
        escrow.closeChannel(channel);
    }

    /// @dev Due is not done: what was earned can be redeemed until somebody executes the close.
    function test_PaysUntilTheCloseIsExecuted() external {
        open(RESERVE);
        startClose();
        skip(30 days);
        assertEq(redeem(RESERVE + 1e6), RESERVE + 1e6);
        escrow.closeChannel(channel);
        assertClosed(RESERVE + 1e6);
    }

    /* BY CONSENT */

    function test_PayeeClosesAtOnce() external {
        open(RESERVE);
        redeem(4e6);
        close();
        assertClosed(4e6);
    }

    function test_PayeeClosesWhileClosing() external {
        open(RESERVE);
        startClose();
        close();
        assertClosed(0);
    }

    function test_RevertWhen_ClosedTwice() external {
        open(RESERVE);
        close();
        expectWrongState(IChannels.ChannelState.Closed);
        close();
    }

    function test_RevertWhen_NeverOpened() external {
        expectWrongState(IChannels.ChannelState.None);
        close();
        expectWrongState(IChannels.ChannelState.None);
        escrow.closeChannel(channel);
    }

    function test_AnybodyCarriesThePayeesConsent() external {
        open(RESERVE);
        redeem(4e6);
        bytes memory consent = sign(payee, closeDigest(4e6));
        vm.prank(buyer.addr);
        escrow.closeChannelFor(channel, 4e6, deadline, consent);
        assertClosed(4e6);
    }

    /// @dev The payee's consent cannot be carried in front of its last voucher.
    function test_RevertWhen_ConsentIsCarriedBeforeThePayment() external {
        open(RESERVE);
        redeem(4e6);
        bytes memory consent = sign(payee, closeDigest(5e6));
        vm.expectRevert(
            abi.encodeWithSelector(IChannels.Escrow_RedeemedTooLittle.selector, id(), uint96(5e6), uint96(4e6))
        );
        escrow.closeChannelFor(channel, 5e6, deadline, consent);
        redeem(6e6);
        escrow.closeChannelFor(channel, 5e6, deadline, consent);
        assertClosed(6e6);
    }

    function test_RevertWhen_ConsentIsAnothersOrLateOrAltered() external {
        open(RESERVE);
        bytes memory consent = sign(payee, closeDigest(1e6));
        bytes memory buyers = sign(buyer, closeDigest(0));
        expectInvalid(payee.addr);
        escrow.closeChannelFor(channel, 0, deadline, buyers);
        expectInvalid(payee.addr);
        escrow.closeChannelFor(channel, 0, deadline, consent);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.closeChannelFor(channel, 1e6, deadline, consent);
    }

    /* TOP-UP */

    function test_TopUpReservesMore() external {
        open(RESERVE);
        vm.expectEmit(address(escrow));
        emit IChannels.ChannelToppedUp(id(), 5e6, RESERVE + 5e6);
        vm.prank(buyer.addr);
        escrow.topUpChannel(channel, 5e6);
        assertEq(escrow.channelOf(id()).reserved, RESERVE + 5e6);
        assertEq(freeOf(buyer.addr), MONEY - RESERVE - 5e6);
    }

    function test_RevertWhen_TopUpIsNotThePayers() external {
        open(RESERVE);
        vm.prank(payee.addr);
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_NotPayer.selector, id(), buyer.addr, payee.addr));
        escrow.topUpChannel(channel, 1);
    }

    function test_RevertWhen_TopUpMeetsAnotherState() external {
        vm.startPrank(buyer.addr);
        expectWrongState(IChannels.ChannelState.None);
        escrow.topUpChannel(channel, 1);
        escrow.openChannel(channel, 0);
        escrow.startClose(channel);
        expectWrongState(IChannels.ChannelState.Closing);
        escrow.topUpChannel(channel, 1);
        skip(1 days);
        escrow.closeChannel(channel);
        expectWrongState(IChannels.ChannelState.Closed);
        escrow.topUpChannel(channel, 1);
    }

    function test_RevertWhen_TopUpIsZeroOrTooMuch() external {
        open(RESERVE);
        vm.startPrank(buyer.addr);
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        escrow.topUpChannel(channel, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), MONEY - RESERVE, MONEY
            )
        );
        escrow.topUpChannel(channel, uint96(MONEY));
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_ReservationTooHigh.selector, id()));
        escrow.topUpChannel(channel, type(uint96).max - RESERVE + 1);
        // As much as the type holds is a question of money alone.
        uint96 most = type(uint96).max - RESERVE;
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), MONEY - RESERVE, most
            )
        );
        escrow.topUpChannel(channel, most);
    }

    function test_AnybodyCarriesASignedTopUpOnce() external {
        open(RESERVE);
        bytes memory signature = sign(buyer, topUpDigest(5e6, 0));
        vm.prank(stranger.addr);
        escrow.topUpChannelFor(channel, 5e6, 0, deadline, signature);
        assertEq(escrow.channelOf(id()).reserved, RESERVE + 5e6);
        assertEq(freeOf(buyer.addr), MONEY - RESERVE - 5e6);
        assertEq(escrow.accountOf(buyer.addr, address(dollar)).nonce, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_NonceInvalid.selector, buyer.addr, address(dollar), uint32(1), uint32(0)
            )
        );
        escrow.topUpChannelFor(channel, 5e6, 0, deadline, signature);
        expectInvalid(buyer.addr);
        escrow.topUpChannelFor(channel, 5e6, 1, deadline, signature);
    }

    /* STEPS */

    function assertClosed(uint96 redeemed) private view {
        IChannels.ChannelRecord memory record = escrow.channelOf(id());
        assertEq(uint8(record.state), uint8(IChannels.ChannelState.Closed), "state");
        assertEq(record.redeemed, redeemed, "redeemed");
        assertEq(record.reserved, 0, "reserved");
        assertEq(freeOf(buyer.addr), MONEY - redeemed, "buyer");
        assertEq(freeOf(payee.addr), redeemed, "payee");
    }

    function expectInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SignatureInvalid.selector, account));
    }

    function expectWrongState(IChannels.ChannelState state) private {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_WrongChannelState.selector, id(), state));
    }
}
