// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";

/// @title Hashes of execution records and ids: the market's own, nobody signs them
library ExecutionHash {
    function hash(IJobMarket.Execution memory execution) internal pure returns (bytes32) {
        return keccak256(abi.encode(execution));
    }

    function executionId(JobId jobId, uint16 attempt) internal pure returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(jobId, attempt)));
    }
}
