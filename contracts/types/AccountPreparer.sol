// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @title AccountPreparer
/// @notice Calls what an EIP-6492 signature names, so that a contract account can answer for itself. Holds nothing, is allowed
/// nothing, and is believed nothing: whoever wants to know asks the account afterwards.
/// @dev The call comes from here and never from who asks, because a factory may be any contract, the token included.
contract AccountPreparer {
    /// @dev Whether the call succeeded does not matter: only what the account says afterwards does.
    function prepare(address factory, bytes calldata data) external {
        LowLevelCall.callNoReturn(factory, data);
    }
}
