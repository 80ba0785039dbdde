// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

import {IERC5192} from "../../receipts/IERC5192.sol";
import {IStaking} from "../../staking/IStaking.sol";
import {Signatures} from "../../types/Signatures.sol";
import {INodeIdentities} from "./INodeIdentities.sol";
import {PlainText} from "./PlainText.sol";
import {RegistrationFile} from "./RegistrationFile.sol";

/// @title NodeIdentities
/// @dev Asks Staking, and calls nobody else.
contract NodeIdentities is ERC721, IERC5192, INodeIdentities {
    uint256 private constant MAXIMUM_ENDPOINT_LENGTH = 256;

    IStaking private immutable _staking;

    mapping(uint256 agentId => Card) private _cards;

    constructor(IStaking staking_) ERC721("ComputeHive Node", "HIVENODE") {
        _staking = staking_;
    }

    /* REGISTRATION */

    /// @inheritdoc INodeIdentities
    function register(address node) external returns (uint256 agentId) {
        IStaking.Node memory facts = _factsOf(node);
        agentId = agentIdOf(node);
        if (isRegistered(agentId)) revert NodeIdentities_Registered(agentId);
        _register(agentId, node, facts);
    }

    /// @inheritdoc INodeIdentities
    function setCard(IStaking.NodeProfile calldata profile, bytes calldata nodeSignature, bool x402Support) external {
        address node = profile.node;
        IStaking.Node memory facts = _factsOf(node);
        if (msg.sender != facts.provider) revert NodeIdentities_NotProvider(facts.provider, msg.sender);
        if (facts.retired) revert NodeIdentities_NodeRetired(node);
        if (!Signatures.isEcdsaOf(node, _staking.hashNodeProfile(profile), nodeSignature)) {
            revert NodeIdentities_NodeSignatureInvalid(node);
        }
        _requirePlain(profile);

        uint256 agentId = agentIdOf(node);
        _cards[agentId] = Card(profile.resourceClass, profile.region, x402Support, profile.endpoint);
        if (!isRegistered(agentId)) _register(agentId, node, facts);

        emit URIUpdated(agentId, _uri(agentId, node, facts), msg.sender);
    }

    /* NOT TRANSFERABLE */

    /// @inheritdoc IERC5192
    function locked(uint256 agentId) external view returns (bool) {
        _requireOwned(agentId);
        return true;
    }

    /// @dev The way of every transfer.
    function transferFrom(address, address, uint256) public pure override {
        revert NodeIdentities_NotTransferable();
    }

    /// @dev Whoever could be approved could do nothing.
    function approve(address, uint256) public pure override {
        revert NodeIdentities_NotTransferable();
    }

    /// @dev The same.
    function setApprovalForAll(address, bool) public pure override {
        revert NodeIdentities_NotTransferable();
    }

    /* VIEWS */

    /// @inheritdoc ERC721
    function tokenURI(uint256 agentId) public view override returns (string memory) {
        address node = _nodeOf(agentId);
        return _uri(agentId, node, _staking.nodeOf(node));
    }

    /// @inheritdoc INodeIdentities
    function getAgentWallet(uint256 agentId) public view returns (address) {
        return _staking.nodeOf(_nodeOf(agentId)).payee;
    }

    /// @inheritdoc INodeIdentities
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        bytes32 key = keccak256(bytes(metadataKey));
        if (key == keccak256("agentWallet")) return abi.encodePacked(getAgentWallet(agentId));
        if (key == keccak256("provider")) return abi.encodePacked(ownerOf(agentId));
        Card memory card = cardOf(agentId);
        if (key == keccak256("resourceClass")) return bytes(PlainText.textOf(card.resourceClass));
        if (key == keccak256("region")) return bytes(PlainText.textOf(card.region));
        if (key == keccak256("endpoint")) return bytes(card.endpoint);
        return "";
    }

    /// @inheritdoc INodeIdentities
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        address node = _nodeOf(agentId);
        IStaking.Node memory facts = _staking.nodeOf(node);
        return spender == facts.provider || spender == facts.payee || spender == node;
    }

    /// @inheritdoc INodeIdentities
    function cardOf(uint256 agentId) public view returns (Card memory) {
        _requireOwned(agentId);
        return _cards[agentId];
    }

    /// @inheritdoc INodeIdentities
    function isRegistered(uint256 agentId) public view returns (bool) {
        return _ownerOf(agentId) != address(0);
    }

    /// @inheritdoc INodeIdentities
    function agentIdOf(address node) public pure returns (uint256) {
        return uint160(node);
    }

    /// @inheritdoc INodeIdentities
    function staking() external view returns (address) {
        return address(_staking);
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    /* INTERNALS */

    function _register(uint256 agentId, address node, IStaking.Node memory facts) private {
        _mint(facts.provider, agentId);

        emit Locked(agentId);
        emit Registered(agentId, _uri(agentId, node, facts), facts.provider);
    }

    function _factsOf(address node) private view returns (IStaking.Node memory facts) {
        facts = _staking.nodeOf(node);
        if (facts.provider == address(0)) revert NodeIdentities_NodeUnknown(node);
    }

    /// @dev Of an agent that is registered: its id was made from an address.
    function _nodeOf(uint256 agentId) private view returns (address) {
        _requireOwned(agentId);
        return address(uint160(agentId));
    }

    function _uri(uint256 agentId, address node, IStaking.Node memory facts) private view returns (string memory) {
        return RegistrationFile.uri(node, facts, _cards[agentId], address(this), address(_staking));
    }

    function _requirePlain(IStaking.NodeProfile calldata profile) private pure {
        uint256 length = bytes(profile.endpoint).length;
        if (length > MAXIMUM_ENDPOINT_LENGTH) revert NodeIdentities_EndpointTooLong(length);
        if (!PlainText.isName(profile.resourceClass)) revert NodeIdentities_TextInvalid("resourceClass");
        if (!PlainText.isName(profile.region)) revert NodeIdentities_TextInvalid("region");
        if (!PlainText.isWebAddress(profile.endpoint)) revert NodeIdentities_TextInvalid("endpoint");
    }
}
