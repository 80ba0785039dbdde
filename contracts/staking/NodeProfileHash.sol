// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "./IStaking.sol";

/// @title EIP-712 types of staking
library NodeProfileHash {
    bytes32 private constant NODE_PROFILE_TYPEHASH = keccak256(
        "NodeProfile(address provider,address node,address payee,bytes32 resourceClass,bytes32 region,"
        "bytes32 capabilityHash,bytes32 tlsKeyHash,string endpoint)"
    );

    function hash(IStaking.NodeProfile calldata profile) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                NODE_PROFILE_TYPEHASH,
                profile.provider,
                profile.node,
                profile.payee,
                profile.resourceClass,
                profile.region,
                profile.capabilityHash,
                profile.tlsKeyHash,
                keccak256(bytes(profile.endpoint))
            )
        );
    }
}
