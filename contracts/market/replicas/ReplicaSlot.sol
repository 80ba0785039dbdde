// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "./IReplicaMarket.sol";

/// @dev All that the market stores of one replica, one word from the top:
/// live      state u8 | 31 bytes of the record's hash
/// ended     state u8 | 31 bytes of the receipt's hash (zero if there is none)
type ReplicaSlot is uint256;

using ReplicaSlots for ReplicaSlot global;

/// @title Packing of a replica's slot
library ReplicaSlots {
    uint256 private constant STATE_BITS = 8;
    uint256 private constant STATE_OFFSET = 256 - STATE_BITS;

    function pack(IReplicaMarket.ReplicaState state_, bytes32 hash_) internal pure returns (ReplicaSlot) {
        return ReplicaSlot.wrap((uint256(state_) << STATE_OFFSET) | (uint256(hash_) >> STATE_BITS));
    }

    function state(ReplicaSlot slot) internal pure returns (IReplicaMarket.ReplicaState) {
        return IReplicaMarket.ReplicaState(ReplicaSlot.unwrap(slot) >> STATE_OFFSET);
    }

    /// @return 31 bytes, left-aligned.
    function hash(ReplicaSlot slot) internal pure returns (bytes32) {
        return bytes32(ReplicaSlot.unwrap(slot) << STATE_BITS);
    }

    function holds(ReplicaSlot slot, bytes32 recordHash) internal pure returns (bool) {
        return bytes31(slot.hash()) == bytes31(recordHash);
    }
}
