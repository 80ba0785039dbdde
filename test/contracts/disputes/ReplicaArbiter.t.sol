// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaArbiter} from "contracts/disputes/IReplicaArbiter.sol";

import {ReplicaTest} from "../support/ReplicaTest.sol";

contract ReplicaArbiterTest is ReplicaTest {
    function disputed() private {
        outvoted();
        windowOpen();
        dispute();
    }

    function test_NamesWhatItBelongsTo() external view {
        assertEq(replicaArbiter.market(), address(replicaMarket));
        assertEq(replicaArbiter.arbiter(), arbiter.addr);
        assertEq(replicaArbiter.fee(), ARBITER_FEE);
    }

    function test_PublishesItsReason() external {
        disputed();
        vm.expectEmit(address(replicaArbiter));
        emit IReplicaArbiter.ReplicasRuled(jobId(), keyOf(0), "because");
        rule(GOOD);
        assertEq(freeOf(arbiter.addr), ARBITER_FEE);
    }

    function test_TakesWhatTheOrderLeavesOfTheFee() external {
        order.bond = ARBITER_FEE - 1;
        disputed();
        rule(GOOD);
        assertEq(freeOf(arbiter.addr), ARBITER_FEE - 1);
    }

    function test_TakesNoMoreThanAnExposure() external {
        (order.maxPay, order.exposure, order.fixedPrice) = (10, 10, 1);
        disputed();
        rule(BAD);
        assertEq(freeOf(arbiter.addr), 10);
    }

    function test_RevertWhen_SomebodyElseRules() external {
        disputed();
        bytes4 selector = IReplicaArbiter.ReplicaArbiter_NotArbiter.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, arbiter.addr, stranger.addr));
        vm.prank(stranger.addr);
        replicaArbiter.rule(order, terms, resultOf(GOOD, UNITS), "");
    }

    function test_RevertWhen_TheReasonIsTooLong() external {
        disputed();
        bytes4 selector = IReplicaArbiter.ReplicaArbiter_ReasonTooLong.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, 513));
        vm.prank(arbiter.addr);
        replicaArbiter.rule(order, terms, resultOf(GOOD, UNITS), string(new bytes(513)));
        vm.prank(arbiter.addr);
        replicaArbiter.rule(order, terms, resultOf(GOOD, UNITS), string(new bytes(512)));
    }
}
