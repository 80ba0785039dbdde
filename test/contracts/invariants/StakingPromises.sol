// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IStaking} from "../../../contracts/staking/IStaking.sol";
import {Campaign} from "./Campaign.sol";

/// @dev docs/protocol/invariants.md, STK.
abstract contract StakingPromises is Campaign {
    function invariant_STK_1_accountIsActiveThawingAndBurned() public view {
        uint256 sum = staking.burned();
        for (uint256 i; i < providers.length; ++i) {
            IStaking.Provider memory provider = staking.providerOf(providers[i]);
            sum += uint256(provider.active) + provider.thawing;
        }
        assertEq(_free(address(staking)), sum + gifts[address(staking)], "staking holds another sum");
    }

    function invariant_STK_2_exposureIsSumOfLiveExecutions() public view {
        for (uint256 i; i < providers.length; ++i) {
            IStaking.Provider memory provider = staking.providerOf(providers[i]);
            assertEq(provider.exposure, _exposureOf(providers[i]), "exposure without an execution, or the reverse");
            assertLe(provider.exposure, provider.active, "more exposed than staked");
        }
    }

    function invariant_STK_3_stakeLeavesOnlyByThawing() public view {
        for (uint256 i; i < providers.length; ++i) {
            IStaking.Provider memory provider = staking.providerOf(providers[i]);
            assertEq(provider.active, stakes[providers[i]].active, "active stake moved by itself");
            assertEq(provider.thawing, stakes[providers[i]].thawing, "thawing stake moved by itself");
            if (provider.thawing != 0) assertEq(provider.thawedAt, stakes[providers[i]].thawedAt, "another thaw time");
        }
        _assertKept("STK-3");
    }

    /// @dev Each slash was at most its execution's exposure, so all of them together are what burned and what fees took.
    function invariant_STK_4_slashesAreBurnsAndFees() public view {
        uint256 lost;
        for (uint256 i; i < providers.length; ++i) {
            lost += stakes[providers[i]].lost;
        }
        assertEq(staking.burned(), ghostBurned, "burned another sum");
        assertEq(lost, ghostBurned + ghostFees, "a loss went elsewhere");
    }

    function invariant_STK_5_onlyTheMarketMovesExposure() public view {
        _assertKept("STK-5");
    }

    function invariant_STK_6_nodesBelongToTheirProviderForEver() public view {
        for (uint256 i; i < nodes.length; ++i) {
            IStaking.Node memory node = staking.nodeOf(nodes[i]);
            GhostNode storage ghost = ghostNodes[nodes[i]];
            assertEq(node.provider, ghost.provider, "a node changed hands");
            assertEq(node.payee, ghost.payee, "a payee moved by itself");
            assertEq(node.paused, ghost.paused, "a node paused by itself");
            assertEq(node.retired, ghost.retired, "a retirement was undone");
        }
        _assertKept("STK-6");
    }

    /// @dev What each node came to is compared above; here, what owners were refused or allowed against the table.
    function invariant_STK_7_nodesMoveAlongTheTable() public view {
        _assertKept("STK-7");
    }
}
