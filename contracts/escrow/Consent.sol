// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Signers} from "../types/Signers.sol";
import {EscrowDomain} from "./EscrowDomain.sol";
import {Ledger} from "./Ledger.sol";

/// @title Consent of an owner by its signature
abstract contract Consent is Ledger, EscrowDomain, Signers {
    /// @dev Callers hold the lock and read accounts afterwards.
    function _requireConsent(address owner, bytes32 structHash, uint40 deadline, bytes calldata signature) internal {
        if (block.timestamp > deadline) revert Escrow_StatementExpired(deadline);
        if (!_isSignedBy(owner, _digest(structHash), signature)) revert Escrow_SignatureInvalid(owner);
    }
}
