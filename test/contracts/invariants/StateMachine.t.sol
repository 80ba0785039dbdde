// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";
import {TransitionTable} from "./support/TransitionTable.sol";

/// @dev Every pair of state and action, allowed and forbidden, against the table that the documents show (MKT-5, MKT-3).
contract StateMachineTest is InvariantBase, Stage, TransitionTable {
    function setUp() public {
        _createWorld();
    }

    function test_MKT_5_TableNamesTheStatesOfTheContract() public view {
        string[] memory states = _states("job");
        assertEq(states.length, uint256(type(IJobMarket.JobState).max) + 1, "the table lacks a state");
        assertEq(states[uint256(IJobMarket.JobState.None)], "None");
        assertEq(states[uint256(IJobMarket.JobState.Disputed)], "Disputed");
        assertEq(states[uint256(IJobMarket.JobState.SettledCosigned)], "SettledCosigned");
        assertEq(states[uint256(IJobMarket.JobState.RefundedEquivocation)], "RefundedEquivocation");
    }

    function test_MKT_5_EveryPairOfStateAndAction() public {
        string[] memory states = _states("job");
        Row[] memory rows = _rows("job");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _try(IJobMarket.JobState(s), rows[a], states);
                vm.revertToState(before);
            }
        }
    }

    function _try(IJobMarket.JobState state, Row memory row, string[] memory states) private {
        Scene memory scene = _reach(state);
        string memory pair = string.concat(row.action, " in ", states[uint256(state)]);
        assertEq(uint8(market.jobOf(scene.jobId).state), uint8(state), string.concat("not reached for ", pair));

        (address caller, bytes memory data) = _callOf(scene, row.action);
        // An order that is posted late would be refused for its time and not for its state.
        if (_is(row.action, "post") || _is(row.action, "claimSigned")) vm.warp(START);
        vm.prank(caller);
        (bool success, bytes memory answer) = _target(row.action).call(data);

        if (_contains(row.from, states[uint256(state)])) {
            assertTrue(success, string.concat("refused: ", pair));
            string memory now_ = states[uint256(market.jobOf(scene.jobId).state)];
            assertTrue(_contains(row.to, now_), string.concat("led to ", now_, ": ", pair));
        } else {
            bytes memory expected = abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, scene.jobId, state);
            assertFalse(success, string.concat("allowed: ", pair));
            assertEq(answer, expected, string.concat("refused for another reason: ", pair));
        }
    }
}
