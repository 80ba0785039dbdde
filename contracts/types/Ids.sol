// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @dev EIP-712 digest of a job's order: market, chain and every term are bound by it.
type JobId is bytes32;

/// @dev keccak256(abi.encode(JobId, attempt)): one node's attempt at one job.
type ExecutionId is bytes32;

/// @dev EIP-712 digest of an offer.
type OfferId is bytes32;
