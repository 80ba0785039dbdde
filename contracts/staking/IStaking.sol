// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Staking: providers' collateral and their nodes
/// @notice Stake is money in this contract's own account in the escrow, so that exposure and price compare without an
/// oracle and no step moves tokens. One staking and two markets, of jobs and of replicated jobs, name each other for ever and
/// share one token.
/// @dev Per provider: active, exposure, thawing. The account here = sum of active + sum of thawing + burned.
interface IStaking {
    /// @param active Collateral that counts, exposed or not.
    /// @param exposure Part of `active` that live executions commit.
    /// @param thawing On its way out.
    /// @param thawedAt Second (Unix) from which `thawing` may be withdrawn.
    struct Provider {
        uint96 active;
        uint96 exposure;
        uint96 thawing;
        uint40 thawedAt;
    }

    /// @notice What a provider says of a node, signed by the node key (EIP-712). Published in an event.
    /// @param provider Account that stakes and owns the node.
    /// @param node Address of the node key.
    /// @param payee Account that earns; the node key never does.
    /// @param resourceClass Short name, left-aligned ASCII, such as "cpu.v1".
    /// @param region Short name, left-aligned ASCII, or zero.
    /// @param capabilityHash sha256 of the node's capability document, or zero.
    /// @param tlsKeyHash sha256 of the TLS public key (SPKI), or zero for a node with outbound connections only.
    /// @param endpoint URL of the node or of the gateway that relays for it; at most 256 bytes; may be empty.
    struct NodeProfile {
        address provider;
        address node;
        address payee;
        bytes32 resourceClass;
        bytes32 region;
        bytes32 capabilityHash;
        bytes32 tlsKeyHash;
        string endpoint;
    }

    struct Node {
        address provider;
        address payee;
        bool paused;
        bool retired;
    }

    event Staked(address indexed provider, uint256 amount);
    event ThawStarted(address indexed provider, uint256 amount, uint256 thawing, uint40 thawedAt);
    event ThawCancelled(address indexed provider, uint256 amount);
    event StakeWithdrawn(address indexed provider, uint256 amount);
    event Slashed(address indexed provider, uint256 burned, address feeRecipient, uint256 fee);
    event NodeRegistered(
        address indexed node, address indexed provider, bytes32 indexed resourceClass, NodeProfile profile
    );
    event NodePayeeSet(address indexed node, address payee);
    event NodePaused(address indexed node, bool paused);
    event NodeRetired(address indexed node);
    /// @notice Follows NodeRetired of `node` and NodeRegistered of `newNode`: who counts reputation by node goes on under the
    /// new key.
    event NodeRotated(address indexed node, address indexed newNode, address indexed provider);
    event NodeProfileSet(
        address indexed node, address indexed provider, bytes32 indexed resourceClass, NodeProfile profile
    );

