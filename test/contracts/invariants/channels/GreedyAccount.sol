// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev Agrees to everything (EIP-1271) once it holds a token.
contract GreedyAccount {
    IERC20 private immutable _token;

    constructor(IERC20 token) {
        _token = token;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return _token.balanceOf(address(this)) != 0 ? this.isValidSignature.selector : bytes4(0);
    }
}
