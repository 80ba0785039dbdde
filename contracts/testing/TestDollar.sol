// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ITestDollar} from "./ITestDollar.sol";

/// @title TestDollar
/// @dev Adds to EIP-3009 the forms that take a signature as bytes, so that contract accounts (EIP-1271) can authorize.
contract TestDollar is ITestDollar, ERC20Permit, ERC3009 {
    /// @inheritdoc ITestDollar
    uint256 public constant dripAmount = 10_000e6;
    /// @inheritdoc ITestDollar
    uint256 public constant dripInterval = 60 seconds;

    /// @inheritdoc ITestDollar
    mapping(address to => uint256) public nextDripAt;

    constructor() ERC20("Test Dollar", "TUSD") ERC20Permit("Test Dollar") {}

    /// @inheritdoc ITestDollar
    function drip(address to) external {
        uint256 nextAt = nextDripAt[to];
        if (block.timestamp < nextAt) revert TestDollar_DripTooSoon(to, nextAt);

        nextDripAt[to] = block.timestamp + dripInterval;

        emit Dripped(to, dripAmount);
        _mint(to, dripAmount);
    }

    /// @notice EIP-3009 transfer with the signature as bytes: ECDSA of a plain account, EIP-1271 of an account with code.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        _requireAuthorized(
            from,
            keccak256(
                abi.encode(TRANSFER_WITH_AUTHORIZATION_TYPEHASH, from, to, value, validAfter, validBefore, nonce)
            ),
            signature
        );
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    /// @notice The same for the receiver alone: nobody can carry it elsewhere.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        _requireAuthorized(
            from,
            keccak256(abi.encode(RECEIVE_WITH_AUTHORIZATION_TYPEHASH, from, to, value, validAfter, validBefore, nonce)),
            signature
        );
        if (to != msg.sender) revert ERC20InvalidReceiver(to);
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _requireAuthorized(address from, bytes32 structHash, bytes calldata signature) private view {
        if (!SignatureChecker.isValidSignatureNowCalldata(from, _hashTypedDataV4(structHash), signature)) {
            revert ERC3009InvalidSignature();
        }
    }
}
