// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {ExecutionId, JobId} from "contracts/types/Ids.sol";

import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev Commitments and what opens them.
contract ReplicaRoundsTest is ReplicaTest {
    /* COMMIT */

    function test_CommitShowsNothingOfTheReceipt() external {
        filled();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.ReplicaCommitted(jobId(), executionIdOf(0), hands[0].node, commitmentOf(0));
        commit(0);
        assertReplica(0, IReplicaMarket.ReplicaState.Committed);
    }

    function test_CommitsToTheLastSecond() external {
        filled();
        skip(RUN_TIME);
        commit(0);
        skip(1);
        expectJobTime(IReplicaMarket.Replica_CommitTooLate.selector, clock() - 1);
        vm.prank(hands[1].node);
        replicaMarket.commit(jobId(), records[1], "late");
    }

    function test_LastCommitmentStartsTheRevealing() external {
        filled();
        commit(0);
        commit(1);
        skip(100);
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobCommitted(jobId(), clock() + REVEAL_TIME);
        commit(2);
        assertEq(replicaMarket.jobOf(jobId()).revealBy, clock() + REVEAL_TIME);
    }

    function test_RevertWhen_CommittingBeforeAllAreClaimed() external {
        post();
        claim(0);
        expectJobWrongState(IReplicaMarket.JobState.Open);
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), records[0], "early");
    }

    /// @dev Attack: change one's word once others have shown theirs.
    function test_RevertWhen_CommittingTwice() external {
        filled();
        commit(0);
        expectWrongState(0, IReplicaMarket.ReplicaState.Committed);
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), records[0], "other");
    }

    function test_RevertWhen_TheCommitmentIsMissing() external {
        filled();
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_CommitmentMissing.selector, executionIdOf(0)));
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), records[0], 0);
    }

    function test_RevertWhen_AnotherNodeCommits() external {
        filled();
        expectNotNode(0, hands[1].node);
        vm.prank(hands[1].node);
        replicaMarket.commit(jobId(), records[0], "mine");
    }

    function test_RevertWhen_TheRecordIsForged() external {
        filled();
        IReplicaMarket.Replica memory forged = records[0];
        forged.payee = stranger.addr;
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_WrongRecord.selector, executionIdOf(0)));
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), forged, "commitment");
    }

    function test_RevertWhen_CommittingWithoutAReplica() external {
        filled();
        IReplicaMarket.Replica memory invented =
            IReplicaMarket.Replica(stranger.addr, stranger.addr, stranger.addr, 0, 0, 0);
        ExecutionId executionId = replicaMarket.executionIdOf(jobId(), stranger.addr);
        vm.expectRevert(
            abi.encodeWithSelector(
                IReplicaMarket.Replica_WrongState.selector, executionId, uint8(IReplicaMarket.ReplicaState.None)
            )
        );
        vm.prank(stranger.addr);
        replicaMarket.commit(jobId(), invented, "commitment");
    }

    /* REVEAL */

    function test_RevealCountsEqualResults() external {
        outputs[2] = BAD;
        committed();
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.ReplicaRevealed(
            jobId(), executionIdOf(0), hands[0].node, resultOf(GOOD, UNITS), receiptHash(0)
        );
        reveal(0);
        assertReplica(0, IReplicaMarket.ReplicaState.Revealed);
        assertFalse(replicaMarket.jobOf(jobId()).agreed);
        reveal(1);
        assertTrue(replicaMarket.jobOf(jobId()).agreed);
        vm.expectEmit(address(replicaMarket));
        emit IReplicaMarket.JobRevealed(jobId(), true, clock() + WINDOW);
        reveal(2);
        assertEq(replicaMarket.tallyOf(jobId(), keyOf(0)).count, 2);
        assertEq(replicaMarket.tallyOf(jobId(), keyOf(2)).count, 1);
        assertEq(replicaMarket.jobOf(jobId()).revealBy, clock());
    }

    /// @dev Units are a part of the result: who counts more fuel for the same output agrees with nobody.
    function testFuzz_EveryPartOfTheResultCounts(bytes32 output, uint128 used) external view {
        IReplicaMarket.Result memory result = resultOf(GOOD, UNITS);
        bytes32 key = replicaMarket.keyOf(result);
        assertEq(key, keccak256(abi.encode(result)));
        if (output != GOOD) assertNotEq(replicaMarket.keyOf(resultOf(output, UNITS)), key);
        if (used != UNITS) assertNotEq(replicaMarket.keyOf(resultOf(GOOD, used)), key);
        (result.outcome, result.exitCode) = (1, 3);
        assertNotEq(replicaMarket.keyOf(result), key);
        (result.outcome, result.exitCode) = (0, 4);
        assertNotEq(replicaMarket.keyOf(result), key);
    }

    /// @dev Attack: show one's result early, so that friends can still commit to it. The contract does not help with that.
    function test_RevertWhen_RevealingBeforeAllCommitted() external {
        filled();
        commit(0);
        commit(1);
        uint40 commitBy = replicaMarket.jobOf(jobId()).commitBy;
        expectJobTime(IReplicaMarket.Replica_RevealTooEarly.selector, commitBy);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));

        vm.warp(commitBy);
        expectJobTime(IReplicaMarket.Replica_RevealTooEarly.selector, commitBy);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));

        skip(1);
        reveal(0);
    }

    /// @dev Attack: wait for another's reveal, and commit to it.
    function test_RevertWhen_CommittingAfterAReveal() external {
        filled();
        commit(0);
        commit(1);
        skip(RUN_TIME + 1);
        reveal(0);
        expectJobTime(IReplicaMarket.Replica_CommitTooLate.selector, clock() - 1);
        vm.prank(hands[2].node);
        replicaMarket.commit(jobId(), records[2], "copied");
    }

    function test_RevealsToTheLastSecond() external {
        committed();
        skip(REVEAL_TIME);
        reveal(0);
        skip(1);
        expectJobTime(IReplicaMarket.Replica_RevealTooLate.selector, clock() - 1);
        vm.prank(hands[1].node);
        replicaMarket.reveal(jobId(), records[1], saltOf(1), UNITS, detailsOf(1));
    }

    function test_RevertWhen_RevealingWithoutACommitment() external {
        filled();
        commit(0);
        commit(1);
        skip(RUN_TIME + 1);
        expectWrongState(2, IReplicaMarket.ReplicaState.Claimed);
        vm.prank(hands[2].node);
        replicaMarket.reveal(jobId(), records[2], saltOf(2), UNITS, detailsOf(2));
    }

    function test_RevertWhen_RevealingTwice() external {
        committed();
        reveal(0);
        expectWrongState(0, IReplicaMarket.ReplicaState.Revealed);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));
    }

    function test_RevertWhen_AnotherNodeReveals() external {
        committed();
        expectNotNode(0, hands[1].node);
        vm.prank(hands[1].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));
    }

    /// @dev Attack: commit to the very bytes that another one committed to, and open them with its words once it reveals.
    function test_RevertWhen_OpeningACopiedCommitment() external {
        filled();
        commit(0);
        bytes32 copied = commitmentOf(0);
        vm.prank(hands[1].node);
        replicaMarket.commit(jobId(), records[1], copied);
        records[1].commitment = copied;
        commit(2);
        reveal(0);

        expectWrongOpening(1);
        vm.prank(hands[1].node);
        replicaMarket.reveal(jobId(), records[1], saltOf(0), UNITS, detailsOf(0));
    }

    function test_RevertWhen_TheReceiptIsNotTheCommittedOne() external {
        committed();
        expectWrongOpening(0);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], "other salt", UNITS, detailsOf(0));

        expectWrongOpening(0);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS + 1, detailsOf(0));

        outputs[0] = BAD;
        expectWrongOpening(0);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));
    }

    /// @dev Attack: use a commitment of one job for the next one. The receipt in it names the other job.
    function test_RevertWhen_OpeningAnotherJobsCommitment() external {
        filled();
        bytes32 ofTheFirst = commitmentOf(0);
        order.salt += 1;
        filled();
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), records[0], ofTheFirst);
        records[0].commitment = ofTheFirst;
        commit(1);
        commit(2);
        expectWrongOpening(0);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));
    }

    /// @dev Attack: a receipt that was signed for this very replica on another chain.
    function test_RevertWhen_OpeningAnotherChainsReceipt() external {
        filled();
        bytes32 typeHash = keccak256(abi.encodePacked(RECEIPT_TYPE, DETAILS_TYPE));
        bytes32 detailsHash = replicaMarket.hashStructReceiptDetails(detailsOf(0));
        bytes32 structHash = keccak256(abi.encode(typeHash, executionIdOf(0), hands[0].node, UNITS, detailsHash));
        assertEq(typedDigest(structHash), receiptHash(0));
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        bytes32 foreign = typedDigest(structHash);
        vm.chainId(here);
        assertOpensNothing(foreign);
    }

    /// @dev Attack: a receipt for another contract. Its digest is another one, so that it opens nothing here.
    function test_RevertWhen_OpeningAnotherContractsReceipt() external {
        filled();
        address elsewhere = makeAddr("elsewhere");
        vm.etch(elsewhere, address(replicaMarket).code);
        // The same code with the same immutables answers for the address that it was deployed at.
        assertEq(JobId.unwrap(IReplicaMarket(elsewhere).hashReplicaOrder(order, terms)), JobId.unwrap(jobId()));
        bytes32 foreign = marketStatements.hashReceipt(executionIdOf(0), hands[0].node, UNITS, detailsOf(0));
        assertOpensNothing(foreign);
    }

    /* HASHES */

    function test_HashesAreThoseOfEip712() external view {
        assertEq(JobId.unwrap(replicaMarket.hashReplicaOrder(order, terms)), JobId.unwrap(jobId()));
        assertEq(replicaMarket.hashStructReplicaTerms(terms), termsHash());
        assertEq(replicaMarket.hashReceipt(executionIdOf(0), hands[0].node, UNITS, detailsOf(0)), receiptHash(0));
        assertEq(
            replicaMarket.hashStructReceiptDetails(detailsOf(0)),
            marketStatements.hashStructReceiptDetails(detailsOf(0))
        );
        assertEq(
            ExecutionId.unwrap(replicaMarket.executionIdOf(jobId(), hands[0].provider)),
            ExecutionId.unwrap(executionIdOf(0))
        );
        assertEq(replicaMarket.commitmentOf(receiptHash(0), saltOf(0)), commitmentOf(0));
    }

    function testFuzz_AmountFollowsThePriceRule(uint96 maxPay, uint96 fixedPrice, uint96 price, uint128 used) external {
        (order.maxPay, order.fixedPrice, order.price) = (maxPay, fixedPrice, price);
        uint256 due = uint256(fixedPrice) + uint256(used) * price / 1e12;
        assertEq(replicaMarket.amountOf(order, used), due < maxPay ? due : maxPay);
    }

    /* SUPPORT */

    /// @dev A commitment to this digest is taken, and the receipt of this chain and contract does not open it.
    function assertOpensNothing(bytes32 foreign) private {
        assertNotEq(foreign, receiptHash(0));
        bytes32 commitment = keccak256(abi.encode(foreign, saltOf(0)));
        vm.prank(hands[0].node);
        replicaMarket.commit(jobId(), records[0], commitment);
        records[0].commitment = commitment;
        commit(1);
        commit(2);
        expectWrongOpening(0);
        vm.prank(hands[0].node);
        replicaMarket.reveal(jobId(), records[0], saltOf(0), UNITS, detailsOf(0));
    }

    function expectWrongState(uint256 i, IReplicaMarket.ReplicaState given) private {
        bytes4 selector = IReplicaMarket.Replica_WrongState.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(i), uint8(given)));
    }

    function expectNotNode(uint256 i, address given) private {
        bytes4 selector = IReplicaMarket.Replica_NotNode.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(i), hands[i].node, given));
    }

    function expectWrongOpening(uint256 i) private {
        bytes4 selector = IReplicaMarket.Replica_WrongOpening.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, executionIdOf(i), records[i].commitment));
    }

    function expectJobTime(bytes4 selector, uint40 time) private {
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), time));
    }
}
