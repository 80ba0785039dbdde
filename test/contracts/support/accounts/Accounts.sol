// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev A contract account that runs what its test tells it, and approves one digest.
contract SmartAccount is IERC1271 {
    bytes32 public approved;

    function approve(bytes32 digest) external {
        approved = digest;
    }

    function run(address to, bytes calldata data) external returns (bytes memory) {
        (bool success, bytes memory answer) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view virtual returns (bytes4) {
        return digest == approved ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

contract RevertingAccount is SmartAccount {
    function isValidSignature(bytes32, bytes calldata) external pure override returns (bytes4) {
        revert("no");
    }
}

contract GasEatingAccount is SmartAccount {
    function isValidSignature(bytes32, bytes calldata) external pure override returns (bytes4) {
        while (true) {}
        return 0;
    }
}

/// @dev Answers four bytes instead of a word.
contract ShortAnswerAccount is SmartAccount {
    function isValidSignature(bytes32, bytes calldata) external pure override returns (bytes4) {
        assembly {
            mstore(0, 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
            return(0, 4)
        }
    }
}

/// @dev Tries to enter its caller again while it is asked, and approves only if it was let in.
contract ReenteringAccount is SmartAccount {
    address public target;
    bytes public payload;

    function aim(address target_, bytes calldata payload_) external {
        (target, payload) = (target_, payload_);
    }

    function isValidSignature(bytes32, bytes calldata) external view override returns (bytes4) {
        (bool success, bytes memory answer) = target.staticcall(payload);
        if (success) return IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}

/// @dev Agrees to everything once somebody holds a token.
contract PaidAccount is IERC1271 {
    IERC20 private immutable _token;
    address private immutable _holder;

    constructor(IERC20 token, address holder) {
        (_token, _holder) = (token, holder);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return _token.balanceOf(_holder) != 0 ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
