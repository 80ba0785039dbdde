// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IJobMarket} from "../IJobMarket.sol";

/// @title ReplicaMarket: the same job run by several providers, paid where enough of them agree
/// @notice n providers claim a job, each commits to its receipt, all reveal, and what at least `quorum` of them state is the
/// result: it is paid to each of them. Only for fuel, where equal work has equal results and equal units. Who states something
/// else is not paid, who stays silent burns a little, and without a quorum the buyer gets everything back. Inside a window
/// the buyer, or a node that was outvoted, may ask the order's resolver which result is right; its word counts for all replicas.
/// @dev Terms travel in calldata and are checked against the job's id, records against their hash. No step looks through a list:
/// equal results meet in one counter, and each replica is collected apart, so that nobody's account can hold up another's.
/// The market's own account in the escrow = funded amounts of all jobs that are open, running or disputed, plus payments of ended
/// jobs that nobody has collected yet. Times are Unix seconds, amounts are in the token's smallest unit.
interface IReplicaMarket {
    /// @notice The money part of a buyer's order. The hash of ReplicaTerms is its last EIP-712 member. Posting locks
    /// replicas * maxPay + bond.
    /// @param maxPay Most that one replica's work can cost: its share.
    /// @param bond What the buyer loses at most by a dispute that fails, and the most that a resolver may charge.
    /// @param fixedPrice Due to each replica that is paid.
    /// @param price Per 10^12 units of fuel.
    /// @param exposure Stake that each claiming node's provider commits; at least maxPay.
    /// @param replicas How many providers run the job: 2 to 15.
    /// @param quorum How many must state the same: more than half of `replicas`.
    /// @param claimBefore Nobody can claim from this second on; at most 30 days after posting.
    /// @param runTime Seconds from the last claim to the last second for commitments.
    /// @param revealTime Seconds from the last commitment, or the end of the run time, to the last second for revealing.
    /// @param window Seconds after that in which buyer and outvoted nodes may call on the resolver.
    /// @param epoch The buyer's epoch in the escrow.
    /// @param salt Makes equal orders distinct.
    struct ReplicaOrder {
        address buyer;
        address token;
        uint96 maxPay;
        uint96 bond;
        uint96 fixedPrice;
        uint96 price;
        uint96 exposure;
        uint8 replicas;
        uint8 quorum;
        uint40 claimBefore;
        uint32 runTime;
        uint32 revealTime;
        uint32 window;
        uint24 epoch;
        uint64 salt;
    }

    /// @notice The rest of an order; after the claims its hash suffices.
    /// @param manifestHash sha256 of the canonical manifest (the digest in its CID).
    /// @param resourceClass Short name, left-aligned ASCII, such as "cpu.v1".
    /// @param resolver Contract that decides a dispute.
    /// @param verdictTime Seconds that the resolver has, from the dispute on.
    /// @param timeoutSplit Basis points of the amount that the quorum gets when the resolver stays silent.
    /// @param policy Attestation policy that every node must satisfy, or zero.
    struct ReplicaTerms {
        bytes32 manifestHash;
        bytes32 resourceClass;
        address resolver;
        uint32 verdictTime;
        uint16 timeoutSplit;
        address policy;
    }

    /// @notice The record of one provider's replica, brought by callers and checked against its slot. Members of steps not yet
    /// taken are zero. `ReplicaClaimed`, `ReplicaCommitted` and `ReplicaRevealed` publish them.
    /// @param commitment keccak256(abi.encode(receiptHash, salt)): the receipt names job, provider and node, so that nobody else
    /// can open it, and the salt hides it.
    /// @param key Hash of the result that was revealed.
    /// @param receiptHash EIP-712 digest of the receipt that was revealed.
    struct Replica {
        address node;
        address provider;
        address payee;
        bytes32 commitment;
        bytes32 key;
        bytes32 receiptHash;
    }

    /// @notice What equal work has in common. Its key, keccak256(abi.encode(result)), is what is counted.
    struct Result {
        bytes32 outputHash;
        uint8 outcome;
        uint32 exitCode;
        uint128 units;
    }

    /// @notice What a resolver charges. @param fee At most the bond, and at most the exposure unless the buyer loses.
    struct Charge {
        uint96 fee;
        address recipient;
    }

    enum JobState {
        None,
        /// Waits for nodes.
        Open,
        /// All replicas are claimed: commitments, then revealing, then the window, by the clock.
        Running,
        Disputed,
        Cancelled,
        Lapsed,
        /// The quorum's result was paid.
        Agreed,
        /// The resolver stayed silent: the quorum was paid its part.
        Split,
        /// The result that the resolver named was paid.
        Ruled,
        /// No quorum: everything went back to the buyer.
        Refunded
    }

