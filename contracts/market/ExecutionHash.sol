// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {ExecutionId, JobId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";

/// @title Hashes of execution records and ids: the market's own, nobody signs them
library ExecutionHash {
    /// @return recordHash keccak256(abi.encode(execution)) of the record that a caller brought.
    function hash(IJobMarket.Execution calldata execution) internal pure returns (bytes32 recordHash) {
        // Ten members of value types lie in calldata as abi.encode would lay them out: one copy instead of ten reads.
        assembly ("memory-safe") {
            let encoded := mload(0x40)
            calldatacopy(encoded, execution, 0x140)
            recordHash := keccak256(encoded, 0x140)
        }
    }

    /// @return recordHash The same of a record that the market writes.
    function hashMemory(IJobMarket.Execution memory execution) internal pure returns (bytes32 recordHash) {
        // In memory, too, each member has a word of its own.
        assembly ("memory-safe") {
            recordHash := keccak256(execution, 0x140)
        }
    }

    /// @return keccak256(abi.encode(jobId, attempt)).
    function executionId(JobId jobId, uint16 attempt) internal pure returns (ExecutionId) {
        return ExecutionId.wrap(Hashes.efficientKeccak256(JobId.unwrap(jobId), bytes32(uint256(attempt))));
    }
}
