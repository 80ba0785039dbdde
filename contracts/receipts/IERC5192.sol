// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title ERC-5192: tokens that say that they cannot be transferred
interface IERC5192 {
    event Locked(uint256 tokenId);
    event Unlocked(uint256 tokenId);

    /// @notice Reverts for a token that does not exist.
    function locked(uint256 tokenId) external view returns (bool);
}
