// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";

/// @dev A resolver that hands on whatever verdict anybody wants.
contract RogueResolver {
    IJobMarket private immutable _market;

    constructor(IJobMarket market_) {
        _market = market_;
    }

    function resolve(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution,
        IJobMarket.Work calldata work,
        IJobMarket.Verdict calldata verdict
    ) external {
        _market.resolve(order, terms, execution, work, verdict);
    }
}
