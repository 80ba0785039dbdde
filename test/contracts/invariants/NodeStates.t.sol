// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "../../../contracts/staking/IStaking.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {TransitionTable} from "./support/TransitionTable.sol";
import {World} from "./support/World.sol";

/// @dev Every pair of a node's state and action, allowed and forbidden, against the table that the documents show (STK-7).
contract NodeStatesTest is InvariantBase, World, TransitionTable {
    address private _provider;
    address private _node;
    address private _fresh;

    function setUp() public {
        _createWorld();
        _provider = providers[0];
        (_node, _fresh) = (_account("walker"), _account("fresh"));
    }

    function test_STK_7_EveryPairOfStateAndAction() public {
        string[] memory states = _states("node");
        Row[] memory rows = _rows("node");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _try(states[s], rows[a]);
                vm.revertToState(before);
            }
        }
    }

    function test_STK_7_OnlyAnActiveNodeClaims() public {
        string[] memory states = _states("node");
        for (uint256 s; s < states.length; ++s) {
            uint256 before = vm.snapshotState();
            _reach(states[s]);
            vm.prank(address(market));
            (bool success,) = address(staking).call(abi.encodeCall(IStaking.commit, (_node, 1)));
            assertEq(success, _is(states[s], "Active"), states[s]);
            vm.revertToState(before);
        }
    }

    function _try(string memory state, Row memory row) private {
        _reach(state);
        string memory pair = string.concat(row.action, " in ", state);
        assertEq(_stateOf(_node), state, string.concat("not reached for ", pair));

        bytes memory data = _callOf(row.action);
        vm.prank(_provider);
        (bool success, bytes memory answer) = address(staking).call(data);

        string memory now_ = _stateOf(_node);
        if (_contains(row.from, state)) {
            assertTrue(success, string.concat("refused: ", pair));
            bool led = _contains(row.to, now_) || (_contains(row.to, "same") && _is(now_, state));
            assertTrue(led, string.concat("led to ", now_, ": ", pair));
            if (_is(row.action, "rotateNode")) assertEq(_stateOf(_fresh), state, "the new key did not take the place");
        } else {
            assertFalse(success, string.concat("allowed: ", pair));
            assertEq(answer, _refusal(state, row.action), string.concat("refused for another reason: ", pair));
            assertEq(_stateOf(_fresh), "Unknown", "a refused rotation registered its key");
        }
    }

    function _reach(string memory state) private {
        if (_is(state, "Unknown")) return;
        _do("registerNode");
        if (_is(state, "Paused")) _do("pause");
        if (_is(state, "Retired")) _do("retireNode");
    }

    function _do(string memory action) private {
        bytes memory data = _callOf(action);
        vm.prank(_provider);
        (bool success,) = address(staking).call(data);
        assertTrue(success, action);
    }

    function _callOf(string memory action) private view returns (bytes memory) {
        if (_is(action, "setPayee")) return abi.encodeCall(IStaking.setPayee, (_node, thief));
        if (_is(action, "pause")) return abi.encodeCall(IStaking.setPaused, (_node, true));
        if (_is(action, "resume")) return abi.encodeCall(IStaking.setPaused, (_node, false));
        if (_is(action, "retireNode")) return abi.encodeCall(IStaking.retireNode, (_node));
        bool rotates = _is(action, "rotateNode");
        IStaking.NodeProfile memory profile = _profile(_provider, rotates ? _fresh : _node, _provider);
        bytes memory signature = _sign(profile.node, staking.hashNodeProfile(profile));
        if (rotates) return abi.encodeCall(IStaking.rotateNode, (_node, profile, signature));
        if (_is(action, "setProfile")) return abi.encodeCall(IStaking.setProfile, (profile, signature));
        require(_is(action, "registerNode"), string.concat("an action that this test does not know: ", action));
        return abi.encodeCall(IStaking.registerNode, (profile, signature));
    }

    function _refusal(string memory state, string memory action) private view returns (bytes memory) {
        if (_is(action, "registerNode")) return abi.encodeWithSelector(IStaking.Staking_NodeTaken.selector, _node);
        bytes4 selector =
            _is(state, "Unknown") ? IStaking.Staking_NodeUnknown.selector : IStaking.Staking_NodeRetired.selector;
        return abi.encodeWithSelector(selector, _node);
    }

    function _stateOf(address key) private view returns (string memory) {
        IStaking.Node memory node = staking.nodeOf(key);
        if (node.provider == address(0)) return "Unknown";
        if (node.retired) return "Retired";
        return node.paused ? "Paused" : "Active";
    }

    function _is(string memory one, string memory other) private pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }
}
