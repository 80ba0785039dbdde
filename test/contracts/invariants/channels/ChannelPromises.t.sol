// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {ChannelCampaign} from "./ChannelCampaign.sol";

/// @dev docs/protocol/invariants.md: CHN, SES, SIG-2, and those of the accounts with channels in play. Actors handle the refusals
/// they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract ChannelPromisesTest is ChannelCampaign {
    uint256 private constant CALLS = 30;

    function invariant_ESC_1_balanceIsFreeAndReserved() public view {
        uint256 sum;
        for (uint256 i; i < owners.length; ++i) {
            sum += _free(owners[i]);
        }
        for (uint256 i; i < channelIds.length; ++i) {
            sum += escrow.channelOf(channelIds[i]).reserved;
        }
        assertEq(dollar.balanceOf(address(escrow)), sum + unasked[address(dollar)], "balance and books differ");
        _assertKept("ESC-1");
    }

    function invariant_ESC_2_accountsHoldWhatTheirOwnersKnow() public view {
        for (uint256 i; i < owners.length; ++i) {
            IEscrow.Account memory account = escrow.accountOf(owners[i], address(dollar));
            assertEq(account.free, expected[owners[i]][address(dollar)], "an account moved without its owner");
            assertEq(account.epoch, epochs[owners[i]], "an epoch moved");
            assertEq(account.nonce, nonces[owners[i]], "a nonce moved");
        }
        _assertKept("ESC-2");
    }

    function invariant_CHN_1_paidIsRedeemedAndAtMostSigned() public view {
        for (uint256 i; i < channelIds.length; ++i) {
            GhostChannel storage channel = channels[channelIds[i]];
            uint96 redeemed = escrow.channelOf(channelIds[i]).redeemed;
            assertEq(redeemed, channel.paidOut, "redeemed is not what was paid");
            assertLe(redeemed, channel.signed, "more was paid than was signed");
        }
        _assertKept("CHN-1");
    }

    function invariant_CHN_2_payersOpenOnceAndEndsAreForEver() public view {
        for (uint256 i; i < channelIds.length; ++i) {
            IChannels.ChannelRecord memory record = escrow.channelOf(channelIds[i]);
            GhostChannel storage channel = channels[channelIds[i]];
            assertEq(uint8(record.state), uint8(channel.state), "a state that no step led to");
            if (channel.state != IChannels.ChannelState.Closed) assertEq(record.epoch, channel.epoch, "another epoch");
        }
        _assertKept("CHN-2");
    }

    function invariant_CHN_3_reservationsServeTheirChannelAlone() public view {
        for (uint256 i; i < channelIds.length; ++i) {
            assertEq(escrow.channelOf(channelIds[i]).reserved, channels[channelIds[i]].reserved, "a reservation moved");
        }
        _assertKept("CHN-3");
    }

    function invariant_CHN_4_vouchersPayWhatIsThere() public view {
        _assertKept("CHN-4");
    }

    function invariant_CHN_5_noVoucherFailsItsBatch() public view {
        _assertKept("CHN-5");
    }

    /// @dev Whatever stands still: the payer alone, and the payee alone, bring every channel to its end in its time.
    function invariant_CHN_6_everyChannelHasAnExit() public {
        _assertKept("CHN-6");
        for (uint256 i; i < channelIds.length; ++i) {
            GhostChannel storage channel = channels[channelIds[i]];
            if (!_pays(channel.state)) continue;
            uint256 start = _now();
            if (i % 2 == 0) {
                vm.prank(channel.terms.payee);
                escrow.closeChannel(channel.terms);
            } else {
                _leaveAsPayer(channel);
            }
            assertEq(uint8(escrow.channelOf(channelIds[i]).state), uint8(IChannels.ChannelState.Closed), "no way out");
            assertLe(_now(), start + channel.terms.closeDelay, "an exit took longer than the terms say");
            vm.warp(start);
        }
    }

    function _leaveAsPayer(GhostChannel storage channel) private {
        vm.startPrank(channel.terms.payer);
        if (channel.state == IChannels.ChannelState.Open) {
            escrow.startClose(channel.terms);
            vm.warp(_now() + channel.terms.closeDelay);
        } else if (_now() < channel.closeAt) {
            vm.warp(channel.closeAt);
        }
        escrow.closeChannel(channel.terms);
        vm.stopPrank();
    }

    function invariant_SES_1_sessionsServeTheirOwnerAlone() public view {
        for (uint256 i; i < sessionKeys.length; ++i) {
            assertEq(
                escrow.sessionOwnerOf(sessionKeys[i], address(dollar)), sessionOwners[sessionKeys[i]], "another owner"
            );
        }
        for (uint256 i; i < buyers.length; ++i) {
            assertEq(escrow.sessionOwnerOf(buyers[i], address(dollar)), address(0), "a stranger's session");
        }
        _assertKept("SES-1");
    }

    function invariant_SIG_2_statementsServeOnePurposeOnce() public view {
        _assertKept("SIG-2");
    }

    /// @dev A walk over the whole cast in a fixed order: each action does what it means to in a fifth of its calls at least.
    function test_EveryActionSucceedsOften() public {
        bytes4[] memory selectors = _actions();
        for (uint256 i; i < CALLS * selectors.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            bytes memory data =
                abi.encodeWithSelector(selectors[i % selectors.length], seed, uint96(seed >> 40), uint96(seed >> 80));
            (bool success,) = address(this).call(data);
            assertTrue(success, "an action died");
        }
        assertEq(actions.length, selectors.length, "an action was never tried");
        for (uint256 i; i < actions.length; ++i) {
            string memory name = string(abi.encodePacked(actions[i]));
            emit log_named_string(name, _share(actions[i]));
            assertGe(successes[actions[i]] * 5, calls[actions[i]], string.concat("dead action ", name));
        }
    }
}
