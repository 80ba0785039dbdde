// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "./IJobMarket.sol";

/// @title What work comes to: min(maxPay, fixedPrice + floor(units * price / unitSize))
library Price {
    uint8 internal constant FUEL = 0;
    uint8 internal constant SECONDS = 1;
    uint8 internal constant TOKENS = 2;

    /// @return size How many units one `price` buys; 0 for an unknown kind.
    function unitSize(uint8 unitKind) internal pure returns (uint64 size) {
        if (unitKind == FUEL) return 1e12;
        if (unitKind == SECONDS) return 3600;
        if (unitKind == TOKENS) return 1e6;
    }

    /// @dev Requires a known unit kind. Rounding is in the buyer's favour.
    function amount(IJobMarket.JobOrder calldata order, uint128 units) internal pure returns (uint96) {
        uint256 sum = due(order.unitKind, order.fixedPrice, order.price, units);
        return sum < order.maxPay ? uint96(sum) : order.maxPay;
    }

    /// @notice The same without an upper limit.
    function due(uint8 unitKind, uint96 fixedPrice, uint96 price, uint128 units) internal pure returns (uint256) {
        // 128 + 96 bits cannot overflow 256.
        unchecked {
            return fixedPrice + uint256(units) * price / unitSize(unitKind);
        }
    }
}
