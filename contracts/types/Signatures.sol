// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Who signed a digest
/// @notice ECDSA signatures have 65 bytes (r, s, v) or 64 (EIP-2098); a high s is refused, so each has one form per length.
library Signatures {
    /// @notice Whether `signer`'s key signed. Never asks a contract.
    function isEcdsaOf(address signer, bytes32 digest, bytes calldata signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError fault,) = signature.length == 64
            ? ECDSA.tryRecover(digest, bytes32(signature[:32]), bytes32(signature[32:]))
            : ECDSA.tryRecoverCalldata(digest, signature);
        return fault == ECDSA.RecoverError.NoError && recovered == signer;
    }

    /// @notice The same for the two words of EIP-2098.
    function isCompactOf(address signer, bytes32 digest, bytes32 r, bytes32 vs) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, r, vs);
        return fault == ECDSA.RecoverError.NoError && recovered == signer;
    }

    /// @notice Whether `signer` signed: by its key, else by its contract's word (EIP-1271). The key comes first, so that code
    /// put at the address later (EIP-7702) cannot unsay what the key signed.
    function isBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return isEcdsaOf(signer, digest, signature)
            || SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
