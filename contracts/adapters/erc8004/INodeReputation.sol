// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../market/IJobMarket.sol";
import {IReceipts} from "../../receipts/IReceipts.sol";

/// @title NodeReputation: feedback that carries its receipt
/// @notice A reputation registry in the form of ERC-8004 for the agents of NodeIdentities. Only the buyer of an ended job gives
/// feedback, once for its receipt, and only for the node that signed it. `feedbackHash` is the receipt's hash; `tag2` is how the job
/// ended, which this contract writes and nobody else.
/// @dev As in ERC-8004 (the form with `int128 value`): `giveFeedback`, `revokeFeedback`, `appendResponse`, `getSummary`,
/// `readFeedback`, `readAllFeedback`, `getResponseCount`, `getLastIndex`, `getIdentityRegistry` and the events NewFeedback,
/// FeedbackRevoked and ResponseAppended. Indexes start at 1.
/// Not as there: the receipt is proved first, by anybody (`prove`, in the same transaction by `multicall`); `tag1` has at most 31 bytes;
/// `getClients` does not exist, and `readAllFeedback` wants its clients listed, because lists that outsiders lengthen are not kept:
/// the events tell them; `getResponseCount` wants client and index, which may be left out there. Agents need not be registered in
/// NodeIdentities: every node can be judged.
/// What it does *not* show: that buyer and node are strangers. Provider, payee and node key, as they are when the feedback is given,
/// also behind a session account, are refused; a former payee or a second account of the same person is not seen. Readers weigh
/// feedback by what the jobs paid (the receipt says it).
/// Receipts of channels do not count: a signer may sign many for the same money.
interface INodeReputation {
    /// @notice A receipt that ended a job. @param state How. @param feedbackIndex 0 while no feedback was given.
    struct Proof {
        address buyer;
        IJobMarket.JobState state;
        uint64 feedbackIndex;
        address node;
    }

    /// @notice What a buyer signs where somebody else carries it. @param receiptHash As proved.
    /// @param deadline Last second (Unix) in which it may be carried.
    struct Feedback {
        bytes32 receiptHash;
        int128 value;
        uint8 valueDecimals;
        string tag1;
        string endpoint;
        string feedbackURI;
        uint40 deadline;
    }

    event ReceiptProved(
        bytes32 indexed receiptHash, uint256 indexed agentId, address indexed buyer, IJobMarket.JobState state
    );
    /// @notice ERC-8004. `tag1`, `endpoint` and `feedbackURI` are the buyer's words: whoever shows them escapes them.
    event NewFeedback(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        int128 value,
        uint8 valueDecimals,
        string indexed indexedTag1,
        string tag1,
        string tag2,
        string endpoint,
        string feedbackURI,
        bytes32 feedbackHash
    );
    /// @notice ERC-8004.
    event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex);
    /// @notice ERC-8004. Anybody's words.
    event ResponseAppended(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        address indexed responder,
        string responseURI,
        bytes32 responseHash
    );

    /// @notice The market does not hold this receipt for this job.
    error NodeReputation_NotRecorded(bytes32 receiptHash);
    error NodeReputation_NotProved(bytes32 receiptHash);
    error NodeReputation_NotBuyer(address expected, address given);
    error NodeReputation_WrongAgent(uint256 expected, uint256 given);
    /// @notice The buyer, or the owner of the session that it is, profits from the node.
    error NodeReputation_SelfDealing(address buyer, address node);
    error NodeReputation_Given(bytes32 receiptHash);
    error NodeReputation_WrongTag(string expected, string given);
    error NodeReputation_ValueOutOfRange(int128 value, uint8 valueDecimals);
    error NodeReputation_StatementExpired(uint40 deadline);
    error NodeReputation_SignatureInvalid(address buyer);
    error NodeReputation_FeedbackUnknown(uint256 agentId, address clientAddress, uint64 feedbackIndex);
    error NodeReputation_Revoked(uint256 agentId, address clientAddress, uint64 feedbackIndex);
    /// @notice ERC-8004: whose feedback is read must be said.
    error NodeReputation_NoClients();

    /// @notice Keeps that a receipt ended its job: for whom, by which node, and how. For anybody. Emits ReceiptProved the first time;
    /// later it changes nothing. Requirements: the market holds this very receipt for the order's job, settled or refused.
    /// @dev A receipt that contradicts its order counts, too: the node wrote it, and must not escape by it.
    function prove(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) external returns (bytes32 receiptHash);

    /// @notice ERC-8004: feedback of the caller. Emits NewFeedback.
    /// Requirements: `feedbackHash` is a proved receipt, the caller its buyer, the agent its node; no feedback was given for it; the
    /// buyer does not profit from the node; `tag2` is empty or how the job ended; `tag1` has at most 31 bytes; `valueDecimals` is at
    /// most 18, and the value at most 10^20 either way.
    /// @param value Of `valueDecimals` digits behind the point. @param tag1 What is judged, such as "starred".
    /// @param tag2 "settled-cosigned", "settled-silent", "settled-resolved", "settled-split", "refunded-silent", "refunded-resolved" or
    /// "refunded-equivocation".
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external;

    /// @notice The same by the buyer's signature of Feedback, carried by anybody: of its key, else of its contract (EIP-1271).
    /// Requirements, beside those of `giveFeedback`: now is at most the deadline.
    function giveFeedbackFor(Feedback calldata feedback, bytes calldata signature) external;

    /// @notice ERC-8004: takes the caller's feedback back. Its receipt stays used. Emits FeedbackRevoked.
    /// Requirements: the feedback exists and was not revoked.
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external;

    /// @notice ERC-8004: answers feedback, for anybody. Emits ResponseAppended. Requirements: the feedback exists.
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external;

    /* VIEWS */

    function proofOf(bytes32 receiptHash) external view returns (Proof memory);

    /// @notice ERC-8004: how many, and their average, of the clients listed; an empty tag is any. Revoked feedback does not count.
    /// @return count How many. @return summaryValue The average, rounded towards zero. @return summaryValueDecimals Always 18.
    /// @dev For reading: it looks at all that the listed clients gave. Requirements: a client is listed; list each once.
    function getSummary(uint256 agentId, address[] calldata clientAddresses, string calldata tag1, string calldata tag2)
        external
        view
        returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals);

    /// @notice ERC-8004. Requirements: the feedback exists.
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked);

    /// @notice ERC-8004. For reading, as `getSummary` is. Requirements: a client is listed.
    function readAllFeedback(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory clients,
            uint64[] memory feedbackIndexes,
            int128[] memory values,
            uint8[] memory valueDecimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revokedStatuses
        );

    /// @notice ERC-8004: answers of the responders listed, or of all where none is.
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count);

    /// @notice ERC-8004: index of the client's newest feedback on the agent; 0 if there is none.
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64);

    /// @notice ERC-8004.
    function getIdentityRegistry() external view returns (address);

    /// @notice The lens that says whether a receipt ended its job.
    function receipts() external view returns (address);

    /// @notice EIP-712 digest that a buyer signs.
    function hashFeedback(Feedback calldata feedback) external view returns (bytes32);
}
