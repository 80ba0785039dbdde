// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRandomness} from "../../../../contracts/disputes/randomness/IRandomness.sol";

/// @dev Seeds that the test writes down.
contract ScriptedRandomness is IRandomness {
    uint256 public tickets;
    mapping(uint256 ticket => bytes32) public seedOf;

    function request() external returns (uint256 ticket) {
        ticket = ++tickets;
        emit Requested(ticket, msg.sender);
    }

    function tell(uint256 ticket, bytes32 seed) external {
        seedOf[ticket] = seed;
    }
}
