// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev A buyer that is a contract: it accepts its owner's signatures (EIP-1271). Calls come by prank.
contract BuyerWallet {
    address private immutable _owner;

    constructor(address owner_) {
        _owner = owner_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address recovered, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        bool good = fault == ECDSA.RecoverError.NoError && recovered == _owner;
        return good ? this.isValidSignature.selector : bytes4(0);
    }

    function owner() external view returns (address) {
        return _owner;
    }
}
