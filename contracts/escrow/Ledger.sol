// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccountSlot} from "./AccountSlot.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title The accounts, and the lock
/// @dev Entries that call a token or an account's code hold the lock; the others only look at it, because they call nobody.
abstract contract Ledger is IEscrow {
    /// @dev One slot each.
    mapping(address owner => mapping(address token => AccountSlot)) internal _accounts;

    /// @dev Read only where an account's slot carries the session flag.
    mapping(address key => mapping(address token => address owner)) internal _sessionOwners;

    bool private transient _locked;

    modifier locks() {
        _requireUnlocked();
        _locked = true;
        _;
        _locked = false;
    }

    modifier unlocked() {
        _requireUnlocked();
        _;
    }

    /// @inheritdoc IEscrow
    function accountOf(address owner, address token) external view returns (Account memory account) {
        AccountSlot slot = _accounts[owner][token];
        return Account({free: uint128(slot.free()), epoch: slot.epoch(), nonce: slot.nonce()});
    }

    function _requireUnlocked() private view {
        if (_locked) revert Escrow_Reentered();
    }

    function _credit(address owner, address token, uint256 amount) internal {
        if (amount == 0) return;
        if (owner == address(0)) revert Escrow_ZeroAddress();
        mapping(address token => AccountSlot) storage accounts = _accounts[owner];
        AccountSlot slot = accounts[token];
        if (slot.isEnded()) {
            // One step and no further, so that no ring of sessions can hold up somebody's payment.
            address heir = _sessionOwners[owner][token];
            _accounts[heir][token] = _more(_accounts[heir][token], heir, token, amount);
        } else {
            accounts[token] = _more(slot, owner, token, amount);
        }
    }

    /// @dev A debit whose money leaves for `to`: a session's account sends to its owner alone.
    function _debitFor(address to, address owner, address token, uint256 amount) internal {
        mapping(address token => AccountSlot) storage accounts = _accounts[owner];
        AccountSlot slot = accounts[token];
        _requireAllowedReceiver(slot, owner, token, to);
        accounts[token] = _less(slot, owner, token, amount);
    }

    function _requireAllowedReceiver(AccountSlot slot, address owner, address token, address to) internal view {
        if (!slot.isSession()) return;
        address sessionOwner = _sessionOwners[owner][token];
        if (to != sessionOwner) revert Escrow_SessionPaysItsOwner(owner, sessionOwner);
    }

    /// @return The slot after a credit that it can hold.
    function _more(AccountSlot slot, address owner, address token, uint256 amount) private pure returns (AccountSlot) {
        if (amount > type(uint128).max - slot.free()) revert Escrow_BalanceTooHigh(owner, token);
        return slot.plus(amount);
    }

    /// @return The slot after a debit that it covers.
    function _less(AccountSlot slot, address owner, address token, uint256 amount) internal pure returns (AccountSlot) {
        uint256 free = slot.free();
        if (amount > free) revert Escrow_BalanceTooLow(owner, token, free, amount);
        return slot.minus(amount);
    }

    function _requireEpoch(AccountSlot slot, address owner, address token, uint24 given) internal pure {
        uint24 current = slot.epoch();
        if (given != current) revert Escrow_EpochOutdated(owner, token, current, given);
    }

    function _requireNonce(AccountSlot slot, address owner, address token, uint32 given) internal pure {
        uint32 current = slot.nonce();
        if (given != current) revert Escrow_NonceInvalid(owner, token, current, given);
    }
}
