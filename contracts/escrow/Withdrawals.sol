// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AccountSlot} from "./AccountSlot.sol";
import {Consent} from "./Consent.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title Tokens on their way out, and the epoch that cuts old promises off
abstract contract Withdrawals is Consent {
    using EscrowHash for Withdrawal;
    using SafeERC20 for IERC20;

    /// @inheritdoc IEscrow
    function withdraw(address token, uint256 amount, address to) external locks {
        _requireReceiver(to, amount);

        _debitFor(to, msg.sender, token, amount);

        _send(msg.sender, token, amount, to);
    }

    /// @inheritdoc IEscrow
    function withdrawFor(Withdrawal calldata withdrawal, bytes calldata signature) external locks {
        (address owner, address token, address to) = (withdrawal.owner, withdrawal.token, withdrawal.to);
        (uint256 amount, uint256 fee) = (withdrawal.amount, withdrawal.fee);
        _requireReceiver(to, amount);
        _requireConsent(owner, withdrawal.hash(), withdrawal.deadline, signature);
        AccountSlot slot = _accounts[owner][token];
        _requireNonce(slot, owner, token, withdrawal.nonce);
        _requireAllowedReceiver(slot, owner, token, to);
        // A fee would be another receiver.
        if (fee != 0) _requireAllowedReceiver(slot, owner, token, msg.sender);

        _accounts[owner][token] = _less(slot, owner, token, amount + fee).withNextNonce();
        if (fee != 0) {
            _credit(msg.sender, token, fee);
            emit CarrierPaid(owner, token, msg.sender, fee);
        }

        _send(owner, token, amount, to);
    }

    /// @inheritdoc IEscrow
    function raiseEpoch(address token) external unlocked {
        _raiseEpoch(msg.sender, token, _accounts[msg.sender][token]);
    }

    /// @inheritdoc IEscrow
    function raiseEpochFor(address owner, address token, uint24 epoch, uint40 deadline, bytes calldata signature)
        external
        locks
    {
        _requireConsent(owner, EscrowHash.raiseEpoch(owner, token, epoch, deadline), deadline, signature);
        AccountSlot slot = _accounts[owner][token];
        _requireEpoch(slot, owner, token, epoch);
        _raiseEpoch(owner, token, slot);
    }

    /// @dev Statements that nobody carried yet are void, too.
    function _raiseEpoch(address owner, address token, AccountSlot slot) internal {
        slot = slot.withNextEpoch().withNextNonce();
        _accounts[owner][token] = slot;

        emit EpochRaised(owner, token, slot.epoch());
    }

    function _requireReceiver(address to, uint256 amount) private view {
        if (to == address(0)) revert Escrow_ZeroAddress();
        if (to == address(this)) revert Escrow_RecipientIsEscrow();
        if (amount == 0) revert Escrow_ZeroAmount();
    }

    function _send(address owner, address token, uint256 amount, address to) private {
        emit Withdrawn(owner, token, to, amount);
        if (!IERC20(token).trySafeTransfer(to, amount)) revert Escrow_TransferFailed(token);
    }
}
