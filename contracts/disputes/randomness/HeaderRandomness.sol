// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {Blockhash} from "@openzeppelin/contracts/utils/Blockhash.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

import {IHeaderRandomness} from "./IHeaderRandomness.sol";
import {IRandomness} from "./IRandomness.sol";

/// @title HeaderRandomness
contract HeaderRandomness is IHeaderRandomness {
    using BlockHeader for bytes;
    using BlockHeader for Memory.Slice[];
    using Memory for Memory.Slice;
    using RLP for Memory.Slice;

    uint256 private constant SHORTEST_DELAY = 2;
    /// @dev Half of what `blockhash` reaches back, so that a chain without EIP-2935 leaves time for the proof.
    uint256 private constant LONGEST_DELAY = 128;
    /// @dev Today's headers have some 650 bytes.
    uint256 private constant LONGEST_HEADER = 2_048;
    /// @dev Up to the base fee: older headers are from before the Merge.
    uint256 private constant FEWEST_FIELDS = 16;
    /// @dev A prefix and 32 bytes.
    uint256 private constant WORD_LENGTH = 33;
    uint256 private constant FEWEST_HEADERS = 2;
    uint256 private constant MOST_HEADERS = 16;

    /// @inheritdoc IHeaderRandomness
    uint64 public immutable delay;

    /// @dev The seeds that were proved, one slot each.
    mapping(uint256 ticket => bytes32) public seedOf;

    /// @param delay_ 2 to 128 blocks.
    constructor(uint64 delay_) {
        if (delay_ < SHORTEST_DELAY || delay_ > LONGEST_DELAY) {
            revert Randomness_DelayOutOfRange(SHORTEST_DELAY, LONGEST_DELAY, delay_);
        }
        delay = delay_;
    }

    /// @inheritdoc IRandomness
    function request() external returns (uint256 ticket) {
        ticket = block.number + delay;

        emit Requested(ticket, msg.sender);
    }

    /// @inheritdoc IHeaderRandomness
    function prove(bytes calldata header) external returns (uint256 ticket) {
        bytes32 seed;
        (ticket, seed) = _read(header);
        if (seed == 0) revert Randomness_SeedZero(ticket);

        seedOf[ticket] = seed;

        emit Proved(ticket, seed);
    }

    /// @inheritdoc IHeaderRandomness
    function varies(bytes[] calldata headers) external view returns (bool) {
        uint256 count = headers.length;
        if (count < FEWEST_HEADERS || count > MOST_HEADERS) {
            revert Randomness_HeadersOutOfRange(FEWEST_HEADERS, MOST_HEADERS, count);
        }
        bytes32[] memory seeds = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            (, seeds[i]) = _read(headers[i]);
            if (seeds[i] == 0) return false;
            for (uint256 j; j < i; ++j) {
                if (seeds[i] == seeds[j]) return false;
            }
        }
        return true;
    }

    /// @dev The hash makes sure that these are a block's own bytes; the rest, that they mean what is read from them.
    function _read(bytes memory header) private view returns (uint256 number, bytes32 seed) {
        if (header.length > LONGEST_HEADER) revert Randomness_HeaderTooLong(header.length, LONGEST_HEADER);
        Memory.Slice[] memory fields = header.parseHeader();
        if (fields.length < FEWEST_FIELDS) revert Randomness_HeaderMalformed();
        number = fields.getNumber();
        (bytes32 expected, bytes32 given) = (Blockhash.blockHash(number), keccak256(header));
        if (expected != given) revert Randomness_NotCanonical(number, expected, given);

        Memory.Slice prevRandao = fields[uint256(BlockHeader.HeaderField.PrevRandao)];
        if (prevRandao.length() != WORD_LENGTH || fields.getDifficulty() != 0) revert Randomness_HeaderMalformed();
        seed = prevRandao.readBytes32();
    }
}
