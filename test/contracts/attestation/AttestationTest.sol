// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IAttestations} from "contracts/attestation/IAttestations.sol";
import {IAttesterPolicies} from "contracts/attestation/IAttesterPolicies.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev Attesters who vouch for the provider's node.
abstract contract AttestationTest is MarketTest {
    bytes32 internal constant SOFTWARE = "software";
    uint40 internal constant VALID = 1 days;

    IAttestations internal attestations;
    IAttesterPolicies internal policies;
    Vm.Wallet internal attester;

    function setUp() public virtual override {
        super.setUp();
        attestations = IAttestations(deployCode("Attestations.sol:Attestations"));
        policies = IAttesterPolicies(deployCode("AttesterPolicies.sol:AttesterPolicies", abi.encode(attestations)));
        attester = vm.createWallet("attester");
        skip(1 hours);
    }

    /// @dev Of the provider's node, as of now.
    function attestationBy(address by) internal view returns (IAttestations.Attestation memory) {
        return IAttestations.Attestation({
            attester: by,
            node: node.addr,
            evidenceHash: digestOf("evidence"),
            measurement: SOFTWARE,
            tcbLevel: 20_000,
            issuedAt: clock(),
            expiresAt: clock() + VALID
        });
    }

    function attest(Vm.Wallet memory by) internal returns (bytes32) {
        IAttestations.Attestation memory attestation = attestationBy(by.addr);
        return attestations.attest(attestation, sign(by, attestationDigest(attestation)));
    }

    /* DIGESTS: computed here from EIP-712 with nothing of the contracts' libraries */

    function attestationDigest(IAttestations.Attestation memory attestation) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Attestation(address attester,address node,bytes32 evidenceHash,bytes32 measurement,uint32 tcbLevel,uint40 issuedAt,uint40 expiresAt)"
        );
        return digestAt(address(attestations), keccak256(abi.encode(typeHash, attestation)));
    }

    function revocationDigest(address by, address node_, uint40 issuedUntil) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Revocation(address attester,address node,uint40 issuedUntil)");
        return digestAt(address(attestations), keccak256(abi.encode(typeHash, by, node_, issuedUntil)));
    }

    function digestAt(address place, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Attestations"),
                keccak256("1"),
                block.chainid,
                place
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
