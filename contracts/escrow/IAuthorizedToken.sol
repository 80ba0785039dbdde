// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What the escrow asks of an EIP-3009 token
/// @notice Either form moves `value` from `from` to the caller, which must be `to`, once per nonce.
interface IAuthorizedToken {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
