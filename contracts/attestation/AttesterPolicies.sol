// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {AttesterPolicy} from "./AttesterPolicy.sol";
import {IAttestations} from "./IAttestations.sol";
import {IAttesterPolicies} from "./IAttesterPolicies.sol";
import {IAttesterPolicy} from "./IAttesterPolicy.sol";

/// @title AttesterPolicies
contract AttesterPolicies is IAttesterPolicies {
    /// @dev The bounds keep what a claim pays for its policy's answer small.
    uint256 private constant MOST_ATTESTERS = 15;
    uint256 private constant MOST_MEASUREMENTS = 16;
    bytes32 private constant SALT = 0;

    IAttestations private immutable _attestations;
    address private immutable _code;

    constructor(IAttestations attestations_) {
        _attestations = attestations_;
        _code = address(new AttesterPolicy(attestations_));
    }

    /// @inheritdoc IAttesterPolicies
    function create(IAttesterPolicy.Terms calldata terms) external returns (address policy) {
        _requireValid(terms);
        policy = policyOf(terms);
        if (policy.code.length != 0) return policy;

        emit PolicyCreated(policy, terms);
        Clones.cloneDeterministicWithImmutableArgs(_code, abi.encode(terms), SALT);
    }

    /// @inheritdoc IAttesterPolicies
    function policyOf(IAttesterPolicy.Terms calldata terms) public view returns (address) {
        return Clones.predictDeterministicAddressWithImmutableArgs(_code, abi.encode(terms), SALT);
    }

    /// @inheritdoc IAttesterPolicies
    function attestations() external view returns (address) {
        return address(_attestations);
    }

    function _requireValid(IAttesterPolicy.Terms calldata terms) private pure {
        uint256 count = terms.attesters.length;
        if (count == 0 || count > MOST_ATTESTERS) _refuse(TermsFault.AttestersOutOfRange);
        if (terms.threshold == 0 || terms.threshold > count) _refuse(TermsFault.ThresholdOutOfRange);
        address previous;
        for (uint256 i = 0; i < count; ++i) {
            // The first one, too, is more than zero.
            if (terms.attesters[i] <= previous) _refuse(TermsFault.AttestersUnsorted);
            previous = terms.attesters[i];
        }
        uint256 accepted = terms.measurements.length;
        if (accepted == 0 || accepted > MOST_MEASUREMENTS) _refuse(TermsFault.MeasurementsOutOfRange);
        for (uint256 i = 1; i < accepted; ++i) {
            if (terms.measurements[i] <= terms.measurements[i - 1]) _refuse(TermsFault.MeasurementsUnsorted);
        }
        if (terms.lifetime == 0) _refuse(TermsFault.LifetimeZero);
    }

    function _refuse(TermsFault fault) private pure {
        revert AttesterPolicies_TermsInvalid(fault);
    }
}
