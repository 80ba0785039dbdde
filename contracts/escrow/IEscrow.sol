// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "./IChannels.sol";

/// @title Escrow: the only holder of tokens
/// @notice Knows money and nothing of work. Everything anybody is owed lands in an account; free money leaves at once.
/// Nobody's step ever needs a push of tokens to somebody else.
/// @dev Assumptions: a token either moves exactly what was asked or reverts. A deposit that arrives short is refused, so
/// fee-on-transfer tokens do not enter. A token whose balances change by themselves can only hurt accounts in that token.
/// No owner, no pause, no upgrade. Amounts are in the token's smallest unit.
interface IEscrow is IChannels {
    /// @notice An owner's money in one token.
    /// @param free Withdrawable at once.
    /// @param epoch Orders and channels carry the epoch they were made in; raising it cuts older ones off from the free money.
    /// @param nonce What the next signed statement of the owner must carry.
    struct Account {
        uint128 free;
        uint24 epoch;
        uint32 nonce;
    }

    /// @notice What an owner lets a contract draw.
    /// @param cap What may still be drawn. Refunds do not restore it.
    /// @param expiry Last second (Unix) of the allowance.
    struct Allowance {
        uint128 cap;
        uint40 expiry;
    }

    /// @notice A withdrawal that its owner signs and anybody carries.
    /// @param fee Paid, beside the amount, into the account of whoever carries it.
    /// @param nonce The owner's current one in this token; each is used once.
    /// @param deadline Last second (Unix) in which it may be carried.
    struct Withdrawal {
        address owner;
        address token;
        address to;
        uint128 amount;
        uint128 fee;
        uint32 nonce;
        uint40 deadline;
    }

    /// @notice An allowance that its owner signs and anybody carries, such as together with a deposit.
    /// @param nonce The owner's current one in this token; each is used once.
    /// @param deadline Last second (Unix) in which it may be carried.
    struct OperatorGrant {
        address owner;
        address operator;
        address token;
        uint128 cap;
        uint40 expiry;
        uint32 nonce;
        uint40 deadline;
    }

    event Deposited(address indexed owner, address indexed token, uint256 amount);
    event Withdrawn(address indexed owner, address indexed token, address to, uint256 amount);
    /// @notice Free money went to whoever carried the owner's statement.
    event CarrierPaid(address indexed owner, address indexed token, address indexed carrier, uint256 fee);
    event OperatorSet(
        address indexed owner, address indexed operator, address indexed token, uint128 cap, uint40 expiry
    );
    event EpochRaised(address indexed owner, address indexed token, uint24 epoch);
    /// @param budget What the owner put in at the opening.
    event SessionOpened(address indexed owner, address indexed key, address indexed token, uint256 budget);
    event SessionEmptied(address indexed owner, address indexed key, address indexed token, uint256 amount);
    event SessionEnded(address indexed owner, address indexed key, address indexed token);

    /// @notice The escrow is in the middle of a call to a token, or of asking an account for its signature.
    error Escrow_Reentered();
    error Escrow_ZeroAddress();
    error Escrow_ZeroAmount();
    /// @notice Tokens sent to the escrow itself would belong to nobody.
    error Escrow_RecipientIsEscrow();
    /// @notice The token moved another amount than was asked.
    error Escrow_DepositInexact(address token, uint256 expected, uint256 received);
    /// @notice The token refused the transfer or answered false.
    error Escrow_TransferFailed(address token);
    error Escrow_NoToken(address token);
    /// @notice This chain has no Permit2 at its usual address.
    error Escrow_NoPermit2();
    error Escrow_BalanceTooLow(address owner, address token, uint256 free, uint256 amount);
    error Escrow_BalanceTooHigh(address owner, address token);
    error Escrow_OperatorCapUnbounded(uint128 cap);
    error Escrow_OperatorExpired(address owner, address operator, uint40 expiry);
    error Escrow_OperatorCapExceeded(address owner, address operator, uint128 cap, uint256 amount);
    error Escrow_EpochOutdated(address owner, address token, uint24 current, uint24 given);
    error Escrow_NonceInvalid(address owner, address token, uint32 current, uint32 given);
    error Escrow_StatementExpired(uint40 deadline);
    /// @notice Neither the account's key nor its contract signed this.
    error Escrow_SignatureInvalid(address account);
    /// @notice The account of a session sends money to the session's owner, through channels, and to operators alone.
    error Escrow_SessionPaysItsOwner(address key, address owner);
    error Escrow_SessionExists(address key, address token, address owner);
    error Escrow_SessionOfItself(address key);
    error Escrow_NotSessionOwner(address key, address token, address owner, address caller);

    /* DEPOSITS */

    /// @notice Moves `amount` of `token` from the caller into `owner`'s account, by the caller's ERC-20 approval.
    /// Emits Deposited.
    /// Requirements:
    /// - `owner` is not zero, `amount` is not zero, `token` has code.
    /// - the token moves exactly `amount`.
    function deposit(address owner, address token, uint256 amount) external;

