// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Escrow: the only holder of tokens
/// @notice Knows money and nothing of work. Everything anybody is owed lands in an account; free money leaves at once.
/// Nobody's step ever needs a push of tokens to somebody else.
/// @dev Assumptions: a token either moves exactly what was asked or reverts. A deposit that arrives short is refused, so
/// fee-on-transfer tokens do not enter. A token whose balances change by themselves can only hurt accounts in that token.
/// No owner, no pause, no upgrade. Amounts are in the token's smallest unit.
interface IEscrow {
    /// @notice An owner's money in one token.
    /// @param free Withdrawable at once.
    /// @param epoch Orders carry the epoch they were made in; raising it cuts older ones off from the free money.
    struct Account {
        uint128 free;
        uint24 epoch;
    }

    /// @notice What an owner lets a contract draw.
    /// @param cap What may still be drawn. Refunds do not restore it.
    /// @param expiry Last second (Unix) of the allowance.
    struct Allowance {
        uint128 cap;
        uint40 expiry;
    }

    event Deposited(address indexed owner, address indexed token, uint256 amount);
    event Withdrawn(address indexed owner, address indexed token, address to, uint256 amount);
    event OperatorSet(
        address indexed owner, address indexed operator, address indexed token, uint128 cap, uint40 expiry
    );
    event EpochRaised(address indexed owner, address indexed token, uint24 epoch);

    /// @notice The escrow is in the middle of a call to a token.
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
    error Escrow_BalanceTooLow(address owner, address token, uint256 free, uint256 amount);
    error Escrow_BalanceTooHigh(address owner, address token);
    error Escrow_OperatorCapUnbounded(uint128 cap);
    error Escrow_OperatorExpired(address owner, address operator, uint40 expiry);
    error Escrow_OperatorCapExceeded(address owner, address operator, uint128 cap, uint256 amount);
    error Escrow_EpochOutdated(address owner, address token, uint24 current, uint24 given);

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

    /* WITHDRAWALS */

    /// @notice Moves `amount` of the caller's free money to `to`. Emits Withdrawn.
    /// Requirements:
    /// - `to` is not zero and not this contract, `amount` is not zero and at most the free money.
    /// - the token moves it.
    function withdraw(address token, uint256 amount, address to) external;

    /// @notice Raises the caller's epoch: every order of an earlier epoch can no longer draw on the free money.
    /// Money already drawn by a market is not touched. Emits EpochRaised.
    function raiseEpoch(address token) external;

    /* OPERATORS */

    /// @notice Lets `operator` draw at most `cap` of the caller's free money until `expiry`. Replaces what was set before;
    /// a cap of zero ends it. Emits OperatorSet.
    /// Requirements:
    /// - `operator` is not zero; `cap` is finite (below the type's maximum).
    function setOperator(address operator, address token, uint128 cap, uint40 expiry) external;

    /// @notice The caller, an operator, takes `amount` of `owner`'s free money into its own account.
    /// Requirements:
    /// - the allowance has not expired and covers `amount`.
    /// - `epoch` is the owner's current one.
    /// - the free money covers `amount`.
    function draw(address owner, address token, uint256 amount, uint24 epoch) external;

    /* MOVES WITHIN THE ESCROW */

    /// @notice Moves `amount` of the caller's free money into `to`'s account.
    function move(address token, address to, uint256 amount) external;

    /// @notice Two moves out of the caller's account in one call. A zero amount moves nothing.
    function settle(address token, address payee, uint256 payment, address buyer, uint256 refund) external;

    /* VIEWS */

    function accountOf(address owner, address token) external view returns (Account memory account);

    function allowanceOf(address owner, address operator, address token)
        external
        view
        returns (Allowance memory allowance);
}
