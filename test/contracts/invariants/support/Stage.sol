// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {World} from "./World.sol";

/// @dev One job, brought into any state, with the calls that each action needs there.
abstract contract Stage is World {
    struct Scene {
        JobId jobId;
        IJobMarket.JobOrder order;
        IJobMarket.JobTerms terms;
        bytes32 termsHash;
        IJobMarket.Execution execution;
        IJobMarket.Work work;
        bytes nodeSignature;
        bytes buyerSignature;
    }

    uint64 private _salt;

    function _order() internal returns (Scene memory scene) {
        scene.order = IJobMarket.JobOrder({
            buyer: buyers[0],
            token: address(dollar),
            maxPay: 2_000_000,
            bond: 500_000,
            fixedPrice: 50_000,
            price: 900_000,
            unitKind: 0,
            exposure: 2_000_000,
            claimBefore: uint40(vm.getBlockTimestamp() + 1 hours),
            runTime: 600,
            window: 120,
            onSilence: 0,
            funding: 0,
            epoch: 0,
            salt: ++_salt
        });
        scene.terms.manifestHash = keccak256("manifest");
        scene.terms.resourceClass = "cpu.v1";
        scene.terms.resolver = address(rogue);
        scene.terms.verdictTime = 300;
        scene.terms.timeoutSplit = 5_000;
        _hash(scene);
    }

    function _hash(Scene memory scene) internal view {
        scene.termsHash = marketStatements.hashStructJobTerms(scene.terms);
        scene.jobId = market.hashJobOrder(scene.order, scene.terms);
        scene.work = IJobMarket.Work(1.5e12, keccak256("details"));
        // What a record looks like before the job was claimed: calls of that state must be refused for the state alone.
        scene.nodeSignature = "";
        scene.buyerSignature = "";
    }

    function _post(Scene memory scene) internal {
        vm.prank(scene.order.buyer);
        market.post(scene.order, scene.terms);
    }

    function _claim(Scene memory scene, address node) internal {
        vm.prank(node);
        market.claim(scene.order, scene.terms);
        scene.execution.node = node;
        scene.execution.provider = staking.nodeOf(node).provider;
        scene.execution.payee = staking.nodeOf(node).payee;
        scene.execution.exposure = scene.order.exposure;
        scene.execution.claimedAt = uint40(vm.getBlockTimestamp());
        scene.execution.submitBy = uint40(vm.getBlockTimestamp() + scene.order.runTime);
    }

    function _submit(Scene memory scene) internal {
        vm.prank(scene.execution.node);
        market.submit(scene.jobId, scene.execution, scene.work);
        scene.execution.submittedAt = uint40(vm.getBlockTimestamp());
        scene.execution.receiptHash = _receiptHash(scene);
    }

    function _dispute(Scene memory scene) internal {
        vm.prank(scene.order.buyer);
        market.dispute(scene.order, scene.termsHash, scene.execution, IJobMarket.Complaint.Wrong);
        scene.execution.disputedAt = uint40(vm.getBlockTimestamp());
        scene.execution.complaint = 1;
    }

    /// @dev EIP-712 by hand, because the tests know the details by their hash alone.
    function _receiptHash(Scene memory scene) internal view returns (bytes32) {
        return _receiptHashAt(scene, block.chainid, address(market));
    }

    /// @dev The same receipt, as a market elsewhere would have it signed.
    function _receiptHashAt(Scene memory scene, uint256 chainId, address market_) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details)"
            "ReceiptDetails(uint8 contextKind,bytes32 contextId,address buyer,uint64 sequence,bytes32 manifestHash,"
            "bytes32 programHash,bytes32 inputHash,bytes32 outputHash,uint8 outcome,uint32 exitCode,uint8 unitKind,"
            "uint64 unitSize,uint96 fixedPrice,uint96 price,uint96 amount,address token,uint40 startedAt,uint40 endedAt,"
            "uint64 energyMilliwattHours,bytes32 attestationId)"
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Market"),
                keccak256("1"),
                chainId,
                market_
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash,
                marketStatements.executionIdOf(scene.jobId, market.jobOf(scene.jobId).attempt),
                scene.execution.node,
                scene.work.units,
                scene.work.detailsHash
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _pass(uint256 time) internal {
        vm.warp(vm.getBlockTimestamp() + time);
    }

    /* ANY STATE, ANY ACTION */

    /// @dev A fresh job in `state`, reached by the shortest way.
    function _reach(IJobMarket.JobState state) internal returns (Scene memory scene) {
        scene = _order();
        if (state == IJobMarket.JobState.None) return scene;
        _post(scene);
        if (state == IJobMarket.JobState.Open) return scene;
        if (state == IJobMarket.JobState.Cancelled || state == IJobMarket.JobState.Lapsed) return _close(scene, state);
        _claim(scene, nodes[0]);
        if (state == IJobMarket.JobState.Running) return scene;
        if (state == IJobMarket.JobState.SettledCosigned) return _perform(scene, "settleCosigned");
        if (state == IJobMarket.JobState.RefundedSilent) return _refundSilently();
        if (state == IJobMarket.JobState.RefundedEquivocation) return _perform(scene, "proveEquivocation");
        _submit(scene);
        if (state == IJobMarket.JobState.Submitted) return scene;
        if (state == IJobMarket.JobState.SettledSilent) return _perform(scene, "settleSilent");
        _dispute(scene);
        if (state == IJobMarket.JobState.Disputed) return scene;
        if (state == IJobMarket.JobState.SettledSplit) return _perform(scene, "resolveByTimeout");
        return _ruled(scene, state == IJobMarket.JobState.SettledResolved);
    }

    function _close(Scene memory scene, IJobMarket.JobState state) private returns (Scene memory) {
        return _perform(scene, state == IJobMarket.JobState.Cancelled ? "cancel" : "lapse");
    }

    function _refundSilently() private returns (Scene memory scene) {
        scene = _order();
        scene.order.onSilence = 1;
        _hash(scene);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        return _perform(scene, "settleSilent");
    }

    function _ruled(Scene memory scene, bool upheld) private returns (Scene memory) {
        IJobMarket.Finding finding = upheld ? IJobMarket.Finding.Upheld : IJobMarket.Finding.Wrong;
        rogue.resolve(
            scene.order, scene.terms, scene.execution, scene.work, IJobMarket.Verdict(finding, 100_000, judge)
        );
        return scene;
    }

    function _perform(Scene memory scene, string memory action) private returns (Scene memory) {
        (address caller, bytes memory data) = _callOf(scene, action);
        vm.prank(caller);
        (bool success, bytes memory answer) = _target(action).call(data);
        if (!success) _bubble(answer);
        return scene;
    }

    function _bubble(bytes memory answer) private pure {
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function _target(string memory action) internal view returns (address) {
        return _is(action, "resolve") ? address(rogue) : address(market);
    }

    /// @dev Who may, and with what calldata, after waiting for the action's clock.
    function _callOf(Scene memory scene, string memory action) internal returns (address, bytes memory) {
        if (_is(action, "post")) return (scene.order.buyer, abi.encodeCall(market.post, (scene.order, scene.terms)));
        if (_is(action, "cancel")) {
            return (scene.order.buyer, abi.encodeCall(market.cancel, (scene.order, scene.termsHash)));
        }
        if (_is(action, "claim")) return (nodes[0], abi.encodeCall(market.claim, (scene.order, scene.terms)));
        if (_is(action, "claimSigned")) {
            bytes memory signature = _sign(scene.order.buyer, JobId.unwrap(scene.jobId));
            return (nodes[0], abi.encodeCall(market.claimSigned, (scene.order, scene.terms, signature)));
        }
        if (_is(action, "proveEquivocation")) return (thief, _contradiction(scene));
        if (_is(action, "decline")) {
            return (_node(scene), abi.encodeCall(market.decline, (scene.jobId, scene.execution)));
        }
        if (_is(action, "submit")) {
            return (_node(scene), abi.encodeCall(market.submit, (scene.jobId, scene.execution, scene.work)));
        }
        if (_is(action, "dispute")) {
            return (
                scene.order.buyer,
                abi.encodeCall(
                    market.dispute, (scene.order, scene.termsHash, scene.execution, IJobMarket.Complaint.NotDelivered)
                )
            );
        }
        if (_is(action, "settleCosigned")) return (_node(scene), _cosigned(scene));
        if (_is(action, "resolve")) return (thief, _resolve(scene));
        return (thief, _timed(scene, action));
    }

    function _node(Scene memory scene) private view returns (address) {
        return scene.execution.node == address(0) ? nodes[0] : scene.execution.node;
    }

    function _cosigned(Scene memory scene) private view returns (bytes memory) {
        bytes32 digest = _receiptHash(scene);
        return abi.encodeCall(
            market.settleCosigned,
            (
                scene.order,
                scene.termsHash,
                scene.execution,
                scene.work,
                _sign(nodes[0], digest),
                _sign(scene.order.buyer, digest)
            )
        );
    }

    function _contradiction(Scene memory scene) private view returns (bytes memory) {
        uint128 units = scene.work.units;
        IJobMarket.SignedWork memory one = IJobMarket.SignedWork(scene.work, _sign(nodes[0], _receiptHash(scene)));
        scene.work = IJobMarket.Work(units + 1, scene.work.detailsHash);
        IJobMarket.SignedWork memory other = IJobMarket.SignedWork(scene.work, _sign(nodes[0], _receiptHash(scene)));
        scene.work = IJobMarket.Work(units, scene.work.detailsHash);
        return abi.encodeCall(market.proveEquivocation, (scene.order, scene.termsHash, scene.execution, one, other));
    }

    function _resolve(Scene memory scene) private view returns (bytes memory) {
        IJobMarket.Verdict memory verdict = IJobMarket.Verdict(IJobMarket.Finding.Upheld, 0, judge);
        return abi.encodeCall(market.resolve, (scene.order, scene.terms, scene.execution, scene.work, verdict));
    }

    /// @dev Steps for anybody, once the clock is over.
    function _timed(Scene memory scene, string memory action) private returns (bytes memory) {
        if (_is(action, "lapse")) {
            vm.warp(scene.order.claimBefore);
            return abi.encodeCall(market.lapse, (scene.order, scene.termsHash));
        }
        if (_is(action, "expire")) {
            _pass(scene.order.runTime + 1);
            return abi.encodeCall(market.expire, (scene.order, scene.termsHash, scene.execution));
        }
        if (_is(action, "settleSilent")) {
            _pass(scene.order.window + 1);
            return abi.encodeCall(market.settleSilent, (scene.order, scene.termsHash, scene.execution, scene.work));
        }
        _pass(scene.terms.verdictTime + 1);
        return abi.encodeCall(market.resolveByTimeout, (scene.order, scene.terms, scene.execution, scene.work));
    }

    function _is(string memory one, string memory other) internal pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }
}