    /// @notice Only at deployment. @param parameter Its name, left-aligned ASCII.
    error Staking_ParameterOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given);
    error Staking_ZeroAddress();
    error Staking_ZeroAmount();
    error Staking_StakeTooHigh(address provider);
    error Staking_FreeStakeTooLow(address provider, uint256 free, uint256 amount);
    error Staking_NothingThawing(address provider);
    error Staking_StillThawing(address provider, uint40 thawedAt);
    error Staking_NotMarket(address caller);
    error Staking_NotProvider(address caller, address provider);
    error Staking_NodeTaken(address node);
    error Staking_NodeUnknown(address node);
    error Staking_NodePaused(address node);
    error Staking_NodeRetired(address node);
    error Staking_NodeSignatureInvalid(address node);
    /// @notice A profile names another payee than the node has: payees are set by `setPayee` alone.
    error Staking_WrongPayee(address node, address expected, address given);
    error Staking_EndpointTooLong(uint256 length);

    /* STAKE */

    /// @notice Draws `amount` of the caller's free money from the escrow into its stake. Emits Staked.
    /// Requirements: `amount` is not zero; this contract is the caller's operator with a sufficient cap.
    /// @param epoch The caller's current epoch in the escrow.
    function add(uint96 amount, uint24 epoch) external;

    /// @notice Starts to thaw `amount` of the caller's free stake; a thaw under way takes it in and starts its time anew.
    /// Emits ThawStarted. Requirements: `amount` is not zero and at most active minus exposure.
    function thaw(uint96 amount) external;

    /// @notice Puts everything that thaws back to active. Emits ThawCancelled. Requirements: something thaws.
    function cancelThaw() external;

    /// @notice Moves what has thawed into the caller's account in the escrow. Emits StakeWithdrawn.
    /// Requirements: something thaws and its time is over.
    function withdraw() external;

    /* NODES */

    /// @notice Registers a node of the caller. Emits NodeRegistered.
    /// Requirements: the caller is `profile.provider`; node and payee are not zero; the node key was never registered;
    /// `nodeSignature` is the node key's EIP-712 signature over `profile` (65 or 64 bytes, ECDSA); the endpoint is short enough.
    function registerNode(NodeProfile calldata profile, bytes calldata nodeSignature) external;

    /// @notice Gives the caller's node a new key: `profile` is registered, and `node` retired, in one step. What the old key
    /// runs goes on under it and pays the payee of its claim; it never claims again. The new key is paused if the old one was.
    /// Emits NodeRetired, NodeRegistered, NodePaused where it is, and NodeRotated.
    /// Requirements: those of `registerNode`; the caller owns `node`, which is not retired.
    /// @param nodeSignature Of the new key, over `profile`. The old key need not agree: it may be lost, or somebody else's.
    function rotateNode(address node, NodeProfile calldata profile, bytes calldata nodeSignature) external;

    /// @notice Publishes what changed of a node: endpoint, TLS key, region, resource class, capabilities. Emits NodeProfileSet.
    /// Requirements: the caller is `profile.provider` and owns `profile.node`, which is not retired; the payee is the node's;
    /// the endpoint is short enough; `nodeSignature` is the node key's over `profile`.
    /// @dev An older profile that the node key signed is worth nothing to anybody but the provider, who may go back to it as it
    /// may rotate to another key: no nonce.
    function setProfile(NodeProfile calldata profile, bytes calldata nodeSignature) external;

    /// @notice Requirements of the three below: the caller owns the node, which is not retired. Executions that run keep the payee
    /// of their claim. Emits NodePayeeSet. Requirements: `payee` is not zero.
    function setPayee(address node, address payee) external;

    /// @notice A paused node cannot claim; what it runs goes on. Emits NodePaused.
    function setPaused(address node, bool paused) external;

    /// @notice For ever: the node key can never be registered again. Emits NodeRetired.
    function retireNode(address node) external;

    /* THE MARKETS */

    /// @notice Commits `exposure` of the node's provider. Only a market.
    /// Requirements: the node is registered, neither paused nor retired; the provider's free stake covers `exposure`.
    /// @return provider The node's provider. @return payee The node's payee.
    function commit(address node, uint96 exposure) external returns (address provider, address payee);

    /// @notice Ends an exposure without loss. Only a market.
    function release(address provider, uint96 exposure) external;

    /// @notice Ends an exposure and takes from it: `fee` into `feeRecipient`'s account, then `burn` for ever. Caps at
    /// `exposure` instead of reverting. Emits Slashed. Only a market.
    function slash(address provider, uint96 exposure, uint96 burn, address feeRecipient, uint96 fee) external;

    /* VIEWS */

    function providerOf(address provider) external view returns (Provider memory);
    function nodeOf(address node) external view returns (Node memory);
    /// @notice Money that slashes took out of circulation. It stays in this contract's account.
    function burned() external view returns (uint256);
    function escrow() external view returns (address);
    function market() external view returns (address);
    /// @notice The market of replicated jobs, the other one that commits, releases and slashes.
    function replicaMarket() external view returns (address);
    function token() external view returns (address);
    /// @notice Seconds between `thaw` and `withdraw`.
    function thawTime() external view returns (uint32);
    /// @notice EIP-712 digest that the node key signs.
    function hashNodeProfile(NodeProfile calldata profile) external view returns (bytes32);
}
