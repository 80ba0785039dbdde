// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

import {IHeaderRandomness} from "contracts/disputes/randomness/IHeaderRandomness.sol";
import {IRandomness} from "contracts/disputes/randomness/IRandomness.sol";

import {BaseTest} from "../../support/BaseTest.sol";

/// @dev Answers for EIP-2935 with one hash.
contract HistoryStorage {
    mapping(uint256 number => bytes32) private _hashes;

    fallback(bytes calldata input) external returns (bytes memory) {
        return abi.encode(_hashes[abi.decode(input, (uint256))]);
    }
}

contract HeaderRandomnessTest is BaseTest {
    uint64 private constant DELAY = 16;
    uint256 private constant PREV_RANDAO = 13;
    bytes32 private constant SEED = keccak256("seed");
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    IHeaderRandomness private randomness;

    function setUp() external {
        vm.roll(1_000);
        randomness = deployRandomness(DELAY);
    }

    function test_ARequestNamesABlockToCome() external {
        vm.expectEmit(address(randomness));
        emit IRandomness.Requested(1_016, address(this));
        assertEq(randomness.request(), 1_016);
        assertEq(randomness.delay(), DELAY);
        assertEq(randomness.seedOf(1_016), 0);
    }

    function test_AnybodyProvesAHeader() external {
        bytes memory header = mined(1_016);
        vm.expectEmit(address(randomness));
        emit IHeaderRandomness.Proved(1_016, SEED);
        assertEq(randomness.prove(header), 1_016);
        assertEq(randomness.seedOf(1_016), SEED);
        randomness.prove(header);
        assertEq(randomness.seedOf(1_016), SEED);
    }

    /// @dev Every fork since London, and those to come: fields are appended.
    function test_HeadersMayHaveMoreFields() external {
        for (uint256 count = 16; count < 30; ++count) {
            bytes memory header = encode(fields(1_000 + count, SEED, count));
            canonical(1_000 + count, header);
            assertEq(randomness.prove(header), 1_000 + count);
        }
    }

    function test_HeadersOf256BlocksAgo() external {
        bytes memory header = mined(1_016);
        vm.roll(1_016 + 256);
        vm.setBlockhash(1_016, keccak256(header));
        randomness.prove(header);
    }

    function test_OlderHeadersByTheHistoryContract() external {
        vm.roll(9_000);
        bytes memory header = encode(fields(1_016, SEED, 21));
        vm.etch(HISTORY, type(HistoryStorage).runtimeCode);
        vm.store(HISTORY, keccak256(abi.encode(1_016, 0)), keccak256(header));
        randomness.prove(header);
        assertEq(randomness.seedOf(1_016), SEED);
    }

    function test_RevertWhen_TheHashIsNoLongerKnown() external {
        bytes memory header = mined(1_016);
        vm.roll(1_016 + 257);
        vm.etch(HISTORY, "");
        expectNotCanonical(1_016, 0, header);
        randomness.prove(header);
    }

    function test_RevertWhen_TheBlockIsYetToCome() external {
        bytes memory header = encode(fields(1_016, SEED, 21));
        expectNotCanonical(1_016, 0, header);
        randomness.prove(header);
        bytes memory now_ = encode(fields(1_000, SEED, 21));
        expectNotCanonical(1_000, 0, now_);
        randomness.prove(now_);
    }

    function test_RevertWhen_TheHeaderIsOfAnotherBlock() external {
        bytes memory header = mined(1_016);
        canonical(1_017, encode(fields(1_017, "another", 21)));
        bytes memory renumbered = encode(fields(1_017, SEED, 21));
        vm.expectRevert(
            abi.encodeWithSelector(
                IHeaderRandomness.Randomness_NotCanonical.selector,
                1_017,
                keccak256(encode(fields(1_017, "another", 21))),
                keccak256(renumbered)
            )
        );
        randomness.prove(renumbered);
        randomness.prove(header);
        assertEq(randomness.seedOf(1_017), 0);
    }

    /// @dev The chain forgets the block of a request: the request names another one, and the old header proves nothing.
    function test_ReorganisedRequest() external {
        uint256 before = vm.snapshotState();
        uint256 ticket = randomness.request();
        bytes memory orphan = mined(ticket);
        vm.revertToState(before);

        vm.roll(1_001);
        assertEq(randomness.request(), ticket + 1);
        bytes memory header = encode(fields(ticket, "instead", 21));
        canonical(ticket, header);
        expectNotCanonical(ticket, keccak256(header), orphan);
        randomness.prove(orphan);
        randomness.prove(header);
        assertEq(randomness.seedOf(ticket), "instead");
        assertEq(randomness.seedOf(ticket + 1), 0);
    }

    /* MALFORMED: bytes that the chain vouches for, so that the parser alone refuses them */

    function testFuzz_RevertWhen_Truncated(uint256 length) external {
        bytes memory header = encode(fields(1_016, SEED, 21));
        length = bound(length, 0, header.length - 1);
        assembly ("memory-safe") {
            mstore(header, length)
        }
        canonical(1_016, header);
        vm.expectRevert(RLP.RLPInvalidEncoding.selector);
        randomness.prove(header);
    }

    function test_RevertWhen_SomethingFollows() external {
        bytes memory header = bytes.concat(encode(fields(1_016, SEED, 21)), hex"00");
        canonical(1_016, header);
        vm.expectRevert(RLP.RLPInvalidEncoding.selector);
        randomness.prove(header);
    }

    function test_RevertWhen_AFieldOverrunsTheList() external {
        bytes memory header = encode(fields(1_016, SEED, 21));
        // The last field, an item of 32 bytes, claims 33.
        header[header.length - 33] = 0xa1;
        canonical(1_016, header);
        vm.expectRevert(RLP.RLPInvalidEncoding.selector);
        randomness.prove(header);
    }

    function test_RevertWhen_TooLong() external {
        bytes[] memory list = fields(1_016, SEED, 21);
        list[12] = RLP.encode(new bytes(2_048));
        bytes memory header = RLP.encode(list);
        canonical(1_016, header);
        vm.expectRevert(
            abi.encodeWithSelector(IHeaderRandomness.Randomness_HeaderTooLong.selector, header.length, 2_048)
        );
        randomness.prove(header);
    }

    function test_RevertWhen_FieldsAreMissing() external {
        expectMalformed(encode(fields(1_016, SEED, 15)));
    }

    function test_RevertWhen_TheBlockIsFromBeforeTheMerge() external {
        bytes[] memory list = fields(1_016, SEED, 21);
        list[7] = RLP.encode(uint256(1));
        expectMalformed(encode(list));
    }

    function test_RevertWhen_PrevRandaoIsNotAWord() external {
        bytes[] memory list = fields(1_016, SEED, 21);
        list[PREV_RANDAO] = RLP.encode(new bytes(31));
        expectMalformed(encode(list));
        list[PREV_RANDAO] = RLP.encode(uint256(5));
        expectMalformed(encode(list));
        list[PREV_RANDAO] = RLP.encode(new bytes(0));
        expectMalformed(encode(list));
    }

    function test_RevertWhen_PrevRandaoIsZero() external {
        bytes memory header = encode(fields(1_016, 0, 21));
        canonical(1_016, header);
        vm.expectRevert(abi.encodeWithSelector(IHeaderRandomness.Randomness_SeedZero.selector, 1_016));
        randomness.prove(header);
    }

    /* WHICH CHAINS */

    function test_TellsAChainWhoseHeadersVary() external {
        bytes[] memory headers = new bytes[](3);
        for (uint256 i; i < 3; ++i) {
            headers[i] = encode(fields(1_001 + i, keccak256(abi.encode(i)), 21));
            canonical(1_001 + i, headers[i]);
        }
        assertTrue(randomness.varies(headers));
        headers[2] = headers[0];
        assertFalse(randomness.varies(headers), "one block twice");
    }

    function test_TellsAChainWhoseHeadersAreConstant() external {
        bytes[] memory headers = new bytes[](2);
        for (uint256 i; i < 2; ++i) {
            headers[i] = encode(fields(1_001 + i, SEED, 21));
            canonical(1_001 + i, headers[i]);
        }
        assertFalse(randomness.varies(headers), "constant");
        headers[1] = encode(fields(1_003, 0, 21));
        canonical(1_003, headers[1]);
        assertFalse(randomness.varies(headers), "zero");
    }

    function test_RevertWhen_TooFewOrTooManyHeaders() external {
        vm.expectRevert(abi.encodeWithSelector(IHeaderRandomness.Randomness_HeadersOutOfRange.selector, 2, 16, 1));
        randomness.varies(new bytes[](1));
        vm.expectRevert(abi.encodeWithSelector(IHeaderRandomness.Randomness_HeadersOutOfRange.selector, 2, 16, 17));
        randomness.varies(new bytes[](17));
    }

    function test_RevertWhen_TheDelayIsOutOfRange() external {
        vm.expectRevert(abi.encodeWithSelector(IHeaderRandomness.Randomness_DelayOutOfRange.selector, 2, 128, 1));
        deployRandomness(1);
        vm.expectRevert(abi.encodeWithSelector(IHeaderRandomness.Randomness_DelayOutOfRange.selector, 2, 128, 129));
        deployRandomness(129);
    }

    function deployRandomness(uint64 delay) private returns (IHeaderRandomness made) {
        bytes memory code = abi.encodePacked(vm.getCode("HeaderRandomness.sol:HeaderRandomness"), abi.encode(delay));
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
    }

    /// @dev A header of the fields that blocks have had since Prague.
    function mined(uint256 number) private returns (bytes memory header) {
        header = encode(fields(number, SEED, 21));
        canonical(number, header);
    }

    function canonical(uint256 number, bytes memory header) private {
        if (block.number <= number) vm.roll(number + 1);
        vm.setBlockhash(number, keccak256(header));
    }

    function expectNotCanonical(uint256 number, bytes32 expected, bytes memory header) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IHeaderRandomness.Randomness_NotCanonical.selector, number, expected, keccak256(header)
            )
        );
    }

    function expectMalformed(bytes memory header) private {
        canonical(1_016, header);
        vm.expectRevert(IHeaderRandomness.Randomness_HeaderMalformed.selector);
        randomness.prove(header);
    }

    function fields(uint256 number, bytes32 prevRandao, uint256 count) private pure returns (bytes[] memory list) {
        list = new bytes[](count);
        for (uint256 i; i < count; ++i) {
            list[i] = RLP.encode(keccak256(abi.encode("field", i)));
        }
        list[2] = RLP.encode(address(0xc0ffee));
        list[6] = RLP.encode(new bytes(256));
        list[7] = RLP.encode(uint256(0));
        list[8] = RLP.encode(number);
        for (uint256 i = 9; i < 12; ++i) {
            list[i] = RLP.encode(uint256(30_000_000) * i);
        }
        list[12] = RLP.encode(bytes("extra"));
        list[PREV_RANDAO] = RLP.encode(prevRandao);
        if (count > 14) list[14] = RLP.encode(new bytes(8));
    }

    function encode(bytes[] memory list) private pure returns (bytes memory) {
        return RLP.encode(list);
    }
}
