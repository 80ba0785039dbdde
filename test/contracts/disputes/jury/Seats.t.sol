// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

contract SeatsTest is JuryTest {
    function test_NamesItself() external view {
        assertEq(jury.market(), address(market));
        assertEq(jury.escrow(), address(escrow));
        assertEq(jury.token(), address(dollar));
        assertEq(jury.randomness(), address(randomness));
        assertEq(jury.fee(), JURY_FEE);
        assertEq(keccak256(abi.encode(jury.parameters())), keccak256(abi.encode(juryParameters())));
    }

    function test_SellsASeat() external {
        fund(stranger.addr, SEAT_PRICE);
        allow(stranger.addr, address(jury));
        vm.expectEmit(address(jury));
        emit IJury.SeatBought(uint64(SEATS + 1), stranger.addr);
        vm.prank(stranger.addr);
        uint64 seat = jury.buySeat(0);

        assertEq(freeOf(stranger.addr), 0);
        assertEq(jury.staked(), (SEATS + 1) * SEAT_PRICE);
        assertEq(jury.poolSize(), SEATS + 1);
        assertEq(jury.seasonedSeats(), SEATS);
        IJury.Seat memory bought = jury.seatOf(seat);
        assertEq(bought.owner, stranger.addr);
        assertEq(bought.money, SEAT_PRICE);
        assertTrue(bought.inPool);
        assertBooks();
    }

    function test_RevertWhen_TheBuyerAllowedNothing() external {
        fund(stranger.addr, SEAT_PRICE);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, stranger.addr, address(jury), 0)
        );
        vm.prank(stranger.addr);
        jury.buySeat(0);
    }

    function test_GivesUpASeat() external {
        uint40 thawedAt = clock() + JURY_THAW_TIME;
        vm.expectEmit(address(jury));
        emit IJury.SeatGivenUp(5, jurorAt(4), thawedAt);
        giveUp(5);
        assertEq(jury.poolSize(), SEATS - 1);
        assertFalse(jury.seatOf(5).inPool);
        assertEq(jury.seatOf(5).thawedAt, thawedAt);
        assertEq(jury.seatOf(5).money, SEAT_PRICE);
        assertBooks();
    }

    function test_RevertWhen_GivingUpASeatOfAnother() external {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotSeatOwner.selector, 5, jurorAt(4), stranger.addr));
        vm.prank(stranger.addr);
        jury.giveUpSeat(5);
    }

    function test_RevertWhen_GivingUpTwice() external {
        giveUp(5);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotInPool.selector, 5));
        vm.prank(jurorAt(4));
        jury.giveUpSeat(5);
    }

    function test_ReturnsTheMoneyAfterTheThaw() external {
        giveUp(5);
        vm.warp(clock() + JURY_THAW_TIME);
        vm.expectEmit(address(jury));
        emit IJury.SeatWithdrawn(5, jurorAt(4), SEAT_PRICE);
        vm.prank(jurorAt(4));
        jury.withdrawSeat(5);
        assertEq(freeOf(jurorAt(4)), SEAT_PRICE);
        assertEq(jury.seatOf(5).owner, address(0));
        assertBooks();
    }

    function test_RevertWhen_WithdrawingTwice() external {
        giveUp(5);
        vm.warp(clock() + JURY_THAW_TIME);
        vm.startPrank(jurorAt(4));
        jury.withdrawSeat(5);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotSeatOwner.selector, 5, address(0), jurorAt(4)));
        jury.withdrawSeat(5);
        vm.stopPrank();
    }

    function test_RevertWhen_WithdrawingASeatOfAnother() external {
        giveUp(5);
        vm.warp(clock() + JURY_THAW_TIME);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_NotSeatOwner.selector, 5, jurorAt(4), stranger.addr));
        vm.prank(stranger.addr);
        jury.withdrawSeat(5);
    }

    function test_RevertWhen_WithdrawingFromThePool() external {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_StillInPool.selector, 5));
        vm.prank(jurorAt(4));
        jury.withdrawSeat(5);
    }

    function test_RevertWhen_WithdrawingBeforeTheThaw() external {
        giveUp(5);
        uint40 thawedAt = clock() + JURY_THAW_TIME;
        vm.warp(thawedAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_StillThawing.selector, 5, thawedAt));
        vm.prank(jurorAt(4));
        jury.withdrawSeat(5);
    }

    function test_RevertWhen_WithdrawingOnDuty() external {
        openCase();
        draw();
        uint64 seat = seatIn(0);
        giveUp(seat);
        vm.warp(clock() + JURY_THAW_TIME);
        address juror = jurorOf(0);
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_OnDuty.selector, seat, 1));
        vm.prank(juror);
        jury.withdrawSeat(seat);
    }

    /// @dev Whoever comes and goes: the pool is a row of whole seats of which each is there once.
    function testFuzz_ThePoolIsARowWithoutGaps(uint256 seed) external {
        uint64 last = uint64(SEATS);
        for (uint256 i; i < 40; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(clock() + seed % 2);
            uint64 seat = uint64(seed % last) + 1;
            if (seed >> 128 & 1 == 0 && jury.seatOf(seat).inPool) giveUp(seat);
            else last = buySeat(jurorAt(last));
        }
        uint256 inPool;
        for (uint64 seat = 1; seat <= last; ++seat) {
            if (jury.seatOf(seat).inPool) ++inPool;
        }
        assertEq(inPool, jury.poolSize());
        assertBooks();
        _drawAll();
    }

    /// @dev All 25 chairs of a case that is opened now: each another seat, none that left before.
    function _drawAll() private {
        while (jury.poolSize() < 25) {
            buySeat(stranger.addr);
        }
        vm.warp(clock() + SEASON_TIME);
        order = defaultOrder();
        openCase();
        assertEq(caseOf().seats, jury.poolSize());
        for (uint8 round; round < 3; ++round) {
            voteAll(IJobMarket.Finding.Upheld, 0);
            if (round < 2) jury.startNextRound(id);
        }
        for (uint8 chair; chair < 25; ++chair) {
            assertTrue(jury.seatOf(seatIn(chair)).inPool, "drawn, though not in the pool");
            for (uint8 other; other < chair; ++other) {
                assertNotEq(seatIn(other), seatIn(chair), "drawn twice");
            }
        }
    }

    function test_RevertWhen_AParameterIsOutOfRange() external {
        IJury.Parameters memory chosen = juryParameters();
        chosen.seatPrice = 0;
        expectOutOfRange(chosen, "seatPrice", 1, type(uint96).max, 0);
        chosen = juryParameters();
        chosen.fee = type(uint96).max;
        expectOutOfRange(chosen, "fee", 0, type(uint96).max / 25, type(uint96).max);
        chosen = juryParameters();
        chosen.absencePenalty = 10_001;
        expectOutOfRange(chosen, "absencePenalty", 1, 10_000, 10_001);
        chosen = juryParameters();
        chosen.dissentPenalty = 2_001;
        expectOutOfRange(chosen, "dissentPenalty", 1, 2_000, 2_001);
        chosen = juryParameters();
        chosen.seasonTime = 0;
        expectOutOfRange(chosen, "seasonTime", 1, 90 days, 0);
        chosen = juryParameters();
        chosen.drawTime = 0;
        expectOutOfRange(chosen, "drawTime", 1, 7 days, 0);
        chosen = juryParameters();
        chosen.commitTime = 7 days + 1;
        expectOutOfRange(chosen, "commitTime", 1, 7 days, 7 days + 1);
        chosen = juryParameters();
        chosen.revealTime = 0;
        expectOutOfRange(chosen, "revealTime", 1, 7 days, 0);
        chosen = juryParameters();
        chosen.appealTime = 0;
        expectOutOfRange(chosen, "appealTime", 1, 7 days, 0);
        chosen = juryParameters();
        chosen.thawTime = JURY_THAW_TIME - 1;
        expectOutOfRange(chosen, "thawTime", JURY_THAW_TIME, 365 days, JURY_THAW_TIME - 1);
    }

    function expectOutOfRange(
        IJury.Parameters memory chosen,
        bytes32 parameter,
        uint256 lowest,
        uint256 highest,
        uint256 given
    ) private {
        bytes memory code = abi.encodePacked(vm.getCode("Jury.sol:Jury"), abi.encode(market, randomness, chosen));
        vm.expectRevert(
            abi.encodeWithSelector(IJury.Jury_ParameterOutOfRange.selector, parameter, lowest, highest, given)
        );
        assembly ("memory-safe") {
            pop(create(0, add(code, 0x20), mload(code)))
        }
    }
}
