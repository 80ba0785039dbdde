// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";

/// @title EIP-712 types of receipts
/// @notice Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details): payments need the details' hash alone.
library ReceiptHash {
    bytes32 private constant RECEIPT_DETAILS_TYPEHASH = keccak256(
        "ReceiptDetails(uint8 contextKind,bytes32 contextId,address buyer,uint64 sequence,bytes32 manifestHash,"
        "bytes32 programHash,bytes32 inputHash,bytes32 outputHash,uint8 outcome,uint32 exitCode,uint8 unitKind,"
        "uint64 unitSize,uint96 fixedPrice,uint96 price,uint96 amount,address token,uint40 startedAt,uint40 endedAt,"
        "uint64 energyMilliwattHours,bytes32 attestationId)"
    );

    // The nested type is written out again: only a literal is hashed by the compiler and not at every use.
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details)"
        "ReceiptDetails(uint8 contextKind,bytes32 contextId,address buyer,uint64 sequence,bytes32 manifestHash,"
        "bytes32 programHash,bytes32 inputHash,bytes32 outputHash,uint8 outcome,uint32 exitCode,uint8 unitKind,"
        "uint64 unitSize,uint96 fixedPrice,uint96 price,uint96 amount,address token,uint40 startedAt,uint40 endedAt,"
        "uint64 energyMilliwattHours,bytes32 attestationId)"
    );

    function hash(IJobMarket.ReceiptDetails calldata details) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_DETAILS_TYPEHASH, details));
    }

    function hash(ExecutionId executionId, address node, uint128 units, bytes32 detailsHash)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(RECEIPT_TYPEHASH, executionId, node, units, detailsHash));
    }
}