    enum ReplicaState {
        None,
        Claimed,
        Committed,
        Revealed,
        /// Declined, or free because the job lapsed.
        Left,
        Paid,
        /// Stated what was not paid.
        Unpaid,
        /// Stated what the resolver found wrong: slashed.
        Refused,
        /// Claimed, and did not commit or reveal.
        Silent
    }

    /// @notice How a job stands.
    /// @param agreed Some result has the quorum.
    /// @param contested The buyer called on the resolver, not a node.
    /// @param commitBy Last second for commitments; zero until all replicas are claimed.
    /// @param revealBy Last second for revealing; brought forward when all have committed, and when all of them have revealed.
    /// @param compensation Of a ruled job: what each refused replica's exposure pays the buyer of the resolver's fee.
    struct Job {
        JobState state;
        uint8 replicas;
        uint8 quorum;
        uint8 claimed;
        uint8 committed;
        uint8 revealed;
        bool agreed;
        bool contested;
        uint40 commitBy;
        uint40 revealBy;
        uint40 disputedAt;
        uint32 window;
        uint96 compensation;
    }

    /// @notice How many replicas revealed one result, and whether the ended job pays it.
    /// @param payment To each of them.
    struct Tally {
        uint8 count;
        bool paid;
        uint128 payment;
    }

    /// @notice What a market fixes for ever at its deployment.
    /// @param minimumWindow Smallest dispute window that an order may name: 1 second to 30 days.
    /// @param livenessPenalty Basis points of the exposure that silence burns: at most 1,000.
    struct Parameters {
        uint32 minimumWindow;
        uint16 livenessPenalty;
    }

    event JobPosted(
        JobId indexed jobId,
        address indexed buyer,
        bytes32 indexed resourceClass,
        ReplicaOrder order,
        ReplicaTerms terms
    );
    event JobCancelled(JobId indexed jobId);
    event JobLapsed(JobId indexed jobId);
    event ReplicaClaimed(
        JobId indexed jobId, ExecutionId indexed executionId, address indexed node, address provider, address payee
    );
    event ReplicaDeclined(JobId indexed jobId, ExecutionId indexed executionId, address indexed node);
    /// @notice All replicas are claimed: the run time begins.
    event JobFilled(JobId indexed jobId, uint40 commitBy);
    event ReplicaCommitted(
        JobId indexed jobId, ExecutionId indexed executionId, address indexed node, bytes32 commitment
    );
    /// @notice No more commitments are needed: revealing begins before the run time is over.
    event JobCommitted(JobId indexed jobId, uint40 revealBy);
    event ReplicaRevealed(
        JobId indexed jobId, ExecutionId indexed executionId, address indexed node, Result result, bytes32 receiptHash
    );
    /// @notice Everybody who committed has revealed: the window begins.
    event JobRevealed(JobId indexed jobId, bool agreed, uint40 windowUntil);
    /// @param by The buyer, or a node that was outvoted. @param complaint The buyer's; `Wrong` of a node.
    event JobDisputed(JobId indexed jobId, address indexed by, IJobMarket.Complaint complaint);
    /// @param key Of the result that is paid; zero if none is. @param payment To each replica that stated it; zero if nobody did.
    /// @param refund What the buyer got back at once.
    event JobEnded(
        JobId indexed jobId, JobState state, bytes32 key, uint256 paidReplicas, uint256 payment, uint256 refund
    );
    /// @param payment Into the payee's account. @param loss Of the exposure: burned, but for what of it compensates the buyer.
    event ReplicaEnded(
        JobId indexed jobId,
        ExecutionId indexed executionId,
        address indexed node,
        ReplicaState state,
        uint256 payment,
        uint256 loss
    );

