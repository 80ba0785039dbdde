// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../market/IJobMarket.sol";
import {ExecutionId} from "../types/Ids.sol";
import {IReceipts} from "./IReceipts.sol";

/// @title ReceiptToken: receipts of settled jobs as ERC-721 tokens that stay with their buyer
/// @notice The buyer of a settled execution may have its receipt minted once; the token's id is the receipt's hash. It cannot be
/// transferred (ERC-5192), burned or approved, and its picture is made here, of numbers alone.
/// @dev Jobs only. What a channel paid is on the chain, but not which receipts it paid for: a signer may sign any number of trees
/// for the same money, and would mint as many tokens from it.
interface IReceiptToken {
    /// @notice What is kept of a receipt: all that the picture shows beside the hash. Two slots.
    /// @param paid What the payee got for the work, in the token's smallest unit.
    /// @param state The settled state of the job.
    /// @param mintedAt Time of the block that minted it; the market keeps no time of its settlement.
    /// @param node The first eight bytes, as of the hashes.
    struct Minted {
        uint128 units;
        uint96 paid;
        uint8 unitKind;
        uint8 outcome;
        IJobMarket.JobState state;
        uint40 mintedAt;
        bytes8 node;
        bytes8 programHash;
        bytes8 outputHash;
    }

    event ReceiptMinted(uint256 indexed tokenId, address indexed buyer, ExecutionId indexed executionId);

    error ReceiptToken_NotBuyer(address expected, address given);
    error ReceiptToken_StatementExpired(uint40 deadline);
    error ReceiptToken_SignatureInvalid(address buyer);
    error ReceiptToken_NotRecorded(bytes32 receiptHash);
    /// @notice The receipt ended the job, but was not paid.
    error ReceiptToken_NotSettled(bytes32 receiptHash, IJobMarket.JobState state);
    /// @notice Receipt and order contradict each other: nobody would know what the picture shows.
    error ReceiptToken_Inconsistent(bytes32 receiptHash);
    error ReceiptToken_Minted(uint256 tokenId);
    error ReceiptToken_NotTransferable();

    /// @notice Mints the caller's receipt. Emits Transfer, Locked and ReceiptMinted.
    /// Requirements: the caller is the order's buyer; the market holds this very receipt for the order's job; the job is settled,
    /// so that it was paid; receipt and order agree in every field that they share; it was not minted before.
    /// @dev The receiver is not asked: a buyer that is a contract needs no code for tokens.
    function mint(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) external returns (uint256 tokenId);

    /// @notice The same by the buyer's signature of MintReceipt, carried by anybody: of its key, else of its contract (EIP-1271).
    /// Requirements, beside those of `mint`: now is at most `deadline`.
    function mintFor(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint40 deadline,
        bytes calldata signature
    ) external returns (uint256 tokenId);

    /// @notice What is kept of a minted receipt. Requirements: it was minted.
    function mintedOf(uint256 tokenId) external view returns (Minted memory);

    /// @notice The lens that says whether a receipt was settled.
    function receipts() external view returns (address);

    /// @notice EIP-712 digest that a buyer signs.
    function hashMintReceipt(bytes32 receiptHash, uint40 deadline) external view returns (bytes32);
}
