// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {IReceiptToken} from "../../../contracts/receipts/IReceiptToken.sol";
import {IReceipts} from "../../../contracts/receipts/IReceipts.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {ToldJobs} from "./support/ToldJobs.sol";

/// @dev Jobs in every state: which receipts become tokens, for whom, how often (RCP-4).
contract MintedReceiptsTest is InvariantBase, ToldJobs {
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

    function _mint(address caller, Scene memory scene, IReceipts.Receipt memory receipt) private returns (bool) {
        vm.prank(caller);
        try _tokens.mint(receipt, scene.order, scene.terms) {
            return true;
        } catch {
            return false;
        }
    }
}
