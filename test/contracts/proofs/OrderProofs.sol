// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {OrderRules} from "contracts/market/OrderRules.sol";

/// @dev What makes an order valid, as docs/protocol/parameters.md states it: whatever is accepted keeps each rule, and whatever keeps
/// them all is accepted.
contract OrderProofs {
    uint256 private constant MONTH = 30 * 24 * 3600;

    function acceptedMoneyKeepsTheRules(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint32 minimumWindow
    ) external view {
        OrderRules.check(order, terms, minimumWindow);
        assert(order.maxPay > 0);
        assert(order.fixedPrice > 0 || order.price > 0);
        assert(order.unitKind <= 2 && order.funding <= 2 && order.onSilence <= 1);
        if (order.onSilence == 0) assert(order.exposure >= order.maxPay);
    }

    function acceptedTimesKeepTheRules(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint32 minimumWindow
    ) external view {
        OrderRules.check(order, terms, minimumWindow);
        assert(order.claimBefore > block.timestamp && order.claimBefore <= block.timestamp + MONTH);
        assert(order.runTime >= 1 && order.runTime <= MONTH);
        assert(order.window >= minimumWindow && order.window <= MONTH);
        assert(terms.verdictTime >= 1 && terms.verdictTime <= MONTH);
    }

    function acceptedTermsKeepTheRules(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint32 minimumWindow
    ) external view {
        OrderRules.check(order, terms, minimumWindow);
        assert(terms.manifestHash != 0);
        assert(terms.resolver != address(0));
        assert(terms.timeoutSplit <= 10_000);
    }

    /// @dev An order is hashed as it lies in calldata: two that differ in a bit beyond a type would be one order with two ids.
    /// Buyer, token, bond, policy and exclusiveUntil are read, and so checked, where the order is funded or claimed.
    function acceptedWordsFitTheirTypes(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint32 minimumWindow
    ) external view {
        OrderRules.check(order, terms, minimumWindow);
        uint256 first;
        uint256 firstOfTerms;
        assembly ("memory-safe") {
            first := order
            firstOfTerms := terms
        }
        // maxPay; fixedPrice, price, unitKind, exposure, claimBefore, runTime, window, onSilence, funding, epoch, salt.
        _assertFits(first, 2, 96);
        _assertFits(first, 4, 96);
        _assertFits(first, 5, 96);
        _assertFits(first, 6, 8);
        _assertFits(first, 7, 96);
        _assertFits(first, 8, 40);
        _assertFits(first, 9, 32);
        _assertFits(first, 10, 32);
        _assertFits(first, 11, 8);
        _assertFits(first, 12, 8);
        _assertFits(first, 13, 24);
        _assertFits(first, 14, 64);
        // resolver, verdictTime, timeoutSplit; provider, node.
        _assertFits(firstOfTerms, 2, 160);
        _assertFits(firstOfTerms, 3, 32);
        _assertFits(firstOfTerms, 4, 16);
        _assertFits(firstOfTerms, 6, 160);
        _assertFits(firstOfTerms, 7, 160);
    }

    function _assertFits(uint256 first, uint256 index, uint256 bits) private pure {
        uint256 word;
        assembly ("memory-safe") {
            word := calldataload(add(first, shl(5, index)))
        }
        assert(word >> bits == 0);
    }

    /// @return Always: a proof that returns something must come to its end.
    function validOrdersAreAccepted(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint32 minimumWindow
    ) external view returns (bool) {
        require(order.maxPay > 0 && (order.fixedPrice > 0 || order.price > 0));
        require(order.unitKind <= 2 && order.funding <= 2 && order.onSilence <= 1);
        require(order.onSilence == 1 || order.exposure >= order.maxPay);
        require(order.claimBefore > block.timestamp && order.claimBefore <= block.timestamp + MONTH);
        require(order.runTime >= 1 && order.runTime <= MONTH);
        require(order.window >= minimumWindow && order.window <= MONTH);
        require(terms.verdictTime >= 1 && terms.verdictTime <= MONTH);
        require(terms.manifestHash != 0 && terms.resolver != address(0) && terms.timeoutSplit <= 10_000);
        OrderRules.check(order, terms, minimumWindow);
        return true;
    }
}
