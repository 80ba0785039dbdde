// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "../../../contracts/staking/IStaking.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {TransitionTable} from "./support/TransitionTable.sol";
import {World} from "./support/World.sol";

/// @dev Every pair of a place where stake may be and an action, allowed and forbidden, against the table that the documents show.
contract StakeStatesTest is InvariantBase, World, TransitionTable {
    uint96 private constant AMOUNT = 8e6;
    string private constant ACCOUNT = "account";

    address private _staker;
    address private _node;

    function setUp() public {
        _createWorld();
        _staker = _account("staker");
        _node = _register(_staker, _staker);
        _fund(_staker, AMOUNT);
        _allow(_staker, address(staking), AMOUNT);
    }

    function test_STK_3_EveryPairOfPlaceAndAction() public {
        string[] memory places = _states("stake");
        Row[] memory rows = _rows("stake");
        for (uint256 a; a < rows.length; ++a) {
            _tryAlone(ACCOUNT, rows[a]);
            for (uint256 s; s < places.length; ++s) {
                _tryAlone(places[s], rows[a]);
            }
        }
    }

    function _tryAlone(string memory place, Row memory row) private {
        uint256 before = vm.snapshotState();
        _try(place, row);
        vm.revertToState(before);
    }

    /// @dev All there is lies in `place`; the action moves it to its places, or reverts.
    function _try(string memory place, Row memory row) private {
        string memory pair = string.concat(row.action, " of what is in ", place);
        _reach(place);
        assertEq(_in(place), AMOUNT, string.concat("not reached for ", pair));
        bool success = _do(row.action);
        if (!_contains(row.from, place)) {
            assertFalse(success, string.concat("allowed: ", pair));
            assertEq(_in(place), AMOUNT, string.concat("moved: ", pair));
            return;
        }
        assertTrue(success, string.concat("refused: ", pair));
        assertEq(_in(place), 0, string.concat("left behind: ", pair));
        uint256 arrived;
        for (uint256 i; i < row.to.length; ++i) {
            arrived += _in(row.to[i]);
        }
        assertEq(arrived, AMOUNT, string.concat("lost: ", pair));
    }

    function _reach(string memory place) private {
        if (_is(place, ACCOUNT)) return;
        _require("add");
        if (_is(place, "thawing")) {
            _require("thaw");
            vm.warp(START + THAW_TIME);
        }
        if (_is(place, "exposed") || _is(place, "burned")) _require("commit");
        if (_is(place, "burned")) {
            vm.prank(address(market));
            staking.slash(_staker, AMOUNT, AMOUNT, address(0), 0);
        }
    }

    function _require(string memory action) private {
        assertTrue(_do(action), action);
    }

    function _do(string memory action) private returns (bool success) {
        bool byMarket = _is(action, "commit") || _is(action, "release") || _is(action, "slash");
        bytes memory data = _callOf(action);
        vm.prank(byMarket ? address(market) : _staker);
        (success,) = address(staking).call(data);
    }

    function _callOf(string memory action) private view returns (bytes memory) {
        if (_is(action, "add")) return abi.encodeCall(IStaking.add, (AMOUNT, 0));
        if (_is(action, "thaw")) return abi.encodeCall(IStaking.thaw, (AMOUNT));
        if (_is(action, "cancelThaw")) return abi.encodeCall(IStaking.cancelThaw, ());
        if (_is(action, "withdraw")) return abi.encodeCall(IStaking.withdraw, ());
        if (_is(action, "commit")) return abi.encodeCall(IStaking.commit, (_node, AMOUNT));
        if (_is(action, "release")) return abi.encodeCall(IStaking.release, (_staker, AMOUNT));
        require(_is(action, "slash"), string.concat("an action that this test does not know: ", action));
        return abi.encodeCall(IStaking.slash, (_staker, AMOUNT, AMOUNT / 2, _staker, AMOUNT / 4));
    }

    function _in(string memory place) private view returns (uint256) {
        if (_is(place, ACCOUNT)) return escrow.accountOf(_staker, address(dollar)).free;
        IStaking.Provider memory stored = staking.providerOf(_staker);
        if (_is(place, "free")) return stored.active - stored.exposure;
        if (_is(place, "exposed")) return stored.exposure;
        if (_is(place, "thawing")) return stored.thawing;
        require(_is(place, "burned"), string.concat("a place that this test does not know: ", place));
        return staking.burned();
    }

    function _is(string memory one, string memory other) private pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }
}
