// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";

import {ICreate3Factory} from "./ICreate3Factory.sol";

/// @title Create3Factory
contract Create3Factory is ICreate3Factory {
    /// @inheritdoc ICreate3Factory
    mapping(address deployed => bytes32) public initCodeHashOf;

    /// @inheritdoc ICreate3Factory
    function deploy(bytes32 salt, bytes calldata initCode) external returns (address deployed) {
        bytes32 guardedSalt = _guard(msg.sender, salt);
        deployed = Create3.computeAddress(guardedSalt);
        // The collision itself would say nothing, and burn the gas.
        if (initCodeHashOf[deployed] != 0) revert Create3Factory_Taken(msg.sender, salt, deployed);
        bytes32 initCodeHash = keccak256(initCode);
        initCodeHashOf[deployed] = initCodeHash;

        emit ContractDeployed(msg.sender, salt, deployed, initCodeHash);
        Create3.deploy(0, guardedSalt, initCode);
    }

    /// @inheritdoc ICreate3Factory
    function addressOf(address deployer, bytes32 salt) external view returns (address) {
        return Create3.computeAddress(_guard(deployer, salt));
    }

    /// @dev Nobody but the deployer can use its salts.
    function _guard(address deployer, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(deployer, salt));
    }
}
