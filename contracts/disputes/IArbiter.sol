// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../market/IJobMarket.sol";
import {JobId} from "../types/Ids.sol";
import {IResolver} from "./IResolver.sol";

/// @title Arbiter: a resolver in which one named account decides
interface IArbiter is IResolver {
    /// @param reason A short sentence or URI for both sides; at most 512 bytes. Only in the event.
    event Ruled(JobId indexed jobId, IJobMarket.Finding finding, string reason);

    error Arbiter_NotArbiter(address expected, address given);
    error Arbiter_ReasonTooLong(uint256 length);

    /// @notice Decides a dispute; the fee goes to the arbiter's account. Emits Ruled.
    /// Requirements: the caller is the arbiter; what `IJobMarket.resolve` requires.
    function rule(
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IJobMarket.Execution calldata execution,
        IJobMarket.Work calldata work,
        IJobMarket.Finding finding,
        string calldata reason
    ) external;

    /// @notice The account that decides.
    function arbiter() external view returns (address);
}
