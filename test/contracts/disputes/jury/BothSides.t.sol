// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev Buyer, node and some of the jurors are one hand (here the jurors are the stranger's): what it can do to the others, and what that
/// costs it.
contract BothSidesTest is JuryTest {
    /// @dev Whoever is buyer and node sees a panel that it dislikes, and would begin again with another job.
    function test_RevertWhen_BothSidesEndACaseByTheirWord() external {
        openCase();
        draw();
        IJobMarket.Work memory work = defaultWork();
        bytes memory nodes_ = sign(node, receiptHash(work));
        bytes memory buyers_ = sign(buyer, receiptHash(work));
        address[3] memory callers = [buyer.addr, node.addr, stranger.addr];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, id, IJobMarket.JobState.Disputed)
            );
            vm.prank(callers[i]);
            market.settleCosigned(order, termsHash(), execution, work, nodes_, buyers_);
        }
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_StillDisputed.selector, id, IJury.CaseState.Committing));
        jury.lapse(id);
    }

    /// @dev Two of a panel's three jurors are its own now and then: who is right there contradicts, pays, and leaves the pool that half of
    /// the seats is counted by. Whatever else is drawn decides, too, and takes the fee, of which its own jurors have their part back.
    function test_WhoIsBothSidesPaysForEachPanelThatIsNotItsOwn() external {
        for (uint256 i; i < 8; ++i) {
            buySeat(stranger.addr);
        }
        vm.warp(clock() + SEASON_TIME);
        uint256 before = wealthOfBothSides() + freeOf(stranger.addr);
        uint256 cases;
        uint256 lost;
        while (jury.poolSize() > SEATS + 8 - 5) {
            order = defaultOrder();
            order.salt = uint64(100 + ++cases);
            openCase();
            draw(keccak256(abi.encode(cases)));
            uint256 own = ownedByStranger();
            if (own == 2) {
                voteAsBothSidesLike();
            } else {
                // Its cheapest way: the receipt is right, and who is asked says so.
                vote(0, all(UPHELD, 3));
                waitForAppeals();
                if (own < 2) lost += JURY_FEE - own * (JURY_FEE / 3);
            }
            decide();
            releaseAll(3);
        }
        uint256 rest = before - wealthOfBothSides() - freeOf(stranger.addr);
        assertApproxEqAbs(rest, lost, cases, "but for what does not divide");
        assertGt(rest, 5 * DISSENT, "what it took from those who were right cost it more");
        assertBooks();
    }

    /// @dev The one end under a case that a side still has in its hand: nobody gains by it, and it costs more than every verdict.
    function test_WhoIsBothSidesEndsACaseAtThePriceOfItsWholeExposure() external {
        uint256 before = wealthOfBothSides();
        openCase();
        draw();
        contradict();
        jury.lapse(id);
        releaseAll(3);
        assertEq(wealthOfBothSides(), before - EXPOSURE);
        assertGe(EXPOSURE, JURY_FEE, "no case is opened with less");
        assertEq(jury.kept(), 0, "nor is a juror fined");
    }

    /// @dev Known: where the others cannot judge in time, panels hang and cost no fee, and its own jurors' majority has its fee back.
    function test_WhoAloneCanJudgeItsCasesPaysForNoPanel() external {
        for (uint256 i; i < 8; ++i) {
            buySeat(stranger.addr);
        }
        vm.warp(clock() + SEASON_TIME);
        uint256 before = wealthOfBothSides() + freeOf(stranger.addr);
        uint256 absent;
        for (uint64 i = 1; i <= 10; ++i) {
            order = defaultOrder();
            order.salt = 100 + i;
            openCase();
            draw(keccak256(abi.encode(i)));
            absent += 3 - ownedByStranger();
            voteAlone();
            if (caseOf().state == IJury.CaseState.Ruled) {
                decide();
            } else {
                jury.lapse(id);
                vm.warp(execution.disputedAt + VERDICT_TIME + 1);
                market.resolveByTimeout(order, terms, execution, defaultWork());
            }
            releaseAll(3);
        }
        // But for what does not divide, where all three are its own.
        assertApproxEqAbs(wealthOfBothSides() + freeOf(stranger.addr), before, 2, "it cost gas and time alone");
        assertApproxEqAbs(jury.kept(), absent * ABSENCE, 2, "and those who could not judge a part of their seats");
        assertBooks();
    }

    /// @dev A dispute that no panel decides costs its parties nothing, and each juror who had no time for it a penalty.
    function test_ACaseThatHangsCostsItsJurorsAloneWhateverItAsksOfThem() external {
        uint256 before = wealthOfBothSides();
        openCase();
        for (uint8 round; round < 3; ++round) {
            voteAll(UPHELD, 0);
            if (round < 2) jury.startNextRound(id);
        }
        jury.lapse(id);
        releaseAll(25);
        vm.warp(execution.disputedAt + VERDICT_TIME + 1);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertEq(wealthOfBothSides(), before);
        assertEq(jury.kept(), 25 * ABSENCE);
    }

    /* STEPS */

    function wealthOfBothSides() private view returns (uint256) {
        return freeOf(buyer.addr) + freeOf(payee.addr) + staking.providerOf(provider.addr).active;
    }

    function ownedByStranger() private view returns (uint256 count) {
        for (uint8 i; i < 3; ++i) {
            if (jurorOf(i) == stranger.addr) ++count;
        }
    }

    /// @dev The stranger's jurors uphold the receipt; nobody else does anything.
    function voteAlone() private {
        for (uint8 i; i < 3; ++i) {
            if (jurorOf(i) == stranger.addr) commit(i, UPHELD);
        }
        vm.warp(caseOf().commitBy + 1);
        for (uint8 i; i < 3; ++i) {
            if (jurorOf(i) == stranger.addr) reveal(i, UPHELD);
        }
        waitForAppeals();
    }

    /// @dev The receipt is wrong, and the stranger's two jurors uphold it.
    function voteAsBothSidesLike() private {
        IJobMarket.Finding[] memory findings = new IJobMarket.Finding[](3);
        for (uint8 i; i < 3; ++i) {
            findings[i] = jurorOf(i) == stranger.addr ? UPHELD : WRONG;
        }
        vote(0, findings);
        waitForAppeals();
    }
}
