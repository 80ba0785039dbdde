// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "contracts/staking/IStaking.sol";

import {SmartAccount} from "../support/accounts/Accounts.sol";
import {NodeTest} from "./NodeTest.sol";

contract NodesTest is NodeTest {
    /* REGISTERING */

    function test_RegistersAndPublishes() external {
        IStaking.NodeProfile memory candidate = newProfile();
        bytes memory signature = sign(newcomer, profileDigest(staking, candidate));
        vm.expectEmit(address(staking));
        emit IStaking.NodeRegistered(newcomer.addr, provider.addr, "gpu.h200", candidate);
        vm.prank(provider.addr);
        staking.registerNode(candidate, signature);

        IStaking.Node memory stored = staking.nodeOf(newcomer.addr);
        assertEq(stored.provider, provider.addr);
        assertEq(stored.payee, payee.addr);
        assertFalse(stored.paused);
        assertFalse(stored.retired);
    }

    function test_HashIsThatOfTheStandard() external view {
        IStaking.NodeProfile memory candidate = newProfile();
        assertEq(staking.hashNodeProfile(candidate), profileDigest(staking, candidate));
    }

    function test_RevertWhen_CallerIsNotTheProfilesProvider() external {
        IStaking.NodeProfile memory candidate = newProfile();
        bytes memory signature = sign(newcomer, profileDigest(staking, candidate));
        expectRefusal(
            stranger.addr,
            candidate,
            signature,
            abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, stranger.addr, provider.addr)
        );
    }

    function test_RevertWhen_NodeOrPayeeIsZero() external {
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_ZeroAddress.selector);
        IStaking.NodeProfile memory candidate = newProfile();
        candidate.node = address(0);
        expectRefusal(provider.addr, candidate, new bytes(65), reason);
        candidate = newProfile();
        candidate.payee = address(0);
        expectRefusal(provider.addr, candidate, sign(newcomer, profileDigest(staking, candidate)), reason);
    }

    function test_RevertWhen_NodeWasRegisteredBefore() external {
        IStaking.NodeProfile memory candidate = profile();
        candidate.endpoint = "https://elsewhere.example";
        bytes memory signature = sign(node, profileDigest(staking, candidate));
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NodeTaken.selector, node.addr);
        expectRefusal(provider.addr, candidate, signature, reason);
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectRefusal(provider.addr, candidate, signature, reason);
    }

    function test_RevertWhen_EndpointIsTooLong() external {
        IStaking.NodeProfile memory candidate = newProfile();
        candidate.endpoint = string(new bytes(257));
        expectRefusal(
            provider.addr,
            candidate,
            sign(newcomer, profileDigest(staking, candidate)),
            abi.encodeWithSelector(IStaking.Staking_EndpointTooLong.selector, uint256(257))
        );
        candidate.endpoint = string(new bytes(256));
        bytes memory signature = sign(newcomer, profileDigest(staking, candidate));
        vm.prank(provider.addr);
        staking.registerNode(candidate, signature);
    }

    /// @dev Somebody else's node key: its owner never signed for this provider.
    function test_RevertWhen_AnotherKeySigned() external {
        IStaking.NodeProfile memory candidate = newProfile();
        expectSignatureRefused(candidate, sign(provider, profileDigest(staking, candidate)));
        expectSignatureRefused(candidate, "");
        expectSignatureRefused(candidate, new bytes(65));
        expectSignatureRefused(candidate, new bytes(64));
    }

    function test_RevertWhen_AnyWordOfTheProfileIsAltered() external {
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        IStaking.NodeProfile memory altered = newProfile();
        altered.payee = stranger.addr;
        expectSignatureRefused(altered, signature);
        altered = newProfile();
        altered.resourceClass = "cpu.v1";
        expectSignatureRefused(altered, signature);
        altered = newProfile();
        altered.region = "mars";
        expectSignatureRefused(altered, signature);
        altered = newProfile();
        altered.capabilityHash = 0;
        expectSignatureRefused(altered, signature);
        altered = newProfile();
        altered.tlsKeyHash = "key";
        expectSignatureRefused(altered, signature);
        altered = newProfile();
        altered.endpoint = "";
        expectSignatureRefused(altered, signature);
    }

    /// @dev The signature names its provider: nobody else can carry it away.
    function test_RevertWhen_SignatureIsForAnotherProvider() external {
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        IStaking.NodeProfile memory stolen = newProfile();
        stolen.provider = stranger.addr;
        expectRefusal(
            stranger.addr,
            stolen,
            signature,
            abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, newcomer.addr)
        );
    }

    function test_RevertWhen_SignatureIsForAnotherContractOrChain() external {
        (IStaking other,) = deployMarket(address(dollar));
        expectSignatureRefused(newProfile(), sign(newcomer, profileDigest(other, newProfile())));

        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        vm.chainId(block.chainid + 1);
        expectSignatureRefused(newProfile(), signature);
    }

    function test_RevertWhen_SignatureIsMalleable() external {
        IStaking.NodeProfile memory candidate = newProfile();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(newcomer.privateKey, profileDigest(staking, candidate));
        bytes32 highS = bytes32(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 - uint256(s));
        expectSignatureRefused(candidate, abi.encodePacked(r, highS, v == 27 ? uint8(28) : uint8(27)));
    }

    function test_DoesNotAskAContractAtTheNodesAddress() external {
        SmartAccount account = new SmartAccount();
        IStaking.NodeProfile memory candidate = newProfile();
        candidate.node = address(account);
        account.approve(profileDigest(staking, candidate));
        expectRefusal(
            provider.addr,
            candidate,
            "any",
            abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, address(account))
        );
    }

    /* CHANGING */

    function test_ChangesANodeOfItsOwn() external {
        vm.startPrank(provider.addr);
        vm.expectEmit(address(staking));
        emit IStaking.NodePayeeSet(node.addr, stranger.addr);
        staking.setPayee(node.addr, stranger.addr);
        vm.expectEmit(address(staking));
        emit IStaking.NodePaused(node.addr, true);
        staking.setPaused(node.addr, true);
        assertEq(staking.nodeOf(node.addr).payee, stranger.addr);
        assertTrue(staking.nodeOf(node.addr).paused);

        vm.expectEmit(address(staking));
        emit IStaking.NodePaused(node.addr, false);
        staking.setPaused(node.addr, false);
        vm.expectEmit(address(staking));
        emit IStaking.NodeRetired(node.addr);
        staking.retireNode(node.addr);
        assertFalse(staking.nodeOf(node.addr).paused);
        assertTrue(staking.nodeOf(node.addr).retired);
    }

    function test_RevertWhen_PayeeIsZero() external {
        vm.prank(provider.addr);
        vm.expectRevert(IStaking.Staking_ZeroAddress.selector);
        staking.setPayee(node.addr, address(0));
    }

    function test_RevertWhen_NodeIsUnknown() external {
        expectChangesRefused(
            provider.addr, newcomer.addr, abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, newcomer.addr)
        );
    }

    function test_RevertWhen_NodeIsAnothers() external {
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, node.addr, provider.addr);
        expectChangesRefused(node.addr, node.addr, reason);
    }

    function test_RevertWhen_NodeIsRetired() external {
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectChangesRefused(
            provider.addr, node.addr, abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr)
        );
    }

    /* STEPS */

    function expectRefusal(
        address caller,
        IStaking.NodeProfile memory candidate,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.prank(caller);
        vm.expectRevert(reason);
        staking.registerNode(candidate, signature);
    }

    function expectSignatureRefused(IStaking.NodeProfile memory candidate, bytes memory signature) private {
        expectRefusal(
            provider.addr,
            candidate,
            signature,
            abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, newcomer.addr)
        );
    }

    function expectChangesRefused(address caller, address node_, bytes memory reason) private {
        vm.startPrank(caller);
        vm.expectRevert(reason);
        staking.setPayee(node_, payee.addr);
        vm.expectRevert(reason);
        staking.setPaused(node_, true);
        vm.expectRevert(reason);
        staking.retireNode(node_);
        vm.stopPrank();
    }
}
