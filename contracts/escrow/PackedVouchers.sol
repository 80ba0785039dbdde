// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "./IChannels.sol";

/// @dev Where a packed voucher begins in calldata.
type PackedRow is uint256;

using PackedVouchers for PackedRow global;

/// @title Vouchers without padding
/// @notice token 20 bytes, payee 20, then rows of 160:
/// payer 20 | signer 20 | close delay 4 | salt 8 | cumulative 12 | receipts' root 32 | r 32 | vs 32
library PackedVouchers {
    uint256 private constant HEAD = 40;
    uint256 private constant ROW = 160;

    /// @dev Reverts unless the length is that of whole rows.
    function count(bytes calldata packed) internal pure returns (uint256) {
        uint256 length = packed.length;
        if (length < HEAD || (length - HEAD) % ROW != 0) revert IChannels.Escrow_PackedLengthInvalid(length);
        return (length - HEAD) / ROW;
    }

    function head(bytes calldata packed) internal pure returns (address token, address payee) {
        return (address(bytes20(packed[:20])), address(bytes20(packed[20:40])));
    }

    /// @param index Below the count.
    function row(bytes calldata packed, uint256 index) internal pure returns (PackedRow place) {
        assembly ("memory-safe") {
            place := add(add(packed.offset, HEAD), mul(index, ROW))
        }
    }

    function payer(PackedRow place) internal pure returns (address) {
        return address(uint160(_word(place, 0) >> 96));
    }

    function signer(PackedRow place) internal pure returns (address) {
        return address(uint160(_word(place, 20) >> 96));
    }

    function closeDelay(PackedRow place) internal pure returns (uint256) {
        return _word(place, 40) >> 224;
    }

    function salt(PackedRow place) internal pure returns (uint256) {
        return _word(place, 44) >> 192;
    }

    function cumulative(PackedRow place) internal pure returns (uint256) {
        return _word(place, 52) >> 160;
    }

    function signed(PackedRow place) internal pure returns (bytes32 receiptsRoot, bytes32 r, bytes32 vs) {
        return (bytes32(_word(place, 64)), bytes32(_word(place, 96)), bytes32(_word(place, 128)));
    }

    function _word(PackedRow place, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(place, offset))
        }
    }
}
