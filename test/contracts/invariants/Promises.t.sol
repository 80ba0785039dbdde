// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {EscrowPromises} from "./EscrowPromises.sol";
import {MarketPromises} from "./MarketPromises.sol";
import {ReceiptPromises} from "./ReceiptPromises.sol";
import {StakingPromises} from "./StakingPromises.sol";

/// @dev All promises over one cast. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract PromisesTest is EscrowPromises, MarketPromises, StakingPromises, ReceiptPromises {}
