// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";

import {EscrowTest} from "../../support/EscrowTest.sol";

/// @dev What tests of redemptions say of a channel.
abstract contract RedeemingTest is EscrowTest {
    function idOf(IChannels.Redemption memory item) internal view returns (bytes32) {
        return idOf(
            IChannels.Channel({
                payer: item.payer,
                signer: item.signer,
                payee: payee.addr,
                token: address(dollar),
                closeDelay: item.closeDelay,
                salt: item.salt
            })
        );
    }

    function expectRefusal(IChannels.Refusal reason) internal {
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionRefused(id(), reason);
    }

    function assertBooks(uint96 redeemed, uint96 reserved) internal view {
        IChannels.ChannelRecord memory record = escrow.channelOf(id());
        assertEq(record.redeemed, redeemed, "redeemed");
        assertEq(record.reserved, reserved, "reserved");
        assertEq(freeOf(payee.addr), redeemed, "payee");
        assertEq(freeOf(buyer.addr), MONEY - redeemed - reserved, "payer");
    }
}
