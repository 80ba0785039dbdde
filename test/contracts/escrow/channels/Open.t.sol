// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {EscrowTest} from "../../support/EscrowTest.sol";

contract OpenChannelTest is EscrowTest {
    function test_ReservesAndSaysEveryTerm() external {
        vm.expectEmit(address(escrow));
        emit IChannels.ChannelOpened(
            id(), buyer.addr, payee.addr, signer.addr, address(dollar), 1 days, channel.salt, RESERVE
        );
        assertEq(open(RESERVE), id(), "id");

        IChannels.ChannelRecord memory record = escrow.channelOf(id());
        assertEq(uint8(record.state), uint8(IChannels.ChannelState.Open), "state");
        assertEq(record.redeemed, 0, "redeemed");
        assertEq(record.reserved, RESERVE, "reserved");
        assertEq(record.closeAt, 0, "closeAt");
        assertEq(record.epoch, 0, "epoch");
        assertEq(freeOf(buyer.addr), MONEY - RESERVE, "free");
    }

    function test_WithoutReservationLeavesTheAccountAlone() external {
        open(0);
        assertEq(escrow.channelOf(id()).reserved, 0);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_ReservesTheSmallestUnit() external {
        open(1);
        assertEq(escrow.channelOf(id()).reserved, 1);
        assertEq(freeOf(buyer.addr), MONEY - 1);
    }

    function test_KeepsTheEpochOfTheOpening() external {
        vm.startPrank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        escrow.raiseEpoch(address(dollar));
        vm.stopPrank();
        open(RESERVE);
        assertEq(escrow.channelOf(id()).epoch, 2);
    }

    function test_NeverOpenedIsNone() external view {
        assertEq(uint8(escrow.channelOf(id()).state), uint8(IChannels.ChannelState.None));
    }

    function test_RevertWhen_CallerIsNotThePayer() external {
        vm.prank(payee.addr);
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_NotPayer.selector, id(), buyer.addr, payee.addr));
        escrow.openChannel(channel, RESERVE);
    }

    function test_RevertWhen_OpenedAlready() external {
        open(RESERVE);
        expectWrongState(IChannels.ChannelState.Open);
        open(RESERVE);
    }

    function test_RevertWhen_Closing() external {
        open(RESERVE);
        startClose();
        expectWrongState(IChannels.ChannelState.Closing);
        open(RESERVE);
    }

    /// @dev Otherwise every voucher ever signed on it would be due anew.
    function test_RevertWhen_ClosedBefore() external {
        open(RESERVE);
        redeem(RESERVE);
        close();
        expectWrongState(IChannels.ChannelState.Closed);
        open(RESERVE);
    }

    function test_RevertWhen_SignerOrPayeeIsZero() external {
        channel.signer = address(0);
        expectRefusal(abi.encodeWithSelector(IEscrow.Escrow_ZeroAddress.selector));
        channel.signer = signer.addr;
        channel.payee = address(0);
        expectRefusal(abi.encodeWithSelector(IEscrow.Escrow_ZeroAddress.selector));
    }

    function test_CloseDelayHasBounds() external {
        channel.closeDelay = 0;
        expectRefusal(closeDelayInvalid(0));
        channel.closeDelay = 30 days + 1;
        expectRefusal(closeDelayInvalid(30 days + 1));
        channel.closeDelay = 1;
        open(RESERVE);
        channel.closeDelay = 30 days;
        open(RESERVE);
    }

    function test_RevertWhen_FreeMoneyIsShort() external {
        vm.prank(buyer.addr);
        vm.expectRevert(tooLow(MONEY + 1));
        escrow.openChannel(channel, uint96(MONEY + 1));
    }

    function testFuzz_TermsAreTheId(IChannels.Channel memory terms, uint96 reserve) external {
        vm.assume(terms.payer != address(0) && terms.signer != address(0) && terms.payee != address(0));
        terms.closeDelay = uint32(bound(terms.closeDelay, 1, 30 days));
        terms.token = address(dollar);
        reserve = uint96(bound(reserve, 0, MONEY));
        uint256 before = freeOf(terms.payer);
        fund(address(this), MONEY);
        escrow.move(address(dollar), terms.payer, MONEY);
        vm.prank(terms.payer);
        assertEq(escrow.openChannel(terms, reserve), idOf(terms));
        assertEq(escrow.channelOf(idOf(terms)).reserved, reserve);
        assertEq(freeOf(terms.payer), before + MONEY - reserve);
    }

    function expectWrongState(IChannels.ChannelState state) private {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_WrongChannelState.selector, id(), state));
    }

    function expectRefusal(bytes memory reason) private {
        vm.prank(buyer.addr);
        vm.expectRevert(reason);
        escrow.openChannel(channel, RESERVE);
    }

    function closeDelayInvalid(uint32 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IChannels.Escrow_CloseDelayInvalid.selector, uint32(1), uint32(30 days), given);
    }

    function tooLow(uint256 amount) private view returns (bytes memory) {
        return abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), MONEY, amount);
    }
}
