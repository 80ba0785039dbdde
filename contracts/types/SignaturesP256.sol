// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

/// @title Who signed a digest with a P-256 key
/// @notice A browser's key signs no digest, only the SHA-256 of a message that it is given: the message is the digest's 32 bytes.
/// @dev Apart from `Signatures`, because P256 compiles with the optimizer alone, and tests import that library without it.
library SignaturesP256 {
    /// @notice Whether the key (x, y) signed. A high s is refused.
    function isOf(bytes32 x, bytes32 y, bytes32 digest, bytes32 r, bytes32 s) internal view returns (bool) {
        return P256.verify(sha256(abi.encode(digest)), r, s, x, y);
    }
}
