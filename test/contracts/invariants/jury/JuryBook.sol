// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "../../../../contracts/disputes/jury/IJury.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {Actor} from "../actors/Actor.sol";
import {ScriptedRandomness} from "../support/ScriptedRandomness.sol";
import {Stage} from "../support/Stage.sol";

/// @dev A jury beside the market, and what the actors know of every seat and case: kept from what they meant to do.
abstract contract JuryBook is Actor, Stage {
    /// @param leftAt Zero while in the pool.
    struct GhostSeat {
        address owner;
        uint96 money;
        uint256 boughtAt;
        uint256 leftAt;
        uint256 duties;
        bool gone;
    }

    /// @param promised, shown The finding, plus one.
    struct GhostChair {
        uint64 seat;
        uint8 promised;
        uint8 shown;
        bool released;
    }

    /// @param ruling The verdict, plus one; zero while there is none. @param cut An equivocation ended the job.
    struct GhostCase {
        Scene scene;
        uint256 openedAt;
        uint256 endedAt;
        bool cut;
        uint8 chairs;
        uint8 ruling;
        uint256 share;
        address[] appellants;
    }

    uint96 internal constant SEAT_PRICE = 10 * 1e6;
    uint96 internal constant JURY_FEE = 300_001;
    uint96 internal constant ABSENCE = 4 * 1e6;
    uint96 internal constant DISSENT = 3 * 1e6;
    uint32 internal constant SEASON_TIME = 10;
    uint32 internal constant STEP_TIME = 20;
    uint32 internal constant ROUND_TIME = 4 * STEP_TIME;
    uint32 internal constant SEAT_THAW_TIME = SEASON_TIME + 3 * ROUND_TIME;
    uint32 internal constant VERDICT_TIME = 300;
    uint256 internal constant FIRST_SEATS = 30;

    IJury internal jury;
    ScriptedRandomness internal randomness;
    address[] internal jurors;
    uint64[] internal seatIds;
    mapping(uint64 seat => GhostSeat) internal seats;
    JobId[] internal caseIds;
    mapping(JobId jobId => GhostCase) internal cases;
    mapping(JobId jobId => mapping(uint8 chair => GhostChair)) internal chairs;

    function _createJury() internal {
        _createWorld();
        randomness = new ScriptedRandomness();
        jury = IJury(vm.deployCode("Jury.sol:Jury", abi.encode(market, randomness, _juryParameters())));
        for (uint256 i; i < 8; ++i) {
            jurors.push(_account(string.concat("juror ", vm.toString(i))));
            _endow(jurors[i]);
        }
        _endow(thief);
        for (uint256 i; i < FIRST_SEATS; ++i) {
            _buy(jurors[i % jurors.length]);
        }
        _pass(SEASON_TIME);
    }

    function _juryParameters() internal pure returns (IJury.Parameters memory) {
        return IJury.Parameters({
            seatPrice: SEAT_PRICE,
            fee: JURY_FEE,
            absencePenalty: 4_000,
            dissentPenalty: 3_000,
            seasonTime: SEASON_TIME,
            drawTime: STEP_TIME,
            commitTime: STEP_TIME,
            revealTime: STEP_TIME,
            appealTime: STEP_TIME,
            thawTime: SEAT_THAW_TIME
        });
    }

    /// @dev Money enough for hundreds of seats and appeals, in the account.
    function _endow(address owner) private {
        uint256 amount = 5_000 * DOLLAR;
        _pour(owner, amount);
        vm.startPrank(owner);
        dollar.approve(address(escrow), amount);
        escrow.deposit(owner, address(dollar), amount);
        escrow.setOperator(address(jury), address(dollar), type(uint128).max - 1, type(uint40).max);
        vm.stopPrank();
        _credit(owner, amount);
    }

    function _buy(address owner) internal returns (uint64 seat) {
        vm.prank(owner);
        seat = jury.buySeat(0);
        seats[seat] = GhostSeat(owner, SEAT_PRICE, _now(), 0, 0, false);
        seatIds.push(seat);
        _debit(owner, SEAT_PRICE);
    }

    /* WHAT THE BOOKS SAY */

    /// @dev Whether a case opened at `openedAt` may draw the seat.
    function _isEligible(uint64 seat, uint256 openedAt) internal view returns (bool) {
        GhostSeat storage ghost = seats[seat];
        if (ghost.owner == address(0)) return false;
        return ghost.boughtAt + SEASON_TIME <= openedAt && (ghost.leftAt == 0 || ghost.leftAt + SEASON_TIME > openedAt);
    }

    function _eligible(uint256 openedAt) internal view returns (uint256 count) {
        for (uint256 i; i < seatIds.length; ++i) {
            if (_isEligible(seatIds[i], openedAt)) ++count;
        }
    }

    /// @dev The last majority of all rounds drawn, plus one; zero if there was none.
    function _rulingOf(JobId jobId) internal view returns (uint8 ruling) {
        (ruling,) = _lastMajority(jobId);
    }

    /// @return ruling The same. @return ofRound The round that it is of.
    function _lastMajority(JobId jobId) internal view returns (uint8 ruling, uint8 ofRound) {
        uint8[4] memory ends = [0, 3, 10, 25];
        for (uint8 round; round < 3 && ends[round + 1] <= cases[jobId].chairs; ++round) {
            uint8[4] memory votes;
            for (uint8 chair = ends[round]; chair < ends[round + 1]; ++chair) {
                ++votes[chairs[jobId][chair].shown];
            }
            for (uint8 finding = 1; finding <= 3; ++finding) {
                if (votes[finding] * 2 > ends[round + 1] - ends[round]) (ruling, ofRound) = (finding, round);
            }
        }
    }

    function _winners(JobId jobId, uint8 ruling) internal view returns (uint256 count) {
        for (uint8 chair; chair < cases[jobId].chairs; ++chair) {
            if (chairs[jobId][chair].shown == ruling) ++count;
        }
    }

    /// @dev What appeals paid so far: the fee's rate for seven, then for fifteen.
    function _appealPrice(uint256 index) internal pure returns (uint256) {
        return uint256(JURY_FEE) * (index == 0 ? 7 : 15) / 3;
    }

    function _firstChairOf(uint8 round) internal pure returns (uint8) {
        if (round == 0) return 0;
        return round == 1 ? 3 : 10;
    }

    /* PICKING */

    function _stateOf(JobId jobId) internal view returns (IJury.CaseState) {
        return jury.caseOf(jobId).state;
    }

    function _pickCase(IJury.CaseState state, uint256 seed) internal view returns (bool found, JobId jobId) {
        for (uint256 i; i < caseIds.length; ++i) {
            jobId = caseIds[(seed % caseIds.length + i) % caseIds.length];
            if (_stateOf(jobId) == state) return (true, jobId);
        }
    }

    function _pickSeat(bool inPool, uint256 seed) internal view returns (bool found, uint64 seat) {
        for (uint256 i; i < seatIds.length; ++i) {
            seat = seatIds[(seed % seatIds.length + i) % seatIds.length];
            if (!seats[seat].gone && (seats[seat].leftAt == 0) == inPool) return (true, seat);
        }
    }

    function _isDisputed(JobId jobId) internal view returns (bool) {
        return market.jobOf(jobId).state == IJobMarket.JobState.Disputed;
    }
}
