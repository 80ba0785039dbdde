// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "../market/replicas/IReplicaMarket.sol";
import {JobId} from "../types/Ids.sol";
import {IResolver} from "./IResolver.sol";

/// @title ReplicaArbiter: a resolver of replicated jobs in which one named account decides
interface IReplicaArbiter is IResolver {
    /// @param key Of the result that it finds right. @param reason A short sentence or URI for all sides; at most 512 bytes.
    event ReplicasRuled(JobId indexed jobId, bytes32 key, string reason);

    error ReplicaArbiter_NotArbiter(address expected, address given);
    error ReplicaArbiter_ReasonTooLong(uint256 length);

    /// @notice Names the right result of a disputed job, or one that nobody stated; the fee, or what the order leaves of it, goes
    /// to the arbiter's account. Emits ReplicasRuled.
    /// Requirements: the caller is the arbiter; what `IReplicaMarket.resolve` requires.
    function rule(
        IReplicaMarket.ReplicaOrder calldata order,
        IReplicaMarket.ReplicaTerms calldata terms,
        IReplicaMarket.Result calldata result,
        string calldata reason
    ) external;

    /// @notice The account that decides.
    function arbiter() external view returns (address);
}
