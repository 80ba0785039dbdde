// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../market/IJobMarket.sol";
import {Drawing} from "./Drawing.sol";
import {IJury} from "./IJury.sol";

/// @dev What a jury stores of a case. What the clock can tell is not stored.
/// @param startedAt When the current round's draw began. @param endedAt Zero while the case lives.
/// @param standing Majority of an earlier round, one more than the finding; zero if there was none. @param standingRound That round.
/// @param cut An equivocation ended the job: nobody knows how much of the current round that left.
/// @param ruling The verdict, likewise; zero if the case lapsed.
/// @param votes Of the current panel, by finding. @param allVotes Of all panels. @param appeals What they paid.
struct CaseRecord {
    uint40 openedAt;
    uint40 startedAt;
    uint40 verdictBy;
    uint40 endedAt;
    uint32 seats;
    uint8 round;
    bool drawn;
    bool cut;
    uint8 standing;
    uint8 standingRound;
    uint8 ruling;
    uint8[3] votes;
    uint8[3] allVotes;
    uint96 share;
    uint96 appeals;
    uint64[3] tickets;
}

using CaseRecords for CaseRecord global;

/// @title A case's state, read off its record and the clock
library CaseRecords {
    /// @dev The four clocks of a round.
    struct Times {
        uint32 drawTime;
        uint32 commitTime;
        uint32 revealTime;
        uint32 appealTime;
    }

    function state(CaseRecord storage self, Times memory times) internal view returns (IJury.CaseState) {
        if (self.openedAt == 0) return IJury.CaseState.None;
        if (self.endedAt != 0) return self.ruling == 0 ? IJury.CaseState.Lapsed : IJury.CaseState.Decided;
        if (block.timestamp > self.verdictBy) return IJury.CaseState.Failed;
        if (!self.drawn) {
            if (block.timestamp <= drawBy(self, times)) return IJury.CaseState.Drawing;
            return self.standing == 0 ? IJury.CaseState.Failed : IJury.CaseState.Ruled;
        }
        if (block.timestamp <= commitBy(self, times)) return IJury.CaseState.Committing;
        if (block.timestamp <= revealBy(self, times)) return IJury.CaseState.Revealing;
        if (block.timestamp <= appealBy(self, times) && _mayContinue(self, times)) {
            return majority(self) == 0 ? IJury.CaseState.Hung : IJury.CaseState.Appealable;
        }
        return verdict(self, times) == 0 ? IJury.CaseState.Failed : IJury.CaseState.Ruled;
    }

    /// @return The current panel's majority, else an earlier one's, one more than the finding; zero if there is none yet.
    function verdict(CaseRecord storage self, Times memory times) internal view returns (uint8) {
        // Until the reveals are over the votes may still change.
        if (!self.drawn || block.timestamp <= revealBy(self, times)) return self.standing;
        uint8 current = majority(self);
        return current == 0 ? self.standing : current;
    }

    /// @return finding More than half of the panel's, one more than the finding; zero if there is none. The absent count against all.
    function majority(CaseRecord storage self) internal view returns (uint8 finding) {
        uint256 half = Drawing.panelSize(self.round) / 2;
        for (uint8 i; i < 3; ++i) {
            if (self.votes[i] > half) return i + 1;
        }
    }

    function drawBy(CaseRecord storage self, Times memory times) internal view returns (uint40) {
        return self.startedAt + times.drawTime;
    }

    function commitBy(CaseRecord storage self, Times memory times) internal view returns (uint40) {
        return drawBy(self, times) + times.commitTime;
    }

    function revealBy(CaseRecord storage self, Times memory times) internal view returns (uint40) {
        return commitBy(self, times) + times.revealTime;
    }

    function appealBy(CaseRecord storage self, Times memory times) internal view returns (uint40) {
        return revealBy(self, times) + times.appealTime;
    }

    /// @return A whole round, with time to appeal or to carry the verdict to the market.
    function duration(Times memory times) internal pure returns (uint40) {
        return uint40(times.drawTime) + times.commitTime + times.revealTime + times.appealTime;
    }

    /// @dev Whether a round that starts at the last moment ends in time and finds seats that were not drawn yet.
    function _mayContinue(CaseRecord storage self, Times memory times) private view returns (bool) {
        uint256 next = self.round + 1;
        return next < Drawing.ROUNDS && self.seats >= Drawing.chairsBefore(next + 1)
            && appealBy(self, times) + duration(times) <= self.verdictBy;
    }

    function startRound(CaseRecord storage self, uint8 round, uint64 ticket) internal {
        self.round = round;
        self.startedAt = uint40(block.timestamp);
        self.drawn = false;
        self.tickets[round] = ticket;
        delete self.votes;
    }

    function count(CaseRecord storage self, IJobMarket.Finding finding) internal {
        ++self.votes[uint8(finding)];
        ++self.allVotes[uint8(finding)];
    }
}
