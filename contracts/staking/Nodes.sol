// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Signatures} from "../types/Signatures.sol";
import {TypedData} from "../types/TypedData.sol";
import {IStaking} from "./IStaking.sol";
import {NodeProfileHash} from "./NodeProfileHash.sol";

/// @title Providers' nodes
/// @dev Calls nobody.
abstract contract Nodes is IStaking {
    using NodeProfileHash for NodeProfile;

    uint256 private constant MAXIMUM_ENDPOINT_LENGTH = 256;

    /// @dev Two slots: provider; payee, paused and retired. Never emptied, so that a node key is registered once.
    mapping(address node => Node) internal _nodes;

    /// @inheritdoc IStaking
    function registerNode(NodeProfile calldata profile, bytes calldata nodeSignature) external {
        _requireNew(profile, nodeSignature);
        _add(profile, false);
    }

    /// @inheritdoc IStaking
    function rotateNode(address node, NodeProfile calldata profile, bytes calldata nodeSignature) external {
        Node storage rotated = _ownNode(node);
        bool paused = rotated.paused;
        _requireNew(profile, nodeSignature);

        rotated.retired = true;

        emit NodeRetired(node);
        _add(profile, paused);
        if (paused) emit NodePaused(profile.node, true);
        emit NodeRotated(node, profile.node, msg.sender);
    }

    /// @inheritdoc IStaking
    function setProfile(NodeProfile calldata profile, bytes calldata nodeSignature) external {
        if (msg.sender != profile.provider) revert Staking_NotProvider(msg.sender, profile.provider);
        address payee = _ownNode(profile.node).payee;
        if (profile.payee != payee) revert Staking_WrongPayee(profile.node, payee, profile.payee);
        _requireProfile(profile, nodeSignature);

        emit NodeProfileSet(profile.node, profile.provider, profile.resourceClass, profile);
    }

    /// @inheritdoc IStaking
    function setPayee(address node, address payee) external {
        Node storage owned = _ownNode(node);
        if (payee == address(0)) revert Staking_ZeroAddress();

        owned.payee = payee;

        emit NodePayeeSet(node, payee);
    }

    /// @inheritdoc IStaking
    function setPaused(address node, bool paused) external {
        _ownNode(node).paused = paused;

        emit NodePaused(node, paused);
    }

    /// @inheritdoc IStaking
    function retireNode(address node) external {
        _ownNode(node).retired = true;

        emit NodeRetired(node);
    }

    /// @inheritdoc IStaking
    function nodeOf(address node) external view returns (Node memory) {
        return _nodes[node];
    }

    /// @inheritdoc IStaking
    function hashNodeProfile(NodeProfile calldata profile) public view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(TypedData.domainSeparator("ComputeHive Staking"), profile.hash());
    }

    function _requireNew(NodeProfile calldata profile, bytes calldata nodeSignature) private view {
        if (msg.sender != profile.provider) revert Staking_NotProvider(msg.sender, profile.provider);
        if (profile.node == address(0) || profile.payee == address(0)) revert Staking_ZeroAddress();
        if (_nodes[profile.node].provider != address(0)) revert Staking_NodeTaken(profile.node);
        _requireProfile(profile, nodeSignature);
    }

    /// @dev Of a profile that was checked.
    function _add(NodeProfile calldata profile, bool paused) private {
        _nodes[profile.node] = Node({provider: profile.provider, payee: profile.payee, paused: paused, retired: false});

        emit NodeRegistered(profile.node, profile.provider, profile.resourceClass, profile);
    }

    function _requireProfile(NodeProfile calldata profile, bytes calldata nodeSignature) private view {
        uint256 length = bytes(profile.endpoint).length;
        if (length > MAXIMUM_ENDPOINT_LENGTH) revert Staking_EndpointTooLong(length);
        if (!Signatures.isEcdsaOf(profile.node, hashNodeProfile(profile), nodeSignature)) {
            revert Staking_NodeSignatureInvalid(profile.node);
        }
    }

    /// @return owned The caller's node, neither unknown nor retired.
    function _ownNode(address node) private view returns (Node storage owned) {
        owned = _nodes[node];
        if (owned.provider == address(0)) revert Staking_NodeUnknown(node);
        if (owned.provider != msg.sender) revert Staking_NotProvider(msg.sender, owned.provider);
        if (owned.retired) revert Staking_NodeRetired(node);
    }
}
