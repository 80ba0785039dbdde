// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";
import {TransitionTable} from "./support/TransitionTable.sol";

/// @dev Every word that a caller brings is bound by the job's id or its record: one bit changed, and the step is refused (MKT-9).
contract CalldataTest is InvariantBase, Stage, TransitionTable {
    /// @dev manifestHash and resourceClass, which fill their words.
    uint256 private constant FIRST_WORD_OF_TERMS = 15;

    /// @dev Words of the arguments that the caller may choose: the work it states, the complaint, the verdict.
    mapping(string action => uint256) private _freeWords;

    function setUp() public {
        _createWorld();
        _freeWords["submit"] = 2;
        _freeWords["dispute"] = 1;
        _freeWords["resolve"] = 3;
    }

    function test_MKT_9_EveryBitOfTermsAndRecordIsBound() public {
        _tryAll(IJobMarket.JobState.Open, "cancel");
        _tryAll(IJobMarket.JobState.Open, "lapse");
        _tryAll(IJobMarket.JobState.Open, "claim");
        _tryAll(IJobMarket.JobState.Running, "decline");
        _tryAll(IJobMarket.JobState.Running, "submit");
        _tryAll(IJobMarket.JobState.Running, "expire");
        _tryAll(IJobMarket.JobState.Submitted, "settleSilent");
        _tryAll(IJobMarket.JobState.Submitted, "dispute");
        _tryAll(IJobMarket.JobState.Disputed, "resolve");
        _tryAll(IJobMarket.JobState.Disputed, "resolveByTimeout");
    }

    /// @dev Orders are hashed as they lie in calldata: a member with bits beyond its type must never get an id of its own.
    function test_MKT_9_BitsOutOfRangeAreNotPosted() public {
        (address caller, bytes memory data) = _callOf(_reach(IJobMarket.JobState.None), "post");
        uint256 words = (data.length - 4) / 32;
        for (uint256 word; word < words; ++word) {
            bool isBytes32 = word == FIRST_WORD_OF_TERMS || word == FIRST_WORD_OF_TERMS + 1;
            if (!isBytes32) _refused(caller, "post", _flip(data, word, 255), word);
        }
    }

    function _tryAll(IJobMarket.JobState state, string memory action) private {
        Scene memory scene = _reach(state);
        (address caller, bytes memory data) = _callOf(scene, action);
        uint256 words = (data.length - 4) / 32 - _freeWords[action];
        uint256 before = vm.snapshotState();
        for (uint256 word; word < words; ++word) {
            // The lowest bit is a value of the type; the highest is beyond it for all but 32-byte types.
            _refused(caller, action, _flip(data, word, 0), word);
            _refused(caller, action, _flip(data, word, 255), word);
        }
        vm.revertToState(before);
        vm.prank(caller);
        (bool success,) = _target(action).call(data);
        assertTrue(success, string.concat("the call without a change was refused: ", action));
    }

    function _refused(address caller, string memory action, bytes memory data, uint256 word) private {
        vm.prank(caller);
        (bool success,) = _target(action).call(data);
        assertFalse(success, string.concat("word ", vm.toString(word), " is not bound in ", action));
    }

    function _flip(bytes memory data, uint256 word, uint256 bit) private pure returns (bytes memory flipped) {
        flipped = bytes.concat(data);
        assembly ("memory-safe") {
            let place := add(add(flipped, 36), mul(word, 32))
            mstore(place, xor(mload(place), shl(bit, 1)))
        }
    }
}
