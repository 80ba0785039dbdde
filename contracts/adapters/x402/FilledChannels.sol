// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../escrow/IEscrow.sol";
import {TypedData} from "../../types/TypedData.sol";
import {BatchSettlementHash} from "./BatchSettlementHash.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";

/// @title What payers put into channels and take out again
abstract contract FilledChannels is IBatchSettlement {
    uint40 private constant SHORTEST_DELAY = 15 minutes;
    uint40 private constant LONGEST_DELAY = 30 days;

    IEscrow internal immutable _escrow;

    /// @dev One slot each.
    mapping(bytes32 channelId => ChannelState) public channels;
    mapping(bytes32 channelId => WithdrawalState) public pendingWithdrawals;

    constructor(IEscrow escrow_) {
        if (address(escrow_) == address(0)) revert BatchSettlement_ChannelInvalid();
        _escrow = escrow_;
    }

    /// @inheritdoc IBatchSettlement
    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata collectorData)
        external
    {
        _requireValid(config);
        if (amount == 0) revert BatchSettlement_ZeroAmount();
        bytes32 channelId = getChannelId(config);
        bool fromAccount = collector == address(_escrow);
        if (!fromAccount && collector != config.token) revert BatchSettlement_UnknownCollector(collector);
        if (fromAccount && msg.sender != config.payer) revert BatchSettlement_NotAllowed(channelId, msg.sender);
        ChannelState storage channel = channels[channelId];
        (uint128 balance, uint128 totalClaimed) = (channel.balance, channel.totalClaimed);
        if (amount > type(uint128).max - balance) revert BatchSettlement_BalanceTooHigh(channelId);

        channel.balance = balance + amount;

        if (balance == 0 && totalClaimed == 0) emit ChannelCreated(channelId, config);
        emit Deposited(channelId, msg.sender, amount, balance + amount);
        if (fromAccount) _draw(config.payer, config.token, amount);
        else _pull(channelId, config.payer, config.token, amount, collectorData);
    }

    /// @inheritdoc IBatchSettlement
    function initiateWithdraw(ChannelConfig calldata config, uint128 amount) external {
        bytes32 channelId = getChannelId(config);
        if (!_isPayerSide(config)) revert BatchSettlement_NotAllowed(channelId, msg.sender);
        if (amount == 0) revert BatchSettlement_ZeroAmount();
        if (pendingWithdrawals[channelId].initiatedAt != 0) revert BatchSettlement_WithdrawalPending(channelId);
        uint128 available = _unclaimed(channelId);
        if (amount > available) revert BatchSettlement_WithdrawalTooHigh(channelId, available, amount);

        pendingWithdrawals[channelId] = WithdrawalState(amount, uint40(block.timestamp));

        emit WithdrawInitiated(channelId, amount, uint40(block.timestamp) + config.withdrawDelay);
    }

    /// @inheritdoc IBatchSettlement
    function finalizeWithdraw(ChannelConfig calldata config) external {
        bytes32 channelId = getChannelId(config);
        WithdrawalState memory withdrawal = pendingWithdrawals[channelId];
        if (withdrawal.initiatedAt == 0) revert BatchSettlement_NoWithdrawal(channelId);
        uint256 dueAt = uint256(withdrawal.initiatedAt) + config.withdrawDelay;
        if (block.timestamp < dueAt) revert BatchSettlement_WithdrawalNotDue(channelId, dueAt);

        delete pendingWithdrawals[channelId];
        uint128 amount = _takeOut(channelId, withdrawal.amount);

        emit WithdrawFinalized(channelId, msg.sender, amount);
        _giveBack(channelId, config, amount);
    }

    /* VIEWS */

    /// @inheritdoc IBatchSettlement
    function getChannelId(ChannelConfig calldata config) public view returns (bytes32) {
        return BatchSettlementHash.channelId(_domainSeparator(), config);
    }

    /// @inheritdoc IBatchSettlement
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /* INTERNALS */

    /// @dev The payer itself calls, so its current epoch is the one it means.
    function _draw(address payer, address token, uint128 amount) private {
        _escrow.draw(payer, token, amount, _escrow.accountOf(payer, token).epoch);
    }

    /// @dev The authorization is good for this contract and this channel alone: the escrow puts its caller into the nonce.
    function _pull(bytes32 channelId, address payer, address token, uint128 amount, bytes calldata collectorData)
        private
    {
        (uint256 validBefore, bytes32 salt, bytes memory signature) =
            abi.decode(collectorData, (uint256, bytes32, bytes));
        bytes32 intent = keccak256(abi.encode(channelId, salt));
        _escrow.pullWithAuthorization(payer, token, amount, validBefore, intent, signature);
    }

    /// @return amount What is unclaimed of `asked`; it has left the channel.
    function _takeOut(bytes32 channelId, uint128 asked) internal returns (uint128 amount) {
        uint128 available = _unclaimed(channelId);
        amount = asked < available ? asked : available;
        channels[channelId].balance -= amount;
    }

    /// @dev What was refunded needs no withdrawal any more: one that stayed under way would take later money without a delay.
    function _lessenWithdrawal(bytes32 channelId, uint128 refunded) internal {
        uint128 pending = pendingWithdrawals[channelId].amount;
        if (pending > refunded) pendingWithdrawals[channelId].amount = pending - refunded;
        else if (pending != 0) delete pendingWithdrawals[channelId];
    }

    function _giveBack(bytes32 channelId, ChannelConfig calldata config, uint128 amount) internal {
        if (amount == 0) return;
        ChannelState memory channel = channels[channelId];
        if (channel.balance == 0 && channel.totalClaimed == 0) emit ChannelClosed(channelId, config);
        _escrow.move(config.token, config.payer, amount);
    }

    function _unclaimed(bytes32 channelId) private view returns (uint128) {
        ChannelState storage channel = channels[channelId];
        return channel.balance - channel.totalClaimed;
    }

    function _domainSeparator() internal view returns (bytes32) {
        return TypedData.domainSeparator(BatchSettlementHash.DOMAIN_NAME);
    }

    /// @dev The owner of a session gets its budget back though the key is lost.
    function _isPayerSide(ChannelConfig calldata config) private view returns (bool) {
        return msg.sender == config.payer || msg.sender == config.payerAuthorizer
            || msg.sender == _escrow.sessionOwnerOf(config.payer, config.token);
    }

    function _requireValid(ChannelConfig calldata config) private view {
        if (
            config.payer == address(0) || config.payerAuthorizer == address(0) || config.receiver == address(0)
                || config.receiverAuthorizer == address(0) || config.token == address(0)
                || config.receiver == address(this) || config.payer == address(this)
        ) revert BatchSettlement_ChannelInvalid();
        uint40 delay = config.withdrawDelay;
        if (delay < SHORTEST_DELAY || delay > LONGEST_DELAY) {
            revert BatchSettlement_DelayOutOfRange(SHORTEST_DELAY, LONGEST_DELAY, delay);
        }
    }
}
