// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title A contract that checks a vendor's evidence on chain, and is an attester by that
/// @notice Anybody may deploy one; a policy counts it if it lists its address among its attesters.
interface IEvidenceVerifier {
    /// @param measurement Hash in the evidence that names the software.
    /// @param tcbLevel As in IAttestations.Attestation.
    /// @param issuedAt When the evidence was made, as far as the chain of trust tells it, Unix seconds.
    /// @param expiresAt First second in which it counts no more: no later than the certificates and lists that it rests on.
    struct Finding {
        bytes32 measurement;
        uint32 tcbLevel;
        uint40 issuedAt;
        uint40 expiresAt;
    }

    /// @notice Reverts unless the evidence is genuine and bound to the node key (its report data name `node`).
    /// That the node agrees is not its matter: `attestByEvidence` takes evidence from the node alone.
    function verify(address node, bytes calldata evidence) external view returns (Finding memory);
}
