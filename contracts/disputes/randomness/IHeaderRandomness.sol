// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRandomness} from "./IRandomness.sol";

/// @title Randomness of a block's header: for chains whose `prevRandao` is a beacon's
/// @notice A request names the block that comes `delay` blocks later; anybody proves that block's header, whose `prevRandao` is the seed.
/// What it trusts: the proposers. Each proposer shortly before the block may withhold its own block and so choose between two
/// seeds, at the price of the block; proposers in a row choose among more. A delay of 128 blocks makes it unlikely that one who
/// requests knows who they are. A proposer who is paid more than a block's worth to change a panel is not defended against.
/// @dev Not for a chain whose sequencer sets `prevRandao`: a constant is found by `varies`, one that is chosen cannot be.
/// A header can be proved while its hash is at hand: 256 blocks, or 8,191 where EIP-2935 is in force (about 27 hours of Ethereum).
interface IHeaderRandomness is IRandomness {
    event Proved(uint256 indexed ticket, bytes32 seed);

    /// @notice Only at deployment. @param lowest, highest In blocks, as is `given`.
    error Randomness_DelayOutOfRange(uint256 lowest, uint256 highest, uint256 given);
    /// @notice The bytes are not those of the block that their number names, or that block's hash is no longer, or not yet, known.
    error Randomness_NotCanonical(uint256 number, bytes32 expected, bytes32 given);
    error Randomness_HeaderTooLong(uint256 length, uint256 highest);
    /// @notice Not a header as blocks have since the Merge: too few fields, a difficulty, or a `prevRandao` that is not 32 bytes.
    error Randomness_HeaderMalformed();
    /// @notice The block says zero: this chain has no randomness in its headers.
    error Randomness_SeedZero(uint256 number);
    error Randomness_HeadersOutOfRange(uint256 lowest, uint256 highest, uint256 given);

    /// @notice Keeps the `prevRandao` of the block that `header` is of, whether it was requested or not. For anybody; proving twice
    /// changes nothing. Emits Proved.
    /// @param header RLP of the header, as its hash covers it; fields that later forks append are allowed.
    /// Requirements: at most 2,048 bytes; well-formed RLP; the hash is what the chain, or its history contract (EIP-2935), says of the
    /// block with that number; at least the sixteen fields since London, difficulty zero, `prevRandao` of 32 bytes and not zero.
    /// @return ticket The block's number.
    function prove(bytes calldata header) external returns (uint256 ticket);

    /// @notice Whether the headers' `prevRandao` differ from each other: false refuses a chain on which this form would be constant.
    /// @param headers 2 to 16, each as `prove` requires it, but that a zero `prevRandao` answers false.
    function varies(bytes[] calldata headers) external view returns (bool);

    /// @notice Blocks between a request and the block that is its seed.
    function delay() external view returns (uint64);
}
