// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {AccountPreparer} from "./AccountPreparer.sol";
import {Signatures} from "./Signatures.sol";

/// @title What an account agrees to by signature: by its key, by its contract, or by one that is still to be deployed
/// @dev Callers hold their lock, because a contract account or what deploys it is called. They read what it could change
/// afterwards.
abstract contract Signers {
    /// @dev The end of an EIP-6492 signature; before it (address factory, bytes factoryCall, bytes signature).
    bytes32 private constant UNDEPLOYED = 0x6492649264926492649264926492649264926492649264926492649264926492;

    AccountPreparer private immutable _preparer = new AccountPreparer();

    /// @dev The account's key comes first, so that code put at its address later (EIP-7702) cannot unsay what the key signed.
    function _isSignedBy(address account, bytes32 digest, bytes calldata signature) internal returns (bool) {
        if (Signatures.isEcdsaOf(account, digest, signature)) return true;
        return signature.length > 32 && bytes32(signature[signature.length - 32:]) == UNDEPLOYED
            ? _agreesOncePrepared(account, digest, signature[:signature.length - 32])
            : SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }

    function _agreesOncePrepared(address account, bytes32 digest, bytes calldata wrapped) private returns (bool) {
        (address factory, bytes memory data, bytes memory signature) = abi.decode(wrapped, (address, bytes, bytes));
        if (SignatureChecker.isValidERC1271SignatureNow(account, digest, signature)) return true;
        _preparer.prepare(factory, data);
        return SignatureChecker.isValidERC1271SignatureNow(account, digest, signature);
    }
}
