// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Deposits} from "./Deposits.sol";
import {Operators} from "./Operators.sol";
import {Redemptions} from "./Redemptions.sol";
import {Sessions} from "./Sessions.sol";

/// @title Escrow
/// @notice The only holder of tokens. Its parts: Ledger (accounts and the lock), Deposits, Withdrawals, Operators, Sessions,
/// Channels and Redemptions; Consent and EscrowDomain say whose signature counts.
contract Escrow is Deposits, Operators, Sessions, Redemptions {}
