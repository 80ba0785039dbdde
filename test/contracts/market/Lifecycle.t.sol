// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev Whole lives of a job, from the buyer's money to everybody's account.
contract LifecycleTest is MarketTest {
    function test_PaysByCosignedReceipt() external {
        post();
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Work memory work = defaultWork();
        bytes memory buyerSignature = sign(buyer, receiptHash(work));

        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", buyerSignature);

        assertState(IJobMarket.JobState.SettledCosigned);
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_PaysBySilence() external {
        post();
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Work memory work = defaultWork();
        execution = submit(execution, work);
        skip(WINDOW + 1);

        market.settleSilent(order, termsHash(), execution, work);

        assertState(IJobMarket.JobState.SettledSilent);
        assertPaid(AMOUNT, AMOUNT);
    }
}
