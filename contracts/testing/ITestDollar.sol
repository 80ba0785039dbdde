// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Test dollar: six decimals, EIP-2612 permits, EIP-3009 authorizations, and a faucet
/// @notice For local chains alone. The deployment refuses it elsewhere.
interface ITestDollar {
    event Dripped(address indexed to, uint256 amount);

    error TestDollar_DripTooSoon(address to, uint256 nextAt);

    /// @notice Mints `dripAmount` to `to`, once per `dripInterval` and receiver. Emits Dripped.
    function drip(address to) external;

    /// @notice Smallest units per drip.
    function dripAmount() external view returns (uint256);

    /// @notice Seconds between two drips to one receiver.
    function dripInterval() external view returns (uint256);

    /// @notice Second (Unix) from which `to` can be dripped again; 0 if never dripped.
    function nextDripAt(address to) external view returns (uint256);
}
