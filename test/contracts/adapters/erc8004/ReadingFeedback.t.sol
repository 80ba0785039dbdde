// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {ReputationTest} from "./ReputationTest.sol";

contract ReadingFeedbackTest is ReputationTest {
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
}
