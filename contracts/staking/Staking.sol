// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../escrow/IEscrow.sol";
import {IStaking} from "./IStaking.sol";
import {Nodes} from "./Nodes.sol";

/// @title Staking
/// @dev Calls nobody but the escrow, which calls no token in the moves used here: nothing can be entered a second time.
contract Staking is Nodes {
    uint256 private constant MINIMUM_THAW_TIME = 1 seconds;
    uint256 private constant MAXIMUM_THAW_TIME = 90 days;

    IEscrow private immutable _escrow;

    /// @inheritdoc IStaking
    address public immutable market;
    /// @inheritdoc IStaking
    address public immutable replicaMarket;
    /// @inheritdoc IStaking
    address public immutable token;
    /// @inheritdoc IStaking
    uint32 public immutable thawTime;

    /// @dev Two slots: active and exposure, which every claim and settlement touches; thawing and thawedAt.
    mapping(address provider => Provider) private _providers;

    /// @inheritdoc IStaking
    uint256 public burned;

    modifier onlyMarket() {
        if (msg.sender != market && msg.sender != replicaMarket) revert Staking_NotMarket(msg.sender);
        _;
    }

    /// @param market_, replicaMarket_ Usually not deployed yet: each checks at its own deployment that it is the one named here.
    /// @param thawTime_ 1 second to 90 days.
    constructor(IEscrow escrow_, address market_, address replicaMarket_, address token_, uint32 thawTime_) {
        if (
            address(escrow_) == address(0) || market_ == address(0) || replicaMarket_ == address(0)
                || token_ == address(0)
        ) revert Staking_ZeroAddress();
        if (thawTime_ < MINIMUM_THAW_TIME || thawTime_ > MAXIMUM_THAW_TIME) {
            revert Staking_ParameterOutOfRange("thawTime", MINIMUM_THAW_TIME, MAXIMUM_THAW_TIME, thawTime_);
        }
        _escrow = escrow_;
        market = market_;
        replicaMarket = replicaMarket_;
        token = token_;
        thawTime = thawTime_;
    }

    /* STAKE */

    /// @inheritdoc IStaking
    function add(uint96 amount, uint24 epoch) external {
        if (amount == 0) revert Staking_ZeroAmount();
        Provider storage provider = _providers[msg.sender];
        // What thaws counts too, so that a cancelled thaw always fits.
        if (amount > type(uint96).max - provider.active - provider.thawing) revert Staking_StakeTooHigh(msg.sender);

        provider.active += amount;

        emit Staked(msg.sender, amount);
        _escrow.draw(msg.sender, token, amount, epoch);
    }

    /// @inheritdoc IStaking
    function thaw(uint96 amount) external {
        if (amount == 0) revert Staking_ZeroAmount();
        Provider storage provider = _providers[msg.sender];
        _requireFree(provider, msg.sender, amount);

        uint96 thawing = provider.thawing + amount;
        uint40 thawedAt = uint40(block.timestamp) + thawTime;
        provider.active -= amount;
        provider.thawing = thawing;
        provider.thawedAt = thawedAt;

        emit ThawStarted(msg.sender, amount, thawing, thawedAt);
    }

    /// @inheritdoc IStaking
    function cancelThaw() external {
        Provider storage provider = _providers[msg.sender];
        uint96 thawing = provider.thawing;
        if (thawing == 0) revert Staking_NothingThawing(msg.sender);

        provider.active += thawing;
        provider.thawing = 0;
        provider.thawedAt = 0;

        emit ThawCancelled(msg.sender, thawing);
    }

    /// @inheritdoc IStaking
    function withdraw() external {
        Provider storage provider = _providers[msg.sender];
        (uint96 thawing, uint40 thawedAt) = (provider.thawing, provider.thawedAt);
        if (thawing == 0) revert Staking_NothingThawing(msg.sender);
        if (block.timestamp < thawedAt) revert Staking_StillThawing(msg.sender, thawedAt);

        provider.thawing = 0;
        provider.thawedAt = 0;

        emit StakeWithdrawn(msg.sender, thawing);
        _escrow.move(token, msg.sender, thawing);
    }

    /* THE MARKETS */

    /// @inheritdoc IStaking
    function commit(address node, uint96 exposure) external onlyMarket returns (address provider, address payee) {
        Node memory committed = _nodes[node];
        (provider, payee) = (committed.provider, committed.payee);
        if (provider == address(0)) revert Staking_NodeUnknown(node);
        if (committed.retired) revert Staking_NodeRetired(node);
        if (committed.paused) revert Staking_NodePaused(node);
        Provider storage committing = _providers[provider];
        _requireFree(committing, provider, exposure);

        committing.exposure += exposure;
    }

    /// @inheritdoc IStaking
    function release(address provider, uint96 exposure) external onlyMarket {
        _providers[provider].exposure -= exposure;
    }

    /// @inheritdoc IStaking
    function slash(address provider, uint96 exposure, uint96 burn, address feeRecipient, uint96 fee)
        external
        onlyMarket
    {
        if (fee > exposure) fee = exposure;
        if (burn > exposure - fee) burn = exposure - fee;

        _providers[provider].exposure -= exposure;
        _providers[provider].active -= fee + burn;
        burned += burn;

        emit Slashed(provider, burn, feeRecipient, fee);
        if (fee != 0) _escrow.move(token, feeRecipient, fee);
    }

    /* VIEWS */

    /// @inheritdoc IStaking
    function providerOf(address provider) external view returns (Provider memory) {
        return _providers[provider];
    }

    /// @inheritdoc IStaking
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /* INTERNALS */

    function _requireFree(Provider storage provider, address owner, uint96 amount) private view {
        uint96 free = provider.active - provider.exposure;
        if (amount > free) revert Staking_FreeStakeTooLow(owner, free, amount);
    }
}
