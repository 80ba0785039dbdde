// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEvidenceVerifier} from "./IEvidenceVerifier.sol";

/// @title Attestations: what attesters say of nodes
/// @notice An attester checks a node's evidence and signs what it found; anybody carries it here. Whose word counts is a
/// policy's matter: anybody may be an attester, and nobody is asked. An attestation states facts of a node and names no policy.
/// @dev One record for each attester and node: the newest attestation. No lists.
interface IAttestations {
    /// @notice What an attester signs (EIP-712). Its digest is the attestation's id, which receipts may name.
    /// @param attester An account: a key, or a contract that answers by EIP-1271 or checks evidence itself.
    /// @param node Address of the node key that the evidence is bound to.
    /// @param evidenceHash sha256 of the vendor's raw evidence.
    /// @param measurement Hash in the evidence that names the software.
    /// @param tcbLevel How new firmware and microcode are: the Unix day of the vendor's TCB date. Greater is newer.
    /// @param issuedAt When the attester checked, Unix seconds. @param expiresAt First second in which it counts no more.
    struct Attestation {
        address attester;
        address node;
        bytes32 evidenceHash;
        bytes32 measurement;
        uint32 tcbLevel;
        uint40 issuedAt;
        uint40 expiresAt;
    }

    /// @notice What is kept of the newest attestation of an attester for a node.
    /// @param issuedAt 0 if there is none that counts now.
    struct Current {
        bytes32 measurement;
        uint32 tcbLevel;
        uint40 issuedAt;
        uint40 expiresAt;
    }

    event Attested(
        address indexed attester, address indexed node, bytes32 indexed attestationId, Attestation attestation
    );
    /// @param node Zero: every node. @param issuedUntil What was issued up to this second counts no more.
    event AttestationsRevoked(address indexed attester, address indexed node, uint40 issuedUntil);

    error Attestations_ZeroNode();
    error Attestations_IssuedLater(uint40 issuedAt);
    error Attestations_Expired(uint40 expiresAt);
    error Attestations_NotNewer(uint40 newest, uint40 given);
    error Attestations_Revoked(uint40 issuedUntil, uint40 given);
    error Attestations_SignatureInvalid(address attester);
    /// @notice Evidence is brought by the node itself.
    error Attestations_NotNode(address expected, address given);

    /// @notice Keeps an attestation in place of the attester's older one for this node. Emits Attested.
    /// Requirements: the node is not zero; now is at least `issuedAt` and before `expiresAt`; it is newer than the one kept; it was
    /// issued after what the attester revoked, for this node or for all; the signature is the attester's: its key's (ECDSA), else
    /// its contract's (EIP-1271).
    function attest(Attestation calldata attestation, bytes calldata signature) external returns (bytes32 attestationId);

    /// @notice The same by a contract that checks the evidence here and now: it is the attester. Emits Attested.
    /// Requirements, beside those of `attest` but the signature: the caller is the node, because anybody can make genuine evidence
    /// that names it; the verifier accepts the evidence for this node.
    function attestByEvidence(IEvidenceVerifier verifier, address node, bytes calldata evidence)
        external
        returns (bytes32 attestationId);

    /// @notice Ends what the caller attested: everything issued up to `issuedUntil`, kept or still to be carried. The greatest
    /// second ends its attestations for ever: for a key that was lost or stolen. Emits AttestationsRevoked.
    /// Requirements: it is later than what was revoked before.
    /// @param node Zero: every node.
    function revoke(address node, uint40 issuedUntil) external;

    /// @notice The same by the attester's signature of Revocation, carried by anybody. It may be signed long before it is needed.
    function revokeFor(address attester, address node, uint40 issuedUntil, bytes calldata signature) external;

    /// @notice The attestation that counts now; all zero where none does.
    function currentOf(address attester, address node) external view returns (Current memory);

    /// @notice Up to which second an attester's attestations are revoked, for this node alone. Node zero: for every node.
    function revokedUntil(address attester, address node) external view returns (uint40);

    /// @notice EIP-712 digest that an attester signs: the attestation's id.
    function hashAttestation(Attestation calldata attestation) external view returns (bytes32);

    /// @notice EIP-712 digest that an attester signs.
    function hashRevocation(address attester, address node, uint40 issuedUntil) external view returns (bytes32);
}
