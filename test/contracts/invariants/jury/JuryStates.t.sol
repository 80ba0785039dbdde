// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {TransitionTable} from "../support/TransitionTable.sol";
import {JurorActor} from "./JurorActor.sol";

/// @dev Every pair of state and action, allowed and forbidden, against the table that the documents show (JRY-5); and the gas of the steps
/// with few and with many seats (JRY-8).
contract JuryStatesTest is StdAssertions, JurorActor, TransitionTable {
    uint256 private constant MANY = 500;

    JobId private _jobId;
    Scene private _scene;

    function setUp() public {
        _createJury();
    }

    function test_JRY_5_TableNamesTheStatesOfTheContract() public view {
        string[] memory states = _states("case");
        assertEq(states.length, uint256(type(IJury.CaseState).max) + 1, "the table lacks a state");
        string[10] memory names = [
            "None", "Drawing", "Committing", "Revealing", "Hung", "Appealable", "Ruled", "Failed", "Decided", "Lapsed"
        ];
        for (uint256 i; i < names.length; ++i) {
            assertEq(states[i], names[i]);
        }
    }

    function test_JRY_5_EveryPairOfStateAndAction() public {
        string[] memory states = _states("case");
        Row[] memory rows = _rows("case");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _try(IJury.CaseState(s), rows[a], states);
                vm.revertToState(before);
            }
        }
    }

    function _try(IJury.CaseState state, Row memory row, string[] memory states) private {
        _reach(state);
        string memory pair = string.concat(row.action, " in ", states[uint256(state)]);
        assertEq(uint8(_stateOf(_jobId)), uint8(state), string.concat("not reached for ", pair));
        (address caller, bytes memory data) = _callOf(row.action);
        vm.prank(caller);
        (bool success, bytes memory answer) = address(jury).call(data);

        if (_contains(row.from, states[uint256(state)])) {
            assertTrue(success, string.concat("refused: ", pair));
            string memory now_ = states[uint256(_stateOf(_jobId))];
            bool led = _contains(row.to, now_) || (_contains(row.to, "same") && _stateOf(_jobId) == state);
            assertTrue(led, string.concat("led to ", now_, ": ", pair));
        } else {
            assertFalse(success, string.concat("allowed: ", pair));
            bytes4 reason = bytes4(answer);
            // A case that ended has settled its job: it is no longer disputed when somebody opens it again.
            bool known = reason == IJury.Jury_WrongState.selector || reason == IJury.Jury_StillDisputed.selector
                || (_is(row.action, "open") && reason == IJury.Jury_NotDisputed.selector);
            assertTrue(known, string.concat("refused for another reason: ", pair));
        }
    }

    /// @dev A fresh case in `state`, reached by the shortest way.
    function _reach(IJury.CaseState state) private {
        Scene memory scene = _order();
        scene.terms.resolver = address(jury);
        _hash(scene);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        _dispute(scene);
        (_scene, _jobId) = (scene, scene.jobId);
        if (state == IJury.CaseState.None) return;
        jury.open(scene.order, scene.terms, scene.execution);
        caseIds.push(_jobId);
        (cases[_jobId].scene, cases[_jobId].openedAt) = (scene, _now());
        if (state == IJury.CaseState.Drawing) return;
        _draw(_jobId, 1);
        bool isMajority =
            state != IJury.CaseState.Hung && state != IJury.CaseState.Failed && state != IJury.CaseState.Lapsed;
        if (isMajority) _promise();
        if (state == IJury.CaseState.Committing) return;
        vm.warp(jury.caseOf(_jobId).commitBy + 1);
        if (state == IJury.CaseState.Revealing) return;
        if (isMajority) _show();
        vm.warp(jury.caseOf(_jobId).revealBy + 1);
        if (state == IJury.CaseState.Hung || state == IJury.CaseState.Appealable) return;
        vm.warp(jury.caseOf(_jobId).appealBy + 1);
        if (state == IJury.CaseState.Decided) jury.decide(scene.order, scene.terms, scene.execution, scene.work);
        if (state == IJury.CaseState.Lapsed) _lapse();
    }

    function _lapse() private {
        vm.warp(jury.caseOf(_jobId).verdictBy + 1);
        jury.lapse(_jobId);
    }

    function _promise() private {
        for (uint8 chair; chair < 3; ++chair) {
            (address juror, bytes memory data) = _callOf("commit", chair);
            vm.prank(juror);
            (bool success,) = address(jury).call(data);
            assertTrue(success);
            if (chair == 1) return;
        }
    }

    function _show() private {
        for (uint8 chair; chair < 2; ++chair) {
            vm.prank(_jurorOf(chair));
            jury.reveal(_jobId, chair, true, true, "salt");
        }
    }

    function _callOf(string memory action) private returns (address, bytes memory) {
        // The third juror has not committed yet; the first has.
        return _callOf(action, _is(action, "commit") ? 2 : 0);
    }

    function _callOf(string memory action, uint8 chair) private returns (address, bytes memory) {
        if (_is(action, "commit")) {
            bytes32 commitment = jury.findingCommitment(_jobId, chair, _jurorOf(chair), true, true, "salt");
            return (_jurorOf(chair), abi.encodeCall(IJury.commit, (_jobId, chair, commitment)));
        }
        if (_is(action, "reveal")) {
            return (_jurorOf(chair), abi.encodeCall(IJury.reveal, (_jobId, chair, true, true, "salt")));
        }
        if (_is(action, "appeal")) return (jurors[0], abi.encodeCall(IJury.appeal, (_jobId, 0)));
        if (_is(action, "lapse (equivocation)")) return (thief, _lapseOfAContradictedJob());
        return (thief, _anybodys(action, chair));
    }

    function _anybodys(string memory action, uint8 chair) private returns (bytes memory) {
        if (_is(action, "open")) {
            return abi.encodeCall(IJury.open, (_scene.order, _scene.terms, _scene.execution));
        }
        if (_is(action, "decide")) {
            return abi.encodeCall(IJury.decide, (_scene.order, _scene.terms, _scene.execution, _scene.work));
        }
        if (_is(action, "lapse")) return abi.encodeCall(IJury.lapse, (_jobId));
        if (_is(action, "release")) return abi.encodeCall(IJury.release, (_jobId, chair));
        if (_is(action, "startNextRound")) return abi.encodeCall(IJury.startNextRound, (_jobId));
        require(_is(action, "draw"), string.concat("the table has an action that this test does not know: ", action));
        uint64 ticket = jury.caseOf(_jobId).ticket;
        if (ticket != 0) randomness.tell(ticket, "seed");
        return abi.encodeCall(IJury.draw, (_jobId));
    }

    function _lapseOfAContradictedJob() private returns (bytes memory) {
        if (_isDisputed(_jobId)) {
            (address caller, bytes memory data) = _callOf(_scene, "proveEquivocation");
            vm.prank(caller);
            (bool success,) = address(market).call(data);
            assertTrue(success, "not ended");
        }
        return abi.encodeCall(IJury.lapse, (_jobId));
    }

    function _jurorOf(uint8 chair) private view returns (address juror) {
        juror = seats[jury.chairOf(_jobId, chair).seat].owner;
        // Before a panel is drawn nobody is a juror.
        if (juror == address(0)) juror = jurors[0];
    }

    /* SEATS */

    function test_JRY_2_EveryPairOfSeatStateAndAction() public {
        string[] memory states = _states("seat");
        Row[] memory rows = _rows("seat");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _trySeat(states[s], rows[a]);
                vm.revertToState(before);
            }
        }
    }

    function _trySeat(string memory state, Row memory row) private {
        string memory pair = string.concat(row.action, " in ", state);
        // The third juror of the panel was absent. Of a case that is over, only its chair counts.
        _reach(IJury.CaseState.Decided);
        uint64 seat = _is(row.action, "release (penalised)") ? jury.chairOf(_jobId, 2).seat : _buy(jurors[0]);
        address owner = seats[seat].owner;
        if (!_is(state, "InPool")) _leaveSeat(seat, owner);
        if (_is(state, "None")) seat = _withdrawnSeat();
        assertEq(_seatState(seat), state, string.concat("not reached for ", pair));

        vm.prank(owner);
        (bool success, bytes memory answer) = address(jury).call(_seatCall(row.action, seat));
        if (_is(row.action, "buySeat")) {
            // It always makes a seat of its own.
            assertEq(_seatState(seat), state, string.concat("moved: ", pair));
            assertEq(_seatState(abi.decode(answer, (uint64))), row.to[0], pair);
            return;
        }
        assertEq(success, _contains(row.from, state), pair);
        if (success) assertTrue(_contains(row.to, _seatState(seat)), string.concat("led elsewhere: ", pair));
        else assertEq(_seatState(seat), state, string.concat("moved: ", pair));
    }

    function _seatCall(string memory action, uint64 seat) private view returns (bytes memory) {
        if (_is(action, "buySeat")) return abi.encodeCall(IJury.buySeat, (0));
        if (_is(action, "giveUpSeat")) return abi.encodeCall(IJury.giveUpSeat, (seat));
        if (_is(action, "withdrawSeat")) return abi.encodeCall(IJury.withdrawSeat, (seat));
        require(_is(action, "release (penalised)"), string.concat("an action that this test does not know: ", action));
        // A seat that is gone sits in no chair; the fourth is empty.
        return abi.encodeCall(IJury.release, (_jobId, jury.seatOf(seat).owner == address(0) ? 3 : 2));
    }

    function _leaveSeat(uint64 seat, address owner) private {
        vm.prank(owner);
        jury.giveUpSeat(seat);
        vm.warp(_now() + SEAT_THAW_TIME);
    }

    function _withdrawnSeat() private returns (uint64 seat) {
        seat = _buy(jurors[0]);
        _leaveSeat(seat, jurors[0]);
        vm.prank(jurors[0]);
        jury.withdrawSeat(seat);
    }

    function _seatState(uint64 seat) private view returns (string memory) {
        IJury.Seat memory stored = jury.seatOf(seat);
        if (stored.owner == address(0)) return "None";
        return stored.inPool ? "InPool" : "Thawing";
    }

    /* GAS */

    /// @dev A draw works by its chairs; finding the pool's size in its history takes the logarithm of the changes.
    function test_JRY_8_GasOfAPanelDoesNotGrow() public {
        uint256 few = _gasOfADraw();
        for (uint256 i; i < MANY; ++i) {
            _buy(jurors[i % jurors.length]);
            _pass(1);
        }
        _pass(SEASON_TIME);
        uint256 many = _gasOfADraw();
        assertApproxEqAbs(many, few, 20_000);
    }

    function _gasOfADraw() private returns (uint256 used) {
        uint256 before = vm.snapshotState();
        _reach(IJury.CaseState.Drawing);
        randomness.tell(jury.caseOf(_jobId).ticket, "seed");
        vm.cool(address(jury));
        jury.draw(_jobId);
        used = vm.lastCallGas().gasTotalUsed;
        vm.revertToState(before);
    }
}
