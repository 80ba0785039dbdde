// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../market/IJobMarket.sol";
import {Drawing} from "./Drawing.sol";
import {IJury} from "./IJury.sol";

/// @title What a jury may be deployed with, and what a juror's two answers come to
library JuryRules {
    uint256 private constant WHOLE = 10_000;
    uint256 private constant SHORTEST = 1 seconds;
    uint256 private constant LONGEST_STEP = 7 days;
    uint256 private constant LONGEST_SEASON = 90 days;
    uint256 private constant LONGEST_THAW = 365 days;

    function check(IJury.Parameters memory chosen) internal pure {
        _requireRange("seatPrice", 1, type(uint96).max, chosen.seatPrice);
        // So that the price of an appeal is counted without a cut.
        _requireRange("fee", 0, type(uint96).max / Drawing.chairsBefore(Drawing.ROUNDS), chosen.fee);
        _requireRange("absencePenalty", 1, WHOLE, chosen.absencePenalty);
        // Else whoever expects to be in the minority would rather stay away.
        _requireRange("dissentPenalty", 1, chosen.absencePenalty, chosen.dissentPenalty);
        _requireRange("seasonTime", SHORTEST, LONGEST_SEASON, chosen.seasonTime);
        _requireRange("drawTime", SHORTEST, LONGEST_STEP, chosen.drawTime);
        _requireRange("commitTime", SHORTEST, LONGEST_STEP, chosen.commitTime);
        _requireRange("revealTime", SHORTEST, LONGEST_STEP, chosen.revealTime);
        _requireRange("appealTime", SHORTEST, LONGEST_STEP, chosen.appealTime);
        uint256 round = uint256(chosen.drawTime) + chosen.commitTime + chosen.revealTime + chosen.appealTime;
        _requireRange("thawTime", chosen.seasonTime + Drawing.ROUNDS * round, LONGEST_THAW, chosen.thawTime);
    }

    function findingOf(bool delivered, bool correct) internal pure returns (IJobMarket.Finding) {
        if (!delivered) return IJobMarket.Finding.NotDelivered;
        return correct ? IJobMarket.Finding.Upheld : IJobMarket.Finding.Wrong;
    }

    function _requireRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private pure {
        if (given < lowest || given > highest) {
            revert IJury.Jury_ParameterOutOfRange(parameter, lowest, highest, given);
        }
    }
}
