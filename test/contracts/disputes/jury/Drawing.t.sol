// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Drawing} from "contracts/disputes/jury/Drawing.sol";

import {BaseTest} from "../../support/BaseTest.sol";

contract DrawingTest is BaseTest {
    function test_PanelsAreThreeSevenAndFifteen() external pure {
        assertEq(Drawing.panelSize(0), 3);
        assertEq(Drawing.panelSize(1), 7);
        assertEq(Drawing.panelSize(2), 15);
        uint8[25] memory rounds = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
        for (uint256 i; i < 25; ++i) {
            assertEq(Drawing.roundOf(i), rounds[i]);
        }
    }

    function testFuzz_DrawsEachSeatOnce(uint256 seats, bytes32 seed, uint256 rounds) external pure {
        rounds = bound(rounds, 1, 3);
        seats = bound(seats, Drawing.chairsBefore(rounds), 1e6);
        uint256[] memory drawn = Drawing.positions(seats, seeds(seed, rounds));
        for (uint256 i; i < drawn.length; ++i) {
            assertLt(drawn[i], seats);
            for (uint256 j; j < i; ++j) {
                assertTrue(drawn[i] != drawn[j], "drawn twice");
            }
        }
    }

    /// @dev A later round does not change who was drawn before.
    function testFuzz_EarlierPanelsStay(uint256 seats, bytes32 seed) external pure {
        seats = bound(seats, 25, 1e6);
        uint256[] memory one = Drawing.positions(seats, seeds(seed, 1));
        uint256[] memory three = Drawing.positions(seats, seeds(seed, 3));
        for (uint256 i; i < one.length; ++i) {
            assertEq(one[i], three[i]);
        }
    }

    /// @dev The smallest pool is drawn to the last seat.
    function testFuzz_DrawsAll(bytes32 seed) external pure {
        uint256[] memory drawn = Drawing.positions(25, seeds(seed, 3));
        uint256 sum;
        for (uint256 i; i < 25; ++i) {
            sum += 1 << drawn[i];
        }
        assertEq(sum, (1 << 25) - 1);
    }

    /// @dev Over many seeds each seat comes as often in each chair, within what chance allows (six standard deviations).
    function test_EverySeatIsAsLikely() external pure {
        uint256[10] memory first;
        uint256[10] memory last;
        for (uint256 i; i < 4_000; ++i) {
            uint256[] memory drawn = Drawing.positions(10, seeds(keccak256(abi.encode(i)), 2));
            ++first[drawn[0]];
            ++last[drawn[9]];
        }
        for (uint256 i; i < 10; ++i) {
            assertApproxEqAbs(first[i], 400, 114);
            assertApproxEqAbs(last[i], 400, 114);
        }
    }

    function seeds(bytes32 seed, uint256 rounds) private pure returns (bytes32[] memory list) {
        list = new bytes32[](rounds);
        for (uint256 i; i < rounds; ++i) {
            list[i] = keccak256(abi.encode(seed, i));
        }
    }
}
