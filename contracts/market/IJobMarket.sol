// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId, OfferId} from "../types/Ids.sol";

/// @title JobMarket: from a posted order to a settled execution
/// @notice A claimed order is a funded order. Terms travel in calldata and are checked against the job's id; one slot per job.
/// Every state has an exit that is permissionless and timed: silence of the buyer does what the order says, silence of the
/// provider refunds the buyer, silence of the resolver splits as the order says.
/// @dev The market's own account in the escrow = funded amounts of all jobs that are open, running, submitted or disputed.
/// Times are Unix seconds. Amounts are in the token's smallest unit. What an execution pays is
/// min(maxPay, fixedPrice + floor(units * price / unitSize)); unit sizes: fuel 1e12, seconds 3600, tokens 1e6.
interface IJobMarket {
    /// @notice The money part of a buyer's order. The hash of JobTerms is its last EIP-712 member.
    /// @param maxPay Most the work can cost. Locked, together with `bond`, when the order is posted.
    /// @param bond What the buyer loses at most by a dispute that fails, and the most a resolver may charge either side.
    /// @param fixedPrice Due for every outcome that is submitted and not refused.
    /// @param price Per `unitSize` units.
    /// @param unitKind 0 fuel, 1 seconds, 2 tokens.
    /// @param exposure Stake that the claiming node's provider commits.
    /// @param claimBefore Nobody can claim from this second on; at most 30 days after it is funded.
    /// @param runTime Seconds from the claim to the last second for submitting.
    /// @param window Seconds after the submission in which the buyer may dispute.
    /// @param onSilence 0 pay (needs exposure >= maxPay), 1 refund.
    /// @param funding 0 from the buyer's account; 1 from its wallet by an EIP-3009 authorization, 2 by Permit2. A wallet funds an
    /// order that is claimed by `claimSigned`, never a posted one.
    /// @param epoch The buyer's epoch in the escrow.
    /// @param salt Makes equal orders distinct.
    struct JobOrder {
        address buyer;
        address token;
        uint96 maxPay;
        uint96 bond;
        uint96 fixedPrice;
        uint96 price;
        uint8 unitKind;
        uint96 exposure;
        uint40 claimBefore;
        uint32 runTime;
        uint32 window;
        uint8 onSilence;
        uint8 funding;
        uint24 epoch;
        uint64 salt;
    }

    /// @notice The rest of an order; after the claim its hash suffices.
    /// @param manifestHash sha256 of the canonical manifest (the digest in its CID).
    /// @param resourceClass Short name, left-aligned ASCII, such as "cpu.v1".
    /// @param resolver Contract that decides a dispute.
    /// @param verdictTime Seconds that the resolver has, from the dispute on.
    /// @param timeoutSplit Basis points of the amount that the provider gets when the resolver stays silent.
    /// @param policy Attestation policy that the node must satisfy, or zero.
    /// @param provider Only its nodes may claim until `exclusiveUntil`, or zero.
    /// @param node Only it may claim until `exclusiveUntil`, or zero. Afterwards the job is open to all: never, where
    /// `exclusiveUntil` is not before `claimBefore`.
    /// @param offerId The offer that the buyer bought from, or zero: what its provider is measured by. Only a node that wants the
    /// order claims it, so the market checks nothing of the offer.
    struct JobTerms {
        bytes32 manifestHash;
        bytes32 resourceClass;
        address resolver;
        uint32 verdictTime;
        uint16 timeoutSplit;
        address policy;
        address provider;
        address node;
        OfferId offerId;
        uint40 exclusiveUntil;
    }

    /// @notice The current record of an execution, brought by callers and checked against the job's slot. Fields of steps not
    /// yet taken are zero. `Claimed`, `Submitted` and `Disputed` publish what is needed to rebuild it.
    struct Execution {
        address node;
        address provider;
        address payee;
        uint96 exposure;
        uint40 claimedAt;
        uint40 submitBy;
        uint40 submittedAt;
        uint40 disputedAt;
        uint8 complaint;
        bytes32 receiptHash;
    }

    /// @notice The money part of a receipt; `detailsHash` is the EIP-712 hash of ReceiptDetails.
    struct Work {
        uint128 units;
        bytes32 detailsHash;
    }

    /// @notice A receipt's money part with the node's signature (65 or 64 bytes, ECDSA); empty for the receipt that it submitted.
    struct SignedWork {
        Work work;
        bytes nodeSignature;
    }