    /// @notice Like `deposit` into the caller's own account, with an EIP-2612 permit. A permit that somebody carried
    /// before does no harm: the allowance is what counts.
    function depositWithPermit(address token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Credits `owner` by an EIP-3009 authorization to this contract, carried by anybody.
    /// The authorization's nonce is keccak256(abi.encode(address(0), salt)), its `validAfter` 0: so it can be used for
    /// nothing but a plain deposit into the signer's own account.
    /// @param signature 65 bytes (r, s, v), or whatever an EIP-1271 account answers to.
    function depositWithAuthorization(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 salt,
        bytes calldata signature
    ) external;

    /// @notice Credits `owner` by its Permit2 signature, carried by anybody. The signature names this contract as spender and
    /// carries the witness Funding(address operator,bytes32 intent) with both members zero: a plain deposit. Emits Deposited.
    /// @param nonce Of Permit2, which uses each once.
    function depositWithPermit2(
        address owner,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice The caller, an operator, takes `amount` from `owner`'s wallet into its own account, by an EIP-3009 authorization
    /// to this contract. The authorization's nonce is keccak256(abi.encode(caller, intent)), its `validAfter` 0: nobody else
    /// can use it, and not for another intent. What it is for is the caller's to check.
    /// Requirements:
    /// - as for `depositWithAuthorization`.
    function pullWithAuthorization(
        address owner,
        address token,
        uint256 amount,
        uint256 validBefore,
        bytes32 intent,
        bytes calldata signature
    ) external;

    /// @notice The same by a Permit2 signature whose witness is Funding(caller, intent).
    function pullWithPermit2(
        address owner,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 deadline,
        bytes32 intent,
        bytes calldata signature
    ) external;

    /* WITHDRAWALS */

    /// @notice Moves `amount` of the caller's free money to `to`. Emits Withdrawn.
    /// Requirements:
    /// - `to` is not zero and not this contract, `amount` is not zero and at most the free money.
    /// - `to` is the session's owner where the caller is a session's key.
    /// - the token moves it.
    function withdraw(address token, uint256 amount, address to) external;

    /// @notice The same by the owner's signature of Withdrawal, carried by anybody: of its key, of its contract (EIP-1271), or of
    /// one that is still to be deployed (EIP-6492). The fee goes into the caller's account. Emits Withdrawn.
    /// Requirements, beside those of `withdraw`:
    /// - now is at most the deadline, and the nonce is the owner's current one.
    /// - the free money covers amount and fee; a session's account pays no fee but to its owner.
    function withdrawFor(Withdrawal calldata withdrawal, bytes calldata signature) external;

    /// @notice Raises the caller's epoch: every order, channel and signed opening of an earlier epoch can no longer draw on the free
    /// money, and every signed withdrawal, allowance and top-up that nobody has carried yet is void. Reservations, and money
    /// already drawn by a market, are not touched; nor what names neither epoch nor nonce, and ends at its deadline: starts
    /// of and consents to a close, and sessions. Emits EpochRaised.
    function raiseEpoch(address token) external;

    /// @notice The same by the owner's signature of RaiseEpoch, carried by anybody.
    /// @param epoch The owner's current one, which this ends.
    function raiseEpochFor(address owner, address token, uint24 epoch, uint40 deadline, bytes calldata signature)
        external;

    /* SESSIONS */

    /// @notice Makes the account of `key` in `token` a session of the caller, for ever, and moves `budget` of the caller's free
    /// money into it. What the account holds is all that the key can spend: on channels and through operators. The rest
    /// returns to the owner. More is added by `move` or `deposit`. Emits SessionOpened.
    /// @param signature The key's (ECDSA), of Session: nobody makes a session of a stranger's account.
    /// Requirements:
    /// - now is at most `deadline`; the key is not the caller and serves nobody yet in this token.
    /// - the free money covers `budget`.
    function openSession(address key, address token, uint128 budget, uint40 deadline, bytes calldata signature) external;

    /// @notice Moves all free money of a session's account into its owner's, and raises the session's epoch. The session goes on.
    /// Emits EpochRaised and SessionEmptied. A key that used sixteen million epochs up has no other one: end its session.
    /// Requirements:
    /// - the caller is the session's owner.
    function emptySession(address key, address token) external;

    /// @notice Empties a session and ends it for ever: whatever arrives in its account from now on, such as reservations of its
    /// channels, goes to its owner's. So a stolen key, and operators that it allowed, never race the owner for what
    /// returns. Channels are closed by `startClose`, which the owner may call. Emits SessionEnded, EpochRaised and
    /// SessionEmptied.
    /// Requirements:
    /// - the caller is the session's owner.
    function endSession(address key, address token) external;

    /* OPERATORS */

    /// @notice Lets `operator` draw at most `cap` of the caller's free money until `expiry`. Replaces what was set before;
    /// a cap of zero ends it. Emits OperatorSet.
    /// Requirements:
    /// - `operator` is not zero; `cap` is finite (below the type's maximum).
    function setOperator(address operator, address token, uint128 cap, uint40 expiry) external;

    /// @notice The same by the owner's signature of OperatorGrant, carried by anybody.
    function setOperatorFor(OperatorGrant calldata grant, bytes calldata signature) external;

    /// @notice The caller, an operator, takes `amount` of `owner`'s free money into its own account.
    /// Requirements:
    /// - the allowance has not expired and covers `amount`.
    /// - `epoch` is the owner's current one.
    /// - the free money covers `amount`.
    function draw(address owner, address token, uint256 amount, uint24 epoch) external;

    /* MOVES WITHIN THE ESCROW */

    /// @notice Moves `amount` of the caller's free money into `to`'s account. A session's key moves to the session's owner alone.
    function move(address token, address to, uint256 amount) external;

    /// @notice Two moves out of the caller's account in one call. A zero amount moves nothing. Not for a session's key.
    function settle(address token, address payee, uint256 payment, address buyer, uint256 refund) external;

    /* VIEWS */

    function accountOf(address owner, address token) external view returns (Account memory account);

    function allowanceOf(address owner, address operator, address token)
        external
        view
        returns (Allowance memory allowance);

    /// @notice The owner of the session that the account of `key` is; zero if it is none.
    function sessionOwnerOf(address key, address token) external view returns (address owner);
}
