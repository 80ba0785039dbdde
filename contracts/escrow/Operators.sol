// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccountSlot} from "./AccountSlot.sol";
import {Consent} from "./Consent.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title Operators, and moves within the escrow
abstract contract Operators is Consent {
    using EscrowHash for OperatorGrant;

    /// @dev One slot each.
    mapping(address owner => mapping(address operator => mapping(address token => Allowance))) private _allowances;

    /// @inheritdoc IEscrow
    function setOperator(address operator, address token, uint128 cap, uint40 expiry) external unlocked {
        _setOperator(msg.sender, operator, token, cap, expiry);
    }

    /// @inheritdoc IEscrow
    function setOperatorFor(OperatorGrant calldata grant, bytes calldata signature) external locks {
        (address owner, address token) = (grant.owner, grant.token);
        _requireConsent(owner, grant.hash(), grant.deadline, signature);
        AccountSlot slot = _accounts[owner][token];
        _requireNonce(slot, owner, token, grant.nonce);

        _accounts[owner][token] = slot.withNextNonce();
        _setOperator(owner, grant.operator, token, grant.cap, grant.expiry);
    }

    /// @inheritdoc IEscrow
    function draw(address owner, address token, uint256 amount, uint24 epoch) external unlocked {
        Allowance storage allowance = _allowances[owner][msg.sender][token];
        (uint128 cap, uint40 expiry) = (allowance.cap, allowance.expiry);
        if (block.timestamp > expiry) revert Escrow_OperatorExpired(owner, msg.sender, expiry);
        if (amount > cap) revert Escrow_OperatorCapExceeded(owner, msg.sender, cap, amount);
        mapping(address token => AccountSlot) storage accounts = _accounts[owner];
        AccountSlot slot = accounts[token];
        _requireEpoch(slot, owner, token, epoch);

        // Cannot underflow or truncate: the amount was just checked to be at most the cap.
        unchecked {
            allowance.cap = cap - uint128(amount);
        }
        accounts[token] = _less(slot, owner, token, amount);
        _credit(msg.sender, token, amount);
    }

    /// @inheritdoc IEscrow
    function move(address token, address to, uint256 amount) external unlocked {
        _debitFor(to, msg.sender, token, amount);
        _credit(to, token, amount);
    }

    /// @inheritdoc IEscrow
    function settle(address token, address payee, uint256 payment, address buyer, uint256 refund) external unlocked {
        // A session's account does not settle: its owner is never the zero address.
        _debitFor(address(0), msg.sender, token, payment + refund);
        _credit(payee, token, payment);
        _credit(buyer, token, refund);
    }

    /// @inheritdoc IEscrow
    function allowanceOf(address owner, address operator, address token)
        external
        view
        returns (Allowance memory allowance)
    {
        return _allowances[owner][operator][token];
    }

    function _setOperator(address owner, address operator, address token, uint128 cap, uint40 expiry) private {
        if (operator == address(0)) revert Escrow_ZeroAddress();
        if (cap == type(uint128).max) revert Escrow_OperatorCapUnbounded(cap);

        _allowances[owner][operator][token] = Allowance({cap: cap, expiry: expiry});

        emit OperatorSet(owner, operator, token, cap, expiry);
    }
}
