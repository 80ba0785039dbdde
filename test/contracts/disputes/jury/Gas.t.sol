// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev What a case costs its jurors and whoever carries it, from the opening to the last release, beside what makes the seed: the
/// figures of docs/adr/0008-jury.md.
/// forge-config: default.isolate = true
contract JuryGasTest is JuryTest {
    function test_ACaseOfOneRound() external {
        disputeJob();
        open();
        uint256 used = last();
        draw();
        used += last();
        for (uint8 i; i < 3; ++i) {
            commit(i, IJobMarket.Finding.Upheld);
            used += last();
        }
        vm.warp(caseOf().commitBy + 1);
        for (uint8 i; i < 3; ++i) {
            reveal(i, IJobMarket.Finding.Upheld);
            used += last();
        }
        waitForAppeals();
        decide();
        used += last();
        for (uint8 i; i < 3; ++i) {
            jury.release(id, i);
            used += last();
        }
        // One percent either way.
        assertApproxEqRel(used, 1_010_000, 0.01e18);
    }

    function test_ADrawOfFifteen() external {
        openCase();
        for (uint8 round; round < 2; ++round) {
            voteAll(IJobMarket.Finding.Upheld, 0);
            jury.startNextRound(id);
        }
        draw();
        assertApproxEqRel(last(), 656_000, 0.01e18);
    }

    function last() private view returns (uint256) {
        return vm.lastCallGas().gasTotalUsed;
    }
}
