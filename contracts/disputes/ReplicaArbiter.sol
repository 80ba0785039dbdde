// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "../market/replicas/IReplicaMarket.sol";
import {IReplicaArbiter} from "./IReplicaArbiter.sol";
import {IResolver} from "./IResolver.sol";

/// @title ReplicaArbiter
contract ReplicaArbiter is IReplicaArbiter {
    uint256 private constant MAXIMUM_REASON_LENGTH = 512;

    IReplicaMarket private immutable _market;

    /// @inheritdoc IReplicaArbiter
    address public immutable arbiter;
    /// @inheritdoc IResolver
    uint96 public immutable fee;

    constructor(IReplicaMarket market_, address arbiter_, uint96 fee_) {
        _market = market_;
        arbiter = arbiter_;
        fee = fee_;
    }

    /// @inheritdoc IReplicaArbiter
    function rule(
        IReplicaMarket.ReplicaOrder calldata order,
        IReplicaMarket.ReplicaTerms calldata terms,
        IReplicaMarket.Result calldata result,
        string calldata reason
    ) external {
        if (msg.sender != arbiter) revert ReplicaArbiter_NotArbiter(arbiter, msg.sender);
        uint256 length = bytes(reason).length;
        if (length > MAXIMUM_REASON_LENGTH) revert ReplicaArbiter_ReasonTooLong(length);

        emit ReplicasRuled(_market.hashReplicaOrder(order, terms), _market.keyOf(result), reason);
        _market.resolve(order, terms, result, IReplicaMarket.Charge(_affordableFee(order), arbiter));
    }

    /// @inheritdoc IResolver
    function market() external view returns (address) {
        return address(_market);
    }

    /// @dev The fee, or what any loser can pay of it: an order with a bond too small must not be beyond any verdict.
    function _affordableFee(IReplicaMarket.ReplicaOrder calldata order) private view returns (uint96 affordable) {
        affordable = order.bond < fee ? order.bond : fee;
        if (order.exposure < affordable) affordable = order.exposure;
    }
}
