// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {Vm, VmSafe} from "forge-std/Vm.sol";

import {Meter} from "./Meter.sol";

/// @dev Measures a contract's floor (gas/floors) beside the contract itself. A floor that did less than the contract would be worth
/// nothing, so that each pair must write as many slots and log the same shapes.
abstract contract FloorMeter is Meter, StdAssertions {
    struct Call {
        address to;
        bytes data;
    }

    /// @dev How many slots are written, how many of them for the first time, and the numbers of topics and bytes of each log.
    struct Effects {
        uint256 slots;
        uint256 newSlots;
        bytes32[] logs;
    }

    /// @dev Whether effects are compared or gas is measured: not both at once, because the recorder warms what it looks at.
    bool internal comparing;

    /// @return used Gas of the floor's transaction; 0 where effects are compared.
    function sendBoth(address from, Call memory contractCall, Call memory floorCall) internal returns (uint256 used) {
        if (!comparing) {
            send(from, contractCall.to, contractCall.data);
            return send(from, floorCall.to, floorCall.data);
        }
        Effects memory effects = _effectsOf(from, contractCall);
        Effects memory floorEffects = _effectsOf(from, floorCall);
        assertEq(floorEffects.slots, effects.slots, "slots written");
        assertEq(floorEffects.newSlots, effects.newSlots, "slots written for the first time");
        assertEq(floorEffects.logs, effects.logs, "shapes of logs");
    }

    function recordFloor(string memory name, uint256 used) internal {
        if (!comparing) record(string.concat("floor: ", name), used);
    }

    function _effectsOf(address from, Call memory call) private returns (Effects memory effects) {
        vm.recordLogs();
        vm.startStateDiffRecording();
        send(from, call.to, call.data);
        VmSafe.AccountAccess[] memory accesses = vm.stopAndReturnStateDiff();
        Vm.Log[] memory logs = vm.getRecordedLogs();

        effects.logs = new bytes32[](logs.length);
        for (uint256 i = 0; i < logs.length; ++i) {
            effects.logs[i] = keccak256(abi.encode(logs[i].topics.length, logs[i].data.length));
        }
        bytes32[] memory seen = new bytes32[](512);
        for (uint256 i = 0; i < accesses.length; ++i) {
            _countWrites(effects, accesses[i].storageAccesses, seen);
        }
    }

    /// @dev Each slot once, however often it is written.
    function _countWrites(Effects memory effects, VmSafe.StorageAccess[] memory storages, bytes32[] memory seen)
        private
        pure
    {
        for (uint256 i = 0; i < storages.length; ++i) {
            if (!storages[i].isWrite || storages[i].reverted) continue;
            bytes32 slot = keccak256(abi.encode(storages[i].account, storages[i].slot));
            uint256 place = 0;
            while (place < effects.slots && seen[place] != slot) ++place;
            if (place < effects.slots) continue;
            seen[effects.slots++] = slot;
            if (storages[i].previousValue == 0) ++effects.newSlots;
        }
    }
}
