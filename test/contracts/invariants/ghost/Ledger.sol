// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {World} from "../support/World.sol";

/// @dev What every account must hold, kept by the actors from what they meant to do and never from what the escrow says.
abstract contract Ledger is World {
    address[] internal owners;
    address[] internal tokens;
    mapping(address owner => bool) private _isOwner;

    mapping(address owner => mapping(address token => uint256)) internal expected;
    /// @dev Tokens sent to the escrow without asking it.
    mapping(address token => uint256) internal unasked;
    /// @dev Dollars put into the accounts of market and staking by gift, or by a payee that names them.
    mapping(address contract_ => uint256) internal gifts;

    /// @dev Promises that an actor saw broken: the id, and in words what happened.
    mapping(bytes32 id => string) internal breaches;

    /// @dev Draws of an operator since its allowance was last set.
    mapping(address owner => mapping(address operator => uint256)) internal drawn;
    mapping(address owner => mapping(address operator => uint256)) internal caps;
    mapping(address owner => mapping(address operator => uint256)) internal expiries;
    mapping(address owner => uint24) internal epochs;

    function _track(address owner) internal {
        if (_isOwner[owner]) return;
        _isOwner[owner] = true;
        owners.push(owner);
    }

    /// @dev Whose account gets what arrives for another: that of an ended session's owner.
    mapping(address key => address owner) internal heirs;

    function _credit(address owner, uint256 amount) internal {
        if (heirs[owner] != address(0)) owner = heirs[owner];
        _track(owner);
        expected[owner][address(dollar)] += amount;
    }

    function _debit(address owner, uint256 amount) internal {
        _track(owner);
        expected[owner][address(dollar)] -= amount;
    }

    /// @dev Money that a contract's account gets beside its own books.
    function _credited(address owner, uint256 amount) internal {
        _credit(owner, amount);
        if (owner == address(market) || owner == address(staking)) gifts[owner] += amount;
    }

    function _free(address owner) internal view returns (uint256) {
        return escrow.accountOf(owner, address(dollar)).free;
    }

    function _breach(bytes32 id, string memory what) internal {
        breaches[id] = what;
    }
}
