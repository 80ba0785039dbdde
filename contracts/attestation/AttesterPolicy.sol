// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {IAttestations} from "./IAttestations.sol";
import {IAttesterPolicy} from "./IAttesterPolicy.sol";
import {IPolicy} from "./IPolicy.sol";

/// @title AttesterPolicy
/// @dev What all policies share: each is a clone of this code, which never changes, followed by its own terms. By itself this contract
/// has no terms and accepts nobody. The market asks at every claim: reading terms from code is cheaper than from storage.
contract AttesterPolicy is IAttesterPolicy {
    IAttestations private immutable _attestations;

    constructor(IAttestations attestations_) {
        _attestations = attestations_;
    }

    /// @inheritdoc IPolicy
    function accepts(address node) external view returns (bool) {
        Terms memory own = terms();
        uint256 vouching;
        for (uint256 i = 0; i < own.attesters.length; ++i) {
            if (_counts(_attestations.currentOf(own.attesters[i], node), own) && ++vouching == own.threshold) {
                return true;
            }
        }
        return false;
    }

    /// @inheritdoc IAttesterPolicy
    function terms() public view returns (Terms memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Terms));
    }

    /// @inheritdoc IAttesterPolicy
    function attestations() external view returns (address) {
        return address(_attestations);
    }

    function _counts(IAttestations.Current memory current, Terms memory own) private view returns (bool) {
        if (current.issuedAt == 0 || current.tcbLevel < own.minimumTcb) return false;
        if (block.timestamp >= uint256(current.issuedAt) + own.lifetime) return false;
        for (uint256 i = 0; i < own.measurements.length; ++i) {
            if (own.measurements[i] == current.measurement) return true;
        }
        return false;
    }
}
