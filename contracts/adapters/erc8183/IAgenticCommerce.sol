// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title AgenticCommerce: ERC-8183 jobs over the escrow's ledger
/// @notice A client funds a job, a provider submits work, an evaluator completes or rejects it. The words are ERC-8183's: a *client* is
/// elsewhere a buyer. This contract holds no tokens: it is an operator, and the money of funded jobs lies in its account in the escrow.
/// A client allows it a cap and an expiry there (`setOperator`), deposits, and is refunded into its account; a provider is paid into its
/// account. Both withdraw at once, to any address.
/// @dev Money: the account here in a token = sum of `funded` over its jobs in Funded and Submitted, and more only by gifts. What leaves
/// is `funded`, never `budget`: a price that somebody set is not money.
/// As in ERC-8183 (the form of its reference contract in which `fund` names token and budget): ids that count up; `createJob`,
/// `setProvider`, `setBudget` (by the provider alone), `fund`, `submit`, `complete`, `reject`, `claimRefund`, `getJob`, `jobCounter`,
/// and the events below with their order of members; a job in Submitted is refunded only a grace period after its expiry.
/// Not as there: no owner, fee, pause, upgrade, list of tokens or emergency withdrawal. No hooks (`hook` must be zero; the standard
/// calls that compliant). `optParams` are not read. A budget is positive and below 2^96; there are no jobs for nothing. No payout
/// receiver, no claims of parts, no signed forms: those members of `getJob` are zero. `fund` takes the money of the client's account
/// in the escrow, not of its wallet. Errors have names and values of this project. A job expires within
/// a year, and the grace period is a day, not an hour.
/// The standard's own hole stays: a job whose evaluator is silent is refunded, delivered or not. A provider takes work only under an
/// evaluator whose silence it knows; WindowEvaluator is one whose silence pays.
interface IAgenticCommerce {
    enum JobStatus {
        Open,
        Funded,
        Submitted,
        Completed,
        Rejected,
        Expired
    }

    /// @param budget The price: what `fund` will take. @param expiredAt From this second (Unix) on the job can end by `claimRefund`.
    /// @param hook, settledAmount, payoutReceiver Always zero. @param providerAgentId The client's word, checked by nobody.
    struct Job {
        address client;
        JobStatus status;
        address provider;
        uint48 expiredAt;
        address evaluator;
        uint48 submittedAt;
        uint256 budget;
        address hook;
        address paymentToken;
        uint256 providerAgentId;
        string description;
        uint256 settledAmount;
        address payoutReceiver;
    }

    event JobCreated(
        uint256 indexed jobId,
        address indexed client,
        address indexed provider,
        address evaluator,
        uint48 expiredAt,
        address hook
    );
    event ProviderSet(uint256 indexed jobId, address indexed actor, address indexed provider, uint256 agentId);
    event BudgetSet(uint256 indexed jobId, address indexed token, uint256 amount);
    event JobFunded(uint256 indexed jobId, address indexed client, uint256 amount);
    event JobSubmitted(uint256 indexed jobId, address indexed provider, bytes32 deliverable);
    event JobCompleted(uint256 indexed jobId, address indexed evaluator, bytes32 reason);
    event JobRejected(uint256 indexed jobId, address indexed rejector, bytes32 reason);
    event JobExpired(uint256 indexed jobId);
    event PaymentReleased(uint256 indexed jobId, address indexed recipient, uint256 amount);
    event Refunded(uint256 indexed jobId, address indexed client, uint256 amount);