    /// @notice Everything of a receipt that no payment depends on. Signed by the node together with the money part:
    /// Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details).
    /// @param contextKind 0 job. @param contextId The job's id.
    /// @param sequence 0 for a job; a channel numbers its receipts.
    /// @param manifestHash, programHash, inputHash, outputHash sha256 each; what they cover: docs/protocol/hashes.md.
    /// @param outcome How the program ended; the list is in docs/protocol/receipts.md.
    /// @param amount What the units come to under the order.
    /// @param startedAt, endedAt The node's clock, Unix seconds. A statement, not a proof.
    /// @param energyMilliwattHours 0 if not known. @param attestationId 0 if none.
    struct ReceiptDetails {
        uint8 contextKind;
        bytes32 contextId;
        address buyer;
        uint64 sequence;
        bytes32 manifestHash;
        bytes32 programHash;
        bytes32 inputHash;
        bytes32 outputHash;
        uint8 outcome;
        uint32 exitCode;
        uint8 unitKind;
        uint64 unitSize;
        uint96 fixedPrice;
        uint96 price;
        uint96 amount;
        address token;
        uint40 startedAt;
        uint40 endedAt;
        uint64 energyMilliwattHours;
        bytes32 attestationId;
    }

    /// @notice What a resolver decides. @param fee At most min(bond, exposure when the provider loses), paid by the loser.
    struct Verdict {
        Finding finding;
        uint96 fee;
        address feeRecipient;
    }

    /// @notice What a market fixes for ever at its deployment.
    /// @param declineTime Seconds after the claim in which the node may decline, within the order's run time: 1 second to 1 day.
    /// @param minimumWindow Smallest dispute window that an order may name: 1 second to 30 days.
    /// @param livenessPenalty Basis points of the exposure that silence burns: at most 1,000.
    struct Parameters {
        uint32 declineTime;
        uint32 minimumWindow;
        uint16 livenessPenalty;
    }

    enum JobState {
        None,
        Open,
        Running,
        Submitted,
        Disputed,
        Cancelled,
        Lapsed,
        SettledCosigned,
        SettledSilent,
        SettledResolved,
        SettledSplit,
        RefundedSilent,
        RefundedResolved,
        RefundedEquivocation
    }

    /// @notice What a buyer complains of. Values of Execution.complaint: 1 wrong, 2 not delivered.
    enum Complaint {
        None,
        Wrong,
        NotDelivered
    }

    enum Finding {
        /// The receipt is right and the output was where the order says.
        Upheld,
        Wrong,
        NotDelivered
    }

    /// @param attempt Attempts that ended before the current one; zero in terminal states, whose slot has no room for it.
    /// @param hash Live states: 29 bytes of the execution record's hash, or zero while open. Settled and refunded states:
    /// 31 bytes of the receipt's hash (zero if there was none). Left-aligned.
    struct Job {
        JobState state;
        uint16 attempt;
        bytes32 hash;
    }

    event JobPosted(
        JobId indexed jobId, address indexed buyer, bytes32 indexed resourceClass, JobOrder order, JobTerms terms
    );
    /// @notice A signed order was funded, and is claimed in the same call, whose data holds the order. @param amount maxPay + bond.
    event JobFunded(
        JobId indexed jobId, address indexed buyer, bytes32 indexed resourceClass, uint8 funding, uint256 amount
    );
    event JobCancelled(JobId indexed jobId);
    event JobLapsed(JobId indexed jobId);
    /// @dev The node's execution record starts from this event: claimedAt is the block's time.
    event JobClaimed(
        JobId indexed jobId,
        ExecutionId indexed executionId,
        address indexed node,
        uint16 attempt,
        address provider,
        address payee,
        uint96 exposure,
        uint40 submitBy
    );
    /// @notice The job is open again, its money still with the market.
    event JobReopened(JobId indexed jobId, ExecutionId indexed executionId, bool declined);
    event ExecutionExpired(JobId indexed jobId, ExecutionId indexed executionId, address indexed node, uint96 penalty);
    event ReceiptSubmitted(
        JobId indexed jobId,
        ExecutionId indexed executionId,
        address indexed node,
        uint128 units,
        bytes32 detailsHash,
        bytes32 receiptHash
    );
    event ExecutionDisputed(JobId indexed jobId, ExecutionId indexed executionId, Complaint complaint);
    /// @param state One of the settled or refunded states. @param amount What the payee got, the bond of a lost dispute included.
    /// @param refund What the buyer got.
    event ExecutionSettled(
        JobId indexed jobId,
        ExecutionId indexed executionId,
        address indexed node,
        JobState state,
        uint128 units,
        uint256 amount,
        uint256 refund,
        bytes32 receiptHash
    );

