// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IStaking} from "../../staking/IStaking.sol";
import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IJobMarket} from "../IJobMarket.sol";
import {ReceiptHash} from "../ReceiptHash.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaDisputes} from "./ReplicaDisputes.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaLedger} from "./ReplicaLedger.sol";
import {ReplicaOrders} from "./ReplicaOrders.sol";
import {ReplicaRounds} from "./ReplicaRounds.sol";
import {ReplicaRules} from "./ReplicaRules.sol";

/// @title ReplicaMarket
/// @dev Calls escrow and staking, which call nobody back; a policy is asked statically. The lock that every entry holds makes
/// this hold whatever they become. The parts above; here are the views.
contract ReplicaMarket is ReplicaOrders, ReplicaRounds, ReplicaDisputes {
    using ReceiptHash for IJobMarket.ReceiptDetails;
    using ReplicaHash for ReplicaTerms;
    using ReplicaHash for Result;
    using ReplicaRules for ReplicaOrder;

    constructor(IEscrow escrow_, IStaking staking_, address token_, Parameters memory parameters)
        ReplicaLedger(escrow_, staking_, token_, parameters)
    {}

    /// @inheritdoc IReplicaMarket
    function jobOf(JobId jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IReplicaMarket
    function replicaOf(ExecutionId executionId) external view returns (ReplicaState state, bytes32 hash) {
        return (_replicas[executionId].state(), _replicas[executionId].hash());
    }

    /// @inheritdoc IReplicaMarket
    function tallyOf(JobId jobId, bytes32 key) external view returns (Tally memory) {
        return _tallies[jobId][key];
    }

    /// @inheritdoc IReplicaMarket
    function executionIdOf(JobId jobId, address provider) external pure returns (ExecutionId) {
        return ReplicaHash.executionId(jobId, provider);
    }

    /// @inheritdoc IReplicaMarket
    function keyOf(Result calldata result) external pure returns (bytes32) {
        return result.key();
    }

    /// @inheritdoc IReplicaMarket
    function commitmentOf(bytes32 receiptHash, bytes32 salt) external pure returns (bytes32) {
        return ReplicaHash.commitment(receiptHash, salt);
    }

    /// @inheritdoc IReplicaMarket
    function amountOf(ReplicaOrder calldata order, uint128 units) external pure returns (uint96) {
        return order.amount(units);
    }

    /// @inheritdoc IReplicaMarket
    function hashStructReplicaTerms(ReplicaTerms calldata terms) external pure returns (bytes32) {
        return terms.hash();
    }

    /// @inheritdoc IReplicaMarket
    function hashStructReceiptDetails(IJobMarket.ReceiptDetails calldata details) external pure returns (bytes32) {
        return details.hash();
    }

    /// @inheritdoc IReplicaMarket
    function hashReplicaOrder(ReplicaOrder calldata order, ReplicaTerms calldata terms) external view returns (JobId) {
        return _jobId(order, terms.hash());
    }

    /// @inheritdoc IReplicaMarket
    function hashReceipt(
        ExecutionId executionId,
        address node,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external view returns (bytes32) {
        return _digest(ReceiptHash.hash(executionId, node, units, details.hash()));
    }

    /// @inheritdoc IReplicaMarket
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc IReplicaMarket
    function staking() external view returns (address) {
        return address(_staking);
    }
}
