// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev docs/protocol/threats.md, on juries.
contract AttacksTest is JuryTest {
    /* STUFFING AND GRINDING */

    /// @dev A buyer who means to dispute buys seats first: they are too young.
    function test_SeatsBoughtForADisputeDoNotServeInIt() external {
        disputeJob();
        for (uint256 i; i < 100; ++i) {
            buySeat(buyer.addr);
        }
        vm.warp(clock() + SEASON_TIME - 1);
        open();
        draw();
        assertEq(caseOf().seats, SEATS);
        for (uint8 i; i < 3; ++i) {
            assertLe(seatIn(i), SEATS);
        }
    }

    function test_SeatsBoughtInTheSecondOfTheSnapshotServe() external {
        disputeJob();
        buySeat(buyer.addr);
        vm.warp(clock() + SEASON_TIME);
        open();
        assertEq(caseOf().seats, SEATS + 1);
    }

    /// @dev Who knows the seed before the draw comes and goes as it likes: the panel is the same.
    function testFuzz_ComingAndGoingChangesNoPanel(uint256 seed) external {
        openCase();
        randomness.tell(1, bytes32(seed | 1));
        uint256 snapshot = vm.snapshotState();
        jury.draw(id);
        uint64[3] memory panel = [seatIn(0), seatIn(1), seatIn(2)];
        vm.revertToState(snapshot);

        for (uint256 i; i < 10; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint64 seat = uint64(seed % SEATS) + 1;
            if (jury.seatOf(seat).inPool) giveUp(seat);
            if (seed >> 128 & 1 == 0) buySeat(stranger.addr);
            vm.warp(clock() + 1);
        }
        jury.draw(id);
        for (uint8 i; i < 3; ++i) {
            assertEq(seatIn(i), panel[i], "the panel changed");
        }
    }

    /// @dev A thaw that began before the case does not let a seat slip out of it.
    function test_SeatGivenUpShortlyBeforeStillServes() external {
        disputeJob();
        for (uint64 seat = 1; seat <= SEATS; ++seat) {
            giveUp(seat);
        }
        uint40 givenUp = clock();
        vm.warp(givenUp + SEASON_TIME - 1);
        open();
        for (uint8 round; round < 3; ++round) {
            voteAll(UPHELD, 0);
            if (round < 2) jury.startNextRound(id);
        }
        assertLe(clock(), givenUp + JURY_THAW_TIME);
        uint64 seat_ = seatIn(24);
        address juror = jurorOf(24);
        vm.warp(givenUp + JURY_THAW_TIME);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_OnDuty.selector, seat_, 1));
        vm.prank(juror);
        jury.withdrawSeat(seat_);
        jury.lapse(id);
        jury.release(id, 24);
        vm.prank(juror);
        jury.withdrawSeat(seat_);
        assertEq(freeOf(juror), SEAT_PRICE - ABSENCE);
    }

    function test_SeatGivenUpDuringACaseStillPays() external {
        openCase();
        draw();
        giveUp(seatIn(0));
        voteRest();
        waitForAppeals();
        decide();
        jury.release(id, 0);
        assertEq(jury.seatOf(seatIn(0)).money, SEAT_PRICE - ABSENCE);
        assertBooks();
    }

    /// @dev One who requests and dislikes the seed has no second try: a case is opened once and draws once a round.
    function test_NoSecondDraw() external {
        openCase();
        draw();
        expectWrongState(IJury.CaseState.Committing);
        open();
        expectWrongState(IJury.CaseState.Committing);
        jury.draw(id);
    }

    /// @dev Equal seats are weight by money, and no more is promised.
    function test_WhoHoldsAlmostAllSeatsDecides() external {
        for (uint64 seat = 2; seat <= SEATS; ++seat) {
            giveUp(seat);
        }
        for (uint256 i; i < SEATS; ++i) {
            buySeat(stranger.addr);
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        openCase();
        draw();
        uint256 owned;
        for (uint8 i; i < 3; ++i) {
            if (jurorOf(i) != stranger.addr) continue;
            ++owned;
            commit(i, IJobMarket.Finding.NotDelivered);
        }
        assertGe(owned, 2);
        vm.warp(caseOf().commitBy + 1);
        for (uint8 i; i < 3; ++i) {
            if (jurorOf(i) == stranger.addr) reveal(i, IJobMarket.Finding.NotDelivered);
        }
        vm.warp(caseOf().revealBy + 1);
        waitForAppeals();
        decide();
        assertState(IJobMarket.JobState.RefundedResolved);
    }

    /* COPYING */

    function test_ACopiedCommitmentCannotBeRevealed() external {
        openCase();
        draw();
        address honest = jurorOf(0);
        address lazy = jurorOf(1);
        bytes32 commitment = commitmentOf(0, honest, true, true);
        vm.prank(honest);
        jury.commit(id, 0, commitment);
        vm.prank(lazy);
        jury.commit(id, 1, commitment);
        vm.warp(caseOf().commitBy + 1);
        reveal(0, UPHELD);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongReveal.selector, id, 1));
        vm.prank(lazy);
        jury.reveal(id, 1, true, true, SALT);
    }

    function test_NobodyCommitsOnceSomethingWasRevealed() external {
        openCase();
        draw();
        commit(0, UPHELD);
        vm.warp(caseOf().commitBy + 1);
        reveal(0, UPHELD);
        bytes32 late = commitmentOf(1, jurorOf(1), true, true);
        address lazy = jurorOf(1);
        expectWrongState(IJury.CaseState.Revealing);
        vm.prank(lazy);
        jury.commit(id, 1, late);
    }

    /// @dev Two seats of one juror are two chairs: what was promised in one is of no use in the other.
    function test_ACommitmentServesItsChairAlone() external {
        for (uint64 seat = 1; seat <= SEATS; ++seat) {
            giveUp(seat);
        }
        for (uint256 i; i < 3; ++i) {
            buySeat(stranger.addr);
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        openCase();
        draw();
        bytes32 commitment = commitmentOf(0, stranger.addr, true, true);
        vm.prank(stranger.addr);
        jury.commit(id, 1, commitment);
        vm.warp(caseOf().commitBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongReveal.selector, id, 1));
        vm.prank(stranger.addr);
        jury.reveal(id, 1, true, true, SALT);
    }

    function test_ACommitmentServesItsCaseAlone() external {
        openCase();
        JobId first = id;
        order.salt = 8;
        openCase();
        draw();
        address juror = jurorOf(0);
        bytes32 commitment = jury.findingCommitment(first, 0, juror, true, true, SALT);
        vm.prank(juror);
        jury.commit(id, 0, commitment);
        vm.warp(caseOf().commitBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongReveal.selector, id, 0));
        vm.prank(juror);
        jury.reveal(id, 0, true, true, SALT);
    }

    /* STALLING */

    /// @dev Nobody brings the seed, nobody opens, nobody does anything: the market's clock ends the dispute.
    function test_EverybodyDead() external {
        openCase();
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertState(IJobMarket.JobState.SettledSplit);
        assertCase(IJury.CaseState.Failed);
        jury.lapse(id);
        assertEq(jury.staked(), SEATS * SEAT_PRICE);
        assertBooks();
    }

    function test_JurorsWhoStallPayAndHoldUpNobody() external {
        openCase();
        voteAll(UPHELD, 0);
        jury.startNextRound(id);
        voteAll(UPHELD, 0);
        jury.startNextRound(id);
        voteAll(UPHELD, 0);
        assertCase(IJury.CaseState.Failed);
        assertLe(clock(), execution.disputedAt + VERDICT_TIME);
        jury.lapse(id);
        releaseAll(25);
        assertEq(jury.kept(), 25 * ABSENCE);
        assertEq(jury.poolSize(), SEATS - 25);
        assertBooks();
    }

    /* TWO CASES AT ONCE */

    function test_OneSeatInTwoCasesLosesAtMostWhatItHolds() external {
        IJury.Parameters memory chosen = juryParameters();
        (chosen.absencePenalty, chosen.dissentPenalty) = (8_000, 8_000);
        jury = deployJury(chosen);
        terms.resolver = address(jury);
        for (uint256 i; i < 3; ++i) {
            buySeat(jurorAt(i));
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        openCase();
        JobId first = id;
        order.salt = 8;
        openCase();
        JobId second = id;
        draw();
        id = first;
        draw();
        assertEq(jury.seatOf(1).duties, 2);
        waitForAppeals();
        jury.lapse(first);
        jury.lapse(second);
        for (uint8 i; i < 3; ++i) {
            jury.release(first, i);
            assertBooks();
            jury.release(second, i);
        }
        assertEq(jury.kept(), 3 * SEAT_PRICE);
        assertEq(jury.staked(), 0);
        assertEq(jury.poolSize(), 0);
        assertBooks();
    }

    function voteRest() private {
        commit(1, UPHELD);
        commit(2, UPHELD);
        vm.warp(caseOf().commitBy + 1);
        reveal(1, UPHELD);
        reveal(2, UPHELD);
    }
}
