// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Lower bound of staking's gas: what it stores, calls and logs, and not one check
/// @dev For measuring only. The first byte says what to do, everything else follows packed, as the line above each case says.
contract FloorStaking {
    address private immutable _escrow;
    address private immutable _token;

    constructor(address escrow, address token) {
        _escrow = escrow;
        _token = token;
    }

    fallback() external {
        (address escrow, address token) = (_escrow, _token);
        assembly {
            function addressAt(offset) -> value {
                value := shr(96, calldataload(offset))
            }
            function uint96At(offset) -> value {
                value := shr(160, calldataload(offset))
            }
            // Stake in the lower half, exposure in the upper one.
            function providerSlot(provider) -> slot {
                mstore(0, provider)
                mstore(32, 1)
                slot := keccak256(0, 64)
            }

            switch byte(0, calldataload(0))
            // add: amount 12
            case 1 {
                let amount := uint96At(1)
                let slot := providerSlot(caller())
                sstore(slot, add(sload(slot), amount))
                mstore(0, amount)
                log2(0, 32, 1, caller())
                mstore8(0, 10)
                mstore(1, shl(96, caller()))
                mstore(21, shl(96, token))
                mstore(41, shl(160, amount))
                if iszero(call(gas(), escrow, 0, 0, 53, 0, 0)) { revert(0, 0) }
            }
            // commit: node 20, exposure 12; a node has a slot for its provider and one for its payee
            case 2 {
                mstore(0, addressAt(1))
                mstore(32, 2)
                let node := keccak256(0, 64)
                let provider := sload(node)
                let slot := providerSlot(provider)
                sstore(slot, add(sload(slot), shl(128, uint96At(21))))
                mstore(0, provider)
                mstore(32, sload(add(node, 1)))
                return(0, 64)
            }
            // release: provider 20, exposure 12
            case 3 {
                let slot := providerSlot(addressAt(1))
                sstore(slot, sub(sload(slot), shl(128, uint96At(21))))
            }
            default { revert(0, 0) }
        }
    }
}
