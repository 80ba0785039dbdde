// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IPolicy} from "contracts/attestation/IPolicy.sol";

/// @dev Accepts the nodes it was told of.
contract ListPolicy is IPolicy {
    mapping(address node => bool) public accepts;

    function accept(address node) external {
        accepts[node] = true;
    }
}

contract RevertingPolicy is IPolicy {
    function accepts(address) external pure returns (bool) {
        revert("no");
    }
}

/// @dev Uses up whatever gas it gets.
contract GasEatingPolicy is IPolicy {
    function accepts(address) external pure returns (bool) {
        while (true) {}
        return true;
    }
}

/// @dev Answers a million bytes, so that whoever copies them pays for them.
contract EndlessAnswerPolicy {
    fallback() external {
        assembly {
            return(0, 1000000)
        }
    }
}

/// @dev Answers bytes of any length and content.
contract RawPolicy {
    bytes public answer;

    constructor(bytes memory answer_) {
        answer = answer_;
    }

    fallback() external {
        bytes memory raw = answer;
        assembly ("memory-safe") {
            return(add(raw, 32), mload(raw))
        }
    }
}

/// @dev Tries to enter the market while it is asked; answers whether it was refused in the way it should be.
contract ReenteringPolicy is IPolicy {
    address public immutable market;
    bytes4 public immutable expected;
    bytes public payload;

    constructor(address market_, bytes4 expected_) {
        (market, expected) = (market_, expected_);
    }

    function aim(bytes calldata payload_) external {
        payload = payload_;
    }

    function accepts(address) external view returns (bool) {
        (bool success, bytes memory answer) = market.staticcall(payload);
        return !success && bytes4(answer) == expected;
    }
}
