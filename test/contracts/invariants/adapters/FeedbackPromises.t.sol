// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {INodeReputation} from "../../../../contracts/adapters/erc8004/INodeReputation.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReceipts} from "../../../../contracts/receipts/IReceipts.sol";
import {InvariantBase} from "../support/InvariantBase.sol";
import {ToldJobs} from "../support/ToldJobs.sol";

/// @dev Jobs in every state: whose word counts, for which node, how often (FBK-1).
contract FeedbackPromisesTest is InvariantBase, ToldJobs {
    INodeReputation private _reputation;

    function setUp() public {
        _createWorld();
        address identities = vm.deployCode("NodeIdentities.sol:NodeIdentities", abi.encode(staking));
        _reputation =
            INodeReputation(vm.deployCode("NodeReputation.sol:NodeReputation", abi.encode(receipts, identities)));
    }

    function test_FBK_1_OnlyTheBuyerOfAnEndedReceiptSpeaksOnce() public {
        for (uint256 s; s <= uint256(type(IJobMarket.JobState).max); ++s) {
            IJobMarket.JobState state = IJobMarket.JobState(s);
            uint256 before = vm.snapshotState();
            (Scene memory scene, IReceipts.Receipt memory receipt) = _tell(state);
            bool ended = state >= IJobMarket.JobState.SettledCosigned;
            assertEq(_prove(scene, receipt), ended, vm.toString(s));
            assertEq(_prove(scene, receipt), ended, "what is proved may be proved again");
            bytes32 hash = receipts.verify(receipt, scene.order, scene.terms).receiptHash;
            uint256 agentId = uint160(receipt.node);
            assertFalse(_give(thief, agentId, hash), "a stranger spoke");
            assertFalse(_give(receipt.node, agentId, hash), "the node spoke");
            assertFalse(_give(scene.order.buyer, uint160(nodes[1]), hash), "another node was judged");
            assertEq(_give(scene.order.buyer, agentId, hash), ended, vm.toString(s));
            assertFalse(_give(scene.order.buyer, agentId, hash), "spoken twice");
            assertEq(_reputation.getLastIndex(agentId, scene.order.buyer), ended ? 1 : 0);
            if (ended) assertEq(uint8(_reputation.proofOf(hash).state), s, "another ending");
            vm.revertToState(before);
        }
    }

    /// @dev A provider that buys from its own node ends the job as anybody does, and says nothing of it.
    function test_FBK_2_WhoProfitsDoesNotSpeak() public {
        buyers[0] = providers[0];
        _allow(providers[0], address(market), 1_000 * uint128(DOLLAR));
        (Scene memory scene, IReceipts.Receipt memory receipt) = _tell(IJobMarket.JobState.SettledCosigned);
        assertEq(scene.order.buyer, providers[0], "another buyer");
        assertTrue(_prove(scene, receipt));
        bytes32 hash = receipts.verify(receipt, scene.order, scene.terms).receiptHash;
        assertFalse(_give(providers[0], uint160(receipt.node), hash), "it praised itself");
    }

    function _prove(Scene memory scene, IReceipts.Receipt memory receipt) private returns (bool) {
        try _reputation.prove(receipt, scene.order, scene.terms) {
            return true;
        } catch {
            return false;
        }
    }

    function _give(address caller, uint256 agentId, bytes32 hash) private returns (bool) {
        vm.prank(caller);
        try _reputation.giveFeedback(agentId, 1, 0, "", "", "", "", hash) {
            return true;
        } catch {
            return false;
        }
    }
}
