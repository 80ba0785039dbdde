// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {SmartAccount} from "../../support/accounts/Accounts.sol";
import {ReputationTest} from "./ReputationTest.sol";

/// @dev Feedback by the buyer's signature, carried by anybody.
contract SigningFeedbackTest is ReputationTest {
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

    /* SUPPORT */

    function expectSignatureRefused(INodeReputation.Feedback memory said, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(INodeReputation.NodeReputation_SignatureInvalid.selector, buyer.addr));
        reputation.giveFeedbackFor(said, signature);
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
