// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title An attestation policy that an order may name
/// @notice Called statically at the claim.
interface IPolicy {
    /// @notice Whether the node's attestation satisfies the policy now.
    function accepts(address node) external view returns (bool);
}
