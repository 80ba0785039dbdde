// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IPolicy} from "./IPolicy.sol";

/// @title A policy by which m of n attesters must vouch for a node
/// @notice Its terms are part of its code and never change. Who trusts a policy reads them, and asks AttesterPolicies whether
/// it is the one with these terms.
interface IAttesterPolicy is IPolicy {
    /// @param attesters Who may vouch: 1 to 15, ascending, none twice.
    /// @param threshold How many of them must: 1 to all.
    /// @param measurements Software that is accepted: 1 to 16, ascending, none twice.
    /// @param minimumTcb Least TCB level, see IAttestations.Attestation.
    /// @param lifetime Seconds that an attestation counts from its issue, at most: also where it says that it expires later.
    struct Terms {
        address[] attesters;
        uint8 threshold;
        bytes32[] measurements;
        uint32 minimumTcb;
        uint32 lifetime;
    }

    function terms() external view returns (Terms memory);
    /// @notice The registry that it asks.
    function attestations() external view returns (address);
}
