// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../market/IJobMarket.sol";
import {IArbiter} from "./IArbiter.sol";
import {IResolver} from "./IResolver.sol";

/// @title Arbiter
contract Arbiter is IArbiter {
    uint256 private constant MAXIMUM_REASON_LENGTH = 512;

    IJobMarket private immutable _market;

    /// @inheritdoc IArbiter
    address public immutable arbiter;
    /// @inheritdoc IResolver
    uint96 public immutable fee;

    constructor(IJobMarket market_, address arbiter_, uint96 fee_) {
        _market = market_;
        arbiter = arbiter_;
        fee = fee_;
    }

    /// @inheritdoc IArbiter
    function rule(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution,
        IJobMarket.Work calldata work,
        IJobMarket.Finding finding,
        string calldata reason
    ) external {
        if (msg.sender != arbiter) revert Arbiter_NotArbiter(arbiter, msg.sender);
        uint256 length = bytes(reason).length;
        if (length > MAXIMUM_REASON_LENGTH) revert Arbiter_ReasonTooLong(length);

        emit Ruled(_market.hashJobOrder(order, terms), finding, reason);
        _market.resolve(
            order, terms, execution, work, IJobMarket.Verdict(finding, _affordableFee(order, finding), arbiter)
        );
    }

    /// @inheritdoc IResolver
    function market() external view returns (address) {
        return address(_market);
    }

    /// @dev The fee, or what the loser can pay of it: an order with a bond too small must not be beyond any verdict.
    function _affordableFee(IJobMarket.JobOrder calldata order, IJobMarket.Finding finding)
        private
        view
        returns (uint96 affordable)
    {
        affordable = order.bond < fee ? order.bond : fee;
        if (finding != IJobMarket.Finding.Upheld && order.exposure < affordable) affordable = order.exposure;
    }
}
