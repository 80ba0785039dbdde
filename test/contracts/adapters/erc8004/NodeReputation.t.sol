// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";

import {SmartAccount} from "../../support/accounts/Accounts.sol";
import {ReputationTest} from "./ReputationTest.sol";

contract NodeReputationTest is ReputationTest {
    /* PROOFS */

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

    function test_RevertWhen_ProvedTwice() external {
        settleAndProve();
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_Proved.selector, hashOf()));
        reputation.prove(receiptOf(), order, terms);
    }

    /* GIVING */

    function test_FeedbackIsTheStandardsEvent() external {
        settleAndProve();
        vm.expectEmit(address(reputation));
        emit INodeReputation.NewFeedback(
            agentId, buyer.addr, 1, 9977, 2, "uptime", "uptime", "settled-cosigned", "https://a", "ipfs://b", hashOf()
        );
        vm.prank(buyer.addr);
        reputation.giveFeedback(agentId, 9977, 2, "uptime", "settled-cosigned", "https://a", "ipfs://b", hashOf());
        assertEq(reputation.getLastIndex(agentId, buyer.addr), 1);
        INodeReputation.Proof memory proof = reputation.proofOf(hashOf());
        assertEq(proof.buyer, buyer.addr);
        assertEq(proof.node, node.addr);
        assertEq(proof.feedbackIndex, 1);
        assertEq(reputation.getIdentityRegistry(), address(identities));
        assertEq(reputation.receipts(), address(receipts));
    }

    function test_ProofAndFeedbackFitOneCall() external {
        end(IJobMarket.JobState.SettledSilent);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(INodeReputation.prove, (receiptOf(), order, terms));
        calls[1] = abi.encodeCall(INodeReputation.giveFeedback, (agentId, int128(1), 0, "", "", "", "", hashOf()));
        vm.prank(buyer.addr);
        Multicall(address(reputation)).multicall(calls);
        assertEq(reputation.getLastIndex(agentId, buyer.addr), 1);
    }

    function test_RevertWhen_NothingWasProved() external {
        end(IJobMarket.JobState.SettledCosigned);
        bytes32 hash = hashOf();
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_NotProved.selector, hash));
        give(buyer.addr, 100, 0, "", hash);
    }

    /// @dev Sybils, the node's rivals, and the node itself: none of them bought this.
    function test_RevertWhen_TheGiverIsNotTheBuyer() external {
        bytes32 hash = settleAndProve();
        address[4] memory others = [stranger.addr, node.addr, provider.addr, payee.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeReputation.NodeReputation_NotBuyer.selector, buyer.addr, others[i])
            );
            give(others[i], 100, 0, "", hash);
        }
    }

    function test_RevertWhen_AnotherAgentIsNamed() external {
        bytes32 hash = settleAndProve();
        uint256[2] memory others = [uint256(uint160(stranger.addr)), agentId | (1 << 160)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeReputation.NodeReputation_WrongAgent.selector, agentId, others[i])
            );
            vm.prank(buyer.addr);
            reputation.giveFeedback(others[i], 0, 0, "", "", "", "", hash);
        }
    }

    function test_RevertWhen_TheReceiptIsUsedAgain() external {
        bytes32 hash = settleAndProve();
        give(buyer.addr, 1, 0, "", hash);
        bytes memory reason = abi.encodeWithSelector(INodeReputation.NodeReputation_Given.selector, hash);
        vm.expectRevert(reason);
        give(buyer.addr, 1, 0, "", hash);
        vm.prank(buyer.addr);
        reputation.revokeFeedback(agentId, 1);
        vm.expectRevert(reason);
        give(buyer.addr, 1, 0, "", hash);
        INodeReputation.Feedback memory said = saying(hash);
        bytes memory signature = sign(buyer, reputation.hashFeedback(said));
        vm.expectRevert(reason);
        reputation.giveFeedbackFor(said, signature);
    }

    /// @dev A provider buys from its own node to praise it.
    function test_RevertWhen_TheBuyerProfits() external {
        address[3] memory selves = [provider.addr, payee.addr, node.addr];
        for (uint256 i = 0; i < selves.length; ++i) {
            uint256 before = vm.snapshotState();
            order.buyer = selves[i];
            fund(selves[i], BUYER_MONEY);
            allow(selves[i], address(market));
            expectSelfDealing(settleAndProve());
            vm.revertToState(before);
        }
    }

    /// @dev The same behind the key of a session.
    function test_RevertWhen_TheBuyerIsASessionOfTheProvider() external {
        fund(provider.addr, BUYER_MONEY);
        bytes32 typeHash = keccak256("Session(address owner,address key,address token,uint40 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, provider.addr, stranger.addr, address(dollar), clock()));
        bytes memory consent = sign(stranger, digestAt("ComputeHive Escrow", address(escrow), structHash));
        vm.prank(provider.addr);
        escrow.openSession(stranger.addr, address(dollar), uint128(BUYER_MONEY), clock(), consent);
        allow(stranger.addr, address(market));
        order.buyer = stranger.addr;
        expectSelfDealing(settleAndProve());
    }

    /// @dev A buyer calls a refunded job settled, or the reverse.
    function test_RevertWhen_TheTagSaysAnotherEnding() external {
        bytes32 hash = settleAndProve();
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeReputation.NodeReputation_WrongTag.selector, "settled-cosigned", "refunded-resolved"
            )
        );
        vm.prank(buyer.addr);
        reputation.giveFeedback(agentId, 0, 0, "", "refunded-resolved", "", "", hash);
    }

    function test_RevertWhen_ATagIsTooLong() external {
        bytes32 hash = settleAndProve();
        string memory long = "a tag of thirty-two characters!!";
        vm.expectRevert(abi.encodeWithSignature("StringTooLong(string)", long));
        give(buyer.addr, 0, 0, long, hash);
    }

    function test_RevertWhen_TheValueIsOutOfRange() external {
        bytes32 hash = settleAndProve();
        int128 most = 1e20;
        int128[4] memory values = [int128(0), most + 1, -most - 1, type(int128).min];
        uint8[4] memory decimals = [19, 0, 0, 18];
        for (uint256 i = 0; i < values.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeReputation.NodeReputation_ValueOutOfRange.selector, values[i], decimals[i])
            );
            give(buyer.addr, values[i], decimals[i], "", hash);
        }
        give(buyer.addr, -most, 0, "", hash);
    }

    /* BY SIGNATURE */

    function test_AnybodyCarriesTheBuyersWord() external {
        INodeReputation.Feedback memory said = saying(settleAndProve());
        assertEq(reputation.hashFeedback(said), digestOf(said, address(reputation)));
        bytes memory signature = sign(buyer, digestOf(said, address(reputation)));
        vm.prank(stranger.addr);
        reputation.giveFeedbackFor(said, signature);
        (int128 value, uint8 decimals, string memory tag1,,) = reputation.readFeedback(agentId, buyer.addr, 1);
        assertEq(value, said.value);
        assertEq(decimals, said.valueDecimals);
        assertEq(tag1, said.tag1);
    }

    function test_AContractBuyerGivesByItsWord() external {
        SmartAccount account = new SmartAccount();
        order.buyer = address(account);
        fund(address(account), BUYER_MONEY);
        allow(address(account), address(market));
        end(IJobMarket.JobState.SettledSilent);
        INodeReputation.Feedback memory said = saying(reputation.prove(receiptOf(), order, terms));
        vm.expectRevert(
            abi.encodeWithSelector(INodeReputation.NodeReputation_SignatureInvalid.selector, address(account))
        );
        reputation.giveFeedbackFor(said, "");
        account.approve(digestOf(said, address(reputation)));
        reputation.giveFeedbackFor(said, "");
        assertEq(reputation.getLastIndex(agentId, address(account)), 1);
    }

    function test_RevertWhen_TheSignatureIsLate() external {
        INodeReputation.Feedback memory said = saying(settleAndProve());
        bytes memory signature = sign(buyer, digestOf(said, address(reputation)));
        skip(1 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_StatementExpired.selector, said.deadline));
        reputation.giveFeedbackFor(said, signature);
    }

    function test_RevertWhen_TheSignatureIsForSomethingElse() external {
        INodeReputation.Feedback memory said = saying(settleAndProve());
        expectSignatureRefused(said, sign(stranger, digestOf(said, address(reputation))));
        expectSignatureRefused(said, sign(node, digestOf(said, address(reputation))));
        expectSignatureRefused(said, sign(buyer, digestOf(said, stranger.addr)));
        expectSignatureRefused(said, sign(buyer, said.receiptHash));
        bytes memory signature = sign(buyer, digestOf(said, address(reputation)));
        said.value = -said.value;
        expectSignatureRefused(said, signature);
        said = saying(said.receiptHash);
        said.tag1 = "other";
        expectSignatureRefused(said, signature);
        said = saying(said.receiptHash);
        said.feedbackURI = "ipfs://other";
        expectSignatureRefused(said, signature);
        said = saying(said.receiptHash);
        said.endpoint = "https://other";
        expectSignatureRefused(said, signature);
    }

    /* TAKING BACK, AND ANSWERING */

    function test_WhatIsRevokedDoesNotCount() external {
        give(buyer.addr, 1, 0, "", settleAndProve());
        vm.expectEmit(address(reputation));
        emit INodeReputation.FeedbackRevoked(agentId, buyer.addr, 1);
        vm.prank(buyer.addr);
        reputation.revokeFeedback(agentId, 1);
        (uint64 count, int128 average,) = reputation.getSummary(agentId, only(buyer.addr), "", "");
        assertEq(count, 0);
        assertEq(average, 0);
        (,,,, bool revoked) = reputation.readFeedback(agentId, buyer.addr, 1);
        assertTrue(revoked);
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_Revoked.selector, agentId, buyer.addr, 1));
        vm.prank(buyer.addr);
        reputation.revokeFeedback(agentId, 1);
    }

    function test_RevertWhen_TheFeedbackIsUnknown() external {
        give(buyer.addr, 1, 0, "", settleAndProve());
        address[2] memory clients = [node.addr, buyer.addr];
        uint64[2] memory indexes = [uint64(1), 2];
        for (uint256 i = 0; i < 2; ++i) {
            expectUnknown(clients[i], indexes[i]);
            vm.prank(clients[i]);
            reputation.revokeFeedback(agentId, indexes[i]);
            expectUnknown(clients[i], indexes[i]);
            reputation.appendResponse(agentId, clients[i], indexes[i], "", 0);
            expectUnknown(clients[i], indexes[i]);
            reputation.readFeedback(agentId, clients[i], indexes[i]);
        }
        expectUnknown(buyer.addr, 0);
        reputation.readFeedback(agentId, buyer.addr, 0);
    }

    function test_ResponsesAreCountedByResponder() external {
        give(buyer.addr, 1, 0, "", settleAndProve());
        vm.expectEmit(address(reputation));
        emit INodeReputation.ResponseAppended(agentId, buyer.addr, 1, node.addr, "ipfs://answer", "hash");
        vm.prank(node.addr);
        reputation.appendResponse(agentId, buyer.addr, 1, "ipfs://answer", "hash");
        vm.prank(stranger.addr);
        reputation.appendResponse(agentId, buyer.addr, 1, "", 0);
        assertEq(reputation.getResponseCount(agentId, buyer.addr, 1, new address[](0)), 2);
        assertEq(reputation.getResponseCount(agentId, buyer.addr, 1, only(node.addr)), 1);
        assertEq(reputation.getResponseCount(agentId, buyer.addr, 1, only(buyer.addr)), 0);
    }

    /* READING */

    function test_SummariesAreOfWhatMatches() external {
        giveMany();
        assertSummary("", "", 3, (80e18 + 95.5e18 - 10e18) / int256(3));
        assertSummary("starred", "", 2, (80e18 + 95.5e18) / int256(2));
        assertSummary("starred", "settled-silent", 1, 95.5e18);
        assertSummary("", "settled-cosigned", 2, 35e18);
        assertSummary("other", "", 0, 0);
        (, int128[] memory values, string[] memory tag2s, bool[] memory revoked) = readAll("starred", "", true);
        assertEq(values.length, 2);
        assertEq(values[0], 80);
        assertEq(values[1], 955);
        assertEq(tag2s[0], "settled-cosigned");
        assertEq(tag2s[1], "settled-silent");
        assertFalse(revoked[0]);
        vm.prank(buyer.addr);
        reputation.revokeFeedback(agentId, 1);
        (uint64[] memory indexes,,,) = readAll("", "", false);
        assertEq(indexes.length, 2);
        assertEq(indexes[0], 2);
        (indexes,,, revoked) = readAll("", "", true);
        assertEq(indexes.length, 3);
        assertTrue(revoked[0]);
    }

    function testFuzz_TheAverageIsThatOfTheValues(int128 one, int128 other, uint8 decimals) external {
        decimals = uint8(bound(decimals, 0, 18));
        int128 most = int128(int256(1e20 * 10 ** decimals));
        (one, other) = (int128(bound(one, -most, most)), int128(bound(other, -most, most)));
        give(buyer.addr, one, decimals, "", settleAndProve());
        ++order.salt;
        give(buyer.addr, other, decimals, "", settleAndProve());
        int256 scale = int256(10 ** (18 - decimals));
        assertSummary("", "", 2, (int256(one) + other) * scale / 2);
    }

    /// @dev The selectors and the topic of the standard's form with `int128 value`.
    function test_SelectorsAreTheStandards() external pure {
        assertEq(
            INodeReputation.giveFeedback.selector,
            bytes4(keccak256("giveFeedback(uint256,int128,uint8,string,string,string,string,bytes32)"))
        );
        assertEq(INodeReputation.revokeFeedback.selector, bytes4(keccak256("revokeFeedback(uint256,uint64)")));
        assertEq(
            INodeReputation.appendResponse.selector,
            bytes4(keccak256("appendResponse(uint256,address,uint64,string,bytes32)"))
        );
        assertEq(INodeReputation.getSummary.selector, bytes4(keccak256("getSummary(uint256,address[],string,string)")));
        assertEq(
            INodeReputation.readAllFeedback.selector,
            bytes4(keccak256("readAllFeedback(uint256,address[],string,string,bool)"))
        );
        assertEq(
            INodeReputation.NewFeedback.selector,
            keccak256("NewFeedback(uint256,address,uint64,int128,uint8,string,string,string,string,string,bytes32)")
        );
    }

    function test_RevertWhen_NoClientIsListed() external {
        vm.expectRevert(INodeReputation.NodeReputation_NoClients.selector);
        reputation.getSummary(agentId, new address[](0), "", "");
        vm.expectRevert(INodeReputation.NodeReputation_NoClients.selector);
        reputation.readAllFeedback(agentId, new address[](0), "", "", true);
    }

    /* STEPS */

    function giveMany() private {
        give(buyer.addr, 80, 0, "starred", settleAndProve());
        ++order.salt;
        order.claimBefore = clock() + 1 hours;
        end(IJobMarket.JobState.SettledSilent);
        give(buyer.addr, 955, 1, "starred", reputation.prove(receiptOf(), order, terms));
        ++order.salt;
        order.claimBefore = clock() + 1 hours;
        give(buyer.addr, -10, 0, "speed", settleAndProve());
    }

    function readAll(string memory tag1, string memory tag2, bool includeRevoked)
        private
        view
        returns (uint64[] memory indexes, int128[] memory values, string[] memory tag2s, bool[] memory revoked)
    {
        (, indexes, values,,, tag2s, revoked) =
            reputation.readAllFeedback(agentId, only(buyer.addr), tag1, tag2, includeRevoked);
    }

    function assertSummary(string memory tag1, string memory tag2, uint64 count, int256 average) private view {
        (uint64 counted, int128 value, uint8 decimals) = reputation.getSummary(agentId, only(buyer.addr), tag1, tag2);
        assertEq(counted, count);
        assertEq(value, average);
        assertEq(decimals, 18);
    }

    function expectUnproved(IReceipts.Receipt memory receipt) private {
        bytes32 hash = marketStatements.hashReceipt(receipt.executionId, receipt.node, receipt.units, receipt.details);
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_NotRecorded.selector, hash));
        reputation.prove(receipt, order, terms);
    }

    function expectSelfDealing(bytes32 hash) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeReputation.NodeReputation_SelfDealing.selector, order.buyer, node.addr)
        );
        give(order.buyer, 100, 0, "", hash);
    }

    function expectSignatureRefused(INodeReputation.Feedback memory said, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_SignatureInvalid.selector, buyer.addr));
        reputation.giveFeedbackFor(said, signature);
    }

    function expectUnknown(address client, uint64 index) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeReputation.NodeReputation_FeedbackUnknown.selector, agentId, client, index)
        );
    }

    function saying(bytes32 hash) private view returns (INodeReputation.Feedback memory) {
        return INodeReputation.Feedback(hash, 42, 1, "starred", "https://a", "ipfs://b", clock() + 1 hours);
    }

    function only(address client) private pure returns (address[] memory clients) {
        clients = new address[](1);
        clients[0] = client;
    }

    /// @dev Computed here from EIP-712 with nothing of the contracts' libraries.
    function digestOf(INodeReputation.Feedback memory said, address place) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Feedback(bytes32 receiptHash,int128 value,uint8 valueDecimals,string tag1,string endpoint,string feedbackURI,uint40 deadline)"
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash,
                said.receiptHash,
                said.value,
                said.valueDecimals,
                keccak256(bytes(said.tag1)),
                keccak256(bytes(said.endpoint)),
                keccak256(bytes(said.feedbackURI)),
                said.deadline
            )
        );
        return digestAt("ComputeHive Reputation", place, structHash);
    }
}
