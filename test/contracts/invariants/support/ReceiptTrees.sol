// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @dev Trees of receipts as docs/protocol/hashes.md describes them, with nothing of the contracts' libraries.
library ReceiptTrees {
    function leafOf(bytes32 receiptHash, uint64 sequence, uint96 cumulative) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(receiptHash, sequence, cumulative))));
    }

    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        while (leaves.length > 1) leaves = above(leaves);
        return leaves[0];
    }

    function proofOf(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory proof) {
        proof = new bytes32[](256);
        uint256 length;
        for (; leaves.length > 1; index /= 2) {
            uint256 sibling = index ^ 1;
            if (sibling < leaves.length) proof[length++] = leaves[sibling];
            leaves = above(leaves);
        }
        assembly ("memory-safe") {
            mstore(proof, length)
        }
    }

    /// @dev The last node of an odd row goes up as it is.
    function above(bytes32[] memory row) private pure returns (bytes32[] memory next) {
        next = new bytes32[]((row.length + 1) / 2);
        for (uint256 i = 0; i < next.length; ++i) {
            next[i] = 2 * i + 1 < row.length ? pair(row[2 * i], row[2 * i + 1]) : row[2 * i];
        }
    }

    function pair(bytes32 one, bytes32 other) internal pure returns (bytes32) {
        return one < other ? keccak256(abi.encode(one, other)) : keccak256(abi.encode(other, one));
    }
}
