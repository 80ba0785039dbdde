// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {NodeTest} from "./NodeTest.sol";

/// @dev A node's key is replaced, and its profile changed. `newcomer` is the new key.
contract NodeKeysTest is NodeTest {
    /* ROTATING */

    function test_RotationRegistersTheNewKeyAndRetiresTheOld() external {
        IStaking.NodeProfile memory candidate = newProfile();
        candidate.payee = stranger.addr;
        bytes memory signature = sign(newcomer, profileDigest(staking, candidate));
        vm.expectEmit(address(staking));
        emit IStaking.NodeRetired(node.addr);
        vm.expectEmit(address(staking));
        emit IStaking.NodeRegistered(newcomer.addr, provider.addr, "gpu.h200", candidate);
        vm.expectEmit(address(staking));
        emit IStaking.NodeRotated(node.addr, newcomer.addr, provider.addr);
        vm.prank(provider.addr);
        staking.rotateNode(node.addr, candidate, signature);

        assertNode(node.addr, provider.addr, payee.addr, false, true);
        assertNode(newcomer.addr, provider.addr, stranger.addr, false, false);
    }

    function test_RotationDoesNotResumeAPausedNode() external {
        vm.prank(provider.addr);
        staking.setPaused(node.addr, true);
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        // Who reads the events knows a node before it hears that it is paused.
        vm.expectEmit(address(staking));
        emit IStaking.NodeRegistered(newcomer.addr, provider.addr, newProfile().resourceClass, newProfile());
        vm.expectEmit(address(staking));
        emit IStaking.NodePaused(newcomer.addr, true);
        vm.prank(provider.addr);
        staking.rotateNode(node.addr, newProfile(), signature);
        assertNode(newcomer.addr, provider.addr, payee.addr, true, false);
    }

    /// @dev What a thief of the old key is left with: the executions that it claimed before.
    function test_TheOldKeyEndsWhatItClaimedAndClaimsNoMore() external {
        post();
        IJobMarket.Execution memory execution = claim();
        rotate();
        execution = submit(execution, defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        assertPaid(AMOUNT, AMOUNT);

        order.salt = 8;
        order.claimBefore = clock() + 1 hours;
        post();
        vm.prank(node.addr);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr));
        market.claim(order, terms);
        vm.prank(newcomer.addr);
        market.claim(order, terms);
    }

    /// @dev The new key has no word in what the old one claimed.
    function test_RevertWhen_TheNewKeyActsForTheOldOnesExecution() external {
        post();
        IJobMarket.Execution memory execution = claim();
        rotate();
        vm.prank(newcomer.addr);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotNode.selector, jobId(), node.addr, newcomer.addr));
        market.submit(jobId(), execution, defaultWork());
    }

    function test_RevertWhen_RotatedByAnybodyElse() external {
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        Vm.Wallet[3] memory others = [node, newcomer, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectRotationRefused(
                others[i].addr,
                node.addr,
                newProfile(),
                signature,
                abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, others[i].addr, provider.addr)
            );
        }
    }

    /// @dev Another provider would take over the node's reputation.
    function test_RevertWhen_AnothersNodeIsRotatedToOnesOwnKey() external {
        IStaking.NodeProfile memory own = newProfile();
        own.provider = stranger.addr;
        expectRotationRefused(
            stranger.addr,
            node.addr,
            own,
            sign(newcomer, profileDigest(staking, own)),
            abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, stranger.addr, provider.addr)
        );
    }

    /// @dev Nor is a node given away by a rotation.
    function test_RevertWhen_RotatedToAnotherProvidersKey() external {
        IStaking.NodeProfile memory given = newProfile();
        given.provider = stranger.addr;
        expectRotationRefused(
            provider.addr,
            node.addr,
            given,
            sign(newcomer, profileDigest(staking, given)),
            abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, provider.addr, stranger.addr)
        );
    }

    function test_RevertWhen_TheOldKeyIsUnknownOrRetired() external {
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        expectRotationRefused(
            provider.addr,
            stranger.addr,
            newProfile(),
            signature,
            abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, stranger.addr)
        );
        rotate();
        expectRotationRefused(
            provider.addr,
            node.addr,
            newProfile(),
            signature,
            abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr)
        );
    }

    function test_RevertWhen_RotatedToAKeyThatWasRegistered() external {
        IStaking.NodeProfile memory same = profile();
        bytes memory signature = sign(node, profileDigest(staking, same));
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NodeTaken.selector, node.addr);
        expectRotationRefused(provider.addr, node.addr, same, signature, reason);
        rotate();
        expectRotationRefused(provider.addr, newcomer.addr, same, signature, reason);
    }

    /// @dev The thief of the old key cannot speak for the new one, nor make one up.
    function test_RevertWhen_TheNewKeyDidNotSign() external {
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, newcomer.addr);
        bytes32 digest = profileDigest(staking, newProfile());
        expectRotationRefused(provider.addr, node.addr, newProfile(), sign(node, digest), reason);
        expectRotationRefused(provider.addr, node.addr, newProfile(), sign(provider, digest), reason);
        expectRotationRefused(provider.addr, node.addr, newProfile(), "", reason);
        IStaking.NodeProfile memory altered = newProfile();
        altered.endpoint = "https://elsewhere.example";
        expectRotationRefused(provider.addr, node.addr, altered, sign(newcomer, digest), reason);
    }

    function test_RevertWhen_TheNewProfileIsOutOfBounds() external {
        IStaking.NodeProfile memory candidate = newProfile();
        candidate.payee = address(0);
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_ZeroAddress.selector);
        expectRotationRefused(provider.addr, node.addr, candidate, "", reason);
        candidate = newProfile();
        candidate.endpoint = string(new bytes(257));
        reason = abi.encodeWithSelector(IStaking.Staking_EndpointTooLong.selector, uint256(257));
        expectRotationRefused(provider.addr, node.addr, candidate, "", reason);
    }

    /* PROFILE */

    function test_ChangesTheProfile() external {
        IStaking.NodeProfile memory changed = changedProfile();
        bytes memory signature = sign(node, profileDigest(staking, changed));
        vm.expectEmit(address(staking));
        emit IStaking.NodeProfileSet(node.addr, provider.addr, "gpu.h200", changed);
        vm.prank(provider.addr);
        staking.setProfile(changed, signature);
        assertNode(node.addr, provider.addr, payee.addr, false, false);
    }

    function test_APausedNodeStaysPaused() external {
        vm.startPrank(provider.addr);
        staking.setPaused(node.addr, true);
        staking.setProfile(changedProfile(), sign(node, profileDigest(staking, changedProfile())));
        assertNode(node.addr, provider.addr, payee.addr, true, false);
    }

    /// @dev An older profile that the node key signed lies in the open, in an event: only the provider may go back to it.
    function test_RevertWhen_AnOlderProfileIsReplayed() external {
        bytes memory older = sign(node, profileDigest(staking, profile()));
        bytes memory newer = sign(node, profileDigest(staking, changedProfile()));
        vm.prank(provider.addr);
        staking.setProfile(changedProfile(), newer);
        Vm.Wallet[2] memory others = [node, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            expectProfileRefused(
                others[i].addr,
                profile(),
                older,
                abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, others[i].addr, provider.addr)
            );
        }
    }

    function test_RevertWhen_TheNodeIsAnothers() external {
        IStaking.NodeProfile memory stolen = changedProfile();
        stolen.provider = stranger.addr;
        expectProfileRefused(
            stranger.addr,
            stolen,
            sign(node, profileDigest(staking, stolen)),
            abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, stranger.addr, provider.addr)
        );
    }

    /// @dev Else a provider would publish its node under another one's name.
    function test_RevertWhen_TheProfileNamesAnotherProvider() external {
        IStaking.NodeProfile memory given = changedProfile();
        given.provider = stranger.addr;
        expectProfileRefused(
            provider.addr,
            given,
            sign(node, profileDigest(staking, given)),
            abi.encodeWithSelector(IStaking.Staking_NotProvider.selector, provider.addr, stranger.addr)
        );
    }

    function test_RevertWhen_TheNodeIsUnknownOrRetired() external {
        expectProfileRefused(
            provider.addr,
            newProfile(),
            sign(newcomer, profileDigest(staking, newProfile())),
            abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, newcomer.addr)
        );
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectProfileRefused(
            provider.addr,
            changedProfile(),
            sign(node, profileDigest(staking, changedProfile())),
            abi.encodeWithSelector(IStaking.Staking_NodeRetired.selector, node.addr)
        );
    }

    /// @dev Else a profile signed before `setPayee` would turn the earnings back unnoticed.
    function test_RevertWhen_TheProfileNamesAnotherPayee() external {
        vm.prank(provider.addr);
        staking.setPayee(node.addr, stranger.addr);
        expectProfileRefused(
            provider.addr,
            changedProfile(),
            sign(node, profileDigest(staking, changedProfile())),
            abi.encodeWithSelector(IStaking.Staking_WrongPayee.selector, node.addr, stranger.addr, payee.addr)
        );
    }

    function test_RevertWhen_TheEndpointGrewTooLong() external {
        IStaking.NodeProfile memory changed = changedProfile();
        changed.endpoint = string(new bytes(257));
        expectProfileRefused(
            provider.addr,
            changed,
            sign(node, profileDigest(staking, changed)),
            abi.encodeWithSelector(IStaking.Staking_EndpointTooLong.selector, uint256(257))
        );
    }

    function test_RevertWhen_TheNodeKeyDidNotSignTheProfile() external {
        bytes memory reason = abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, node.addr);
        bytes32 digest = profileDigest(staking, changedProfile());
        expectProfileRefused(provider.addr, changedProfile(), sign(provider, digest), reason);
        expectProfileRefused(provider.addr, changedProfile(), "", reason);
        expectProfileRefused(provider.addr, changedProfile(), sign(node, profileDigest(staking, profile())), reason);
        (IStaking other,) = deployMarket(address(dollar));
        bytes memory foreign = sign(node, profileDigest(other, changedProfile()));
        expectProfileRefused(provider.addr, changedProfile(), foreign, reason);
    }

    /* STEPS */

    function rotate() private {
        bytes memory signature = sign(newcomer, profileDigest(staking, newProfile()));
        vm.prank(provider.addr);
        staking.rotateNode(node.addr, newProfile(), signature);
    }

    function changedProfile() private view returns (IStaking.NodeProfile memory changed) {
        changed = profile();
        changed.resourceClass = "gpu.h200";
        changed.region = "us-east";
        changed.capabilityHash = digestOf("more");
        changed.tlsKeyHash = digestOf("key");
        changed.endpoint = "https://elsewhere.example";
    }

    function expectRotationRefused(
        address caller,
        address node_,
        IStaking.NodeProfile memory candidate,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.prank(caller);
        vm.expectRevert(reason);
        staking.rotateNode(node_, candidate, signature);
    }

    function expectProfileRefused(
        address caller,
        IStaking.NodeProfile memory candidate,
        bytes memory signature,
        bytes memory reason
    ) private {
        vm.prank(caller);
        vm.expectRevert(reason);
        staking.setProfile(candidate, signature);
    }

    function assertNode(address node_, address provider_, address payee_, bool paused, bool retired) private view {
        IStaking.Node memory stored = staking.nodeOf(node_);
        assertEq(stored.provider, provider_, "provider");
        assertEq(stored.payee, payee_, "payee");
        assertEq(stored.paused, paused, "paused");
        assertEq(stored.retired, retired, "retired");
    }
}
