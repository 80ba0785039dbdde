// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {CommonBase} from "forge-std/Base.sol";

/// @dev Measures and names whole transactions; the tests that use it run with `isolate`.
abstract contract Meter is CommonBase {
    /// @return used Gas of the whole transaction.
    function send(address from, address to, bytes memory data) internal returns (uint256 used) {
        vm.prank(from, from);
        (bool success, bytes memory answer) = to.call(data);
        used = vm.lastCallGas().gasTotalUsed;
        if (!success) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function record(string memory name, uint256 used) internal {
        vm.snapshotValue("snapshot", name, used);
    }
}
