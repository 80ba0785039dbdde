// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAttesterPolicy} from "./IAttesterPolicy.sol";

/// @title AttesterPolicies: where policies by m of n attesters are made
/// @notice Anybody makes one; equal terms are one policy, at an address that follows from them.
interface IAttesterPolicies {
    enum TermsFault {
        AttestersOutOfRange,
        AttestersUnsorted,
        ThresholdOutOfRange,
        MeasurementsOutOfRange,
        MeasurementsUnsorted,
        LifetimeZero
    }

    event PolicyCreated(address indexed policy, IAttesterPolicy.Terms terms);

    error AttesterPolicies_TermsInvalid(TermsFault fault);

    /// @notice Makes the policy with these terms, or finds it. Emits PolicyCreated where it is new.
    /// Requirements: the terms are within the bounds of IAttesterPolicy.Terms (each TermsFault).
    function create(IAttesterPolicy.Terms calldata terms) external returns (address policy);

    /// @notice Where the policy with these terms is, or would be. A contract elsewhere that says that it has these terms is another.
    function policyOf(IAttesterPolicy.Terms calldata terms) external view returns (address);

    /// @notice The registry that the policies ask.
    function attestations() external view returns (address);
}
