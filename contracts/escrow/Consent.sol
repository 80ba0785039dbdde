// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {Signatures} from "../types/Signatures.sol";
import {AccountPreparer} from "./AccountPreparer.sol";
import {EscrowDomain} from "./EscrowDomain.sol";
import {Ledger} from "./Ledger.sol";

/// @title Consent of an owner by its signature
/// @dev Callers hold the lock, because a contract account or what deploys it is called. They read accounts afterwards.
abstract contract Consent is Ledger, EscrowDomain {
    /// @dev The end of an EIP-6492 signature; before it (address factory, bytes factoryCall, bytes signature).
    bytes32 private constant UNDEPLOYED = 0x6492649264926492649264926492649264926492649264926492649264926492;

    AccountPreparer private immutable _preparer = new AccountPreparer();

    /// @dev The owner's key comes first, so that code put at its address later (EIP-7702) cannot unsay what the key signed.
    function _requireConsent(address owner, bytes32 structHash, uint40 deadline, bytes calldata signature) internal {
        if (block.timestamp > deadline) revert Escrow_StatementExpired(deadline);
        bytes32 digest = _digest(structHash);
        if (Signatures.isEcdsaOf(owner, digest, signature)) return;
        bool agreed = signature.length > 32 && bytes32(signature[signature.length - 32:]) == UNDEPLOYED
            ? _agreesOncePrepared(owner, digest, signature[:signature.length - 32])
            : SignatureChecker.isValidERC1271SignatureNowCalldata(owner, digest, signature);
        if (!agreed) revert Escrow_SignatureInvalid(owner);
    }

    function _agreesOncePrepared(address account, bytes32 digest, bytes calldata wrapped) private returns (bool) {
        (address factory, bytes memory data, bytes memory signature) = abi.decode(wrapped, (address, bytes, bytes));
        if (SignatureChecker.isValidERC1271SignatureNow(account, digest, signature)) return true;
        _preparer.prepare(factory, data);
        return SignatureChecker.isValidERC1271SignatureNow(account, digest, signature);
    }
}
