// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Signatures} from "../types/Signatures.sol";
import {AccountSlot} from "./AccountSlot.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IEscrow} from "./IEscrow.sol";
import {Withdrawals} from "./Withdrawals.sol";

/// @title Session accounts: hard budgets for keys
abstract contract Sessions is Withdrawals {
    /// @inheritdoc IEscrow
    function openSession(address key, address token, uint128 budget, uint40 deadline, bytes calldata signature)
        external
        unlocked
    {
        if (block.timestamp > deadline) revert Escrow_StatementExpired(deadline);
        if (key == msg.sender) revert Escrow_SessionOfItself(key);
        AccountSlot slot = _accounts[key][token];
        if (slot.isSession()) revert Escrow_SessionExists(key, token, _sessionOwners[key][token]);
        // A key answers for itself: without its word, anybody could take a stranger's account for a session.
        bytes32 digest = _digest(EscrowHash.session(msg.sender, key, token, deadline));
        if (!Signatures.isEcdsaOf(key, digest, signature)) revert Escrow_SignatureInvalid(key);

        _accounts[key][token] = slot.asSession();
        _sessionOwners[key][token] = msg.sender;
        emit SessionOpened(msg.sender, key, token, budget);
        _debitFor(key, msg.sender, token, budget);
        _credit(key, token, budget);
    }

    /// @inheritdoc IEscrow
    function emptySession(address key, address token) external unlocked {
        AccountSlot slot = _requireOwned(key, token);

        _empty(key, token, slot);
    }

    /// @inheritdoc IEscrow
    function endSession(address key, address token) external unlocked {
        AccountSlot slot = _requireOwned(key, token);

        emit SessionEnded(msg.sender, key, token);
        _empty(key, token, slot.asEnded());
    }

    /// @inheritdoc IEscrow
    function sessionOwnerOf(address key, address token) external view returns (address owner) {
        return _sessionOwners[key][token];
    }

    function _requireOwned(address key, address token) private view returns (AccountSlot) {
        address owner = _sessionOwners[key][token];
        if (msg.sender != owner) revert Escrow_NotSessionOwner(key, token, owner, msg.sender);
        return _accounts[key][token];
    }

    /// @param slot The session's account as it will be, but for its money and its counters.
    function _empty(address key, address token, AccountSlot slot) private {
        uint256 amount = slot.free();
        slot = slot.minus(amount);

        // A key that used its counters up has no epoch to end, and must not keep the money from its owner by it.
        if (slot.hasNext()) _raiseEpoch(key, token, slot);
        else _accounts[key][token] = slot;
        _credit(msg.sender, token, amount);

        emit SessionEmptied(msg.sender, key, token, amount);
    }
}
