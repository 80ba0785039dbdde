// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Price} from "contracts/market/Price.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract PriceTest is MarketTest {
    function test_UnitSizes() external pure {
        assertEq(Price.unitSize(0), 1e12);
        assertEq(Price.unitSize(1), 3600);
        assertEq(Price.unitSize(2), 1e6);
        for (uint256 kind = 3; kind < 256; ++kind) {
            assertEq(Price.unitSize(uint8(kind)), 0);
        }
    }

    function test_RoundsDown() external {
        order.fixedPrice = 0;
        order.price = 10;
        order.unitKind = 1;
        assertEq(marketStatements.amountOf(order, 359), 0);
        assertEq(marketStatements.amountOf(order, 360), 1);
        assertEq(marketStatements.amountOf(order, 3_599), 9);
        assertEq(marketStatements.amountOf(order, 3_600), 10);
    }

    function test_TheFixedPriceIsDueWithoutUnits() external view {
        assertEq(marketStatements.amountOf(order, 0), order.fixedPrice);
    }

    function test_CapsAtMaxPay() external {
        order.maxPay = 26e6;
        assertEq(marketStatements.amountOf(order, UNITS), AMOUNT);
        assertEq(marketStatements.amountOf(order, UNITS + 1e12), 26e6);
        order.fixedPrice = 27e6;
        assertEq(marketStatements.amountOf(order, 0), 26e6);
    }

    function test_AnUnknownUnitKindComesToNothing() external {
        order.unitKind = 3;
        assertEq(marketStatements.amountOf(order, 1), 0);
    }

    function test_DoesNotOverflowAtTheTypesMaxima() external {
        order.maxPay = type(uint96).max;
        order.fixedPrice = type(uint96).max;
        order.price = type(uint96).max;
        for (uint8 kind = 0; kind < 3; ++kind) {
            order.unitKind = kind;
            assertEq(marketStatements.amountOf(order, type(uint128).max), type(uint96).max);
        }
    }

    function testFuzz_IsWhatTheDocumentsSay(uint96 maxPay, uint96 fixedPrice, uint96 price, uint128 units, uint8 kind)
        external
    {
        order.unitKind = kind % 3;
        (order.maxPay, order.fixedPrice, order.price) = (maxPay, fixedPrice, price);
        uint256 size = [uint256(1e12), 3600, 1e6][order.unitKind];
        uint256 due = uint256(fixedPrice) + uint256(units) * uint256(price) / size;
        assertEq(marketStatements.amountOf(order, units), due > maxPay ? maxPay : due);
    }

    function testFuzz_MoreUnitsNeverCostLess(uint128 units, uint128 more, uint96 price) external {
        more = uint128(bound(more, 0, type(uint128).max - units));
        order.price = price;
        order.maxPay = type(uint96).max;
        assertGe(marketStatements.amountOf(order, units + more), marketStatements.amountOf(order, units));
    }

    /// @dev Rounding down: two receipts never pay more than one over their sum, and at most one smallest unit less.
    function testFuzz_SplittingUnitsNeverPaysMore(uint128 units, uint128 part, uint96 price, uint8 kind) external {
        part = uint128(bound(part, 0, units));
        order.unitKind = kind % 3;
        order.fixedPrice = 0;
        order.price = price;
        order.maxPay = type(uint96).max;
        uint256 whole = marketStatements.amountOf(order, units);
        uint256 parts = uint256(marketStatements.amountOf(order, part)) + marketStatements.amountOf(order, units - part);
        // Where the cap bites, two jobs have two caps.
        vm.assume(whole < type(uint96).max);
        assertLe(parts, whole);
        assertGe(parts + 1, whole);
    }
}
