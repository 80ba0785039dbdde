// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IPolicy} from "../../attestation/IPolicy.sol";
import {Price} from "../Price.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";

/// @title What makes a replicated order valid, what it locks and what it comes to
library ReplicaRules {
    /// @dev Basis points of the whole.
    uint16 internal constant WHOLE = 10_000;
    uint8 internal constant FEWEST = 2;
    uint8 internal constant MOST = 15;
    /// @dev Bounds of every time that an order names, so that no state lasts longer than a month.
    uint32 internal constant SHORTEST = 1 seconds;
    uint32 internal constant LONGEST = 30 days;

    function check(
        IReplicaMarket.ReplicaOrder calldata order,
        IReplicaMarket.ReplicaTerms calldata terms,
        uint32 minimumWindow
    ) internal view {
        _checkMoney(order);
        _checkTimes(order, minimumWindow);
        _checkTerms(terms);
    }

    /// @dev Rounding is in the buyer's favour.
    function amount(IReplicaMarket.ReplicaOrder calldata order, uint128 units) internal pure returns (uint96) {
        // 128 + 96 bits cannot overflow 256.
        uint256 due = order.fixedPrice + uint256(units) * order.price / Price.unitSize(Price.FUEL);
        return due < order.maxPay ? uint96(due) : order.maxPay;
    }

    /// @dev What posting locks.
    function funded(IReplicaMarket.ReplicaOrder calldata order) internal pure returns (uint256) {
        return uint256(order.replicas) * order.maxPay + order.bond;
    }

    /// @dev Whatever a policy answers but a clean `true` is a refusal: also a revert, or no contract at all.
    function accepts(address policy, address node) internal view returns (bool) {
        (bool success, bytes memory answer) = policy.staticcall(abi.encodeCall(IPolicy.accepts, (node)));
        return success && answer.length == 32 && abi.decode(answer, (uint256)) == 1;
    }

    function _checkMoney(IReplicaMarket.ReplicaOrder calldata order) private pure {
        _require(order.maxPay != 0, IReplicaMarket.OrderFault.MaxPayZero);
        _require(order.fixedPrice != 0 || order.price != 0, IReplicaMarket.OrderFault.PriceZero);
        _require(order.exposure >= order.maxPay, IReplicaMarket.OrderFault.ExposureTooLow);
        _require(order.replicas >= FEWEST && order.replicas <= MOST, IReplicaMarket.OrderFault.ReplicasOutOfRange);
        _require(
            2 * uint256(order.quorum) > order.replicas && order.quorum <= order.replicas,
            IReplicaMarket.OrderFault.QuorumOutOfRange
        );
    }

    function _checkTimes(IReplicaMarket.ReplicaOrder calldata order, uint32 minimumWindow) private view {
        // Bounded, too, because one claim bars the buyer from cancelling until then.
        _require(
            block.timestamp < order.claimBefore && order.claimBefore <= block.timestamp + LONGEST,
            IReplicaMarket.OrderFault.ClaimBeforeOutOfRange
        );
        _require(_inRange(order.runTime), IReplicaMarket.OrderFault.RunTimeOutOfRange);
        _require(_inRange(order.revealTime), IReplicaMarket.OrderFault.RevealTimeOutOfRange);
        _require(order.window >= minimumWindow && order.window <= LONGEST, IReplicaMarket.OrderFault.WindowOutOfRange);
    }

    function _checkTerms(IReplicaMarket.ReplicaTerms calldata terms) private pure {
        _require(terms.manifestHash != 0, IReplicaMarket.OrderFault.ManifestMissing);
        _require(terms.resolver != address(0), IReplicaMarket.OrderFault.ResolverMissing);
        _require(_inRange(terms.verdictTime), IReplicaMarket.OrderFault.VerdictTimeOutOfRange);
        _require(terms.timeoutSplit <= WHOLE, IReplicaMarket.OrderFault.SplitAboveWhole);
    }

    function _inRange(uint32 time) private pure returns (bool) {
        return time >= SHORTEST && time <= LONGEST;
    }

    function _require(bool holds, IReplicaMarket.OrderFault fault) private pure {
        if (!holds) revert IReplicaMarket.Replica_OrderInvalid(fault);
    }
}
