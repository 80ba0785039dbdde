// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title BatchSettlement: x402 batch-settlement channels over the escrow's ledger
/// @notice A payer puts money into a channel, its authorizer signs vouchers that only grow, the receiver claims batches of them and
/// settles once. This contract holds no tokens: it is an operator, and the money of channels lies in its account in the escrow.
/// These are *its* channels, not the escrow's: an escrow's voucher carries the receipts' root and is worth nothing here, nor one
/// of these there. Reservations, and money beyond what a payer put in, are out of reach.
/// @dev Money: the account here in a token = sum over channels of (balance - totalClaimed) + sum over receivers of (totalClaimed -
/// totalSettled), and more only by gifts.
/// As in x402's batch-settlement: the structs, the EIP-712 domain ("x402 Batch Settlement", "1") and types, hence channel ids and the
/// digests of vouchers, refunds and batches for this address; `deposit`, `claim`, `claimWithSignature`, `settle`, `initiateWithdraw`,
/// `finalizeWithdraw`, `refund`, `refundWithSignature` by their selectors; views and events by theirs. A client made for x402 signs
/// vouchers for this contract once it is told its address.
/// Not as there:
/// - `deposit`: `collector` says where the money comes from: the escrow (the payer's account there, by the payer's call and the
///   operator allowance that it gave), or the token (the payer's wallet, by an EIP-3009 authorization that anybody carries). The
///   authorization is to the escrow, and its nonce names this contract and the channel; x402's collectors sign another nonce.
///   No Permit2.
/// - `payerAuthorizer` is a key and not zero: no voucher depends on the word of code that may change.
/// - `claim` counts what a channel holds, at most the asked sum, and does not fail because the payer withdrew; a forged row fails it.
/// - `settle`, refunds and withdrawals go to accounts in the escrow, whence each owner withdraws at once to any address: no token
///   that refuses an address can hold anybody up.
/// - anybody may execute a withdrawal that is due, and the owner of a session account may start its channels' withdrawals.
/// - only signed refunds use up a nonce: a refund by call does not void a signed one.
/// - no `multicall`, no `eip712Domain`, no getters of constants. So claim and signed refund are two transactions: a receiver shows the
///   signature of a refund once its claim is mined, because anybody may carry it, and it takes whatever is unclaimed then.
/// - errors have names and values of this project.
/// As there, and to be known: a voucher neither reserves money nor expires, and lives on when the channel is filled again; whoever
/// claims does it within the delay of a withdrawal; one that is due and not executed takes later money, too, so whoever accepts vouchers
/// looks at `pendingWithdrawals` first; the receiver may claim up to the ceiling whatever it delivered.
interface IBatchSettlement {
    /// @param payerAuthorizer Key that signs vouchers. @param receiverAuthorizer Claims and refunds for the receiver; may be a contract.
    /// @param withdrawDelay Seconds: 15 minutes to 30 days.
    struct ChannelConfig {
        address payer;
        address payerAuthorizer;
        address receiver;
        address receiverAuthorizer;
        address token;
        uint40 withdrawDelay;
        bytes32 salt;
    }

    /// @param balance All that was put in, less what was withdrawn or refunded. @param totalClaimed Of it, the receiver's.
    struct ChannelState {
        uint128 balance;
        uint128 totalClaimed;
    }

    /// @param initiatedAt Second (Unix); 0 if none is under way.
    struct WithdrawalState {
        uint128 amount;
        uint40 initiatedAt;
    }

    struct ReceiverState {
        uint128 totalClaimed;
        uint128 totalSettled;
    }

    struct Voucher {
        ChannelConfig channel;
        uint128 maxClaimableAmount;
    }

    /// @param signature The authorizer's, of Voucher: 65 or 64 bytes. @param totalClaimed All that is claimed with this row.
    struct VoucherClaim {
        Voucher voucher;
        bytes signature;
        uint128 totalClaimed;
    }

    event ChannelCreated(bytes32 indexed channelId, ChannelConfig config);
    /// @notice Nothing was ever claimed, and nothing is left.
    event ChannelClosed(bytes32 indexed channelId, ChannelConfig config);
    event Deposited(bytes32 indexed channelId, address indexed sender, uint128 amount, uint128 newBalance);
    event Claimed(bytes32 indexed channelId, address indexed sender, uint128 claimAmount, uint128 newTotalClaimed);
    event Settled(address indexed receiver, address indexed token, address indexed sender, uint128 amount);
    event Refunded(bytes32 indexed channelId, address indexed sender, uint128 amount);
    event WithdrawInitiated(bytes32 indexed channelId, uint128 amount, uint40 finalizeAfter);
    event WithdrawFinalized(bytes32 indexed channelId, address indexed sender, uint128 amount);

