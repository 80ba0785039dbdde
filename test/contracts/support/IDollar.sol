// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {IAuthorizedToken} from "contracts/escrow/IAuthorizedToken.sol";
import {ITestDollar} from "contracts/testing/ITestDollar.sol";

/// @dev All that tests use of the test dollar.
interface IDollar is ITestDollar, IERC20Metadata, IERC20Permit, IAuthorizedToken {
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external;
}
