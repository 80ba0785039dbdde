// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";
import {TransitionTable} from "./support/TransitionTable.sol";

/// @dev Every word that a caller brings is bound by the job's id or its record: one bit changed, and the step is refused (MKT-9).
contract CalldataTest is InvariantBase, Stage, TransitionTable {
    uint256 private constant WORDS_OF_ORDER = 15;
    uint256 private constant WORDS_OF_TERMS = 10;

    /// @dev Words of the arguments that the caller may choose: the work it states, the complaint, the verdict.
    mapping(string action => uint256) private _freeWords;

    function setUp() public {
        _createWorld();
        _freeWords["submit"] = 2;
        _freeWords["dispute"] = 1;
        _freeWords["resolve"] = 3;
    }

    function test_MKT_9_EveryBitOfTermsAndRecordIsBound() public {
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
        for (uint256 word; word < WORDS_OF_ORDER + WORDS_OF_TERMS; ++word) {
            if (!_isBytes32(word)) _refused(caller, "post", _flip(data, word, 255), word);
        }
    }

    /// @dev The same, with a buyer that signs whatever the digest is.
    function test_MKT_9_BitsOutOfRangeAreNotClaimed() public {
        Scene memory scene = _reach(IJobMarket.JobState.None);
        (, bytes memory whole) = _callOf(scene, "post");
        for (uint256 word; word < WORDS_OF_ORDER + WORDS_OF_TERMS; ++word) {
            if (!_isBytes32(word)) _refused(nodes[0], "claimSigned", _signed(scene, _flip(whole, word, 255)), word);
        }
        // Unchanged, what is put together here is claimed.
        vm.prank(nodes[0]);
        (bool success,) = address(market).call(_signed(scene, whole));
        assertTrue(success, "an order as it should be");
    }

    /// @return data The claim of the order that `call` posts, signed by its buyer.
    function _signed(Scene memory scene, bytes memory call) private view returns (bytes memory data) {
        bytes memory signature = _sign(scene.order.buyer, _digestOf(call));
        uint256 place = (WORDS_OF_ORDER + WORDS_OF_TERMS + 1) * 32;
        data = bytes.concat(
            IJobMarket.claimSigned.selector, _tail(call), abi.encode(place, signature.length), signature, new bytes(31)
        );
    }

    /// @dev Whoever changes a word cancels something else, if anything: an order that nobody posted.
    function test_MKT_9_ACancellationReachesItsOwnJobAlone() public {
        Scene memory scene = _reach(IJobMarket.JobState.Open);
        (address caller, bytes memory data) = _callOf(scene, "cancel");
        uint256 held = escrow.accountOf(address(market), address(dollar)).free;
        for (uint256 word; word < WORDS_OF_ORDER + 1; ++word) {
            vm.prank(caller);
            (bool success,) = address(market).call(_flip(data, word, 0));
            assertEq(uint8(market.jobOf(scene.jobId).state), uint8(IJobMarket.JobState.Open));
            assertEq(escrow.accountOf(address(market), address(dollar)).free, held);
            if (word == 0) assertFalse(success, "another buyer's");
        }
        vm.prank(caller);
        (bool unchanged,) = address(market).call(data);
        assertTrue(unchanged);
    }

    /// @dev manifestHash, resourceClass and offerId fill their words.
    function _isBytes32(uint256 word) private pure returns (bool) {
        return word == WORDS_OF_ORDER || word == WORDS_OF_ORDER + 1 || word == WORDS_OF_ORDER + 8;
    }

    /// @dev EIP-712 of the words as they are, whatever their types.
    function _digestOf(bytes memory call) private view returns (bytes32) {
        bytes memory words = _tail(call);
        bytes memory order = _slice(words, 0, WORDS_OF_ORDER * 32);
        bytes memory terms = _slice(words, WORDS_OF_ORDER * 32, WORDS_OF_TERMS * 32);
        bytes memory termsType =
            "JobTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,address policy,address provider,address node,bytes32 offerId,uint40 exclusiveUntil)";
        bytes memory orderType =
            "JobOrder(address buyer,address token,uint96 maxPay,uint96 bond,uint96 fixedPrice,uint96 price,uint8 unitKind,uint96 exposure,uint40 claimBefore,uint32 runTime,uint32 window,uint8 onSilence,uint8 funding,uint24 epoch,uint64 salt,JobTerms terms)";
        bytes32 structHash = keccak256(
            bytes.concat(
                keccak256(bytes.concat(orderType, termsType)),
                order,
                keccak256(bytes.concat(keccak256(termsType), terms))
            )
        );
        return keccak256(bytes.concat(hex"1901", _domain(), structHash));
    }

    function _domain() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Market"),
                keccak256("1"),
                block.chainid,
                market
            )
        );
    }

    function _tail(bytes memory call) private pure returns (bytes memory) {
        return _slice(call, 4, call.length - 4);
    }

    function _slice(bytes memory from, uint256 start, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = from[start + i];
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
