// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../escrow/IEscrow.sol";
import {IStaking} from "../staking/IStaking.sol";
import {JobId} from "../types/Ids.sol";
import {Disputes} from "./Disputes.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobStore} from "./JobStore.sol";
import {OrderHash} from "./OrderHash.sol";

/// @title JobMarket
/// @dev Calls escrow and staking, which call nobody back but a token in a wallet's funding; a policy is asked statically. The lock
/// that every entry holds makes this hold whatever they become.
contract JobMarket is Disputes {
    using OrderHash for JobTerms;

    /// @param staking_ Deployed before with this contract's address.
    constructor(IEscrow escrow_, IStaking staking_, address token_, Parameters memory parameters)
        JobStore(escrow_, staking_, token_, parameters)
    {}

    /// @inheritdoc IJobMarket
    function jobOf(JobId jobId) external view returns (Job memory) {
        return _jobs[jobId].unpack();
    }

    /// @inheritdoc IJobMarket
    function jobsOf(JobId[] calldata jobIds) external view returns (Job[] memory jobs) {
        jobs = new Job[](jobIds.length);
        for (uint256 i = 0; i < jobIds.length; ++i) {
            jobs[i] = _jobs[jobIds[i]].unpack();
        }
    }

    /// @inheritdoc IJobMarket
    function hashJobOrder(JobOrder calldata order, JobTerms calldata terms) public view returns (JobId) {
        return _jobId(order, terms.hash());
    }

    /// @inheritdoc IJobMarket
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc IJobMarket
    function staking() external view returns (address) {
        return address(_staking);
    }
}
