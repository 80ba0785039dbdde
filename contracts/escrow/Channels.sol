// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccountSlot} from "./AccountSlot.sol";
import {ChannelSlot, ChannelSlots} from "./ChannelSlot.sol";
import {Consent} from "./Consent.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IChannels} from "./IChannels.sol";

/// @title The life of a channel, but for its vouchers
abstract contract Channels is Consent {
    using EscrowHash for Channel;

    uint32 private constant SHORTEST_CLOSE_DELAY = 1 seconds;
    uint32 private constant LONGEST_CLOSE_DELAY = 30 days;

    /// @dev One slot each; a closed one stays for ever, so that no channel is opened twice.
    mapping(bytes32 channelId => ChannelSlot) internal _channels;

    /* OPENING */

    /// @inheritdoc IChannels
    function openChannel(Channel calldata channel, uint96 reserve) external unlocked returns (bytes32 channelId) {
        channelId = channel.hash();
        if (msg.sender != channel.payer) revert Escrow_NotPayer(channelId, channel.payer, msg.sender);

        _open(channelId, channel, reserve, _accounts[msg.sender][channel.token]);
    }

    /// @inheritdoc IChannels
    function openChannelFor(
        Channel calldata channel,
        uint96 reserve,
        uint24 epoch,
        uint40 deadline,
        bytes calldata signature
    ) external locks returns (bytes32 channelId) {
        channelId = channel.hash();
        (address payer, address token) = (channel.payer, channel.token);
        _requireConsent(payer, EscrowHash.openChannel(channelId, reserve, epoch, deadline), deadline, signature);
        AccountSlot account = _accounts[payer][token];
        _requireEpoch(account, payer, token, epoch);

        _open(channelId, channel, reserve, account);
    }

    /// @inheritdoc IChannels
    function topUpChannel(Channel calldata channel, uint96 amount) external unlocked {
        bytes32 channelId = channel.hash();
        if (msg.sender != channel.payer) revert Escrow_NotPayer(channelId, channel.payer, msg.sender);

        _topUp(channelId, channel, amount, _accounts[msg.sender][channel.token]);
    }

    /// @inheritdoc IChannels
    function topUpChannelFor(
        Channel calldata channel,
        uint96 amount,
        uint32 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external locks {
        bytes32 channelId = channel.hash();
        (address payer, address token) = (channel.payer, channel.token);
        _requireConsent(payer, EscrowHash.topUpChannel(channelId, amount, nonce, deadline), deadline, signature);
        AccountSlot account = _accounts[payer][token];
        _requireNonce(account, payer, token, nonce);

        _topUp(channelId, channel, amount, account.withNextNonce());
    }

    /* CLOSING */

    /// @inheritdoc IChannels
    function startClose(Channel calldata channel) external unlocked {
        bytes32 channelId = channel.hash();
        (address payer, address token) = (channel.payer, channel.token);
        // A lost session key must not keep the owner from what it reserved.
        if (msg.sender != payer && msg.sender != _sessionOwners[payer][token]) {
            revert Escrow_NotPayer(channelId, payer, msg.sender);
        }

        _startClose(channelId, channel.closeDelay);
    }

    /// @inheritdoc IChannels
    function startCloseFor(Channel calldata channel, uint40 deadline, bytes calldata signature) external locks {
        bytes32 channelId = channel.hash();
        _requireConsent(channel.payer, EscrowHash.startClose(channelId, deadline), deadline, signature);

        _startClose(channelId, channel.closeDelay);
    }

    /// @inheritdoc IChannels
    function closeChannel(Channel calldata channel) external unlocked {
        bytes32 channelId = channel.hash();
        ChannelSlot slot = _requirePaying(channelId);
        if (msg.sender != channel.payee) _requireDue(channelId, slot);

        _close(channelId, channel, slot);
    }

    /// @inheritdoc IChannels
    function closeChannelFor(Channel calldata channel, uint96 redeemed, uint40 deadline, bytes calldata signature)
        external
        locks
    {
        bytes32 channelId = channel.hash();
        _requireConsent(channel.payee, EscrowHash.closeChannel(channelId, redeemed, deadline), deadline, signature);
        ChannelSlot slot = _requirePaying(channelId);
        uint96 paid = uint96(slot.redeemed());
        if (paid < redeemed) revert Escrow_RedeemedTooLittle(channelId, redeemed, paid);

        _close(channelId, channel, slot);
    }

    /* VIEWS */

    /// @inheritdoc IChannels
    function channelOf(bytes32 channelId) external view returns (ChannelRecord memory record) {
        return _channels[channelId].unpack();
    }

    /* INTERNALS */

    /// @param account The payer's, as it is now.
    function _open(bytes32 channelId, Channel calldata channel, uint96 reserve, AccountSlot account) private {
        ChannelState state = _channels[channelId].state();
        if (state != ChannelState.None) revert Escrow_WrongChannelState(channelId, state);
        if (channel.signer == address(0) || channel.payee == address(0)) revert Escrow_ZeroAddress();
        uint32 delay = channel.closeDelay;
        if (delay < SHORTEST_CLOSE_DELAY || delay > LONGEST_CLOSE_DELAY) {
            revert Escrow_CloseDelayInvalid(SHORTEST_CLOSE_DELAY, LONGEST_CLOSE_DELAY, delay);
        }

        _channels[channelId] = ChannelSlots.open(reserve, account.epoch());
        if (reserve != 0) {
            _accounts[channel.payer][channel.token] = _less(account, channel.payer, channel.token, reserve);
        }

        emit ChannelOpened(
            channelId, channel.payer, channel.payee, channel.signer, channel.token, delay, channel.salt, reserve
        );
    }

    /// @param account The payer's, as it will be but for the debit.
    function _topUp(bytes32 channelId, Channel calldata channel, uint96 amount, AccountSlot account) private {
        ChannelSlot slot = _requireOpen(channelId);
        if (amount == 0) revert Escrow_ZeroAmount();
        if (amount > type(uint96).max - slot.reserved()) revert Escrow_ReservationTooHigh(channelId);

        slot = slot.toppedUp(amount);
        _channels[channelId] = slot;
        _accounts[channel.payer][channel.token] = _less(account, channel.payer, channel.token, amount);

        emit ChannelToppedUp(channelId, amount, uint96(slot.reserved()));
    }

    function _startClose(bytes32 channelId, uint32 delay) private {
        ChannelSlot slot = _requireOpen(channelId);
        uint40 at = uint40(block.timestamp) + delay;

        _channels[channelId] = slot.closing(at);

        emit ChannelClosing(channelId, at);
    }

    function _close(bytes32 channelId, Channel calldata channel, ChannelSlot slot) private {
        uint256 rest = slot.reserved();

        _channels[channelId] = slot.closed();
        _credit(channel.payer, channel.token, rest);

        emit ChannelClosed(channelId, uint96(rest));
    }

    function _requireOpen(bytes32 channelId) private view returns (ChannelSlot slot) {
        slot = _channels[channelId];
        ChannelState state = slot.state();
        if (state != ChannelState.Open) revert Escrow_WrongChannelState(channelId, state);
    }

    function _requirePaying(bytes32 channelId) private view returns (ChannelSlot slot) {
        slot = _channels[channelId];
        if (!slot.pays()) revert Escrow_WrongChannelState(channelId, slot.state());
    }

    function _requireDue(bytes32 channelId, ChannelSlot slot) private view {
        if (slot.state() != ChannelState.Closing) revert Escrow_WrongChannelState(channelId, slot.state());
        uint40 at = slot.closeAt();
        if (block.timestamp < at) revert Escrow_CloseNotDue(channelId, at);
    }
}
