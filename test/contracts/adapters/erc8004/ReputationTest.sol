// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {INodeIdentities} from "contracts/adapters/erc8004/INodeIdentities.sol";
import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";

import {MarketTest} from "../../support/MarketTest.sol";

/// @dev The default job, brought to any of its ends, and what is said of it.
abstract contract ReputationTest is MarketTest {
    INodeIdentities internal identities;
    INodeReputation internal reputation;
    uint256 internal agentId;

    function setUp() public virtual override {
        super.setUp();
        identities = INodeIdentities(deployCode("NodeIdentities.sol:NodeIdentities", abi.encode(staking)));
        reputation = INodeReputation(deployCode("NodeReputation.sol:NodeReputation", abi.encode(receipts, identities)));
        agentId = uint160(node.addr);
    }

    function endings() internal pure returns (IJobMarket.JobState[7] memory) {
        return [
            IJobMarket.JobState.SettledCosigned,
            IJobMarket.JobState.SettledSilent,
            IJobMarket.JobState.SettledResolved,
            IJobMarket.JobState.SettledSplit,
            IJobMarket.JobState.RefundedSilent,
            IJobMarket.JobState.RefundedResolved,
            IJobMarket.JobState.RefundedEquivocation
        ];
    }

    function tagOf(IJobMarket.JobState state) internal pure returns (string memory) {
        string[7] memory tags = [
            "settled-cosigned",
            "settled-silent",
            "settled-resolved",
            "settled-split",
            "refunded-silent",
            "refunded-resolved",
            "refunded-equivocation"
        ];
        return tags[uint8(state) - uint8(IJobMarket.JobState.SettledCosigned)];
    }

    function end(IJobMarket.JobState state) internal {
        if (state == IJobMarket.JobState.RefundedSilent) order.onSilence = 1;
        post();
        IJobMarket.Execution memory execution = claim();
        if (state == IJobMarket.JobState.SettledCosigned) return cosign(execution);
        execution = submit(execution, defaultWork());
        if (state == IJobMarket.JobState.RefundedEquivocation) return contradict(execution);
        if (state == IJobMarket.JobState.SettledSilent || state == IJobMarket.JobState.RefundedSilent) {
            skip(WINDOW + 1);
            return market.settleSilent(order, termsHash(), execution, defaultWork());
        }
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        if (state == IJobMarket.JobState.SettledSplit) {
            skip(VERDICT_TIME + 1);
            return market.resolveByTimeout(order, terms, execution, defaultWork());
        }
        bool upheld = state == IJobMarket.JobState.SettledResolved;
        vm.prank(arbiter.addr);
        arbiterContract.rule(
            order, terms, execution, defaultWork(), upheld ? IJobMarket.Finding.Upheld : IJobMarket.Finding.Wrong, ""
        );
    }

    function cosign(IJobMarket.Execution memory execution) private {
        bytes memory signature = sign(buyerOf(), receiptHash(defaultWork()));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, defaultWork(), "", signature);
    }

    function contradict(IJobMarket.Execution memory execution) private {
        IJobMarket.Work memory other = IJobMarket.Work(UNITS + 1, detailsHash(defaultDetails()));
        market.proveEquivocation(
            order,
            termsHash(),
            execution,
            IJobMarket.SignedWork(defaultWork(), ""),
            IJobMarket.SignedWork(other, sign(node, receiptHash(other)))
        );
    }

    /// @dev Of the people here, whoever the order names.
    function buyerOf() internal view returns (Vm.Wallet memory) {
        if (order.buyer == provider.addr) return provider;
        if (order.buyer == payee.addr) return payee;
        if (order.buyer == node.addr) return node;
        return order.buyer == stranger.addr ? stranger : buyer;
    }

    function receiptOf() internal view returns (IReceipts.Receipt memory) {
        return IReceipts.Receipt(executionIdOf(0), node.addr, UNITS, defaultDetails());
    }

    function hashOf() internal view returns (bytes32) {
        return receiptHash(defaultWork());
    }

    /// @dev A job that both signed, and its proof.
    function settleAndProve() internal returns (bytes32 hash) {
        end(IJobMarket.JobState.SettledCosigned);
        return reputation.prove(receiptOf(), order, terms);
    }

    function give(address client, int128 value, uint8 decimals, string memory tag1, bytes32 hash) internal {
        vm.prank(client);
        reputation.giveFeedback(agentId, value, decimals, tag1, "", "", "", hash);
    }

    function saying(bytes32 hash) internal view returns (INodeReputation.Feedback memory) {
        return INodeReputation.Feedback(hash, 42, 1, "starred", "https://a", "ipfs://b", clock() + 1 hours);
    }

    function only(address client) internal pure returns (address[] memory clients) {
        clients = new address[](1);
        clients[0] = client;
    }
}
