// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {IReceiptToken} from "../../../contracts/receipts/IReceiptToken.sol";
import {IReceipts} from "../../../contracts/receipts/IReceipts.sol";
import {JobId} from "../../../contracts/types/Ids.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";

/// @dev Jobs in every state: which receipts become tokens, for whom, how often (RCP-4).
contract MintedReceiptsTest is InvariantBase, Stage {
    IReceiptToken private _tokens;

    function setUp() public {
        _createWorld();
        _tokens = IReceiptToken(vm.deployCode("ReceiptToken.sol:ReceiptToken", abi.encode(receipts)));
    }

    function test_RCP_4_OnlyTheBuyerMintsAPaidReceiptOnce() public {
        for (uint256 s; s <= uint256(type(IJobMarket.JobState).max); ++s) {
            IJobMarket.JobState state = IJobMarket.JobState(s);
            uint256 before = vm.snapshotState();
            (Scene memory scene, IReceipts.Receipt memory receipt) = _tell(state);
            bool paid = state >= IJobMarket.JobState.SettledCosigned && state <= IJobMarket.JobState.SettledSplit;
            assertFalse(_mint(thief, scene, receipt), "a stranger minted");
            assertFalse(_mint(scene.execution.node, scene, receipt), "the node minted");
            assertEq(_mint(scene.order.buyer, scene, receipt), paid, vm.toString(s));
            assertFalse(_mint(scene.order.buyer, scene, receipt), "minted twice");
            assertEq(IERC721(address(_tokens)).balanceOf(scene.order.buyer), paid ? 1 : 0);
            vm.revertToState(before);
        }
    }

    /// @dev A job whose receipt says what it must, brought into `state` by hand: the stage knows details by their hash alone.
    function _tell(IJobMarket.JobState state) private returns (Scene memory scene, IReceipts.Receipt memory receipt) {
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
        assertEq(uint8(market.jobOf(scene.jobId).state), uint8(state), "not reached");
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
            return assertTrue(proven);
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

    function _mint(address caller, Scene memory scene, IReceipts.Receipt memory receipt) private returns (bool) {
        vm.prank(caller);
        try _tokens.mint(receipt, scene.order, scene.terms) {
            return true;
        } catch {
            return false;
        }
    }
}
