// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";

/// @title EIP-712 types of replicated orders, and the market's own hashes, which nobody signs
library ReplicaHash {
    bytes32 private constant REPLICA_TERMS_TYPEHASH = keccak256(
        "ReplicaTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,"
        "address policy)"
    );

    // The nested type is written out again: only a literal is hashed by the compiler and not at every use.
    bytes32 private constant REPLICA_ORDER_TYPEHASH = keccak256(
        "ReplicaOrder(address buyer,address token,uint96 maxPay,uint96 bond,uint96 fixedPrice,uint96 price,uint96 exposure,"
        "uint8 replicas,uint8 quorum,uint40 claimBefore,uint32 runTime,uint32 revealTime,uint32 window,uint24 epoch,"
        "uint64 salt,ReplicaTerms terms)"
        "ReplicaTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,"
        "address policy)"
    );

    function hash(IReplicaMarket.ReplicaTerms calldata terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(REPLICA_TERMS_TYPEHASH, terms));
    }

    function hash(IReplicaMarket.ReplicaOrder calldata order, bytes32 termsHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(REPLICA_ORDER_TYPEHASH, order, termsHash));
    }

    /// @dev One provider has one replica of a job at most, because its name is made of both.
    function executionId(JobId jobId, address provider) internal pure returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(jobId, provider)));
    }

    function record(IReplicaMarket.Replica memory replica) internal pure returns (bytes32) {
        return keccak256(abi.encode(replica));
    }

    function key(IReplicaMarket.Result memory result) internal pure returns (bytes32) {
        return keccak256(abi.encode(result));
    }

    /// @dev The receipt's hash binds job, provider, node and every word of the receipt; the salt hides them.
    function commitment(bytes32 receiptHash, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(receiptHash, salt));
    }
}
