// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IAttestations} from "contracts/attestation/IAttestations.sol";
import {IEvidenceVerifier} from "contracts/attestation/IEvidenceVerifier.sol";

import {SmartAccount} from "../support/accounts/Accounts.sol";
import {PlainVerifier} from "../support/accounts/Verifiers.sol";
import {AttestationTest} from "./AttestationTest.sol";

contract AttestationsTest is AttestationTest {
    /* ATTESTING */

    function test_AnybodyCarriesAnAttestation() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        bytes32 id = attestationDigest(attestation);
        assertEq(attestations.hashAttestation(attestation), id);
        bytes memory signature = sign(attester, id);
        vm.expectEmit(address(attestations));
        emit IAttestations.Attested(attester.addr, node.addr, id, attestation);
        vm.prank(stranger.addr);
        assertEq(attestations.attest(attestation, signature), id);

        IAttestations.Current memory current = attestations.currentOf(attester.addr, node.addr);
        assertEq(current.measurement, SOFTWARE);
        assertEq(current.tcbLevel, 20_000);
        assertEq(current.issuedAt, attestation.issuedAt);
        assertEq(current.expiresAt, attestation.expiresAt);
    }

    function test_ANewerOneTakesThePlace() external {
        attest(attester);
        skip(1);
        IAttestations.Attestation memory worse = attestationBy(attester.addr);
        worse.tcbLevel = 1;
        carry(worse, attester);
        assertEq(attestations.currentOf(attester.addr, node.addr).tcbLevel, 1);
    }

    /// @dev Else a node would go back to a better word of former times.
    function test_RevertWhen_AnOlderOneIsReplayed() external {
        IAttestations.Attestation memory older = attestationBy(attester.addr);
        attest(attester);
        expectRefusal(older, attester, notNewer(older.issuedAt, older.issuedAt));
        skip(1);
        attest(attester);
        expectRefusal(older, attester, notNewer(clock(), older.issuedAt));
    }

    function test_AttestersAndNodesDoNotTouchEachOther() external {
        attest(attester);
        assertNone(stranger.addr, node.addr);
        assertNone(attester.addr, stranger.addr);
        attest(stranger);
        vm.prank(stranger.addr);
        attestations.revoke(node.addr, clock());
        assertEq(attestations.currentOf(attester.addr, node.addr).issuedAt, clock());
    }

    function test_RevertWhen_TheNodeIsZero() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        attestation.node = address(0);
        expectRefusal(attestation, attester, abi.encodeWithSelector(IAttestations.Attestations_ZeroNode.selector));
    }

    function test_RevertWhen_ItIsIssuedLater() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        attestation.issuedAt += 1;
        expectRefusal(
            attestation,
            attester,
            abi.encodeWithSelector(IAttestations.Attestations_IssuedLater.selector, attestation.issuedAt)
        );
    }

    function test_ExpiresAtTheSecond() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        attest(attester);
        vm.warp(attestation.expiresAt - 1);
        assertEq(attestations.currentOf(attester.addr, node.addr).issuedAt, attestation.issuedAt);
        vm.warp(attestation.expiresAt);
        assertNone(attester.addr, node.addr);
        attestation.node = stranger.addr;
        expectRefusal(
            attestation,
            attester,
            abi.encodeWithSelector(IAttestations.Attestations_Expired.selector, attestation.expiresAt)
        );
    }

    function test_RevertWhen_AnybodyElseSigned() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        Vm.Wallet[3] memory others = [node, provider, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectRefusal(attestation, others[i], signatureInvalid(attester.addr));
        }
        vm.expectRevert(signatureInvalid(attester.addr));
        attestations.attest(attestation, "");
        attestation.attester = address(0);
        vm.expectRevert(signatureInvalid(address(0)));
        attestations.attest(attestation, new bytes(65));
    }

    function test_RevertWhen_AnyWordIsAltered() external {
        bytes memory signature = sign(attester, attestationDigest(attestationBy(attester.addr)));
        // node, evidenceHash, measurement, tcbLevel, expiresAt; the attester and the time have tests of their own.
        uint8[5] memory words = [1, 2, 3, 4, 6];
        for (uint256 i = 0; i < words.length; ++i) {
            bytes memory altered = abi.encode(attestationBy(attester.addr));
            altered[32 * words[i] + 31] ^= 0x01;
            vm.expectRevert(signatureInvalid(attester.addr));
            attestations.attest(abi.decode(altered, (IAttestations.Attestation)), signature);
        }
        IAttestations.Attestation memory earlier = attestationBy(attester.addr);
        earlier.issuedAt -= 1;
        vm.expectRevert(signatureInvalid(attester.addr));
        attestations.attest(earlier, signature);
    }

    function test_RevertWhen_ItIsForAnotherRegistryOrChain() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        IAttestations other = IAttestations(deployCode("Attestations.sol:Attestations"));
        bytes memory signature = sign(attester, attestationDigest(attestation));
        vm.expectRevert(signatureInvalid(attester.addr));
        other.attest(attestation, signature);
        vm.chainId(block.chainid + 1);
        vm.expectRevert(signatureInvalid(attester.addr));
        attestations.attest(attestation, signature);
    }

    function test_AContractAttestsByItsWord() external {
        SmartAccount account = new SmartAccount();
        IAttestations.Attestation memory attestation = attestationBy(address(account));
        vm.expectRevert(signatureInvalid(address(account)));
        attestations.attest(attestation, "");
        account.approve(attestationDigest(attestation));
        attestations.attest(attestation, "");
        assertEq(attestations.currentOf(address(account), node.addr).issuedAt, clock());
    }

    /* BY EVIDENCE */

    function test_AVerifierAttestsByTheEvidence() external {
        PlainVerifier verifier = new PlainVerifier();
        bytes memory evidence = evidenceOf(node.addr, clock(), clock() + VALID);
        IAttestations.Attestation memory attestation = attestationBy(address(verifier));
        attestation.evidenceHash = sha256(evidence);
        vm.expectEmit(address(attestations));
        emit IAttestations.Attested(address(verifier), node.addr, attestationDigest(attestation), attestation);
        vm.prank(node.addr);
        attestations.attestByEvidence(verifier, node.addr, evidence);
        assertEq(attestations.currentOf(address(verifier), node.addr).measurement, SOFTWARE);
    }

    function test_RevertWhen_TheEvidenceIsForAnotherNode() external {
        PlainVerifier verifier = new PlainVerifier();
        bytes memory evidence = evidenceOf(node.addr, clock(), clock() + VALID);
        vm.prank(stranger.addr);
        vm.expectRevert(PlainVerifier.NotGenuine.selector);
        attestations.attestByEvidence(verifier, stranger.addr, evidence);
    }

    /// @dev Report data are free to whoever runs an enclave: genuine evidence of other software would oust the node from its jobs.
    function test_RevertWhen_AnybodyElseBringsEvidenceForANode() external {
        PlainVerifier verifier = new PlainVerifier();
        vm.prank(node.addr);
        attestations.attestByEvidence(verifier, node.addr, evidenceOf(node.addr, clock(), clock() + VALID));
        skip(1);
        bytes memory theirs = abi.encodePacked(
            node.addr, abi.encode(IEvidenceVerifier.Finding("other software", 1, clock(), clock() + VALID))
        );
        vm.prank(stranger.addr);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.Attestations_NotNode.selector, node.addr, stranger.addr));
        attestations.attestByEvidence(verifier, node.addr, theirs);
        assertEq(attestations.currentOf(address(verifier), node.addr).measurement, SOFTWARE);
    }

    function test_RevertWhen_EvidenceIsLateReplayedOrEarly() external {
        PlainVerifier verifier = new PlainVerifier();
        bytes memory evidence = evidenceOf(node.addr, clock() + 1, clock() + VALID);
        vm.startPrank(node.addr);
        vm.expectRevert(abi.encodeWithSelector(IAttestations.Attestations_IssuedLater.selector, clock() + 1));
        attestations.attestByEvidence(verifier, node.addr, evidence);
        evidence = evidenceOf(node.addr, clock() - 1, clock());
        vm.expectRevert(abi.encodeWithSelector(IAttestations.Attestations_Expired.selector, clock()));
        attestations.attestByEvidence(verifier, node.addr, evidence);
        evidence = evidenceOf(node.addr, clock(), clock() + VALID);
        attestations.attestByEvidence(verifier, node.addr, evidence);
        vm.expectRevert(notNewer(clock(), clock()));
        attestations.attestByEvidence(verifier, node.addr, evidence);
    }

    function test_RevertWhen_TheVerifierIsNoContract() external {
        vm.prank(node.addr);
        vm.expectRevert();
        attestations.attestByEvidence(IEvidenceVerifier(attester.addr), node.addr, "");
    }

    /* REVOKING */

    function test_TheAttesterRevokesForANode() external {
        attest(attester);
        vm.expectEmit(address(attestations));
        emit IAttestations.AttestationsRevoked(attester.addr, node.addr, clock());
        vm.prank(attester.addr);
        attestations.revoke(node.addr, clock());
        assertNone(attester.addr, node.addr);
        assertEq(attestations.revokedUntil(attester.addr, node.addr), clock());
        skip(1);
        attest(attester);
        assertEq(attestations.currentOf(attester.addr, node.addr).issuedAt, clock());
    }

    function test_TheAttesterRevokesForEveryNode() external {
        attest(attester);
        vm.prank(attester.addr);
        attestations.revoke(address(0), clock());
        assertNone(attester.addr, node.addr);
        IAttestations.Attestation memory other = attestationBy(attester.addr);
        other.node = stranger.addr;
        expectRefusal(other, attester, revoked(clock(), clock()));
        skip(1);
        attest(attester);
        assertEq(attestations.currentOf(attester.addr, node.addr).issuedAt, clock());
    }

    /// @dev What was signed before and not yet carried is revoked, too.
    function test_RevertWhen_ARevokedOneIsCarried() external {
        IAttestations.Attestation memory attestation = attestationBy(attester.addr);
        skip(10);
        vm.prank(attester.addr);
        attestations.revoke(node.addr, clock());
        expectRefusal(attestation, attester, revoked(clock(), attestation.issuedAt));
    }

    /// @dev A stolen key: its thief signs what it likes, and none of it counts.
    function test_AStolenKeyIsEndedForEver() external {
        attest(attester);
        bytes memory signature = sign(attester, revocationDigest(attester.addr, address(0), type(uint40).max));
        assertEq(
            attestations.hashRevocation(attester.addr, address(0), type(uint40).max),
            revocationDigest(attester.addr, address(0), type(uint40).max)
        );
        vm.prank(stranger.addr);
        attestations.revokeFor(attester.addr, address(0), type(uint40).max, signature);
        assertNone(attester.addr, node.addr);
        skip(1000);
        expectRefusal(attestationBy(attester.addr), attester, revoked(type(uint40).max, clock()));
    }

    function test_RevertWhen_AnybodyElseRevokes() external {
        attest(attester);
        vm.prank(node.addr);
        attestations.revoke(node.addr, clock());
        assertEq(attestations.currentOf(attester.addr, node.addr).issuedAt, clock());
        Vm.Wallet[3] memory others = [node, provider, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            bytes memory signature = sign(others[i], revocationDigest(attester.addr, node.addr, clock()));
            vm.expectRevert(signatureInvalid(attester.addr));
            attestations.revokeFor(attester.addr, node.addr, clock(), signature);
        }
        bytes memory elsewhere = sign(attester, revocationDigest(attester.addr, stranger.addr, clock()));
        vm.expectRevert(signatureInvalid(attester.addr));
        attestations.revokeFor(attester.addr, node.addr, clock(), elsewhere);
    }

    /// @dev Nobody, not the attester either, makes a revoked attestation count again.
    function test_RevertWhen_ARevocationIsTakenBack() external {
        vm.startPrank(attester.addr);
        attestations.revoke(node.addr, 100);
        vm.expectRevert(revoked(100, 100));
        attestations.revoke(node.addr, 100);
        vm.expectRevert(revoked(100, 99));
        attestations.revoke(node.addr, 99);
    }

    /* STEPS */

    function carry(IAttestations.Attestation memory attestation, Vm.Wallet memory by) private {
        attestations.attest(attestation, sign(by, attestationDigest(attestation)));
    }

    function evidenceOf(address node_, uint40 issuedAt, uint40 expiresAt) private pure returns (bytes memory) {
        return abi.encodePacked(node_, abi.encode(IEvidenceVerifier.Finding(SOFTWARE, 20_000, issuedAt, expiresAt)));
    }

    function expectRefusal(IAttestations.Attestation memory attestation, Vm.Wallet memory by, bytes memory reason)
        private
    {
        bytes memory signature = sign(by, attestationDigest(attestation));
        vm.expectRevert(reason);
        attestations.attest(attestation, signature);
    }

    function assertNone(address by, address node_) private view {
        IAttestations.Current memory current = attestations.currentOf(by, node_);
        assertEq(current.issuedAt, 0);
        assertEq(current.expiresAt, 0);
        assertEq(current.tcbLevel, 0);
        assertEq(current.measurement, 0);
    }

    function notNewer(uint40 newest, uint40 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAttestations.Attestations_NotNewer.selector, newest, given);
    }

    function revoked(uint40 until, uint40 given) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAttestations.Attestations_Revoked.selector, until, given);
    }

    function signatureInvalid(address by) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAttestations.Attestations_SignatureInvalid.selector, by);
    }
}
