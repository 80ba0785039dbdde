// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {CommonBase} from "forge-std/Base.sol";

/// @dev Reads transitions.json, from which docs/protocol/state-machines.md is written too.
abstract contract TransitionTable is CommonBase {
    string private constant SOURCE = "test/contracts/invariants/transitions.json";

    struct Row {
        string action;
        string[] from;
        string[] to;
    }

    function _states(string memory machine) internal view returns (string[] memory states) {
        string memory json = vm.readFile(SOURCE);
        uint256 count = _length(json, string.concat(".", machine, ".states"));
        states = new string[](count);
        for (uint256 i; i < count; ++i) {
            states[i] = vm.parseJsonString(json, string.concat(".", machine, ".states[", vm.toString(i), "].state"));
        }
    }

    function _rows(string memory machine) internal view returns (Row[] memory rows) {
        string memory json = vm.readFile(SOURCE);
        uint256 count = _length(json, string.concat(".", machine, ".actions"));
        rows = new Row[](count);
        for (uint256 i; i < count; ++i) {
            string memory path = string.concat(".", machine, ".actions[", vm.toString(i), "]");
            rows[i].action = vm.parseJsonString(json, string.concat(path, ".action"));
            rows[i].from = vm.parseJsonStringArray(json, string.concat(path, ".from"));
            rows[i].to = vm.parseJsonStringArray(json, string.concat(path, ".to"));
        }
    }

    function _length(string memory json, string memory path) private view returns (uint256 length) {
        while (vm.keyExistsJson(json, string.concat(path, "[", vm.toString(length), "]"))) ++length;
    }

    function _contains(string[] memory list, string memory word) internal pure returns (bool) {
        for (uint256 i; i < list.length; ++i) {
            if (keccak256(bytes(list[i])) == keccak256(bytes(word))) return true;
        }
        return false;
    }
}
