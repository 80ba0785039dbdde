// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Channels: one buyer's promise line to one payee, redeemed by vouchers
/// @notice Only the payer's call or verified signature opens a channel, once; a closed one is a tombstone. Redeeming draws on
/// the channel's reservation, then on the payer's free money; it pays what is there, says what is short, and never fails
/// its batch. A channel pays until its close is executed, not merely due.
/// @dev The signer of vouchers is fixed at opening and checked without calling anybody's code, so that neither a delegation
/// (EIP-7702) nor a contract can unsay a voucher. A channel's id is the EIP-712 hash of its terms.
interface IChannels {
    /// @notice The terms of a channel; their hash is its id.
    /// @param payer Owner of the account that pays.
    /// @param signer Who signs vouchers: the address of an ECDSA key, or the last 20 bytes of
    /// keccak256(abi.encode(x, y)) of a P-256 key.
    /// @param payee Owner of the account that vouchers are paid into.
    /// @param closeDelay Seconds from the start of a close to its execution; 1 second to 30 days.
    /// @param salt Tells channels with equal terms apart.
    struct Channel {
        address payer;
        address signer;
        address payee;
        address token;
        uint32 closeDelay;
        uint64 salt;
    }

    /// @notice What a signer promises: all that was ever owed on the channel comes to `cumulative`. The newest replaces the rest.
    /// @param receiptsRoot Root of the receipts that the sum pays for.
    struct Voucher {
        bytes32 channelId;
        uint96 cumulative;
        bytes32 receiptsRoot;
    }

    /// @notice A voucher with an ECDSA signature, and what its channel's id needs beside token and payee.
    /// @param r First half of the signature.
    /// @param vs Second half with the parity in the highest bit (EIP-2098).
    struct Redemption {
        address payer;
        address signer;
        uint32 closeDelay;
        uint64 salt;
        uint96 cumulative;
        bytes32 receiptsRoot;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice A voucher signed by the P-256 key (x, y), as browsers sign (ES256): over the SHA-256 of the digest's 32 bytes.
    /// @param s In the lower half: keys that give the upper one are mirrored by who carries it.
    struct RedemptionP256 {
        address payer;
        uint32 closeDelay;
        uint64 salt;
        uint96 cumulative;
        bytes32 receiptsRoot;
        bytes32 r;
        bytes32 s;
        bytes32 x;
        bytes32 y;
    }

    enum ChannelState {
        None,
        Open,
        Closing,
        Closed
    }

    /// @notice What is stored of a channel.
    /// @param redeemed All that was ever paid.
    /// @param reserved Promised to this channel alone.
    /// @param closeAt When the close may be executed; 0 unless closing.
    /// @param epoch The payer's epoch at opening: the free money pays only while it is the current one.
    struct ChannelRecord {
        ChannelState state;
        uint96 redeemed;
        uint96 reserved;
        uint40 closeAt;
        uint24 epoch;
    }

    /// @notice Why a voucher of a batch was not paid.
    enum Refusal {
        NeverOpened,
        Closed,
        NothingDue,
        SignatureInvalid
    }

    /// @notice Why a voucher was not paid in full.
    enum Shortfall {
        AccountLow,
        EpochRaised
    }

    event ChannelOpened(
        bytes32 indexed channelId,
        address indexed payer,
        address indexed payee,
        address signer,
        address token,
        uint32 closeDelay,
        uint64 salt,
        uint96 reserved
    );
    event ChannelToppedUp(bytes32 indexed channelId, uint96 amount, uint96 reserved);
    event ChannelClosing(bytes32 indexed channelId, uint40 closeAt);
    /// @param returned The reservation's rest, back in the payer's account.
    event ChannelClosed(bytes32 indexed channelId, uint96 returned);
    /// @param redeemed All that was ever paid on the channel, now.
    event Redeemed(bytes32 indexed channelId, uint96 redeemed, bytes32 receiptsRoot);
    /// @param missing Still due.
    event RedemptionShort(bytes32 indexed channelId, uint96 missing, Shortfall reason);
    event RedemptionRefused(bytes32 indexed channelId, Refusal reason);

