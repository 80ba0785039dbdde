// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {ExecutionId} from "contracts/types/Ids.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev Jobs that nobody contests, and what each replica of them ends with.
contract ReplicaEndingsTest is ReplicaTest {
    uint256 private constant FUNDED = 3 * uint256(SHARE) + BOND;

    /* SETTLE */

    function test_AllAgreeAndAllArePaid() external {
        revealed();
        windowOver();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobEnded(jobId(), IReplicaMarket.JobState.Agreed, keyOf(0), 3, AMOUNT, FUNDED - 3 * AMOUNT);
        settle();
        assertJob(IReplicaMarket.JobState.Agreed);
        assertEq(freeOf(buyer.addr), BUYER_MONEY - 3 * AMOUNT);
        assertEq(freeOf(address(replicaMarket)), 3 * AMOUNT);

        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.ReplicaEnded(
            jobId(), executionIdOf(0), hands[0].node, IReplicaMarket.ReplicaState.Paid, AMOUNT, 0
        );
        collectAll();
        for (uint256 i = 0; i < 3; ++i) {
            assertReplica(i, IReplicaMarket.ReplicaState.Paid);
            assertCollected(i, AMOUNT, 0);
        }
        assertSpent(3 * AMOUNT);
    }

    function test_TheEndKeepsTheReceipt() external {
        revealed();
        windowOver();
        settle();
        collectAll();
        (, bytes32 hash) = replicaMarket.replicaOf(executionIdOf(0));
        assertEq(hash, bytes32(bytes31(receiptHash(0))));
    }

    /// @dev Attack: contradict, to spoil the quorum. One alone cannot, and pays as if it had been silent.
    function test_WhoIsOutvotedIsUnpaidAndBurnsThePenalty() external {
        outvoted();
        windowOver();
        settle();
        collectAll();
        assertReplica(1, IReplicaMarket.ReplicaState.Unpaid);
        assertCollected(0, AMOUNT, 0);
        assertCollected(1, 0, PENALTY);
        assertCollected(2, AMOUNT, 0);
        assertSpent(2 * AMOUNT);
        assertEq(staking.burned(), PENALTY);
    }

    function test_WhoDidNotCommitBurnsThePenalty() external {
        filled();
        commit(0);
        commit(1);
        skip(RUN_TIME + 1);
        reveal(0);
        reveal(1);
        windowOver();
        settle();
        collectAll();
        assertReplica(2, IReplicaMarket.ReplicaState.Silent);
        assertCollected(2, 0, PENALTY);
        assertSpent(2 * AMOUNT);
    }

    function test_WhoDidNotRevealBurnsThePenalty() external {
        committed();
        reveal(0);
        reveal(1);
        skip(REVEAL_TIME + 1);
        skip(WINDOW);
        settle();
        collectAll();
        assertReplica(2, IReplicaMarket.ReplicaState.Silent);
        assertCollected(2, 0, PENALTY);
        assertSpent(2 * AMOUNT);
    }

    /// @dev Attack: silent replicas spoil the quorum. The buyer gets everything back, the honest one is free, the silent pay.
    function test_WithoutAQuorumBySilenceTheBuyerIsRefunded() external {
        filled();
        commit(0);
        skip(RUN_TIME + 1);
        reveal(0);
        windowOver();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobEnded(jobId(), IReplicaMarket.JobState.Refunded, 0, 0, 0, FUNDED);
        settle();
        assertSpent(0);
        collectAll();
        assertReplica(0, IReplicaMarket.ReplicaState.Unpaid);
        assertCollected(0, 0, 0);
        assertCollected(1, 0, PENALTY);
        assertCollected(2, 0, PENALTY);
    }

    function test_WithoutAQuorumByDisagreementAllAreReleased() external {
        divided();
        windowOver();
        settle();
        collectAll();
        assertSpent(0);
        for (uint256 i = 0; i < 3; ++i) {
            assertReplica(i, IReplicaMarket.ReplicaState.Unpaid);
            assertCollected(i, 0, 0);
        }
    }

    function test_NobodySaysAnything() external {
        filled();
        vm.warp(clock() + RUN_TIME + REVEAL_TIME + WINDOW + 1);
        settle();
        collectAll();
        assertSpent(0);
        assertEq(staking.burned(), 3 * PENALTY);
    }

    /// @dev Equal results in units beyond the share: each replica is paid its share and not more.
    function test_PaysAtMostTheShare() external {
        (units[0], units[1], units[2]) = (1e18, 1e18, 1e18);
        revealed();
        windowOver();
        replicaMarket.settle(order, termsHash(), resultOf(GOOD, 1e18));
        collectAll();
        assertCollected(0, SHARE, 0);
        assertSpent(3 * SHARE);
    }

    function test_RevertWhen_SettledWithAnotherResult() external {
        outvoted();
        windowOver();
        bytes4 selector = IReplicaMarket.Replica_WrongResult.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), keyOf(1)));
        replicaMarket.settle(order, termsHash(), resultOf(BAD, UNITS));

        bytes32 dearer = replicaMarket.keyOf(resultOf(GOOD, UNITS + 1));
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), dearer));
        replicaMarket.settle(order, termsHash(), resultOf(GOOD, UNITS + 1));
    }

    function test_RevertWhen_SettledInTheWindow() external {
        revealed();
        uint40 until = clock() + WINDOW;
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_WindowOpen.selector, jobId(), until));
        settle();
    }

    function test_RevertWhen_SettledTwice() external {
        revealed();
        windowOver();
        settle();
        expectJobWrongState(IReplicaMarket.JobState.Agreed);
        settle();
    }

    function test_RevertWhen_SettledBeforeAllAreClaimed() external {
        post();
        claim(0);
        expectJobWrongState(IReplicaMarket.JobState.Open);
        settle();
    }

    /// @dev Attack: bring other terms for the same job, such as a higher price.
    function test_RevertWhen_TheOrderIsAltered() external {
        revealed();
        windowOver();
        order.fixedPrice += 1;
        expectJobWrongState(IReplicaMarket.JobState.None);
        settle();
    }

    /* COLLECT */

    function test_AnybodyCollectsInAnyOrder() external {
        outvoted();
        windowOver();
        settle();
        vm.startPrank(stranger.addr);
        collect(2);
        collect(1);
        collect(0);
        assertCollected(0, AMOUNT, 0);
        assertCollected(1, 0, PENALTY);
        assertCollected(2, AMOUNT, 0);
        assertSpent(2 * AMOUNT);
    }

    function test_RevertWhen_CollectedTwice() external {
        revealed();
        windowOver();
        settle();
        collect(0);
        expectWrongState(IReplicaMarket.ReplicaState.Paid);
        collect(0);
    }

    function test_RevertWhen_OneListNamesAReplicaTwice() external {
        revealed();
        windowOver();
        settle();
        IReplicaMarket.Replica[] memory twice = new IReplicaMarket.Replica[](2);
        (twice[0], twice[1]) = (records[0], records[0]);
        expectWrongState(IReplicaMarket.ReplicaState.Paid);
        replicaMarket.collect(order, termsHash(), twice);
    }

    function test_RevertWhen_CollectedBeforeTheEnd() external {
        revealed();
        expectJobWrongState(IReplicaMarket.JobState.Running);
        collect(0);
    }

    function test_RevertWhen_ADeclinedReplicaIsCollected() external {
        hire(4);
        post();
        claim(0);
        decline(0);
        claim(1);
        vm.warp(order.claimBefore);
        replicaMarket.lapse(order, termsHash());
        expectWrongState(IReplicaMarket.ReplicaState.Left);
        collect(0);
    }

    /// @dev Attack: a record that says one stated the right result, names another payee, or belongs to another job.
    function test_RevertWhen_TheRecordIsForged() external {
        outvoted();
        windowOver();
        settle();
        IReplicaMarket.Replica[] memory forged = only(1);
        forged[0].key = keyOf(0);
        expectWrongRecord();
        replicaMarket.collect(order, termsHash(), forged);
        forged[0] = records[1];
        forged[0].payee = stranger.addr;
        expectWrongRecord();
        replicaMarket.collect(order, termsHash(), forged);

        IReplicaMarket.ReplicaOrder memory first = order;
        (order.salt, order.claimBefore) = (8, clock() + 1);
        filled();
        order = first;
        expectWrongRecord();
        collect(1);
    }

    /// @dev The payee of the claim counts, and a node that was paused or retired meanwhile ends like any other.
    function test_ChangesAfterTheClaimChangeNothing() external {
        revealed();
        vm.startPrank(hands[0].provider);
        staking.setPayee(hands[0].node, stranger.addr);
        staking.retireNode(hands[0].node);
        vm.stopPrank();
        windowOver();
        settle();
        collect(0);
        assertCollected(0, AMOUNT, 0);
    }

    /* THE GREATEST JOB */

    function test_FifteenReplicas() external {
        (order.replicas, order.quorum) = (15, 8);
        for (uint256 i = 8; i < 15; ++i) {
            outputs[i] = bytes32(i);
        }
        revealed();
        windowOver();
        settle();
        uint256 before = gasleft();
        collectAll();
        // One transaction ends them all, far below what any chain lets a transaction use.
        assertLt(before - gasleft(), 1_000_000);
        for (uint256 i = 0; i < 15; ++i) {
            assertCollected(i, i < 8 ? AMOUNT : 0, i < 8 ? 0 : PENALTY);
        }
        assertSpent(8 * AMOUNT);
    }

    function test_TwoReplicasMustBothAgree() external {
        (order.replicas, order.quorum) = (2, 2);
        outputs[1] = BAD;
        revealed();
        windowOver();
        settle();
        assertSpent(0);
    }

    function testFuzz_HandsOutWhatWasLocked(uint8 replicas, uint8 quorum, uint256 seed, uint128 used) external {
        order.replicas = uint8(bound(replicas, 2, 15));
        order.quorum = uint8(bound(quorum, order.replicas / 2 + 1, order.replicas));
        hire(order.replicas);
        uint256 good;
        for (uint256 i = 0; i < order.replicas; ++i) {
            outputs[i] = (seed >> i) % 2 == 0 ? GOOD : BAD;
            if (outputs[i] == GOOD) ++good;
            units[i] = used;
        }
        revealed();
        windowOver();
        bool bad = order.replicas - good >= order.quorum;
        replicaMarket.settle(order, termsHash(), resultOf(bad ? BAD : GOOD, used));
        collectAll();
        uint256 paid = good >= order.quorum ? good : bad ? order.replicas - good : 0;
        assertSpent(paid * replicaMarket.amountOf(order, used));
    }

    /// @dev Attack: the rest of the stake thaws, and the other market slashes all that it exposed, so that this one cannot take its
    /// penalty. Each market's exposure is its own, and a slash caps at it.
    function test_ASlashNeverReverts() external {
        filled();
        vm.prank(address(market));
        staking.commit(hands[0].node, EXPOSURE);
        vm.prank(hands[0].provider);
        staking.thaw(STAKE - 2 * EXPOSURE);
        vm.prank(address(market));
        staking.slash(hands[0].provider, EXPOSURE, STAKE, stranger.addr, STAKE);
        assertEq(staking.providerOf(hands[0].provider).active, EXPOSURE);
        assertEq(freeOf(stranger.addr), EXPOSURE);

        vm.warp(clock() + RUN_TIME + REVEAL_TIME + WINDOW + 1);
        settle();
        collectAll();
        IStaking.Provider memory stake = staking.providerOf(hands[0].provider);
        assertEq(stake.active, EXPOSURE - PENALTY);
        assertEq(stake.exposure, 0);
    }

    /* SUPPORT */

    function expectWrongState(IReplicaMarket.ReplicaState given) private {
        ExecutionId executionId = executionIdOf(0);
        bytes4 selector = IReplicaMarket.Replica_WrongState.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionId, uint8(given)));
    }

    function expectWrongRecord() private {
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_WrongRecord.selector, executionIdOf(1)));
    }
}
