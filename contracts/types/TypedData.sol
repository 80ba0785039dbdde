// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title EIP-712 domains of ComputeHive: name, version "1", chain, contract
library TypedData {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    function domainSeparator(string memory name) internal view returns (bytes32) {
        return domainSeparator(name, address(this));
    }

    /// @notice The domain of another contract on this chain.
    function domainSeparator(string memory name, address place) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), keccak256("1"), block.chainid, place));
    }
}
