// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";

import {ReputationTest} from "./ReputationTest.sol";

/// @dev What becomes of feedback that was given.
contract RevokingAndAnsweringTest is ReputationTest {
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

    /* SUPPORT */

    function expectUnknown(address client, uint64 index) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeReputation.NodeReputation_FeedbackUnknown.selector, agentId, client, index)
        );
    }
}
