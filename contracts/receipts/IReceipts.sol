// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../market/IJobMarket.sol";
import {ExecutionId} from "../types/Ids.sol";

/// @title Receipts: a lens over the market that holds no money and no state
/// @notice `verify` is a view that a person can call from an explorer with the arguments that the clients print.
interface IReceipts {
    struct Receipt {
        ExecutionId executionId;
        address node;
        uint128 units;
        IJobMarket.ReceiptDetails details;
    }

    /// @param recorded The market holds this very receipt for this job: settled or refused.
    /// @param state How the job stands. Only a settled state means that the receipt was paid.
    /// @param consistent Every field that receipt and order share is equal, and the amount is what the units come to.
    /// @param amount What the order pays for the receipt's units (a split or a refund pays less).
    /// @param receiptHash EIP-712 digest that the node signed.
    struct Verification {
        bool recorded;
        IJobMarket.JobState state;
        bool consistent;
        uint96 amount;
        bytes32 receiptHash;
    }

    /// @notice Checks a receipt against its order and the market's record. Reverts only if the chain is not the market's.
    function verify(Receipt calldata receipt, IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms)
        external
        view
        returns (Verification memory);

    /// @notice Whether `node` signed the receipt (65 bytes, ECDSA).
    function isSignedByNode(Receipt calldata receipt, bytes calldata signature) external view returns (bool);

    function market() external view returns (address);
}