    error BatchSettlement_ChannelInvalid();
    error BatchSettlement_DelayOutOfRange(uint40 shortest, uint40 longest, uint40 given);
    error BatchSettlement_ZeroAmount();
    error BatchSettlement_BalanceTooHigh(bytes32 channelId);
    error BatchSettlement_UnknownCollector(address collector);
    /// @notice The caller is on the other side of the channel, or on none.
    error BatchSettlement_NotAllowed(bytes32 channelId, address caller);
    error BatchSettlement_BatchLengthInvalid(uint256 longest, uint256 length);
    error BatchSettlement_ClaimExceedsCeiling(bytes32 channelId, uint128 ceiling, uint128 given);
    error BatchSettlement_SignatureInvalid(address signer);
    error BatchSettlement_WithdrawalPending(bytes32 channelId);
    error BatchSettlement_NoWithdrawal(bytes32 channelId);
    error BatchSettlement_WithdrawalTooHigh(bytes32 channelId, uint128 available, uint128 given);
    error BatchSettlement_WithdrawalNotDue(bytes32 channelId, uint256 dueAt);
    error BatchSettlement_NonceInvalid(bytes32 channelId, uint256 current, uint256 given);

    /* THE PAYER'S SIDE */

    /// @notice Puts `amount` into a channel. Emits Deposited, and ChannelCreated where the channel is new or was emptied unused.
    /// Requirements: no address of `config` is zero, its receiver is not this contract, its delay is in range; `amount` is not zero;
    /// `collector` is the escrow and the caller the payer, who allowed this contract so much; or `collector` is the token.
    /// @param collectorData Empty for the escrow. For the token abi.encode(validBefore, salt, signature) of the payer's EIP-3009
    /// authorization to the escrow, with `validAfter` 0 and the nonce keccak256(abi.encode(this, keccak256(abi.encode(channelId, salt)))).
    function deposit(ChannelConfig calldata config, uint128 amount, address collector, bytes calldata collectorData)
        external;

    /// @notice Starts the delay after which up to `amount` returns to the payer. Emits WithdrawInitiated.
    /// Requirements: the caller is the payer, its authorizer, or the owner of the session that the payer is; none is under way;
    /// `amount` is not zero and at most what is unclaimed.
    function initiateWithdraw(ChannelConfig calldata config, uint128 amount) external;

    /// @notice Returns what was asked for and is still unclaimed to the payer's account. For anybody. Emits WithdrawFinalized.
    /// Requirements: a withdrawal is under way and its delay is over.
    function finalizeWithdraw(ChannelConfig calldata config) external;

    /* THE RECEIVER'S SIDE */

    /// @notice Counts vouchers for the receiver. A sum that is not above what was claimed before counts nothing. Emits Claimed for
    /// each row that counts. Requirements: 1 to 256 rows; for each, the caller is receiver or receiverAuthorizer, the sum is at most
    /// the voucher's ceiling, and the voucher is signed by the authorizer.
    function claim(VoucherClaim[] calldata voucherClaims) external;

    /// @notice The same by a receiverAuthorizer's signature of ClaimBatch, carried by anybody: its key, else its contract (EIP-1271).
    /// Requirements: all rows have this one receiverAuthorizer.
    function claimWithSignature(VoucherClaim[] calldata voucherClaims, bytes calldata authorizerSignature) external;

    /// @notice Moves all that was claimed into the receiver's account in the escrow. For anybody. Emits Settled where there is any.
    function settle(address receiver, address token) external;

    /// @notice Returns unclaimed money, at most `amount`, to the payer's account; a withdrawal under way is so much less, and ends where
    /// nothing is left of it. Emits Refunded where there is any.
    /// Requirements: the caller is receiver or receiverAuthorizer; `amount` is not zero.
    function refund(ChannelConfig calldata config, uint128 amount) external;

    /// @notice The same by a receiverAuthorizer's signature of Refund, carried by anybody. Requirements: the nonce is the current one.
    function refundWithSignature(
        ChannelConfig calldata config,
        uint128 amount,
        uint256 nonce,
        bytes calldata receiverAuthorizerSignature
    ) external;

    /* VIEWS */

    function channels(bytes32 channelId) external view returns (uint128 balance, uint128 totalClaimed);
    function pendingWithdrawals(bytes32 channelId) external view returns (uint128 amount, uint40 initiatedAt);
    function receivers(address receiver, address token)
        external
        view
        returns (uint128 totalClaimed, uint128 totalSettled);
    function refundNonce(bytes32 channelId) external view returns (uint256);
    function getChannelId(ChannelConfig calldata config) external view returns (bytes32);
    function getVoucherDigest(bytes32 channelId, uint128 maxClaimableAmount) external view returns (bytes32);
    function getRefundDigest(bytes32 channelId, uint256 nonce, uint128 amount) external view returns (bytes32);
    function getClaimBatchDigest(VoucherClaim[] calldata voucherClaims) external view returns (bytes32);
    function escrow() external view returns (address);
}
