// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Campaign} from "./Campaign.sol";

/// @dev docs/protocol/invariants.md, ESC.
abstract contract EscrowPromises is Campaign {
    /// @dev Also the total: no owner is forgotten, because every receiver an actor names is tracked.
    function invariant_ESC_1_balanceIsSumOfAccounts() public view {
        uint256 sum;
        for (uint256 i; i < owners.length; ++i) {
            sum += _free(owners[i]);
        }
        assertEq(dollar.balanceOf(address(escrow)), sum + unasked[address(dollar)], "balance and accounts differ");
        _assertKept("ESC-1");
    }

    function invariant_ESC_2_accountsHoldWhatTheirOwnersKnow() public view {
        for (uint256 i; i < owners.length; ++i) {
            assertEq(_free(owners[i]), expected[owners[i]][address(dollar)], "an account moved without its owner");
        }
        _assertKept("ESC-2");
    }

    function invariant_ESC_3_operatorsStayWithinCapAndExpiry() public view {
        for (uint256 i; i < owners.length; ++i) {
            _assertWithinCap(owners[i], operator);
            _assertWithinCap(owners[i], address(market));
        }
        _assertKept("ESC-3");
    }

    function _assertWithinCap(address owner, address operator_) private view {
        uint256 rest = escrow.allowanceOf(owner, operator_, address(dollar)).cap;
        assertEq(rest + drawn[owner][operator_], caps[owner][operator_], "what was drawn is not off the cap");
    }

    function invariant_ESC_4_epochsOnlyRise() public view {
        for (uint256 i; i < owners.length; ++i) {
            assertEq(escrow.accountOf(owners[i], address(dollar)).epoch, epochs[owners[i]], "an epoch moved");
        }
        _assertKept("ESC-4");
    }

    function invariant_ESC_5_tokensAreIsolated() public view {
        for (uint256 i; i < owners.length; ++i) {
            if (owners[i] == thief) continue;
            assertEq(escrow.accountOf(owners[i], address(hostile)).free, 0, "hostile money reached others");
        }
        _assertKept("ESC-5");
    }

    function invariant_ESC_7_nobodyEntersDuringATokensCall() public view {
        assertEq(hostile.entered(), 0);
        _assertKept("ESC-7");
    }
}
