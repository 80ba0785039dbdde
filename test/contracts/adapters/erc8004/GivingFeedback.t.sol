// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {ReputationTest} from "./ReputationTest.sol";

contract GivingFeedbackTest is ReputationTest {
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

    /* SUPPORT */

    function expectSelfDealing(bytes32 hash) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeReputation.NodeReputation_SelfDealing.selector, order.buyer, node.addr)
        );
        give(order.buyer, 100, 0, "", hash);
    }
}