    /// @notice Only at deployment. @param parameter Its name, left-aligned ASCII.
    error Market_ParameterOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given);
    /// @notice Only at deployment: the staking contract names another market, escrow or token.
    error Market_StakingForeign(address staking);
    error Market_Reentered();
    error Market_WrongChain(uint256 expected, uint256 given);
    error Market_WrongToken(address expected, address given);
    error Market_NotBuyer(JobId jobId, address expected, address given);
    error Market_NotNode(JobId jobId, address expected, address given);
    error Market_NotResolver(JobId jobId, address expected, address given);
    error Market_WrongState(JobId jobId, JobState given);
    error Market_WrongRecord(JobId jobId);
    error Market_WrongReceipt(JobId jobId, bytes32 expected, bytes32 given);
    error Market_OrderInvalid(OrderFault fault);
    error Market_ClaimTooLate(JobId jobId, uint40 claimBefore);
    error Market_ClaimExclusive(JobId jobId, address provider, address node, uint40 exclusiveUntil);
    error Market_PolicyRefused(JobId jobId, address policy, address node);
    error Market_DeclineTooLate(JobId jobId, uint40 declineBefore);
    error Market_SubmitTooLate(JobId jobId, uint40 submitBy);
    error Market_NotExpired(JobId jobId, uint40 submitBy);
    error Market_NotLapsed(JobId jobId, uint40 claimBefore);
    error Market_WindowOpen(JobId jobId, uint40 until);
    error Market_WindowOver(JobId jobId, uint40 until);
    error Market_VerdictTooLate(JobId jobId, uint40 until);
    error Market_VerdictPending(JobId jobId, uint40 until);
    error Market_ComplaintInvalid(JobId jobId);
    error Market_FeeTooHigh(JobId jobId, uint256 limit, uint96 fee);
    error Market_NodeSignatureInvalid(JobId jobId, address node);
    error Market_BuyerSignatureInvalid(JobId jobId, address buyer);
    error Market_AttemptsExhausted(JobId jobId);
    error Market_ReceiptsEqual(JobId jobId, bytes32 receiptHash);

    enum OrderFault {
        MaxPayZero,
        UnitKindUnknown,
        SilenceUnknown,
        FundingUnknown,
        /// `onSilence` is pay and the exposure is below `maxPay`.
        ExposureTooLow,
        ClaimBeforeOutOfRange,
        RunTimeOutOfRange,
        WindowOutOfRange,
        VerdictTimeOutOfRange,
        SplitAboveWhole,
        ResolverMissing,
        ManifestMissing,
        PriceZero,
        /// A posted order is funded from the account.
        FundingNotPosted
    }

    /* ORDERS */

    /// @notice Posts the caller's order and locks maxPay + bond from its account. Emits JobPosted.
    /// Requirements: the caller is the buyer; the order is valid (each OrderFault); the job is new; the market is the buyer's
    /// operator in the escrow with a sufficient cap, in the order's epoch, and the account covers the sum.
    function post(JobOrder calldata order, JobTerms calldata terms) external returns (JobId jobId);

    /// @notice Takes an order back. Of an open job everything locked returns to the buyer's account; an order that was only signed can
    /// never be claimed any more. Emits JobCancelled.
    /// Requirements: the caller is the buyer; the job is open or was never posted.
    function cancel(JobOrder calldata order, bytes32 termsHash) external;

    /// @notice The same by the buyer's signature of CancelJob, carried by anybody.
    function cancelFor(JobOrder calldata order, bytes32 termsHash, bytes calldata buyerSignature) external;

    /// @notice The same for anybody once nobody can claim any more. Emits JobLapsed.
    /// Requirements: the job is open; claimBefore is over.
    function lapse(JobOrder calldata order, bytes32 termsHash) external;

    /* EXECUTIONS */

    /// @notice The calling node takes an open job. Emits JobClaimed.
    /// Requirements: the job is open; claimBefore is not over; the exclusive time is over or names the caller or its provider; the
    /// policy, if any, accepts the caller; the caller is a node that can claim and its provider's free stake covers the exposure.
    function claim(JobOrder calldata order, JobTerms calldata terms) external returns (ExecutionId executionId);

    /// @notice The calling node takes an order that its buyer signed, and funds it by that one signature. Emits JobFunded, JobClaimed.
    /// @param signature By `funding`: 0 the buyer's, of the order (its key, EIP-1271, EIP-6492); then the rules of `post` for
    /// operator, epoch and account apply. 1 the buyer's, of the token's EIP-3009 authorization from its wallet to the escrow of
    /// maxPay + bond, with validAfter 0, validBefore = claimBefore, nonce = keccak256(abi.encode(market, job's id)). 2 the
    /// buyer's, of Permit2's witness transfer of the same sum with spender = escrow, nonce = the job's id, deadline =
    /// claimBefore - 1, witness Funding(market, job's id).
    /// Requirements, beside those of `claim`: the order is valid (each OrderFault); the job is new.
    function claimSigned(JobOrder calldata order, JobTerms calldata terms, bytes calldata signature)
        external
        returns (ExecutionId executionId);

    /// @notice The node gives a job back, without loss. Emits JobReopened.
    /// Requirements: running; the caller is the node; neither the decline time (from the claim) nor submitBy is over.
    function decline(JobId jobId, Execution calldata execution) external;

    /// @notice The node states its receipt; its transaction stands for its signature. Emits ReceiptSubmitted.
    /// Requirements: running; the caller is the node; submitBy is not over.
    function submit(JobId jobId, Execution calldata execution, Work calldata work) external;

    /// @notice Pays by a receipt that both sides agree on, and gives the rest back. Emits ExecutionSettled.
    /// A dispute is not taken back: a disputed execution ends by a verdict, the resolver's time-out or a proven equivocation, and
    /// both sides' word is worth nothing any more, whenever it was given.
    /// Requirements: running or submitted; the node signed the receipt, or calls, or submitted this very receipt; the buyer signed
    /// it (its key, EIP-1271, EIP-6492), or calls. Signatures not needed may be empty.
    function settleCosigned(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        Work calldata work,
        bytes calldata nodeSignature,
        bytes calldata buyerSignature
    ) external;

    /// @notice Does what the order says of the buyer's silence: pays, or refunds. For anybody. Emits ExecutionSettled.
    /// Requirements: submitted; the window is over; `work` is what was submitted.
    function settleSilent(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Work calldata work)
        external;

    /// @notice Ends an execution whose node stayed silent: a penalty is burned, the job is open again while claimBefore is not
    /// over, else refunded. For anybody. Emits ExecutionExpired, then JobReopened or JobLapsed.
    /// Requirements: running; submitBy is over.
    function expire(JobOrder calldata order, bytes32 termsHash, Execution calldata execution) external;

    /* DISPUTES */

    /// @notice The buyer contests the submitted receipt. Emits ExecutionDisputed.
    /// Requirements: submitted; the caller is the buyer; the window is not over; the complaint is wrong or not delivered.
    function dispute(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Complaint complaint)
        external;

    /// @notice The same by the buyer's signature of DisputeExecution, carried by anybody.
    function disputeFor(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        Complaint complaint,
        bytes calldata buyerSignature
    ) external;

    /// @notice Two different receipts of one execution, both signed by its node: the buyer gets everything back, the whole exposure is
    /// burned. For anybody, and of no gain to whoever does it. Emits ExecutionSettled.
    /// Requirements: running, submitted or disputed; the node signed each receipt, or submitted it; they differ.
    function proveEquivocation(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        SignedWork calldata one,
        SignedWork calldata other
    ) external;

    /// @notice The order's resolver decides. Upheld: the payee gets the amount and the bond less the fee, the buyer the rest.
    /// Else: the buyer gets everything back, the exposure is slashed: fee to the recipient, the rest burned.
    /// Emits ExecutionSettled.
    /// Requirements: disputed; the caller is the order's resolver; its time is not over; `work` is what was submitted; the fee is
    /// within its limit.
    function resolve(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work,
        Verdict calldata verdict
    ) external;

    /// @notice The resolver stayed silent: the provider gets its split of the amount, the buyer the rest and the bond, the exposure
    /// is released. For anybody. Emits ExecutionSettled.
    /// Requirements: disputed; the resolver's time is over; `work` is what was submitted.
    function resolveByTimeout(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work
    ) external;

    /* VIEWS */

    function jobOf(JobId jobId) external view returns (Job memory);
    function jobsOf(JobId[] calldata jobIds) external view returns (Job[] memory);
    /// @notice EIP-712 digest of an order: its job's id.
    function hashJobOrder(JobOrder calldata order, JobTerms calldata terms) external view returns (JobId);
    function escrow() external view returns (address);
    function staking() external view returns (address);
    function token() external view returns (address);
    /// @notice Seconds after the claim in which the node may decline, within the order's run time.
    function declineTime() external view returns (uint32);
    /// @notice Smallest dispute window that an order may name, seconds.
    function minimumWindow() external view returns (uint32);
    /// @notice Basis points of the exposure that silence burns.
    function livenessPenalty() external view returns (uint16);
}
