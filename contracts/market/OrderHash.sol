// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "./IJobMarket.sol";

/// @title EIP-712 types of orders
/// @notice JobOrder(…15 members…,JobTerms terms): after the claim the hash of the terms suffices.
library OrderHash {
    string internal constant DOMAIN_NAME = "ComputeHive Market";

    bytes32 private constant JOB_TERMS_TYPEHASH = keccak256(
        "JobTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,"
        "address policy,address provider,address node,bytes32 offerId,uint40 exclusiveUntil)"
    );

    // The nested type is written out again: only a literal is hashed by the compiler and not at every use.
    bytes32 private constant JOB_ORDER_TYPEHASH = keccak256(
        "JobOrder(address buyer,address token,uint96 maxPay,uint96 bond,uint96 fixedPrice,uint96 price,uint8 unitKind,"
        "uint96 exposure,uint40 claimBefore,uint32 runTime,uint32 window,uint8 onSilence,uint8 funding,uint24 epoch,"
        "uint64 salt,JobTerms terms)"
        "JobTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,"
        "address policy,address provider,address node,bytes32 offerId,uint40 exclusiveUntil)"
    );

    function hash(IJobMarket.JobTerms calldata terms) internal pure returns (bytes32 structHash) {
        bytes32 typeHash = JOB_TERMS_TYPEHASH;
        // A struct of value types lies in calldata as EIP-712 encodes it: one copy instead of a read per member.
        // Members with bits out of their range make another hash; posting reads each of them and refuses such an order.
        assembly ("memory-safe") {
            let encoded := mload(0x40)
            mstore(encoded, typeHash)
            calldatacopy(add(encoded, 0x20), terms, 0x140)
            structHash := keccak256(encoded, 0x160)
        }
    }

    function hash(IJobMarket.JobOrder calldata order, bytes32 termsHash) internal pure returns (bytes32 structHash) {
        bytes32 typeHash = JOB_ORDER_TYPEHASH;
        // As above: the type's hash, fifteen members, the hash of the sixteenth.
        assembly ("memory-safe") {
            let encoded := mload(0x40)
            mstore(encoded, typeHash)
            calldatacopy(add(encoded, 0x20), order, 0x1e0)
            mstore(add(encoded, 0x200), termsHash)
            structHash := keccak256(encoded, 0x220)
        }
    }
}
