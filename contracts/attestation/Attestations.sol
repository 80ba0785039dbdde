// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Signatures} from "../types/Signatures.sol";
import {TypedData} from "../types/TypedData.sol";
import {IAttestations} from "./IAttestations.sol";
import {IEvidenceVerifier} from "./IEvidenceVerifier.sol";

/// @title Attestations
/// @dev Calls attesters and verifiers statically.
contract Attestations is IAttestations {
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "Attestation(address attester,address node,bytes32 evidenceHash,bytes32 measurement,uint32 tcbLevel,"
        "uint40 issuedAt,uint40 expiresAt)"
    );
    bytes32 private constant REVOCATION_TYPEHASH =
        keccak256("Revocation(address attester,address node,uint40 issuedUntil)");
    /// @dev Where revocations for every node are kept: no attestation is for it.
    address private constant EVERY_NODE = address(0);

    /// @param revokedUntil Rises only.
    struct Record {
        bytes32 measurement;
        uint40 issuedAt;
        uint40 expiresAt;
        uint40 revokedUntil;
        uint32 tcbLevel;
    }

    /// @dev Two slots each.
    mapping(address attester => mapping(address node => Record)) private _records;

    /// @inheritdoc IAttestations
    function attest(Attestation calldata attestation, bytes calldata signature)
        external
        returns (bytes32 attestationId)
    {
        attestationId = hashAttestation(attestation);
        _requireNew(attestation);
        if (!Signatures.isBy(attestation.attester, attestationId, signature)) {
            revert Attestations_SignatureInvalid(attestation.attester);
        }
        _keep(attestation, attestationId);
    }

    /// @inheritdoc IAttestations
    function attestByEvidence(IEvidenceVerifier verifier, address node, bytes calldata evidence)
        external
        returns (bytes32 attestationId)
    {
        // Whoever runs an enclave chooses what its report names: evidence that somebody else made for this node would take the
        // place of the node's own.
        if (msg.sender != node) revert Attestations_NotNode(node, msg.sender);
        IEvidenceVerifier.Finding memory finding = verifier.verify(node, evidence);
        Attestation memory attestation = Attestation({
            attester: address(verifier),
            node: node,
            evidenceHash: sha256(evidence),
            measurement: finding.measurement,
            tcbLevel: finding.tcbLevel,
            issuedAt: finding.issuedAt,
            expiresAt: finding.expiresAt
        });
        attestationId = _digest(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
        _requireNew(attestation);
        _keep(attestation, attestationId);
    }

    /// @inheritdoc IAttestations
    function revoke(address node, uint40 issuedUntil) external {
        _revoke(msg.sender, node, issuedUntil);
    }

    /// @inheritdoc IAttestations
    function revokeFor(address attester, address node, uint40 issuedUntil, bytes calldata signature) external {
        if (!Signatures.isBy(attester, hashRevocation(attester, node, issuedUntil), signature)) {
            revert Attestations_SignatureInvalid(attester);
        }
        _revoke(attester, node, issuedUntil);
    }

    /// @inheritdoc IAttestations
    function currentOf(address attester, address node) external view returns (Current memory current) {
        Record storage record = _records[attester][node];
        (uint40 issuedAt, uint40 expiresAt) = (record.issuedAt, record.expiresAt);
        if (block.timestamp >= expiresAt || issuedAt <= record.revokedUntil) return current;
        if (issuedAt <= _records[attester][EVERY_NODE].revokedUntil) return current;
        return Current(record.measurement, record.tcbLevel, issuedAt, expiresAt);
    }

    /// @inheritdoc IAttestations
    function revokedUntil(address attester, address node) external view returns (uint40) {
        return _records[attester][node].revokedUntil;
    }

    /// @inheritdoc IAttestations
    function hashAttestation(Attestation calldata attestation) public view returns (bytes32) {
        return _digest(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
    }

    /// @inheritdoc IAttestations
    function hashRevocation(address attester, address node, uint40 issuedUntil) public view returns (bytes32) {
        return _digest(keccak256(abi.encode(REVOCATION_TYPEHASH, attester, node, issuedUntil)));
    }

    function _requireNew(Attestation memory attestation) private view {
        (address attester, address node) = (attestation.attester, attestation.node);
        uint40 issuedAt = attestation.issuedAt;
        if (node == EVERY_NODE) revert Attestations_ZeroNode();
        if (block.timestamp < issuedAt) revert Attestations_IssuedLater(issuedAt);
        if (block.timestamp >= attestation.expiresAt) revert Attestations_Expired(attestation.expiresAt);
        uint40 newest = _records[attester][node].issuedAt;
        if (issuedAt <= newest) revert Attestations_NotNewer(newest, issuedAt);
        _requireNotRevoked(_records[attester][node].revokedUntil, issuedAt);
        _requireNotRevoked(_records[attester][EVERY_NODE].revokedUntil, issuedAt);
    }

    function _requireNotRevoked(uint40 issuedUntil, uint40 issuedAt) private pure {
        if (issuedAt <= issuedUntil) revert Attestations_Revoked(issuedUntil, issuedAt);
    }

    function _keep(Attestation memory attestation, bytes32 attestationId) private {
        Record storage record = _records[attestation.attester][attestation.node];
        record.measurement = attestation.measurement;
        record.issuedAt = attestation.issuedAt;
        record.expiresAt = attestation.expiresAt;
        record.tcbLevel = attestation.tcbLevel;

        emit Attested(attestation.attester, attestation.node, attestationId, attestation);
    }

    function _revoke(address attester, address node, uint40 issuedUntil) private {
        Record storage record = _records[attester][node];
        if (issuedUntil <= record.revokedUntil) revert Attestations_Revoked(record.revokedUntil, issuedUntil);

        record.revokedUntil = issuedUntil;

        emit AttestationsRevoked(attester, node, issuedUntil);
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(TypedData.domainSeparator("ComputeHive Attestations"), structHash);
    }
}
