// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Create3Factory: contracts at addresses that follow from who deploys them and a salt alone
/// @notice Neither code nor arguments decide an address, so that the same deployer gets the same addresses on every chain although
/// each chain has another token, and contracts that name each other for ever can be told beforehand.
/// @dev The factory itself lies at the same address on every chain, because its code, which has no arguments, was deployed by
/// CREATE2 through the deterministic deployment proxy. It has no owner and holds nothing.
///
/// Notes:
/// - An address says who deployed, not what: the same deployer may put other code there on another chain. `initCodeHashOf` says what.
/// - Constructors are called by a proxy that lives for that call, not by the deployer.
interface ICreate3Factory {
    event ContractDeployed(
        address indexed deployer, bytes32 indexed salt, address indexed deployed, bytes32 initCodeHash
    );

    /// @notice This salt of this deployer is used: its contract is at `deployed`.
    error Create3Factory_Taken(address deployer, bytes32 salt, address deployed);

    /// @notice Deploys `initCode` at `addressOf(msg.sender, salt)`. Emits ContractDeployed.
    /// Requirements: the caller has not used `salt`; `initCode` is not empty; the constructor does not revert: its error is passed on,
    /// and the salt is as good as before.
    /// @param initCode Creation code with its arguments behind it.
    function deploy(bytes32 salt, bytes calldata initCode) external returns (address deployed);

    /// @notice Where a contract of `deployer` is, or will be.
    function addressOf(address deployer, bytes32 salt) external view returns (address);

    /// @notice The hash of the creation code, with its arguments, that made `deployed`; zero where this factory made nothing.
    function initCodeHashOf(address deployed) external view returns (bytes32);
}
