// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ReceiptTree} from "contracts/receipts/ReceiptTree.sol";
import {ReceiptTrees} from "../invariants/support/ReceiptTrees.sol";

/// @dev Trees of two, three and four receipts against their description in docs/protocol/hashes.md, with proofs of any siblings: every
/// leaf is included, and nothing else is. Assumed: no two of the hashes that a proof takes are equal by chance.
contract ReceiptTreeProofs {
    struct Entry {
        bytes32 receiptHash;
        uint64 sequence;
        uint96 cumulative;
    }

    function leafIsTwiceTheHashOfAnEntry(Entry calldata entry) external pure {
        assert(_leaf(entry) == ReceiptTrees.leafOf(entry.receiptHash, entry.sequence, entry.cumulative));
    }

    function entriesWithOneLeafAreOne(Entry calldata one, Entry calldata other) external pure {
        require(_leaf(one) == _leaf(other));
        assert(one.receiptHash == other.receiptHash);
        assert(one.sequence == other.sequence && one.cumulative == other.cumulative);
    }

    /* EVERY LEAF IS INCLUDED */

    /// @dev In trees of two, and the last of three. What stands beside a leaf or node may be anything, on either side.
    function leavesUnderOneNodeAreIncluded(bytes32 leaf, bytes32[1] calldata siblings, bool isRight) external pure {
        assert(ReceiptTree.includes(_above(leaf, siblings[0], isRight), leaf, _path(siblings)));
    }

    /// @dev In trees of four, and the first two of three.
    function leavesUnderTwoNodesAreIncluded(bytes32 leaf, bytes32[2] calldata siblings, bool isRight, bool isRightAbove)
        external
        pure
    {
        bytes32 root = _above(_above(leaf, siblings[0], isRight), siblings[1], isRightAbove);
        assert(_includes(root, leaf, siblings));
    }

    function _above(bytes32 node, bytes32 sibling, bool isRight) private pure returns (bytes32) {
        return isRight ? ReceiptTrees.pair(sibling, node) : ReceiptTrees.pair(node, sibling);
    }

    /* NOTHING ELSE IS */

    function aLoneLeafIncludesItselfAlone(Entry calldata entry, Entry calldata claimed, bytes32[1] calldata siblings)
        external
        pure
    {
        assert(!ReceiptTree.includes(_leaf(entry), _leaf(claimed), _path(siblings)));
    }

    function twoIncludeNothingElse(Entry[2] calldata entries, Entry calldata claimed, bytes32[1] calldata siblings)
        external
        pure
    {
        (bytes32 one, bytes32 other, bytes32 leaf) = (_leaf(entries[0]), _leaf(entries[1]), _leaf(claimed));
        require(ReceiptTree.includes(ReceiptTrees.pair(one, other), leaf, _path(siblings)));
        assert(leaf == one || leaf == other);
    }

    function twoIncludeNothingDeeper(Entry[2] calldata entries, Entry calldata claimed, bytes32[2] calldata siblings)
        external
        pure
    {
        bytes32 root = ReceiptTrees.pair(_leaf(entries[0]), _leaf(entries[1]));
        assert(!_includes(root, _leaf(claimed), siblings));
    }

    function threeIncludeNothingElse(Entry[3] calldata entries, Entry calldata claimed, bytes32[2] calldata siblings)
        external
        pure
    {
        (bytes32 one, bytes32 other, bytes32 leaf) = (_leaf(entries[0]), _leaf(entries[1]), _leaf(claimed));
        bytes32 root = ReceiptTrees.pair(ReceiptTrees.pair(one, other), _leaf(entries[2]));
        require(_includes(root, leaf, siblings));
        assert(leaf == one || leaf == other);
    }

    function fourIncludeNothingElse(Entry[4] calldata entries, Entry calldata claimed, bytes32[2] calldata siblings)
        external
        pure
    {
        bytes32[4] memory leaves = _leaves(entries);
        bytes32 leaf = _leaf(claimed);
        require(_includes(_rootOf(leaves), leaf, siblings));
        assert(leaf == leaves[0] || leaf == leaves[1] || leaf == leaves[2] || leaf == leaves[3]);
    }

    /// @dev An inner node is no leaf.
    function fourIncludeNothingHigher(Entry[4] calldata entries, Entry calldata claimed, bytes32[1] calldata siblings)
        external
        pure
    {
        bytes32 root = _rootOf(_leaves(entries));
        assert(!ReceiptTree.includes(root, _leaf(claimed), _path(siblings)));
    }

    function _leaves(Entry[4] calldata entries) private pure returns (bytes32[4] memory leaves) {
        return [_leaf(entries[0]), _leaf(entries[1]), _leaf(entries[2]), _leaf(entries[3])];
    }

    function _rootOf(bytes32[4] memory leaves) private pure returns (bytes32) {
        return ReceiptTrees.pair(ReceiptTrees.pair(leaves[0], leaves[1]), ReceiptTrees.pair(leaves[2], leaves[3]));
    }

    function _leaf(Entry calldata entry) private pure returns (bytes32) {
        return ReceiptTree.leaf(entry.receiptHash, entry.sequence, entry.cumulative);
    }

    function _includes(bytes32 root, bytes32 leaf, bytes32[2] calldata siblings) private pure returns (bool) {
        bytes32[] calldata path;
        assembly ("memory-safe") {
            path.offset := siblings
            path.length := 2
        }
        return ReceiptTree.includes(root, leaf, path);
    }

    function _path(bytes32[1] calldata siblings) private pure returns (bytes32[] calldata path) {
        assembly ("memory-safe") {
            path.offset := siblings
            path.length := 1
        }
    }
}
