// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title A contract that an order may name to decide its disputes
/// @notice Moves only the execution's money and exposure, by calling `IJobMarket.resolve` within its time. The market never
/// calls a resolver: it cannot stall, and its silence has a timed outcome.
interface IResolver {
    /// @notice What a verdict costs the loser, in the market's token's smallest unit. Orders name a bond of at least this much.
    function fee() external view returns (uint96);
    /// @notice The market whose disputes it decides.
    function market() external view returns (address);
}