    error AgenticCommerce_ZeroAddress();
    error AgenticCommerce_HookUnsupported(address hook);
    error AgenticCommerce_ExpiryOutOfRange(uint256 earliest, uint256 latest, uint48 given);
    /// @notice Client and provider, or evaluator and provider, are one; or this contract itself is named.
    error AgenticCommerce_RolesClash(address account);
    error AgenticCommerce_JobUnknown(uint256 jobId);
    error AgenticCommerce_WrongStatus(uint256 jobId, JobStatus given);
    error AgenticCommerce_NotAllowed(uint256 jobId, address caller);
    error AgenticCommerce_ProviderSet(uint256 jobId);
    error AgenticCommerce_ProviderMissing(uint256 jobId);
    error AgenticCommerce_BudgetInvalid(uint256 amount);
    error AgenticCommerce_WrongToken(uint256 jobId, address expected, address given);
    error AgenticCommerce_WrongBudget(uint256 jobId, uint256 expected, uint256 given);
    error AgenticCommerce_Expired(uint256 jobId, uint48 expiredAt);
    error AgenticCommerce_NotExpired(uint256 jobId, uint256 until);

    /// @notice Creates a job of the caller. Emits JobCreated.
    /// Requirements: the evaluator is not zero; `expiredAt` is more than five minutes and at most a year ahead; `hook` is zero; the provider is neither
    /// client nor evaluator, and nobody is this contract.
    /// @param provider May be zero, and set later. @param description Kept for ever, at the caller's cost: best a hash or an address.
    function createJob(
        address provider,
        address evaluator,
        uint48 expiredAt,
        string calldata description,
        address hook,
        uint256 providerAgentId
    ) external returns (uint256 jobId);

    /// @notice Names the provider of a job that has none. Emits ProviderSet.
    /// Requirements: the job is Open and not expired; the caller is its client; it has no provider; the provider is neither zero,
    /// client, evaluator nor this contract.
    function setProvider(uint256 jobId, address provider, uint256 agentId, bytes calldata optParams) external;

    /// @notice The provider's price. Emits BudgetSet.
    /// Requirements: the job is Open and not expired; the caller is its provider; token and amount are not zero, the amount below 2^96.
    function setBudget(uint256 jobId, address token, uint256 amount, bytes calldata optParams) external;

    /// @notice Takes the budget from the client's account in the escrow. Emits JobFunded.
    /// Requirements: the job is Open and not expired; the caller is its client; it has a provider and a budget; token and budget are
    /// the expected ones; this contract is the client's operator with a sufficient cap; the client's free money covers the budget.
    function fund(uint256 jobId, address expectedToken, uint256 expectedBudget, bytes calldata optParams) external;

    /// @notice States the work. Emits JobSubmitted.
    /// Requirements: the job is Funded and not expired; the caller is its provider.
    function submit(uint256 jobId, bytes32 deliverable, bytes calldata optParams) external;

    /// @notice Pays the provider. Emits JobCompleted and PaymentReleased.
    /// Requirements: the job is Submitted; the caller is its evaluator.
    function complete(uint256 jobId, bytes32 reason, bytes calldata optParams) external;

    /// @notice Ends a job without payment; what was funded returns. Emits JobRejected, and Refunded where it was funded.
    /// Requirements: the job is Open and the caller its client or provider; or Funded or Submitted, and the caller its evaluator.
    function reject(uint256 jobId, bytes32 reason, bytes calldata optParams) external;

    /// @notice Ends a job whose time is over; what was funded returns. For anybody. Emits JobExpired, and Refunded where it was funded.
    /// Requirements: the job is Open or Funded and expired, or Submitted and its grace period is over.
    function claimRefund(uint256 jobId) external;

    function getJob(uint256 jobId) external view returns (Job memory);
    /// @notice The money that the contract keeps for a job: zero unless it is Funded or Submitted.
    function fundedOf(uint256 jobId) external view returns (uint256);
    /// @notice The newest job's id; the first is 1.
    function jobCounter() external view returns (uint256);
    /// @notice Seconds after its expiry in which only the evaluator ends a submitted job.
    // solhint-disable-next-line func-name-mixedcase
    function EVALUATION_GRACE_PERIOD() external view returns (uint256);
    function escrow() external view returns (address);
}
