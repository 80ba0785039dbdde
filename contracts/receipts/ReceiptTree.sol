// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title The tree of a channel's receipts
/// @notice Inner nodes are keccak256 of their two children, the smaller one first. A leaf is hashed twice, so that no pair of
/// children, 64 bytes that are hashed once, is ever a leaf.
library ReceiptTree {
    /// @param sequence Number of the receipt on its channel.
    /// @param cumulative What the channel owes with this receipt and all before it.
    function leaf(bytes32 receiptHash, uint64 sequence, uint96 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(receiptHash, sequence, cumulative))));
    }

    /// @param proof Siblings from the leaf up; the caller pays for their number.
    function includes(bytes32 root, bytes32 leaf_, bytes32[] calldata proof) internal pure returns (bool) {
        return MerkleProof.verifyCalldata(proof, root, leaf_);
    }
}
