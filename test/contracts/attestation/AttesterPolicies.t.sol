// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IAttestations} from "contracts/attestation/IAttestations.sol";
import {IAttesterPolicies} from "contracts/attestation/IAttesterPolicies.sol";
import {IAttesterPolicy} from "contracts/attestation/IAttesterPolicy.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {AttestationTest} from "./AttestationTest.sol";

contract AttesterPoliciesTest is AttestationTest {
    /// @dev Ascending by address.
    Vm.Wallet[] private attesters;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 15; ++i) {
            Vm.Wallet memory made = vm.createWallet(string.concat("attester ", vm.toString(i)));
            attesters.push(made);
            for (uint256 j = i; j != 0 && attesters[j - 1].addr > made.addr; --j) {
                attesters[j] = attesters[j - 1];
                attesters[j - 1] = made;
            }
        }
    }

    /* MAKING */

    function test_MakesAPolicyOnceAtTheAddressOfItsTerms() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(2, 3);
        address predicted = policies.policyOf(terms_);
        vm.expectEmit(address(policies));
        emit IAttesterPolicies.PolicyCreated(predicted, terms_);
        assertEq(policies.create(terms_), predicted);
        vm.prank(stranger.addr);
        assertEq(policies.create(terms_), predicted);
        assertEq(abi.encode(IAttesterPolicy(predicted).terms()), abi.encode(terms_));
        assertEq(IAttesterPolicy(predicted).attestations(), address(attestations));
        assertEq(policies.attestations(), address(attestations));
    }

    function testFuzz_OtherTermsAreAnotherPolicy(uint256 word, uint256 bit) external view {
        IAttesterPolicy.Terms memory terms_ = termsOf(2, 3);
        address before = policies.policyOf(terms_);
        word %= 4;
        if (word == 0) terms_.minimumTcb ^= uint32(1 << (bit % 32));
        if (word == 1) terms_.lifetime ^= uint32(1 << (bit % 32));
        if (word == 2) terms_.measurements[0] ^= bytes32(1 << (bit % 256));
        if (word == 3) terms_.attesters[0] = address(uint160(terms_.attesters[0]) ^ uint160(1 << (bit % 160)));
        assertNotEq(policies.policyOf(terms_), before);
    }

    function test_RevertWhen_ThereAreNoAttestersOrTooMany() external {
        expectFault(termsOf(1, 0), IAttesterPolicies.TermsFault.AttestersOutOfRange);
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 0);
        terms_.attesters = new address[](16);
        expectFault(terms_, IAttesterPolicies.TermsFault.AttestersOutOfRange);
        policies.create(termsOf(15, 15));
    }

    function test_RevertWhen_NobodyOrMoreThanAllMustVouch() external {
        expectFault(termsOf(0, 3), IAttesterPolicies.TermsFault.ThresholdOutOfRange);
        expectFault(termsOf(4, 3), IAttesterPolicies.TermsFault.ThresholdOutOfRange);
    }

    /// @dev Who stands twice would count twice.
    function test_RevertWhen_AttestersStandTwiceUnsortedOrZero() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(2, 3);
        terms_.attesters[1] = terms_.attesters[0];
        expectFault(terms_, IAttesterPolicies.TermsFault.AttestersUnsorted);
        terms_ = termsOf(2, 3);
        (terms_.attesters[1], terms_.attesters[2]) = (terms_.attesters[2], terms_.attesters[1]);
        expectFault(terms_, IAttesterPolicies.TermsFault.AttestersUnsorted);
        terms_ = termsOf(2, 3);
        terms_.attesters[0] = address(0);
        expectFault(terms_, IAttesterPolicies.TermsFault.AttestersUnsorted);
    }

    function test_RevertWhen_MeasurementsAreMissingTooManyOrUnsorted() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 1);
        terms_.measurements = new bytes32[](0);
        expectFault(terms_, IAttesterPolicies.TermsFault.MeasurementsOutOfRange);
        terms_.measurements = new bytes32[](17);
        expectFault(terms_, IAttesterPolicies.TermsFault.MeasurementsOutOfRange);
        terms_.measurements = new bytes32[](2);
        expectFault(terms_, IAttesterPolicies.TermsFault.MeasurementsUnsorted);
        terms_.measurements[0] = "b";
        terms_.measurements[1] = "a";
        expectFault(terms_, IAttesterPolicies.TermsFault.MeasurementsUnsorted);
    }

    function test_RevertWhen_TheLifetimeIsZero() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 1);
        terms_.lifetime = 0;
        expectFault(terms_, IAttesterPolicies.TermsFault.LifetimeZero);
    }

    /* ACCEPTING */

    function test_AcceptsOnceEnoughVouch() external {
        IAttesterPolicy policy = create(termsOf(2, 3));
        assertFalse(policy.accepts(node.addr));
        attest(attesters[2]);
        assertFalse(policy.accepts(node.addr));
        skip(1);
        attest(attesters[2]);
        assertFalse(policy.accepts(node.addr), "one attester counts once, however often it vouches");
        attest(attesters[0]);
        assertTrue(policy.accepts(node.addr));
        assertFalse(policy.accepts(stranger.addr));
    }

    function test_StrangersDoNotCount() external {
        IAttesterPolicy policy = create(termsOf(2, 3));
        attest(attesters[0]);
        attest(attesters[3]);
        attest(stranger);
        assertFalse(policy.accepts(node.addr));
    }

    function test_OtherSoftwareOrAnOldTcbDoesNotCount() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 1);
        terms_.measurements[0] = "other software";
        assertFalse(acceptsVouched(terms_));
        terms_ = termsOf(1, 1);
        terms_.minimumTcb = 20_001;
        assertFalse(acceptsVouched(terms_));
        terms_.minimumTcb = 20_000;
        assertTrue(acceptsVouched(terms_));
    }

    function test_AnyOfTheMeasurementsCounts() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 1);
        terms_.measurements = new bytes32[](16);
        for (uint256 i = 0; i < 16; ++i) {
            terms_.measurements[i] = bytes32(i);
        }
        terms_.measurements[15] = SOFTWARE;
        assertTrue(acceptsVouched(terms_));
    }

    function test_CountsForTheLifetimeToTheSecond() external {
        IAttesterPolicy policy = create(termsOf(1, 1));
        attest(attesters[0]);
        skip(1 hours - 1);
        assertTrue(policy.accepts(node.addr));
        skip(1);
        assertFalse(policy.accepts(node.addr));
    }

    function test_CountsUntilItExpiresToTheSecond() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(1, 1);
        terms_.lifetime = type(uint32).max;
        IAttesterPolicy policy = create(terms_);
        attest(attesters[0]);
        skip(VALID - 1);
        assertTrue(policy.accepts(node.addr));
        skip(1);
        assertFalse(policy.accepts(node.addr));
    }

    function test_WhatIsRevokedDoesNotCount() external {
        IAttesterPolicy policy = create(termsOf(1, 2));
        attest(attesters[0]);
        vm.prank(attesters[0].addr);
        attestations.revoke(address(0), type(uint40).max);
        assertFalse(policy.accepts(node.addr));
        attest(attesters[1]);
        assertTrue(policy.accepts(node.addr));
    }

    /// @dev The code that all policies share has no terms, and neither has a clone that somebody made without.
    function test_RevertWhen_ThereAreNoTerms() external {
        IAttesterPolicy shared =
            IAttesterPolicy(deployCode("AttesterPolicy.sol:AttesterPolicy", abi.encode(attestations)));
        vm.expectRevert();
        shared.accepts(node.addr);
    }

    /// @dev The dearest answer there is: all attesters asked, every measurement compared.
    function test_GasOfAnAnswerIsBounded() external {
        IAttesterPolicy.Terms memory terms_ = termsOf(15, 15);
        terms_.measurements = new bytes32[](16);
        for (uint256 i = 0; i < 15; ++i) {
            terms_.measurements[i] = bytes32(i);
            attest(attesters[i]);
        }
        terms_.measurements[15] = SOFTWARE;
        IAttesterPolicy policy = create(terms_);
        vm.cool(address(attestations));
        vm.cool(address(policy));
        assertTrue(policy.accepts(node.addr));
        uint256 used = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint("fifteen of fifteen", used);
        assertLt(used, 178_000);

        policy = create(termsOf(1, 1));
        vm.cool(address(attestations));
        vm.cool(address(policy));
        assertTrue(policy.accepts(node.addr));
        used = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint("one of one", used);
        assertLt(used, 12_000);
    }

    /* AT A CLAIM */

    function test_AClaimNeedsThePolicy() external {
        terms.policy = address(create(termsOf(1, 1)));
        order.claimBefore = clock() + 1 days;
        post();
        expectClaimRefused(node.addr);
        attest(attesters[0]);
        skip(1 hours);
        expectClaimRefused(node.addr);
        attest(attesters[0]);
        vm.prank(node.addr);
        market.claim(order, terms);
    }

    /// @dev The evidence is bound to the node key: a new key brings its own.
    function test_ARotatedNodeNeedsANewAttestation() external {
        terms.policy = address(create(termsOf(1, 1)));
        order.claimBefore = clock() + 1 days;
        attest(attesters[0]);
        Vm.Wallet memory fresh = vm.createWallet("fresh");
        IStaking.NodeProfile memory rotated = profile();
        rotated.node = fresh.addr;
        bytes memory signature = sign(fresh, staking.hashNodeProfile(rotated));
        vm.prank(provider.addr);
        staking.rotateNode(node.addr, rotated, signature);
        post();
        expectClaimRefused(fresh.addr);
        vm.prank(node.addr);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr));
        market.claim(order, terms);
    }

    function test_APolicyThatNobodyMadeAcceptsNobody() external {
        terms.policy = policies.policyOf(termsOf(1, 1));
        order.claimBefore = clock() + 1 days;
        attest(attesters[0]);
        post();
        expectClaimRefused(node.addr);
        policies.create(termsOf(1, 1));
        vm.prank(node.addr);
        market.claim(order, terms);
    }

    /* STEPS */

    /// @dev The first `count` attesters, of whom `threshold` must vouch.
    function termsOf(uint8 threshold, uint256 count) private view returns (IAttesterPolicy.Terms memory terms_) {
        terms_.attesters = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            terms_.attesters[i] = attesters[i].addr;
        }
        terms_.threshold = threshold;
        terms_.measurements = new bytes32[](1);
        terms_.measurements[0] = SOFTWARE;
        terms_.minimumTcb = 19_000;
        terms_.lifetime = 1 hours;
    }

    function create(IAttesterPolicy.Terms memory terms_) private returns (IAttesterPolicy) {
        return IAttesterPolicy(policies.create(terms_));
    }

    /// @return Whether the node is accepted once the first attester vouches.
    function acceptsVouched(IAttesterPolicy.Terms memory terms_) private returns (bool) {
        skip(1);
        attest(attesters[0]);
        return create(terms_).accepts(node.addr);
    }

    function expectFault(IAttesterPolicy.Terms memory terms_, IAttesterPolicies.TermsFault fault) private {
        vm.expectRevert(abi.encodeWithSelector(IAttesterPolicies.AttesterPolicies_TermsInvalid.selector, fault));
        policies.create(terms_);
    }

    function expectClaimRefused(address by) private {
        vm.prank(by);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_PolicyRefused.selector, jobId(), terms.policy, by));
        market.claim(order, terms);
    }
}
