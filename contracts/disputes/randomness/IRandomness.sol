// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Where a jury's seeds come from
/// @notice A request names a seed that nobody can know yet; the seed is there for ever once somebody has brought what it is made of.
/// Holds for every form: a ticket's seed never changes, and who requests has no say in it but the moment. What a form does not
/// defend against stands in the form's own interface.
/// @dev One ticket may serve several requests: whoever uses a seed hashes it together with what it is for.
interface IRandomness {
    event Requested(uint256 indexed ticket, address indexed by);

    /// @notice For anybody, any time. Emits Requested.
    /// @return ticket Names the seed.
    function request() external returns (uint256 ticket);

    /// @return seed Zero while it is not known, and for ever if nobody brings in time what it is made of.
    function seedOf(uint256 ticket) external view returns (bytes32 seed);
}
