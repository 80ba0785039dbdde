// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdUtils} from "forge-std/StdUtils.sol";

import {StakeBook} from "../ghost/StakeBook.sol";

/// @dev Counts what the actors try and what succeeds, so that a dead action is seen.
abstract contract Actor is StakeBook, StdUtils {
    bytes32[] internal actions;
    mapping(bytes32 action => uint256) public calls;
    mapping(bytes32 action => uint256) public successes;

    modifier counted(bytes32 action) {
        if (calls[action] == 0) actions.push(action);
        ++calls[action];
        _;
    }

    function _done(bytes32 action) internal {
        ++successes[action];
    }

    function _oneOf(address[] storage list, uint256 seed) internal view returns (address) {
        return list[seed % list.length];
    }

    /// @dev Independent draws from one seed.
    function _mix(uint256 seed, string memory what) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what)));
    }

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    /// @dev Half of the calls wait for `moment`, the others act too early and must be refused.
    function _waitsFor(uint256 moment, uint256 seed) internal returns (bool) {
        if (_now() < moment && _mix(seed, "wait") % 4 != 0) vm.warp(moment);
        return _now() >= moment;
    }
}
