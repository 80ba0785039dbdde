// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobBook} from "./JobBook.sol";

/// @dev What the actors know of the providers' stake and nodes.
abstract contract StakeBook is JobBook {
    struct GhostStake {
        uint256 active;
        uint256 thawing;
        uint256 thawedAt;
        uint256 lost;
    }

    struct GhostNode {
        address provider;
        address payee;
        bool paused;
        bool retired;
    }

    mapping(address provider => GhostStake) internal stakes;
    mapping(address node => GhostNode) internal ghostNodes;
    uint256 internal ghostBurned;
    /// @dev Stake that resolvers' fees took.
    uint256 internal ghostFees;

    /// @dev Σ over live executions, from the jobs' own records.
    function _exposureOf(address provider) internal view returns (uint256 exposure) {
        for (uint256 i; i < jobIds.length; ++i) {
            GhostJob storage job = jobs[jobIds[i]];
            bool runs = _isLive(job.state) && job.state != IJobMarket.JobState.Open;
            if (runs && job.execution.provider == provider) exposure += job.execution.exposure;
        }
    }

    function _lose(address provider, uint256 burn, address feeRecipient, uint256 fee) internal {
        stakes[provider].active -= burn + fee;
        stakes[provider].lost += burn + fee;
        ghostBurned += burn;
        ghostFees += fee;
        if (fee == 0) return;
        _debit(address(staking), fee);
        _credited(feeRecipient, fee);
    }
}
