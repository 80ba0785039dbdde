// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {TypedData} from "../types/TypedData.sol";
import {EscrowHash} from "./EscrowHash.sol";

/// @title The escrow's EIP-712 domain
/// @dev On a fork with another chain id the domain is that of the fork: accounts there can be left by signatures made for it,
/// and no signature of one chain is worth anything on the other.
abstract contract EscrowDomain is IERC5267 {
    uint256 private immutable _chainId;
    bytes32 private immutable _separator;

    constructor() {
        _chainId = block.chainid;
        _separator = TypedData.domainSeparator(EscrowHash.DOMAIN_NAME);
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        // Name, version, chain and contract; neither salt nor extensions.
        return (hex"0f", EscrowHash.DOMAIN_NAME, "1", block.chainid, address(this), 0, new uint256[](0));
    }

    function _domainSeparator() internal view returns (bytes32) {
        return block.chainid == _chainId ? _separator : TypedData.domainSeparator(EscrowHash.DOMAIN_NAME);
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(_domainSeparator(), structHash);
    }
}
