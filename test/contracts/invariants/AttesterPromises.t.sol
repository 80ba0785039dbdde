// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAttestations} from "../../../contracts/attestation/IAttestations.sol";
import {IAttesterPolicies} from "../../../contracts/attestation/IAttesterPolicies.sol";
import {IAttesterPolicy} from "../../../contracts/attestation/IAttesterPolicy.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {World} from "./support/World.sol";

/// @dev Attesters, carriers and thieves act in any order; after each step every policy's answer is compared with what the books
/// say (ATT-1), and what nobody may do is tried (ATT-2).
contract AttesterPromisesTest is InvariantBase, World {
    uint256 private constant STEPS = 400;
    uint256 private constant ATTESTERS = 4;

    /// @dev What an attester said last of a node.
    struct Said {
        uint256 issuedAt;
        uint256 expiresAt;
        uint256 tcbLevel;
        bytes32 measurement;
    }

    IAttestations private _registry;
    IAttesterPolicies private _policies;
    address[] private _attesters;
    address[] private _made;
    mapping(address attester => mapping(address node => Said)) private _said;
    /// @dev Node zero: for all.
    mapping(address attester => mapping(address node => uint256)) private _revoked;
    uint256 private _kept;
    uint256 private _accepted;

    function setUp() public {
        _createWorld();
        vm.warp(START + 1 days);
        _registry = IAttestations(vm.deployCode("Attestations.sol:Attestations"));
        _policies = IAttesterPolicies(vm.deployCode("AttesterPolicies.sol:AttesterPolicies", abi.encode(_registry)));
        // Policies list them in the order of their addresses.
        for (uint256 i; i < ATTESTERS; ++i) {
            address made = _account(string.concat("attester ", vm.toString(i)));
            _attesters.push(made);
            for (uint256 j = i; j != 0 && _attesters[j - 1] > made; --j) {
                (_attesters[j], _attesters[j - 1]) = (_attesters[j - 1], made);
            }
        }
        for (uint8 threshold = 1; threshold <= 3; ++threshold) {
            _made.push(_policies.create(_terms(threshold)));
        }
    }

    function test_ATT_1_PoliciesAcceptWhatEnoughAttestersVouchFor() public {
        for (uint256 i; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("step", i)));
            _act(seed);
            for (uint256 j; j < _made.length; ++j) {
                address node = nodes[seed % 2];
                bool expected = _vouching(node) >= j + 1;
                assertEq(IAttesterPolicy(_made[j]).accepts(node), expected, "a policy errs");
                if (expected) ++_accepted;
            }
        }
        assertGt(_kept, STEPS / 8, "hardly anything was attested");
        assertGt(_accepted, STEPS / 8, "hardly anything was accepted");
    }

    function test_ATT_2_OnlyTheAttesterSpeaksForItself() public {
        for (uint256 i; i < STEPS / 4; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("theft", i)));
            IAttestations.Attestation memory wanted = _attestation(seed);
            wanted.issuedAt = uint40(vm.getBlockTimestamp());
            wanted.expiresAt = wanted.issuedAt + 1;
            address other = i % 2 == 0 ? wanted.node : _attesters[(seed >> 8) % ATTESTERS];
            if (other == wanted.attester) continue;
            bytes memory signature = _sign(other, _registry.hashAttestation(wanted));
            (bool attested,) = address(_registry).call(abi.encodeCall(IAttestations.attest, (wanted, signature)));
            assertFalse(attested, "another attested");
            uint40 until = wanted.issuedAt;
            signature = _sign(other, _registry.hashRevocation(wanted.attester, wanted.node, until));
            (bool revoked,) = address(_registry)
                .call(abi.encodeCall(IAttestations.revokeFor, (wanted.attester, wanted.node, until, signature)));
            assertFalse(revoked, "another revoked");
            _act(seed);
        }
    }

    function _act(uint256 seed) private {
        vm.warp(vm.getBlockTimestamp() + (seed >> 200) % 4 * 20);
        if ((seed >> 210) % 8 == 0) return _revoke(seed);
        IAttestations.Attestation memory made = _attestation(seed);
        Said storage before = _said[made.attester][made.node];
        bool due = made.issuedAt <= vm.getBlockTimestamp() && vm.getBlockTimestamp() < made.expiresAt
            && made.issuedAt > before.issuedAt && made.issuedAt > _revoked[made.attester][made.node]
            && made.issuedAt > _revoked[made.attester][address(0)];
        bytes memory signature = _sign(made.attester, _registry.hashAttestation(made));
        (bool success,) = address(_registry).call(abi.encodeCall(IAttestations.attest, (made, signature)));
        assertEq(success, due, "kept what it must refuse, or the reverse");
        if (!success) return;
        ++_kept;
        _said[made.attester][made.node] = Said(made.issuedAt, made.expiresAt, made.tcbLevel, made.measurement);
    }

    function _revoke(uint256 seed) private {
        address attester = _attesters[seed % ATTESTERS];
        address node = (seed >> 8) % 4 == 0 ? address(0) : nodes[(seed >> 8) % 2];
        uint40 until = uint40(vm.getBlockTimestamp() - (seed >> 16) % 100);
        vm.prank(attester);
        try _registry.revoke(node, until) {
            assertGt(until, _revoked[attester][node], "a revocation was taken back");
            _revoked[attester][node] = until;
        } catch {
            assertLe(until, _revoked[attester][node], "an attester could not revoke");
        }
    }

    function _attestation(uint256 seed) private view returns (IAttestations.Attestation memory made) {
        made.attester = _attesters[seed % ATTESTERS];
        made.node = nodes[(seed >> 8) % 2];
        made.measurement = bytes32(uint256((seed >> 16) % 4));
        made.tcbLevel = uint32(100 + (seed >> 24) % 4);
        made.issuedAt = uint40(vm.getBlockTimestamp() + 20 - (seed >> 32) % 90);
        made.expiresAt = uint40(made.issuedAt + (seed >> 40) % 600);
    }

    /// @dev Of all but the last attester: its word counts nowhere.
    function _vouching(address node) private view returns (uint256 count) {
        for (uint256 i; i + 1 < ATTESTERS; ++i) {
            Said storage said = _said[_attesters[i]][node];
            bool counts = said.issuedAt > _revoked[_attesters[i]][node]
                && said.issuedAt > _revoked[_attesters[i]][address(0)] && vm.getBlockTimestamp() < said.expiresAt
                && vm.getBlockTimestamp() < said.issuedAt + 300 && said.tcbLevel >= 101
                && uint256(said.measurement) >= 1;
            if (counts) ++count;
        }
    }

    function _terms(uint8 threshold) private view returns (IAttesterPolicy.Terms memory terms) {
        terms.attesters = new address[](ATTESTERS - 1);
        for (uint256 i; i + 1 < ATTESTERS; ++i) {
            terms.attesters[i] = _attesters[i];
        }
        terms.threshold = threshold;
        terms.measurements = new bytes32[](3);
        for (uint256 i; i < 3; ++i) {
            terms.measurements[i] = bytes32(i + 1);
        }
        terms.minimumTcb = 101;
        terms.lifetime = 300;
    }
}
