// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev `node` is registered by the provider; `newcomer` is not.
abstract contract NodeTest is MarketTest {
    Vm.Wallet internal newcomer;

    function setUp() public virtual override {
        super.setUp();
        newcomer = vm.createWallet("newcomer");
    }

    function newProfile() internal view returns (IStaking.NodeProfile memory candidate) {
        candidate = profile();
        candidate.node = newcomer.addr;
        candidate.resourceClass = "gpu.h200";
    }

    /// @dev Computed here from EIP-712 with nothing of the contracts' libraries.
    function profileDigest(IStaking staking_, IStaking.NodeProfile memory candidate) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Staking"),
                keccak256("1"),
                block.chainid,
                address(staking_)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "NodeProfile(address provider,address node,address payee,bytes32 resourceClass,bytes32 region,bytes32 capabilityHash,bytes32 tlsKeyHash,string endpoint)"
                ),
                candidate.provider,
                candidate.node,
                candidate.payee,
                candidate.resourceClass,
                candidate.region,
                candidate.capabilityHash,
                candidate.tlsKeyHash,
                keccak256(bytes(candidate.endpoint))
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
