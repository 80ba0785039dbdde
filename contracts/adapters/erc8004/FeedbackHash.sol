// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "./INodeReputation.sol";

/// @title EIP-712 type of feedback that others carry
library FeedbackHash {
    string internal constant DOMAIN_NAME = "ComputeHive Reputation";

    bytes32 private constant FEEDBACK_TYPEHASH = keccak256(
        "Feedback(bytes32 receiptHash,int128 value,uint8 valueDecimals,string tag1,string endpoint,string feedbackURI,"
        "uint40 deadline)"
    );

    function hash(INodeReputation.Feedback calldata feedback) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                FEEDBACK_TYPEHASH,
                feedback.receiptHash,
                feedback.value,
                feedback.valueDecimals,
                keccak256(bytes(feedback.tag1)),
                keccak256(bytes(feedback.endpoint)),
                keccak256(bytes(feedback.feedbackURI)),
                feedback.deadline
            )
        );
    }
}
