// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "../../staking/IStaking.sol";

/// @title NodeIdentities: ComputeHive's nodes as ERC-8004 identities
/// @notice An identity registry in the form of ERC-8004 whose facts are Staking's. An agent is a node; its id is the number of its
/// node key's address, its owner the node's provider, its wallet the node's payee. Who owns it and whether it is active is asked of
/// Staking at every reading and kept nowhere else.
/// @dev As in ERC-8004: ERC-721 with metadata, `getMetadata`, `getAgentWallet`, the events Registered and URIUpdated, and a
/// registration file (`registration-v1`) behind `tokenURI`, here a data URI that this contract writes.
/// Not as there: ids are not counted up; `register` takes a node and no URI, for the file is computed; `setAgentURI`, `setMetadata`
/// and `setAgentWallet` do not exist, for facts are set in Staking alone; tokens cannot be transferred or approved (ERC-5192), because
/// a node stays with its provider for ever; `agentId` is a string in the file, because readers of JSON round numbers of that size.
/// A change of payee, pause or retirement changes the file without an event here: Staking emits it.
/// A node that is not registered here is a node like any other; anybody may register it. A rotated node is another agent.
interface INodeIdentities {
    /// @notice What the file shows beside Staking's facts: what the node key signed, and one word of the provider.
    /// @param x402Support The provider's statement that the endpoint answers by x402.
    struct Card {
        bytes32 resourceClass;
        bytes32 region;
        bool x402Support;
        string endpoint;
    }

    /// @notice ERC-8004. @param agentURI The registration file as it was then.
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);
    /// @notice ERC-8004.
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    error NodeIdentities_NodeUnknown(address node);
    error NodeIdentities_NodeRetired(address node);
    error NodeIdentities_Registered(uint256 agentId);
    error NodeIdentities_NotProvider(address expected, address given);
    error NodeIdentities_NodeSignatureInvalid(address node);
    /// @notice A character that the file must not hold. @param member Of the profile, left-aligned ASCII.
    error NodeIdentities_TextInvalid(bytes32 member);
    error NodeIdentities_EndpointTooLong(uint256 length);
    error NodeIdentities_NotTransferable();

    /// @notice Makes `node` an ERC-8004 agent of its provider. Emits Transfer, Locked and Registered.
    /// Requirements: Staking knows the node; it was not registered here.
    /// @dev For anybody: it says nothing that Staking does not say. The provider's code is not called.
    function register(address node) external returns (uint256 agentId);

    /// @notice Shows a profile of the caller's node in its file, in place of the one before; registers the node if it is not.
    /// Emits URIUpdated, and what `register` emits.
    /// Requirements: the caller is the node's provider; the node is known and not retired; `nodeSignature` is the node key's
    /// over `profile`, as Staking takes it; resource class and region are letters, digits, dots, dashes and underlines, left-aligned;
    /// the endpoint is empty, or a URL of at most 256 characters that begins with https:// or http:// and needs no escape in JSON.
    /// @dev Provider and payee in the profile are not read: Staking's count. An older profile that the node key signed is worth
    /// nothing to anybody but the provider.
    function setCard(IStaking.NodeProfile calldata profile, bytes calldata nodeSignature, bool x402Support) external;

    /* VIEWS: of an agent that is registered here, but for the first two */

    function agentIdOf(address node) external pure returns (uint256 agentId);
    function isRegistered(uint256 agentId) external view returns (bool);
    function cardOf(uint256 agentId) external view returns (Card memory);
    /// @notice ERC-8004: where payments to the agent go. The node's payee.
    function getAgentWallet(uint256 agentId) external view returns (address);
    /// @notice ERC-8004. Keys: "agentWallet" and "provider" (20 bytes), "resourceClass", "region", "endpoint" (text). Others are empty.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);
    /// @notice Whether `spender` is one of those who profit from the agent: provider, payee or node key. Reputation registries ask
    /// it to refuse self-praise.
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);
    function staking() external view returns (address);
}
