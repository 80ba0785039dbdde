// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "./IChannels.sol";

/// @dev All that the escrow stores of a channel, one word from the bottom:
/// redeemed u96 | reserved u96 | close time u40 | epoch u24
/// The close time says the state, too: 0 never opened, 1 closed for ever, the type's maximum open, else closing.
type ChannelSlot is uint256;

using ChannelSlots for ChannelSlot global;

/// @title Packing of a channel's slot
library ChannelSlots {
    uint256 private constant RESERVED_OFFSET = 96;
    uint256 private constant CLOSE_OFFSET = 192;
    uint256 private constant EPOCH_OFFSET = 232;
    uint40 private constant CLOSED = 1;
    uint40 private constant OPEN = type(uint40).max;

    function open(uint96 reserve, uint24 epoch_) internal pure returns (ChannelSlot) {
        return ChannelSlot.wrap(
            (uint256(reserve) << RESERVED_OFFSET) | (uint256(OPEN) << CLOSE_OFFSET) | (uint256(epoch_) << EPOCH_OFFSET)
        );
    }

    function redeemed(ChannelSlot slot) internal pure returns (uint256) {
        return uint96(ChannelSlot.unwrap(slot));
    }

    function reserved(ChannelSlot slot) internal pure returns (uint256) {
        return uint96(ChannelSlot.unwrap(slot) >> RESERVED_OFFSET);
    }

    function epoch(ChannelSlot slot) internal pure returns (uint24) {
        return uint24(ChannelSlot.unwrap(slot) >> EPOCH_OFFSET);
    }

    /// @dev Only of a channel that closes.
    function closeAt(ChannelSlot slot) internal pure returns (uint40) {
        return uint40(ChannelSlot.unwrap(slot) >> CLOSE_OFFSET);
    }

    /// @dev Open or closing: a channel pays until its close is executed, not merely due.
    function pays(ChannelSlot slot) internal pure returns (bool) {
        return slot.closeAt() > CLOSED;
    }

    function state(ChannelSlot slot) internal pure returns (IChannels.ChannelState) {
        uint40 at = slot.closeAt();
        if (at == 0) return IChannels.ChannelState.None;
        if (at == CLOSED) return IChannels.ChannelState.Closed;
        return at == OPEN ? IChannels.ChannelState.Open : IChannels.ChannelState.Closing;
    }

    /// @param amount What is due; at most 2^96 less what was redeemed, as every cumulative sum is.
    /// @param fromReservation At most the reservation and at most `amount`.
    function paid(ChannelSlot slot, uint256 amount, uint256 fromReservation) internal pure returns (ChannelSlot) {
        unchecked {
            return ChannelSlot.wrap(ChannelSlot.unwrap(slot) + amount - (fromReservation << RESERVED_OFFSET));
        }
    }

    /// @param amount At most what the reservation's type still holds; the caller checks it.
    function toppedUp(ChannelSlot slot, uint96 amount) internal pure returns (ChannelSlot) {
        unchecked {
            return ChannelSlot.wrap(ChannelSlot.unwrap(slot) + (uint256(amount) << RESERVED_OFFSET));
        }
    }

    /// @dev Of an open slot, whose close time has every bit set.
    function closing(ChannelSlot slot, uint40 at) internal pure returns (ChannelSlot) {
        return ChannelSlot.wrap(ChannelSlot.unwrap(slot) ^ (uint256(OPEN ^ at) << CLOSE_OFFSET));
    }

    /// @dev The tombstone keeps what was redeemed.
    function closed(ChannelSlot slot) internal pure returns (ChannelSlot) {
        return ChannelSlot.wrap(slot.redeemed() | (uint256(CLOSED) << CLOSE_OFFSET));
    }

    function unpack(ChannelSlot slot) internal pure returns (IChannels.ChannelRecord memory record) {
        record.state = slot.state();
        record.redeemed = uint96(slot.redeemed());
        record.reserved = uint96(slot.reserved());
        record.closeAt = record.state == IChannels.ChannelState.Closing ? slot.closeAt() : 0;
        record.epoch = slot.epoch();
    }
}
