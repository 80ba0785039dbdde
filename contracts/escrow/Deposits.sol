// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {EscrowHash} from "./EscrowHash.sol";
import {IAuthorizedToken} from "./IAuthorizedToken.sol";
import {IEscrow} from "./IEscrow.sol";
import {IPermit2} from "./IPermit2.sol";
import {Ledger} from "./Ledger.sol";

/// @title Tokens on their way in
abstract contract Deposits is Ledger {
    using SafeERC20 for IERC20;

    /// @dev The same on every chain that has it.
    IPermit2 private constant PERMIT2 = IPermit2(0x000000000022D473030F116dDEE9F6B43aC78BA3);

    /// @dev What follows Permit2's own members in the type that is signed.
    string private constant WITNESS_TYPE =
        "Funding witness)Funding(address operator,bytes32 intent)TokenPermissions(address token,uint256 amount)";

    /// @inheritdoc IEscrow
    function deposit(address owner, address token, uint256 amount) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collect(token, amount);
        _closeDeposit(owner, token, amount, balanceBefore);
        emit Deposited(owner, token, amount);
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
        emit Deposited(msg.sender, token, amount);
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
        // No caller is the zero address, so nobody can present this nonce for anything but a plain deposit.
        _collectAuthorized(owner, token, amount, validBefore, _nonce(address(0), salt), signature);
        _closeDeposit(owner, token, amount, balanceBefore);
        emit Deposited(owner, token, amount);
    }

    /// @inheritdoc IEscrow
    function depositWithPermit2(
        address owner,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collectPermitted(owner, token, amount, nonce, deadline, EscrowHash.funding(address(0), 0), signature);
        _closeDeposit(owner, token, amount, balanceBefore);
        emit Deposited(owner, token, amount);
    }

    /// @inheritdoc IEscrow
    function pullWithAuthorization(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 intent,
        bytes calldata signature
    ) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collectAuthorized(owner, token, amount, validBefore, _nonce(msg.sender, intent), signature);
        _closeDeposit(msg.sender, token, amount, balanceBefore);
    }

    /// @inheritdoc IEscrow
    function pullWithPermit2(
        address owner,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes32 intent,
        bytes calldata signature
    ) external locks {
        uint256 balanceBefore = _openDeposit(owner, token, amount);
        _collectPermitted(owner, token, amount, nonce, deadline, EscrowHash.funding(msg.sender, intent), signature);
        _closeDeposit(msg.sender, token, amount, balanceBefore);
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
    }

    function _collect(address token, uint256 amount) private {
        if (!IERC20(token).trySafeTransferFrom(msg.sender, address(this), amount)) revert Escrow_TransferFailed(token);
    }

    /// @dev The nonce binds who may use the authorization, and what for.
    function _nonce(address operator, bytes32 intent) private pure returns (bytes32) {
        return keccak256(abi.encode(operator, intent));
    }

    /// @dev 65 bytes are tried as v, r, s, which every EIP-3009 token takes; what that form refuses, and any other length, goes to
    /// the form with bytes, which asks contract accounts.
    function _collectAuthorized(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) private {
        IAuthorizedToken source = IAuthorizedToken(token);
        if (signature.length == 65) {
            (bytes32 r, bytes32 s, uint8 v) = (bytes32(signature[:32]), bytes32(signature[32:64]), uint8(signature[64]));
            try source.receiveWithAuthorization(owner, address(this), amount, 0, validBefore, nonce, v, r, s) {
                return;
            } catch {}
        }
        try source.receiveWithAuthorization(owner, address(this), amount, 0, validBefore, nonce, signature) {}
        catch {
            revert Escrow_TransferFailed(token);
        }
    }

    function _collectPermitted(
        address owner,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes32 witness,
        bytes calldata signature
    ) private {
        if (address(PERMIT2).code.length == 0) revert Escrow_NoPermit2();
        IPermit2.PermitTransferFrom memory permit =
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(token, amount), nonce, deadline);
        IPermit2.SignatureTransferDetails memory details = IPermit2.SignatureTransferDetails(address(this), amount);
        try PERMIT2.permitWitnessTransferFrom(permit, details, owner, witness, WITNESS_TYPE, signature) {}
        catch {
            revert Escrow_TransferFailed(token);
        }
    }
}
