// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IAuthorizedToken} from "./IAuthorizedToken.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title Escrow
/// @dev Entries that call a token hold the lock; the others only look at it, because they call nobody.
contract Escrow is IEscrow {
    using SafeERC20 for IERC20;

    /// @dev One slot. `exists` stays set, so that an account that was emptied is not born again at the price of a new slot.
    struct AccountSlot {
        uint128 free;
        uint24 epoch;
        bool exists;
    }

    mapping(address owner => mapping(address token => AccountSlot)) private _accounts;

    /// @dev One slot each.
    mapping(address owner => mapping(address operator => mapping(address token => Allowance))) private _allowances;

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

    /* DEPOSITS */

    /// @inheritdoc IEscrow
    function deposit(address owner, address token, uint256 amount) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collect(token, amount);
        _closeDeposit(owner, token, amount, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function depositWithPermit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        locks
    {
        uint256 balanceBefore = _openDeposit(msg.sender, token, amount);
        // The permit may have been carried by somebody before: the transfer below tells whether the allowance is there.
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _collect(token, amount);
        _closeDeposit(msg.sender, token, amount, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function depositWithAuthorization(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 salt,
        bytes calldata signature
    ) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collectAuthorized(owner, token, amount, validBefore, salt, signature);
        _closeDeposit(owner, token, amount, balanceBefore);
    }

    /* WITHDRAWALS */

    /// @inheritdoc IEscrow
    function withdraw(address token, uint256 amount, address to) external locks {
        if (to == address(0)) revert Escrow_ZeroAddress();
        if (to == address(this)) revert Escrow_RecipientIsEscrow();
        if (amount == 0) revert Escrow_ZeroAmount();

        _debit(msg.sender, token, amount);

        emit Withdrawn(msg.sender, token, to, amount);
        if (!IERC20(token).trySafeTransfer(to, amount)) revert Escrow_TransferFailed(token);
    }

    /// @inheritdoc IEscrow
    function raiseEpoch(address token) external unlocked {
        AccountSlot storage account = _accounts[msg.sender][token];
        uint24 epoch = account.epoch + 1;

        account.epoch = epoch;

        emit EpochRaised(msg.sender, token, epoch);
    }

    /* OPERATORS */

    /// @inheritdoc IEscrow
    function setOperator(address operator, address token, uint128 cap, uint40 expiry) external unlocked {
        if (operator == address(0)) revert Escrow_ZeroAddress();
        if (cap == type(uint128).max) revert Escrow_OperatorCapUnbounded(cap);

        _allowances[msg.sender][operator][token] = Allowance({cap: cap, expiry: expiry});

        emit OperatorSet(msg.sender, operator, token, cap, expiry);
    }

    /// @inheritdoc IEscrow
    function draw(address owner, address token, uint256 amount, uint24 epoch) external unlocked {
        Allowance storage allowance = _allowances[owner][msg.sender][token];
        (uint128 cap, uint40 expiry) = (allowance.cap, allowance.expiry);
        if (block.timestamp > expiry) revert Escrow_OperatorExpired(owner, msg.sender, expiry);
        if (amount > cap) revert Escrow_OperatorCapExceeded(owner, msg.sender, cap, amount);
        uint24 current = _accounts[owner][token].epoch;
        if (epoch != current) revert Escrow_EpochOutdated(owner, token, current, epoch);

        // Cannot underflow or truncate: the amount was just checked to be at most the cap.
        unchecked {
            allowance.cap = cap - uint128(amount);
        }
        _debit(owner, token, amount);
        _credit(msg.sender, token, amount);
    }

    /* MOVES WITHIN THE ESCROW */

    /// @inheritdoc IEscrow
    function move(address token, address to, uint256 amount) external unlocked {
        _debit(msg.sender, token, amount);
        _credit(to, token, amount);
    }

    /// @inheritdoc IEscrow
    function settle(address token, address payee, uint256 payment, address buyer, uint256 refund) external unlocked {
        _debit(msg.sender, token, payment + refund);
        _credit(payee, token, payment);
        _credit(buyer, token, refund);
    }

    /* VIEWS */

    /// @inheritdoc IEscrow
    function accountOf(address owner, address token) external view returns (Account memory account) {
        AccountSlot storage slot = _accounts[owner][token];
        return Account({free: slot.free, epoch: slot.epoch});
    }

    /// @inheritdoc IEscrow
    function allowanceOf(address owner, address operator, address token)
        external
        view
        returns (Allowance memory allowance)
    {
        return _allowances[owner][operator][token];
    }

    /* INTERNALS */

    function _requireUnlocked() private view {
        if (_locked) revert Escrow_Reentered();
    }

    /// @return balanceBefore What the escrow holds of the token before anything moves.
    function _openDeposit(address owner, address token, uint256 amount) private view returns (uint256 balanceBefore) {
        if (owner == address(0)) revert Escrow_ZeroAddress();
        if (amount == 0) revert Escrow_ZeroAmount();
        if (token.code.length == 0) revert Escrow_NoToken(token);
        return IERC20(token).balanceOf(address(this));
    }

    /// @dev Effects follow the interaction here: only the balance afterwards tells what arrived. The lock covers it.
    function _closeDeposit(address owner, address token, uint256 amount, uint256 balanceBefore) private {
        uint256 balance = IERC20(token).balanceOf(address(this));
        uint256 received = balance > balanceBefore ? balance - balanceBefore : 0;
        if (received != amount) revert Escrow_DepositInexact(token, amount, received);

        _credit(owner, token, amount);

        emit Deposited(owner, token, amount);
    }

    function _collect(address token, uint256 amount) private {
        if (!IERC20(token).trySafeTransferFrom(msg.sender, address(this), amount)) revert Escrow_TransferFailed(token);
    }

    function _collectAuthorized(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 salt,
        bytes calldata signature
    ) private {
        // No caller is the zero address, so nobody can present this nonce for anything but a plain deposit.
        bytes32 nonce = keccak256(abi.encode(address(0), salt));
        IAuthorizedToken source = IAuthorizedToken(token);
        if (signature.length == 65) {
            (bytes32 r, bytes32 s, uint8 v) = (bytes32(signature[:32]), bytes32(signature[32:64]), uint8(signature[64]));
            try source.receiveWithAuthorization(owner, address(this), amount, 0, validBefore, nonce, v, r, s) {}
            catch {
                revert Escrow_TransferFailed(token);
            }
        } else {
            try source.receiveWithAuthorization(owner, address(this), amount, 0, validBefore, nonce, signature) {}
            catch {
                revert Escrow_TransferFailed(token);
            }
        }
    }

    function _credit(address owner, address token, uint256 amount) private {
        if (amount == 0) return;
        if (owner == address(0)) revert Escrow_ZeroAddress();
        AccountSlot storage account = _accounts[owner][token];
        uint128 free = account.free;
        if (amount > type(uint128).max - free) revert Escrow_BalanceTooHigh(owner, token);

        // Cannot overflow or truncate: the sum was just checked to fit.
        unchecked {
            account.free = free + uint128(amount);
        }
        account.exists = true;
    }

    function _debit(address owner, address token, uint256 amount) private {
        AccountSlot storage account = _accounts[owner][token];
        uint128 free = account.free;
        if (amount > free) revert Escrow_BalanceTooLow(owner, token, free, amount);

        // Cannot underflow or truncate: the amount was just checked to be at most the free money.
        unchecked {
            account.free = free - uint128(amount);
        }
    }
}
