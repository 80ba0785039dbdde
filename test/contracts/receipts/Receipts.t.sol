// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract ReceiptsTest is MarketTest {
    /* RECORDED */

    function test_ASettledReceiptIsRecorded() external {
        settle();
        IReceipts.Receipt memory receipt = defaultReceipt();
        IReceipts.Verification memory verification = receipts.verify(receipt, order, terms);
        assertTrue(verification.recorded, "recorded");
        assertTrue(verification.consistent, "consistent");
        assertEq(uint8(verification.state), uint8(IJobMarket.JobState.SettledCosigned));
        assertEq(verification.amount, AMOUNT);
        assertEq(verification.receiptHash, receiptHash(defaultWork()));
    }

    function test_ARefusedReceiptIsRecordedAsRefused() external {
        order.onSilence = 1;
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        IReceipts.Verification memory verification = receipts.verify(defaultReceipt(), order, terms);
        assertTrue(verification.recorded);
        assertEq(uint8(verification.state), uint8(IJobMarket.JobState.RefundedSilent));
    }

    function test_ASubmittedReceiptIsNotRecordedYet() external {
        post();
        submit(claim(), defaultWork());
        assertNotRecorded(defaultReceipt(), IJobMarket.JobState.Submitted);
    }

    function test_NothingIsRecordedOfAJobThatNobodyPosted() external view {
        assertNotRecorded(defaultReceipt(), IJobMarket.JobState.None);
    }

    function test_NothingIsRecordedOfACancelledJob() external {
        post();
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertNotRecorded(defaultReceipt(), IJobMarket.JobState.Cancelled);
    }

    function test_AnotherReceiptIsNotRecorded() external {
        settle();
        IReceipts.Receipt memory other = defaultReceipt();
        other.units += 1;
        assertNotRecorded(other, IJobMarket.JobState.SettledCosigned);
        other = defaultReceipt();
        other.node = stranger.addr;
        assertNotRecorded(other, IJobMarket.JobState.SettledCosigned);
        other = defaultReceipt();
        other.executionId = executionIdOf(1);
        assertNotRecorded(other, IJobMarket.JobState.SettledCosigned);
        other = defaultReceipt();
        other.details.outputHash = 0;
        assertNotRecorded(other, IJobMarket.JobState.SettledCosigned);
    }

    /* CONSISTENT */

    /// @dev A node may state anything and the buyer may sign it: the lens says which words contradict the order.
    function test_EverySharedFieldMustBeEqual() external view {
        // contextKind, contextId, buyer, sequence, manifestHash, unitKind, unitSize, fixedPrice, price, amount, token.
        uint8[11] memory shared = [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 15];
        for (uint256 i = 0; i < shared.length; ++i) {
            assertFalse(verifyAltered(shared[i]).consistent, vm.toString(shared[i]));
        }
    }

    function test_OtherFieldsAreTheNodesOwnWords() external view {
        // programHash, inputHash, outputHash, outcome, exitCode, startedAt, endedAt, energy, attestation.
        uint8[9] memory own = [5, 6, 7, 8, 9, 16, 17, 18, 19];
        for (uint256 i = 0; i < own.length; ++i) {
            assertTrue(verifyAltered(own[i]).consistent, vm.toString(own[i]));
        }
    }

    function test_TheAmountFollowsTheUnits() external view {
        IReceipts.Receipt memory receipt = defaultReceipt();
        receipt.units += 1e12;
        IReceipts.Verification memory verification = receipts.verify(receipt, order, terms);
        assertEq(verification.amount, AMOUNT + order.price);
        assertFalse(verification.consistent);
        receipt.details.amount = AMOUNT + order.price;
        assertTrue(receipts.verify(receipt, order, terms).consistent);
    }

    function test_AnOrderOfAnUnknownUnitKindIsAnswered() external {
        order.unitKind = 9;
        IReceipts.Receipt memory receipt = defaultReceipt();
        receipt.details.unitSize = 0;
        IReceipts.Verification memory verification = receipts.verify(receipt, order, terms);
        assertFalse(verification.consistent);
        assertEq(verification.amount, 0);
    }

    function test_RevertWhen_TheChainIsNotTheMarkets() external {
        IReceipts.Receipt memory receipt = defaultReceipt();
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, uint256(31_337), uint256(1)));
        receipts.verify(receipt, order, terms);
    }

    /* SIGNED */

    function test_KnowsTheNodesSignature() external view {
        IReceipts.Receipt memory receipt = defaultReceipt();
        bytes32 hash = receiptHash(defaultWork());
        assertTrue(receipts.isSignedByNode(receipt, sign(node, hash)));
        assertFalse(receipts.isSignedByNode(receipt, sign(provider, hash)));
        assertFalse(receipts.isSignedByNode(receipt, ""));
        receipt.units += 1;
        assertFalse(receipts.isSignedByNode(receipt, sign(node, hash)));
    }

    function test_NamesItsMarket() external view {
        assertEq(receipts.market(), address(market));
    }

    /* STEPS */

    function settle() private {
        post();
        IJobMarket.Execution memory execution = claim();
        bytes memory signature = sign(buyer, receiptHash(defaultWork()));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, defaultWork(), "", signature);
    }

    function defaultReceipt() private view returns (IReceipts.Receipt memory) {
        return IReceipts.Receipt(executionIdOf(0), node.addr, UNITS, defaultDetails());
    }

    /// @return What the lens says if one word of the details is another.
    function verifyAltered(uint256 word) private view returns (IReceipts.Verification memory) {
        IReceipts.Receipt memory receipt = defaultReceipt();
        bytes memory details = abi.encode(receipt.details);
        details[32 * word + 31] ^= 0x01;
        receipt.details = abi.decode(details, (IJobMarket.ReceiptDetails));
        return receipts.verify(receipt, order, terms);
    }

    function assertNotRecorded(IReceipts.Receipt memory receipt, IJobMarket.JobState state) private view {
        IReceipts.Verification memory verification = receipts.verify(receipt, order, terms);
        assertFalse(verification.recorded);
        assertEq(uint8(verification.state), uint8(state));
    }
}