    error Escrow_NotPayer(bytes32 channelId, address payer, address caller);
    error Escrow_CloseDelayInvalid(uint32 shortest, uint32 longest, uint32 given);
    /// @notice The channel is not in the one state from which this step leads.
    error Escrow_WrongChannelState(bytes32 channelId, ChannelState state);
    error Escrow_ReservationTooHigh(bytes32 channelId);
    error Escrow_CloseNotDue(bytes32 channelId, uint40 closeAt);
    /// @notice The payee consented to a close after more was paid.
    error Escrow_RedeemedTooLittle(bytes32 channelId, uint96 required, uint96 redeemed);
    error Escrow_BatchTooLong(uint256 longest, uint256 length);
    /// @notice Packed vouchers are 40 bytes and then rows of 160.
    error Escrow_PackedLengthInvalid(uint256 length);

    /* OPENING */

    /// @notice Opens a channel from the caller's account and moves `reserve` of its free money into the reservation.
    /// Emits ChannelOpened.
    /// Requirements:
    /// - the caller is the payer; signer and payee are not zero; the close delay is in its range.
    /// - no channel with these terms was ever opened.
    /// - the free money covers `reserve`.
    function openChannel(Channel calldata channel, uint96 reserve) external returns (bytes32 channelId);

    /// @notice The same by the payer's signature of OpenChannel, carried by anybody: of its key, of its contract (EIP-1271),
    /// or of one that is still to be deployed (EIP-6492).
    /// Requirements, beside those of `openChannel`:
    /// - now is at most `deadline`, and `epoch` is the payer's current one.
    function openChannelFor(
        Channel calldata channel,
        uint96 reserve,
        uint24 epoch,
        uint40 deadline,
        bytes calldata signature
    ) external returns (bytes32 channelId);

    /// @notice Moves `amount` of the payer's free money into the reservation of an open channel. Emits ChannelToppedUp.
    /// Requirements:
    /// - the caller is the payer; the channel is open and not closing.
    function topUpChannel(Channel calldata channel, uint96 amount) external;

    /// @notice The same by the payer's signature of TopUpChannel, carried by anybody.
    /// @param nonce The payer's account's current one in this token.
    function topUpChannelFor(
        Channel calldata channel,
        uint96 amount,
        uint32 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external;

    /* CLOSING */

    /// @notice Starts the close delay. Vouchers are still paid. Emits ChannelClosing.
    /// Requirements:
    /// - the caller is the payer, or the owner of the session whose account pays.
    /// - the channel is open and not closing.
    function startClose(Channel calldata channel) external;

    /// @notice The same by the payer's signature of StartClose, carried by anybody.
    function startCloseFor(Channel calldata channel, uint40 deadline, bytes calldata signature) external;

    /// @notice Ends a channel for ever and returns the reservation's rest to the payer's account. Emits ChannelClosed.
    /// Requirements:
    /// - the caller is the payee, or the close delay is over; then anybody.
    function closeChannel(Channel calldata channel) external;

    /// @notice Closes at once by the payee's signature of CloseChannel, carried by anybody.
    /// @param redeemed The payee consents once at least so much was paid on the channel.
    function closeChannelFor(Channel calldata channel, uint96 redeemed, uint40 deadline, bytes calldata signature)
        external;

    /* REDEEMING */

    /// @notice Pays vouchers into the payee's account; anybody may carry them. Each voucher is due for its cumulative sum less
    /// what was redeemed before; paid is what reservation and free money hold of it. For each voucher emits Redeemed where
    /// something was paid, RedemptionShort where something stayed due, or RedemptionRefused; no voucher fails the others.
    /// @param payee Of all channels, as `token` is.
    /// @param items At most 256.
    /// @return paid What the payee's account got.
    function redeem(address token, address payee, Redemption[] calldata items) external returns (uint256 paid);

    /// @notice The same for vouchers signed with P-256 keys, by the precompile (RIP-7212, EIP-7951) or, where a chain has none,
    /// in code.
    function redeemP256(address token, address payee, RedemptionP256[] calldata items) external returns (uint256 paid);

    /// @notice The same as `redeem`, with less calldata.
    /// @param packed Token 20 bytes, payee 20, and rows of 160: payer 20, signer 20, close delay 4, salt 8, cumulative 12,
    /// receipts' root 32, r 32, vs 32.
    function redeemPacked(bytes calldata packed) external returns (uint256 paid);

    /* VIEWS */

    function channelOf(bytes32 channelId) external view returns (ChannelRecord memory record);
}
