// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SmartAccount} from "./Accounts.sol";

bytes32 constant EIP6492_MAGIC = 0x6492649264926492649264926492649264926492649264926492649264926492;

/// @dev Deploys accounts that already approve a digest, at addresses known before.
contract AccountFactory {
    function deploy(bytes32 salt, bytes32 digest) external {
        SmartAccount account = new SmartAccount{salt: salt}();
        account.approve(digest);
    }

    function addressOf(bytes32 salt) external view returns (address) {
        bytes32 codeHash = keccak256(type(SmartAccount).creationCode);
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"ff", address(this), salt, codeHash)))));
    }
}

/// @dev Deploys an account as it should, but calls somebody first and keeps what came of it.
contract CallingFactory is AccountFactory {
    bool public called;
    bool public succeeded;
    bytes public answer;
    address public caller;

    function callAndDeploy(address target, bytes calldata payload, bytes32 salt, bytes32 digest) external {
        (called, caller) = (true, msg.sender);
        (succeeded, answer) = target.call(payload);
        this.deploy(salt, digest);
    }
}
