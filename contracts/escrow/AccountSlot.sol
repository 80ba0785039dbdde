// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @dev All that the escrow stores of an account, one word from the bottom:
/// free u128 | epoch u24 | nonce u32 | session flag | ended flag | unused | exists flag (the highest bit)
/// `exists` stays set, so that an account that was emptied is not born again at the price of a new slot.
type AccountSlot is uint256;

using AccountSlots for AccountSlot global;

/// @title Packing of an account's slot
library AccountSlots {
    uint256 private constant EPOCH_OFFSET = 128;
    uint256 private constant NONCE_OFFSET = 152;
    uint256 private constant SESSION = 1 << 184;
    uint256 private constant ENDED = 1 << 185;
    uint256 private constant EXISTS = 1 << 255;

    function free(AccountSlot slot) internal pure returns (uint256) {
        return uint128(AccountSlot.unwrap(slot));
    }

    function epoch(AccountSlot slot) internal pure returns (uint24) {
        return uint24(AccountSlot.unwrap(slot) >> EPOCH_OFFSET);
    }

    function nonce(AccountSlot slot) internal pure returns (uint32) {
        return uint32(AccountSlot.unwrap(slot) >> NONCE_OFFSET);
    }

    function isSession(AccountSlot slot) internal pure returns (bool) {
        return AccountSlot.unwrap(slot) & SESSION != 0;
    }

    /// @dev Of a session's account: what arrives is its owner's.
    function isEnded(AccountSlot slot) internal pure returns (bool) {
        return AccountSlot.unwrap(slot) & ENDED != 0;
    }

    /// @param amount At most what the free money's type still holds; the caller checks it.
    function plus(AccountSlot slot, uint256 amount) internal pure returns (AccountSlot) {
        unchecked {
            return AccountSlot.wrap((AccountSlot.unwrap(slot) + amount) | EXISTS);
        }
    }

    /// @param amount At most the free money; the caller checks it.
    function minus(AccountSlot slot, uint256 amount) internal pure returns (AccountSlot) {
        unchecked {
            return AccountSlot.wrap(AccountSlot.unwrap(slot) - amount);
        }
    }

    /// @dev Reverts when four billion statements were carried: the account then acts by its owner's calls alone.
    function withNextNonce(AccountSlot slot) internal pure returns (AccountSlot) {
        uint256 next = uint256(slot.nonce() + 1) << NONCE_OFFSET;
        return AccountSlot.wrap(_cleared(slot, NONCE_OFFSET, type(uint32).max) | next | EXISTS);
    }

    function withNextEpoch(AccountSlot slot) internal pure returns (AccountSlot) {
        uint256 next = uint256(slot.epoch() + 1) << EPOCH_OFFSET;
        return AccountSlot.wrap(_cleared(slot, EPOCH_OFFSET, type(uint24).max) | next | EXISTS);
    }

    /// @dev Whether neither counter is used up.
    function hasNext(AccountSlot slot) internal pure returns (bool) {
        return slot.epoch() != type(uint24).max && slot.nonce() != type(uint32).max;
    }

    function asSession(AccountSlot slot) internal pure returns (AccountSlot) {
        return AccountSlot.wrap(AccountSlot.unwrap(slot) | SESSION | EXISTS);
    }

    function asEnded(AccountSlot slot) internal pure returns (AccountSlot) {
        return AccountSlot.wrap(AccountSlot.unwrap(slot) | ENDED);
    }

    function _cleared(AccountSlot slot, uint256 offset, uint256 mask) private pure returns (uint256) {
        return AccountSlot.unwrap(slot) & ~(mask << offset);
    }
}
