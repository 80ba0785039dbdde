// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Panels drawn by lot
/// @notice All rounds of a case are one shuffle (Fisher and Yates) of the seats, of which each round turns up the next chairs: no seat is
/// drawn twice, also not by two rounds, and the work depends on the chairs alone.
library Drawing {
    uint256 internal constant ROUNDS = 3;

    /// @return Chairs of all rounds before `round`: 0, 3, 10, 25.
    function chairsBefore(uint256 round) internal pure returns (uint256) {
        if (round == 0) return 0;
        if (round == 1) return 3;
        return round == 2 ? 10 : 25;
    }

    function panelSize(uint256 round) internal pure returns (uint256) {
        return chairsBefore(round + 1) - chairsBefore(round);
    }

    function roundOf(uint256 chair) internal pure returns (uint256) {
        if (chair < chairsBefore(1)) return 0;
        return chair < chairsBefore(2) ? 1 : 2;
    }

    /// @notice The seats' positions in the pool, chair by chair, from the first round to the last that has a seed.
    /// @param seats At least the number of chairs.
    /// @param seeds One for each round.
    function positions(uint256 seats, bytes32[] memory seeds) internal pure returns (uint256[] memory drawn) {
        uint256 chairs = chairsBefore(seeds.length);
        drawn = new uint256[](chairs);
        // The shuffled row differs from 0, 1, 2… only where something was swapped away.
        uint256[] memory places = new uint256[](chairs);
        uint256[] memory values = new uint256[](chairs);
        for (uint256 i; i < chairs; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seeds[roundOf(i)], i)));
            // Of 2^256 values: how unevenly the rest falls is beyond notice.
            uint256 place = i + word % (seats - i);
            drawn[i] = _valueAt(place, places, values, i);
            (places[i], values[i]) = (place, _valueAt(i, places, values, i));
        }
    }

    /// @dev The newest of the first `count` swaps counts.
    function _valueAt(uint256 place, uint256[] memory places, uint256[] memory values, uint256 count)
        private
        pure
        returns (uint256)
    {
        for (uint256 i = count; i > 0; --i) {
            if (places[i - 1] == place) return values[i - 1];
        }
        return place;
    }
}
