// SPDX-License-Identifier: MIT
// solhint-disable one-contract-per-file
pragma solidity ^0.8.34;

import {ICreate3Factory} from "contracts/deployment/ICreate3Factory.sol";

/// @dev Says what it was given.
contract Numbered {
    uint256 public immutable number;

    constructor(uint256 number_) {
        number = number_;
    }
}

/// @dev Refuses thirteen.
contract Picky {
    error Refused(uint256 number);

    constructor(uint256 number) {
        if (number == 13) revert Refused(number);
    }
}

/// @dev Deploys through the factory that deploys it.
contract Nested {
    address public made;

    constructor(ICreate3Factory factory, bytes32 salt, bytes memory initCode) {
        made = factory.deploy(salt, initCode);
    }
}
