// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {CommonBase} from "forge-std/Base.sol";

import {IPermit2} from "contracts/escrow/IPermit2.sol";

/// @dev What tests ask of Permit2 beyond what the escrow does.
interface Permit2 is IPermit2 {
    error InvalidSigner();

    function DOMAIN_SEPARATOR() external view returns (bytes32);
}

/// @dev Permit2's own code, deployed as on any chain.
abstract contract Permit2Deployer is CommonBase {
    function deployPermit2() internal {
        string memory json = vm.readFile("test/contracts/support/permit2.json");
        bytes memory code = vm.parseJsonBytes(json, ".creationCode");
        (bool success,) =
            vm.parseJsonAddress(json, ".proxy").call(bytes.concat(vm.parseJsonBytes32(json, ".salt"), code));
        // Other code would have arrived elsewhere.
        require(success && vm.parseJsonAddress(json, ".address").code.length != 0, "no Permit2");
    }
}