    /// @notice Only at deployment. @param parameter Its name, left-aligned ASCII.
    error Replica_ParameterOutOfRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given);
    /// @notice Only at deployment: the staking contract names another market of replicas, escrow or token.
    error Replica_StakingForeign(address staking);
    error Replica_Reentered();
    error Replica_WrongChain(uint256 expected, uint256 given);
    error Replica_WrongToken(address expected, address given);
    error Replica_OrderInvalid(OrderFault fault);
    error Replica_NotBuyer(JobId jobId, address expected, address given);
    error Replica_NotNode(ExecutionId executionId, address expected, address given);
    error Replica_NotResolver(JobId jobId, address expected, address given);
    error Replica_JobWrongState(JobId jobId, JobState given);
    error Replica_WrongState(ExecutionId executionId, ReplicaState given);
    error Replica_WrongRecord(ExecutionId executionId);
    error Replica_WrongOpening(ExecutionId executionId, bytes32 commitment);
    error Replica_WrongResult(JobId jobId, bytes32 key);
    error Replica_ClaimedAlready(JobId jobId, uint8 claimed);
    error Replica_ClaimTooLate(JobId jobId, uint40 claimBefore);
    error Replica_PolicyRefused(JobId jobId, address policy, address node);
    /// @notice This provider has, or gave back, a replica of this job.
    error Replica_ProviderTaken(JobId jobId, address provider);
    error Replica_NotLapsed(JobId jobId, uint40 claimBefore);
    error Replica_CommitmentMissing(ExecutionId executionId);
    error Replica_CommitTooLate(JobId jobId, uint40 commitBy);
    error Replica_RevealTooEarly(JobId jobId, uint40 commitBy);
    error Replica_RevealTooLate(JobId jobId, uint40 revealBy);
    error Replica_WindowNotOpen(JobId jobId, uint40 revealBy);
    error Replica_WindowOpen(JobId jobId, uint40 until);
    error Replica_WindowOver(JobId jobId, uint40 until);
    error Replica_NoQuorum(JobId jobId);
    /// @notice This node's result has the quorum, or nobody stated another one.
    error Replica_NotOutvoted(ExecutionId executionId);
    error Replica_ComplaintInvalid(JobId jobId);
    error Replica_VerdictTooLate(JobId jobId, uint40 until);
    error Replica_VerdictPending(JobId jobId, uint40 until);
    error Replica_FeeTooHigh(JobId jobId, uint256 limit, uint96 fee);

    enum OrderFault {
        MaxPayZero,
        PriceZero,
        /// Below maxPay.
        ExposureTooLow,
        ReplicasOutOfRange,
        /// Not more than half of the replicas, or more than all.
        QuorumOutOfRange,
        /// Not after now, or more than 30 days away.
        ClaimBeforeOutOfRange,
        RunTimeOutOfRange,
        RevealTimeOutOfRange,
        WindowOutOfRange,
        VerdictTimeOutOfRange,
        SplitAboveWhole,
        ResolverMissing,
        ManifestMissing
    }

    /* ORDERS */

    /// @notice Posts the caller's order and locks replicas * maxPay + bond from its account. Emits JobPosted.
    /// Requirements: the caller is the buyer; the order is valid (each OrderFault); the job is new; this contract is the buyer's
    /// operator in the escrow with a sufficient cap, in the order's epoch, and the account covers the sum.
    function post(ReplicaOrder calldata order, ReplicaTerms calldata terms) external returns (JobId jobId);

    /// @notice Takes a job back that no node holds; everything locked returns to the buyer's account. Emits JobCancelled.
    /// Requirements: the caller is the buyer; the job is open; no replica of it is claimed.
    function cancel(ReplicaOrder calldata order, bytes32 termsHash) external;

    /// @notice Ends a job that found too few nodes: the buyer gets everything back, and who claimed collects unharmed.
    /// For anybody. Emits JobLapsed. Requirements: the job is open; claimBefore is over.
    function lapse(ReplicaOrder calldata order, bytes32 termsHash) external;

    /* REPLICAS */

    /// @notice The calling node takes one replica. Emits ReplicaClaimed; the last one also JobFilled.
    /// Requirements: the job is open; claimBefore is not over; the policy, if any, accepts the caller; the caller is a node that
    /// can claim, its provider's free stake covers the exposure, and its provider never had a replica of this job.
    function claim(ReplicaOrder calldata order, ReplicaTerms calldata terms) external returns (ExecutionId executionId);

    /// @notice The node gives its replica back without loss, for ever: until all are claimed nobody has begun.
    /// Emits ReplicaDeclined. Requirements: the job is open; the replica is claimed; the caller is its node.
    function decline(ReplicaOrder calldata order, bytes32 termsHash, Replica calldata replica) external;

    /// @notice The node binds itself to its receipt without showing it. Once for ever. Emits ReplicaCommitted; the last one also
    /// JobCommitted. Requirements: the job runs; the replica is claimed; the caller is its node; commitBy is not over; the
    /// commitment is not zero.
    function commit(JobId jobId, Replica calldata replica, bytes32 commitment) external;

    /// @notice The node shows the receipt that it is bound to; the result is read off the receipt itself. Its transaction stands
    /// for its signature. Emits ReplicaRevealed; the last one also JobRevealed.
    /// Requirements: the job runs; the replica is committed; the caller is its node; all have committed, or commitBy is over;
    /// revealBy is not over; receipt and salt open the commitment.
    function reveal(
        JobId jobId,
        Replica calldata replica,
        bytes32 salt,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external;

    /* DISPUTES */

    /// @notice The buyer contests the quorum's result. Emits JobDisputed.
    /// Requirements: the job runs; the caller is the buyer; some result has the quorum; the window is open; the complaint is
    /// wrong or not delivered.
    function dispute(ReplicaOrder calldata order, bytes32 termsHash, IJobMarket.Complaint complaint) external;

    /// @notice A node calls on the resolver because others stated something else; its exposure is its bond. Emits JobDisputed.
    /// Requirements: the job runs; the replica is revealed; the caller is its node; its result has no quorum and somebody stated
    /// another one; the window is open.
    function appeal(JobId jobId, Replica calldata replica) external;

    /// @notice The order's resolver names the right result; one that nobody stated, such as zeros, if none is. Each replica that
    /// revealed it is paid, each that revealed another one is slashed. The fee comes out of the bond. Where the buyer contested
    /// and the right result has the quorum, the rest of the bond goes to those paid, in equal parts, rounded down; else the buyer
    /// gets it back, and the slashed exposures repay it the fee, in equal parts, rounded down. Emits JobEnded.
    /// Requirements: disputed; the caller is the order's resolver; its time is not over; the fee is within its limit.
    function resolve(
        ReplicaOrder calldata order,
        ReplicaTerms calldata terms,
        Result calldata result,
        Charge calldata charge
    ) external;

    /// @notice The resolver stayed silent: the quorum gets its split of the amount, the buyer the rest and the bond; without a
    /// quorum the buyer gets everything. Who stated what collects unharmed. For anybody. Emits JobEnded.
    /// Requirements: disputed; the resolver's time is over; `result` has the quorum, if there is one.
    function resolveByTimeout(ReplicaOrder calldata order, ReplicaTerms calldata terms, Result calldata result) external;

    /* ENDINGS */

    /// @notice Ends a job that nobody contested: with a quorum its result is due to each that stated it and the buyer gets the rest;
    /// without one it gets everything. For anybody. Emits JobEnded.
    /// Requirements: the job runs; the window is over; `result` has the quorum, if there is one.
    function settle(ReplicaOrder calldata order, bytes32 termsHash, Result calldata result) external;

    /// @notice Pays, releases or slashes replicas of an ended job, each once; of a lapsed one they are released. For anybody.
    /// Emits ReplicaEnded for each.
    /// Requirements: the job lapsed or ended; every record is the current one of a replica of it that was not collected.
    function collect(ReplicaOrder calldata order, bytes32 termsHash, Replica[] calldata replicas) external;

    /* VIEWS */

    function jobOf(JobId jobId) external view returns (Job memory);
    /// @return state How the replica stands. @return hash 31 bytes: of its record while it is live, of its receipt afterwards
    /// (zero if it revealed none). Left-aligned.
    function replicaOf(ExecutionId executionId) external view returns (ReplicaState state, bytes32 hash);
    function tallyOf(JobId jobId, bytes32 key) external view returns (Tally memory);
    /// @notice keccak256(abi.encode(jobId, provider)): a provider has one replica of a job at most.
    function executionIdOf(JobId jobId, address provider) external pure returns (ExecutionId);
    function keyOf(Result calldata result) external pure returns (bytes32);
    function commitmentOf(bytes32 receiptHash, bytes32 salt) external pure returns (bytes32);
    /// @notice min(maxPay, fixedPrice + floor(units * price / 10^12)).
    function amountOf(ReplicaOrder calldata order, uint128 units) external pure returns (uint96);

    /// @notice EIP-712 hash of the terms, the last member of the order. Not a digest: no domain.
    function hashStructReplicaTerms(ReplicaTerms calldata terms) external pure returns (bytes32);
    /// @notice EIP-712 hash of the details, the last member of the receipt. Not a digest: no domain.
    function hashStructReceiptDetails(IJobMarket.ReceiptDetails calldata details) external pure returns (bytes32);
    /// @notice EIP-712 digest of an order: its job's id.
    function hashReplicaOrder(ReplicaOrder calldata order, ReplicaTerms calldata terms) external view returns (JobId);
    /// @notice EIP-712 digest of a receipt in this market's domain.
    function hashReceipt(
        ExecutionId executionId,
        address node,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external view returns (bytes32);

    function escrow() external view returns (address);
    function staking() external view returns (address);
    function token() external view returns (address);
    /// @notice Smallest dispute window that an order may name, seconds.
    function minimumWindow() external view returns (uint32);
    /// @notice Basis points of the exposure that silence burns.
    function livenessPenalty() external view returns (uint16);
}
