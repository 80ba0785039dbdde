// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";

/// @dev What a node's address delegates to (EIP-7702), to keep a job that it does not run.
contract Squatter {
    function claimAnew(
        IJobMarket market,
        JobId jobId,
        IJobMarket.Execution calldata execution,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) external {
        market.decline(jobId, execution);
        market.claim(order, terms);
    }
}
