// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";

import {ReputationTest} from "./ReputationTest.sol";

contract ProvingReceiptsTest is ReputationTest {
    function test_EveryEndingIsProvedAndTold() external {
        IJobMarket.JobState[7] memory states = endings();
        for (uint256 i = 0; i < states.length; ++i) {
            uint256 before = vm.snapshotState();
            end(states[i]);
            assertState(states[i]);
            vm.expectEmit(address(reputation));
            emit INodeReputation.ReceiptProved(hashOf(), agentId, buyer.addr, states[i]);
            vm.prank(stranger.addr);
            assertEq(reputation.prove(receiptOf(), order, terms), hashOf());
            give(buyer.addr, 90, 0, "starred", hashOf());
            (int128 value,, string memory tag1, string memory tag2,) = reputation.readFeedback(agentId, buyer.addr, 1);
            assertEq(value, 90);
            assertEq(tag1, "starred");
            assertEq(tag2, tagOf(states[i]));
            vm.revertToState(before);
        }
    }

    /// @dev A node whose receipt contradicts the order must not escape its buyer by that.
    function test_AContradictoryReceiptIsJudgedToo() external {
        post();
        IJobMarket.Execution memory execution = claim();
        IReceipts.Receipt memory receipt = receiptOf();
        receipt.details.amount += 1;
        IJobMarket.Work memory work = IJobMarket.Work(UNITS, detailsHash(receipt.details));
        execution = submit(execution, work);
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, work);
        bytes32 hash = reputation.prove(receipt, order, terms);
        give(buyer.addr, -5, 0, "", hash);
    }

    function test_RevertWhen_TheJobLivesOrTheReceiptIsAnother() external {
        expectUnproved(receiptOf());
        post();
        expectUnproved(receiptOf());
        IJobMarket.Execution memory execution = claim();
        expectUnproved(receiptOf());
        execution = submit(execution, defaultWork());
        expectUnproved(receiptOf());
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        expectUnproved(receiptOf());
        skip(VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        IReceipts.Receipt memory other = receiptOf();
        other.node = stranger.addr;
        expectUnproved(other);
        other = receiptOf();
        other.executionId = executionIdOf(1);
        expectUnproved(other);
        other = receiptOf();
        other.details.programHash = 0;
        expectUnproved(other);
    }

    /// @dev Somebody who does not want to be judged proves in front of the buyer, that its call fail; or afterwards, that it may speak again.
    function test_ProvedAgainChangesNothing() external {
        settleAndProve();
        INodeReputation.Proof memory proof = reputation.proofOf(hashOf());
        vm.recordLogs();
        vm.prank(provider.addr);
        assertEq(reputation.prove(receiptOf(), order, terms), hashOf());
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(abi.encode(reputation.proofOf(hashOf())), abi.encode(proof));
        give(buyer.addr, 90, 0, "starred", hashOf());
        reputation.prove(receiptOf(), order, terms);
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_Given.selector, hashOf()));
        give(buyer.addr, 90, 0, "starred", hashOf());
    }

    /* SUPPORT */

    function expectUnproved(IReceipts.Receipt memory receipt) private {
        bytes32 hash = marketStatements.hashReceipt(receipt.executionId, receipt.node, receipt.units, receipt.details);
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_NotRecorded.selector, hash));
        reputation.prove(receipt, order, terms);
    }
}
