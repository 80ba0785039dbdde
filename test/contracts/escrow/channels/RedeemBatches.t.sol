// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";

import {RedeemingTest} from "./RedeemingTest.sol";

/// @dev Many vouchers in one call: each by itself.
contract RedeemBatchesTest is RedeemingTest {
    function test_BadAndBrokeItemsLeaveTheOthersAlone() external {
        IChannels.Redemption[] memory items = new IChannels.Redemption[](7);
        items[0] = opened(RESERVE, 1e6);
        items[1] = redemption(neverOpened(), signer.privateKey, 1e6);
        items[2] = opened(RESERVE, 2e6);
        items[2].r = 0;
        items[3] = broke(2e6);
        items[4] = opened(0, 3e6);
        items[5] = items[0];
        items[6] = ended(1e6);
        vm.recordLogs();
        assertEq(escrow.redeem(address(dollar), payee.addr, items), 1e6 + 3e6, "paid");
        assertEq(freeOf(payee.addr), 4e6, "payee");

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 7, "one reason each");
        assertLog(logs[0], items[0], IChannels.Redeemed.selector);
        assertRefusal(logs[1], items[1], IChannels.Refusal.NeverOpened);
        assertRefusal(logs[2], items[2], IChannels.Refusal.SignatureInvalid);
        assertLog(logs[3], items[3], IChannels.RedemptionShort.selector);
        assertLog(logs[4], items[4], IChannels.Redeemed.selector);
        assertRefusal(logs[5], items[5], IChannels.Refusal.NothingDue);
        assertRefusal(logs[6], items[6], IChannels.Refusal.Closed);
    }

    function test_OneChannelTwicePaysTheGreaterSum() external {
        open(RESERVE);
        IChannels.Redemption[] memory items = new IChannels.Redemption[](2);
        (items[0], items[1]) = (redemption(4e6), redemption(7e6));
        assertEq(escrow.redeem(address(dollar), payee.addr, items), 7e6);
        assertBooks(7e6, RESERVE - 7e6);
    }

    /// @dev Two channels of one payer share its free money and nothing else.
    function test_AReservationServesItsOwnChannelAlone() external {
        open(RESERVE);
        bytes32 reserved = id();
        channel.salt += 1;
        open(0);
        vm.prank(buyer.addr);
        escrow.withdraw(address(dollar), MONEY - RESERVE, buyer.addr);
        assertEq(redeem(4e6), 0);
        assertEq(escrow.channelOf(reserved).reserved, RESERVE);
    }

    function test_EmptyBatchPaysNothing() external {
        assertEq(escrow.redeem(address(dollar), payee.addr, new IChannels.Redemption[](0)), 0);
    }

    function test_LongestBatchIs256() external {
        open(RESERVE);
        IChannels.Redemption[] memory items = new IChannels.Redemption[](257);
        for (uint256 i = 0; i < items.length; ++i) {
            items[i] = redemption(uint96(i + 1));
        }
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_BatchTooLong.selector, uint256(256), uint256(257)));
        escrow.redeem(address(dollar), payee.addr, items);
        assembly ("memory-safe") {
            mstore(items, 256)
        }
        assertEq(escrow.redeem(address(dollar), payee.addr, items), 256);
    }

    /// @dev The sum is the token's and the payee's of the call: no item can name others.
    function test_PaysNoOtherTokenOrPayee() external {
        open(RESERVE);
        IChannels.Redemption memory item = redemption(4e6);
        channel.payee = stranger.addr;
        expectRefusal(IChannels.Refusal.NeverOpened);
        assertEq(escrow.redeem(address(dollar), stranger.addr, only(item)), 0);
        channel.payee = payee.addr;
        channel.token = address(market);
        expectRefusal(IChannels.Refusal.NeverOpened);
        assertEq(escrow.redeem(address(market), payee.addr, only(item)), 0);
    }

    /* STEPS */

    function opened(uint96 reserve, uint96 cumulative) private returns (IChannels.Redemption memory) {
        channel.salt += 1;
        open(reserve);
        return redemption(cumulative);
    }

    function neverOpened() private view returns (IChannels.Channel memory terms) {
        terms = channel;
        terms.salt = type(uint64).max;
    }

    function broke(uint96 cumulative) private returns (IChannels.Redemption memory item) {
        channel.payer = stranger.addr;
        item = opened(0, cumulative);
        channel.payer = buyer.addr;
    }

    function ended(uint96 cumulative) private returns (IChannels.Redemption memory item) {
        item = opened(RESERVE, cumulative);
        close();
    }

    function assertLog(Vm.Log memory log, IChannels.Redemption memory item, bytes32 selector) private view {
        assertEq(log.topics[0], selector, "event");
        assertEq(log.topics[1], idOf(item), "channel");
    }

    function assertRefusal(Vm.Log memory log, IChannels.Redemption memory item, IChannels.Refusal reason) private view {
        assertLog(log, item, IChannels.RedemptionRefused.selector);
        assertEq(uint8(abi.decode(log.data, (IChannels.Refusal))), uint8(reason), "reason");
    }
}
