// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {EscrowPromises} from "./EscrowPromises.sol";
import {MarketPromises} from "./MarketPromises.sol";
import {ReceiptPromises} from "./ReceiptPromises.sol";
import {StakingPromises} from "./StakingPromises.sol";

/// @dev All promises over one cast. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract PromisesTest is EscrowPromises, MarketPromises, StakingPromises, ReceiptPromises {
    uint256 private constant CALLS = 30;

    /// @dev A walk over the whole cast in a fixed order: each action does what it means to in a fifth of its calls at least.
    function test_EveryActionSucceedsOften() public {
        bytes4[] memory selectors = _actions();
        for (uint256 i; i < CALLS * selectors.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool success,) = address(this)
                .call(
                    abi.encodeWithSelector(
                        selectors[i % selectors.length], seed, uint96(seed >> 40), uint24(seed >> 80)
                    )
                );
            assertTrue(success, "an action died");
        }
        assertEq(actions.length, selectors.length, "an action was never tried");
        for (uint256 i; i < actions.length; ++i) {
            emit log_named_string(_text(actions[i]), _share(actions[i]));
        }
        for (uint256 i; i < actions.length; ++i) {
            assertGe(successes[actions[i]] * 5, calls[actions[i]], string.concat("dead action ", _text(actions[i])));
        }
    }
}
