// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../../support/MarketTest.sol";
import {ScriptedRandomness} from "../../invariants/support/ScriptedRandomness.sol";

/// @dev A jury with seats, a disputed job, and the steps of its case.
abstract contract JuryTest is MarketTest {
    uint96 internal constant SEAT_PRICE = 100e6;
    uint96 internal constant JURY_FEE = 2e6;
    uint96 internal constant ABSENCE = 20e6;
    uint96 internal constant DISSENT = 10e6;
    uint32 internal constant SEASON_TIME = 60;
    uint32 internal constant DRAW_TIME = 600;
    uint32 internal constant COMMIT_TIME = 900;
    uint32 internal constant REVEAL_TIME = 300;
    uint32 internal constant APPEAL_TIME = 200;
    uint32 internal constant ROUND_TIME = DRAW_TIME + COMMIT_TIME + REVEAL_TIME + APPEAL_TIME;
    uint32 internal constant JURY_THAW_TIME = SEASON_TIME + 3 * ROUND_TIME;
    uint256 internal constant SEATS = 30;
    bytes32 internal constant SALT = "salt";
    IJobMarket.Finding internal constant UPHELD = IJobMarket.Finding.Upheld;
    IJobMarket.Finding internal constant WRONG = IJobMarket.Finding.Wrong;
    IJobMarket.Finding internal constant NOT_DELIVERED = IJobMarket.Finding.NotDelivered;

    IJury internal jury;
    ScriptedRandomness internal randomness;
    IJobMarket.Execution internal execution;
    JobId internal id;

    function setUp() public virtual override {
        super.setUp();
        randomness = new ScriptedRandomness();
        jury = deployJury(juryParameters());
        for (uint256 i; i < SEATS; ++i) {
            buySeat(jurorAt(i));
        }
        vm.warp(clock() + SEASON_TIME);
        terms.resolver = address(jury);
        order = defaultOrder();
        id = jobId();
    }

    function juryParameters() internal pure returns (IJury.Parameters memory) {
        return IJury.Parameters({
            seatPrice: SEAT_PRICE,
            fee: JURY_FEE,
            absencePenalty: 2_000,
            dissentPenalty: 1_000,
            seasonTime: SEASON_TIME,
            drawTime: DRAW_TIME,
            commitTime: COMMIT_TIME,
            revealTime: REVEAL_TIME,
            appealTime: APPEAL_TIME,
            thawTime: JURY_THAW_TIME
        });
    }

    function deployJury(IJury.Parameters memory chosen) internal returns (IJury) {
        return IJury(deployCode("Jury.sol:Jury", abi.encode(market, randomness, chosen)));
    }

    /* SEATS */

    /// @dev Owner of the seat that was bought as number `i` + 1.
    function jurorAt(uint256 i) internal pure returns (address) {
        return address(uint160(0x10000 + i));
    }

    function buySeat(address owner) internal returns (uint64) {
        fund(owner, SEAT_PRICE);
        allow(owner, address(jury));
        vm.prank(owner);
        return jury.buySeat(0);
    }

    function giveUp(uint64 seat) internal {
        vm.prank(jury.seatOf(seat).owner);
        jury.giveUpSeat(seat);
    }

    /* A CASE */

    function disputeJob() internal {
        id = post();
        execution = submit(claim(), defaultWork());
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
    }

    function open() internal {
        vm.prank(stranger.addr);
        jury.open(order, terms, execution);
    }

    function openCase() internal {
        disputeJob();
        open();
    }

    /// @dev Tells the seed of the current round and draws.
    function draw(bytes32 seed) internal {
        randomness.tell(caseOf().ticket, seed);
        jury.draw(id);
    }

    function draw() internal {
        draw(keccak256(abi.encode("seed", caseOf().round)));
    }

    /// @dev The juror of a chair promises and shows its finding, each in its time.
    function commit(uint8 chair, IJobMarket.Finding finding) internal {
        (bool delivered, bool correct) = answers(finding);
        address juror = jurorOf(chair);
        bytes32 commitment = commitmentOf(chair, juror, delivered, correct);
        vm.prank(juror);
        jury.commit(id, chair, commitment);
    }

    function reveal(uint8 chair, IJobMarket.Finding finding) internal {
        (bool delivered, bool correct) = answers(finding);
        vm.prank(jurorOf(chair));
        jury.reveal(id, chair, delivered, correct, SALT);
    }

    /// @dev Chairs from `first` on vote; up to the end of the reveals.
    function vote(uint8 first, IJobMarket.Finding[] memory findings) internal {
        for (uint8 i; i < findings.length; ++i) {
            commit(first + i, findings[i]);
        }
        vm.warp(caseOf().commitBy + 1);
        for (uint8 i; i < findings.length; ++i) {
            reveal(first + i, findings[i]);
        }
        vm.warp(caseOf().revealBy + 1);
    }

    /// @dev A round whose first `count` chairs find this; the others are absent.
    function voteAll(IJobMarket.Finding finding, uint256 count) internal {
        draw();
        vote(firstChair(caseOf().round), all(finding, count));
    }

    function waitForAppeals() internal {
        vm.warp(caseOf().appealBy + 1);
    }

    function appeal(address appellant) internal {
        fund(appellant, jury.appealPrice(caseOf().round));
        allow(appellant, address(jury));
        vm.prank(appellant);
        jury.appeal(id, 0);
    }

    /// @dev The node's second receipt, proved by a stranger, ends the job under its case.
    function contradict() internal {
        IJobMarket.Work memory other = defaultWork();
        other.units += 1;
        bytes memory signature = sign(node, receiptHash(other));
        market.proveEquivocation(
            order,
            termsHash(),
            execution,
            IJobMarket.SignedWork(defaultWork(), ""),
            IJobMarket.SignedWork(other, signature)
        );
        assertState(IJobMarket.JobState.RefundedEquivocation);
    }

    function decide() internal {
        jury.decide(order, terms, execution, defaultWork());
    }

    function releaseAll(uint8 count) internal {
        for (uint8 i; i < count; ++i) {
            jury.release(id, i);
        }
    }

    /* WHAT THEY SAY */

    function all(IJobMarket.Finding finding, uint256 count)
        internal
        pure
        returns (IJobMarket.Finding[] memory findings)
    {
        findings = new IJobMarket.Finding[](count);
        for (uint256 i; i < count; ++i) {
            findings[i] = finding;
        }
    }

    function three(IJobMarket.Finding a, IJobMarket.Finding b, IJobMarket.Finding c)
        internal
        pure
        returns (IJobMarket.Finding[] memory findings)
    {
        findings = new IJobMarket.Finding[](3);
        (findings[0], findings[1], findings[2]) = (a, b, c);
    }

    function answers(IJobMarket.Finding finding) internal pure returns (bool delivered, bool correct) {
        delivered = finding != IJobMarket.Finding.NotDelivered;
        correct = finding == IJobMarket.Finding.Upheld;
    }

    /// @dev Computed here, without a call.
    function commitmentOf(uint8 chair, address juror, bool delivered, bool correct) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(jury), id, chair, juror, delivered, correct, SALT));
    }

    function firstChair(uint8 round) internal pure returns (uint8) {
        if (round == 0) return 0;
        return round == 1 ? 3 : 10;
    }

    function jurorOf(uint8 chair) internal view returns (address) {
        return jury.seatOf(seatIn(chair)).owner;
    }

    function seatIn(uint8 chair) internal view returns (uint64) {
        return jury.chairOf(id, chair).seat;
    }

    function caseOf() internal view returns (IJury.Case memory) {
        return jury.caseOf(id);
    }

    function assertCase(IJury.CaseState expected) internal view {
        assertEq(uint8(caseOf().state), uint8(expected), "state of the case");
    }

    function assertBooks() internal view {
        assertEq(freeOf(address(jury)), jury.staked() + jury.owed() + jury.kept(), "account and books differ");
    }

    function expectWrongState(IJury.CaseState given) internal {
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_WrongState.selector, id, given));
    }
}
