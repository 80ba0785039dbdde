// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReceipts} from "../../../../contracts/receipts/IReceipts.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {Stage} from "./Stage.sol";

/// @dev Jobs in any state whose receipts say all that receipts say.
abstract contract ToldJobs is Stage {
    /// @dev A job whose receipt says what it must, brought into `state` by hand: the stage knows details by their hash alone.
    function _tell(IJobMarket.JobState state) internal returns (Scene memory scene, IReceipts.Receipt memory receipt) {
        scene = _order();
        if (state == IJobMarket.JobState.RefundedSilent) (scene.order.onSilence, scene.order.exposure) = (1, 0);
        _hash(scene);
        receipt.executionId = marketStatements.executionIdOf(scene.jobId, 0);
        receipt.node = nodes[0];
        receipt.units = scene.work.units;
        receipt.details = _details(scene);
        scene.work.detailsHash = marketStatements.hashStructReceiptDetails(receipt.details);
        if (state == IJobMarket.JobState.None) return (scene, receipt);
        _post(scene);
        _end(scene, state);
        require(market.jobOf(scene.jobId).state == state, "not reached");
    }

    function _end(Scene memory scene, IJobMarket.JobState state) private {
        if (state == IJobMarket.JobState.Open) return;
        if (state == IJobMarket.JobState.Cancelled) {
            vm.prank(scene.order.buyer);
            return market.cancel(scene.order, scene.termsHash);
        }
        if (state == IJobMarket.JobState.Lapsed) {
            _pass(2 hours);
            return market.lapse(scene.order, scene.termsHash);
        }
        _claim(scene, nodes[0]);
        if (state == IJobMarket.JobState.Running) return;
        _submit(scene);
        if (state == IJobMarket.JobState.Submitted) return;
        if (state == IJobMarket.JobState.RefundedEquivocation) {
            (address caller, bytes memory data) = _callOf(scene, "proveEquivocation");
            vm.prank(caller);
            (bool proven,) = address(market).call(data);
            return require(proven, "not proved");
        }
        if (state == IJobMarket.JobState.SettledCosigned) {
            vm.prank(scene.order.buyer);
            return market.settleCosigned(scene.order, scene.termsHash, scene.execution, scene.work, "", "");
        }
        if (state == IJobMarket.JobState.SettledSilent || state == IJobMarket.JobState.RefundedSilent) {
            _pass(scene.order.window + 1);
            return market.settleSilent(scene.order, scene.termsHash, scene.execution, scene.work);
        }
        _dispute(scene);
        if (state == IJobMarket.JobState.Disputed) return;
        if (state == IJobMarket.JobState.SettledSplit) {
            _pass(scene.terms.verdictTime + 1);
            return market.resolveByTimeout(scene.order, scene.terms, scene.execution, scene.work);
        }
        bool upheld = state == IJobMarket.JobState.SettledResolved;
        IJobMarket.Finding finding = upheld ? IJobMarket.Finding.Upheld : IJobMarket.Finding.Wrong;
        IJobMarket.Verdict memory verdict = IJobMarket.Verdict(finding, 0, address(0));
        vm.prank(address(rogue));
        market.resolve(scene.order, scene.terms, scene.execution, scene.work, verdict);
    }

    function _details(Scene memory scene) private view returns (IJobMarket.ReceiptDetails memory details) {
        details.contextId = JobId.unwrap(scene.jobId);
        details.buyer = scene.order.buyer;
        details.manifestHash = scene.terms.manifestHash;
        details.unitKind = scene.order.unitKind;
        details.unitSize = 1e12;
        details.fixedPrice = scene.order.fixedPrice;
        details.price = scene.order.price;
        details.amount = marketStatements.amountOf(scene.order, scene.work.units);
        details.token = scene.order.token;
    }
}
