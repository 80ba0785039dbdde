// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Permit2} from "./Permit2.sol";

/// @dev What a wallet signs so that the escrow may take money from it: computed from the standards alone.
library WalletDigests {
    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    struct Pull {
        address token;
        address from;
        address escrow;
        uint256 amount;
    }

    /// @dev EIP-3009. The nonce of a pull is keccak256(abi.encode(operator, intent)).
    function authorization(Pull memory pull, uint256 validBefore, bytes32 nonce) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 structHash =
            keccak256(abi.encode(typeHash, pull.from, pull.escrow, pull.amount, uint256(0), validBefore, nonce));
        return keccak256(abi.encodePacked(hex"1901", IERC20Permit(pull.token).DOMAIN_SEPARATOR(), structHash));
    }

    function permit2(Pull memory pull, address operator, bytes32 intent, uint256 nonce, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(
            "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Funding witness)Funding(address operator,bytes32 intent)TokenPermissions(address token,uint256 amount)"
        );
        bytes32 permitted =
            keccak256(abi.encode(keccak256("TokenPermissions(address token,uint256 amount)"), pull.token, pull.amount));
        bytes32 structHash =
            keccak256(abi.encode(typeHash, permitted, pull.escrow, nonce, deadline, funding(operator, intent)));
        return keccak256(abi.encodePacked(hex"1901", Permit2(PERMIT2).DOMAIN_SEPARATOR(), structHash));
    }

    function funding(address operator, bytes32 intent) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Funding(address operator,bytes32 intent)"), operator, intent));
    }
}
