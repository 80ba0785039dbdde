// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "./IJobMarket.sol";
import {Price} from "./Price.sol";

/// @title What makes an order valid, whoever brings it
library OrderRules {
    uint8 internal constant SILENCE_PAYS = 0;
    uint8 internal constant SILENCE_REFUNDS = 1;
    uint8 internal constant FUNDED_FROM_ACCOUNT = 0;
    uint8 internal constant FUNDED_BY_AUTHORIZATION = 1;
    uint8 internal constant FUNDED_BY_PERMIT2 = 2;
    /// @dev Basis points of the whole.
    uint16 internal constant WHOLE = 10_000;
    /// @dev Bounds of claim time, run time, dispute window and verdict time, so that no state lasts longer than a month.
    uint32 internal constant SHORTEST = 1 seconds;
    uint32 internal constant LONGEST = 30 days;

    function check(IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms, uint32 minimumWindow)
        internal
        view
    {
        _checkTypes(order, terms);
        _checkMoney(order);
        _checkTimes(order, minimumWindow);
        _checkTerms(terms);
    }

    /// @dev An order is hashed as it lies in calldata. Reading a member reverts if it has bits beyond its type: these are the
    /// ones that the other rules do not always read.
    function _checkTypes(IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms) private pure {
        order.price;
        order.exposure;
        order.epoch;
        order.salt;
        terms.provider;
        terms.node;
    }

    function _checkMoney(IJobMarket.JobOrder calldata order) private pure {
        _require(order.maxPay != 0, IJobMarket.OrderFault.MaxPayZero);
        _require(order.fixedPrice != 0 || order.price != 0, IJobMarket.OrderFault.PriceZero);
        _require(Price.unitSize(order.unitKind) != 0, IJobMarket.OrderFault.UnitKindUnknown);
        _require(order.funding <= FUNDED_BY_PERMIT2, IJobMarket.OrderFault.FundingUnknown);
        _require(order.onSilence <= SILENCE_REFUNDS, IJobMarket.OrderFault.SilenceUnknown);
        _require(
            order.onSilence == SILENCE_REFUNDS || order.exposure >= order.maxPay, IJobMarket.OrderFault.ExposureTooLow
        );
    }

    function _checkTimes(IJobMarket.JobOrder calldata order, uint32 minimumWindow) private view {
        _require(
            block.timestamp < order.claimBefore && order.claimBefore <= block.timestamp + LONGEST,
            IJobMarket.OrderFault.ClaimBeforeOutOfRange
        );
        _require(order.runTime >= SHORTEST && order.runTime <= LONGEST, IJobMarket.OrderFault.RunTimeOutOfRange);
        _require(order.window >= minimumWindow && order.window <= LONGEST, IJobMarket.OrderFault.WindowOutOfRange);
    }

    function _checkTerms(IJobMarket.JobTerms calldata terms) private pure {
        _require(terms.manifestHash != 0, IJobMarket.OrderFault.ManifestMissing);
        _require(terms.resolver != address(0), IJobMarket.OrderFault.ResolverMissing);
        _require(
            terms.verdictTime >= SHORTEST && terms.verdictTime <= LONGEST, IJobMarket.OrderFault.VerdictTimeOutOfRange
        );
        _require(terms.timeoutSplit <= WHOLE, IJobMarket.OrderFault.SplitAboveWhole);
    }

    function _require(bool holds, IJobMarket.OrderFault fault) private pure {
        if (!holds) revert IJobMarket.Market_OrderInvalid(fault);
    }
}
