// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {IStaking} from "../../../contracts/staking/IStaking.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";

/// @dev What the campaigns cannot reach by chance: the same words signed for another place, and other forms of a signature (SIG-1).
contract SignaturesTest is InvariantBase, Stage {
    uint256 private constant ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public {
        _createWorld();
    }

    function _settle(Scene memory scene, bytes memory nodes_, bytes memory buyers_) private returns (bytes memory) {
        vm.prank(thief);
        (, bytes memory answer) = address(market)
            .call(
                abi.encodeCall(
                    market.settleCosigned, (scene.order, scene.termsHash, scene.execution, scene.work, nodes_, buyers_)
                )
            );
        return answer;
    }

    function _nodeInvalid(Scene memory scene) private view returns (bytes memory) {
        return abi.encodeWithSelector(IJobMarket.Market_NodeSignatureInvalid.selector, scene.jobId, nodes[0]);
    }

    function test_SIG_1_ReceiptOfAnotherChainIsRefused() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        bytes32 foreign = _receiptHashAt(scene, block.chainid + 1, address(market));
        bytes memory answer = _settle(scene, _sign(nodes[0], foreign), _sign(buyers[0], foreign));
        assertEq(answer, _nodeInvalid(scene));
    }

    function test_SIG_1_ReceiptOfAnotherMarketIsRefused() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        bytes32 foreign = _receiptHashAt(scene, block.chainid, address(staking));
        bytes memory answer = _settle(scene, _sign(nodes[0], foreign), _sign(buyers[0], foreign));
        assertEq(answer, _nodeInvalid(scene));
    }

    function test_SIG_1_BuyerOfAnotherReceiptIsRefused() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        bytes memory nodes_ = _sign(nodes[0], _receiptHash(scene));
        scene.work.units += 1;
        bytes memory buyers_ = _sign(buyers[0], _receiptHash(scene));
        scene.work.units -= 1;
        assertEq(
            _settle(scene, nodes_, buyers_),
            abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, scene.jobId, buyers[0])
        );
    }

    function test_SIG_1_MirroredSignatureIsRefused() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        bytes32 digest = _receiptHash(scene);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[nodes[0]], digest);
        bytes memory mirrored = abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? 28 : 27);
        bytes memory answer = _settle(scene, mirrored, _sign(buyers[0], digest));
        assertEq(answer, _nodeInvalid(scene));
    }

    function test_SIG_1_RegistrationElsewhereIsRefused() public {
        bytes memory arguments = abi.encode(escrow, address(market), address(replicaMarket), dollar, THAW_TIME);
        IStaking elsewhere = IStaking(vm.deployCode("Staking.sol:Staking", arguments));
        IStaking.NodeProfile memory profile = _profile(providers[0], _account("fresh"), providers[0]);
        bytes memory signature = _sign(profile.node, elsewhere.hashNodeProfile(profile));
        vm.prank(providers[0]);
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeSignatureInvalid.selector, profile.node));
        staking.registerNode(profile, signature);
    }
}
