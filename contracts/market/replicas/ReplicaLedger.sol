// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IStaking} from "../../staking/IStaking.sol";
import {ExecutionId, JobId} from "../../types/Ids.sol";
import {TypedData} from "../../types/TypedData.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaRules} from "./ReplicaRules.sol";
import {ReplicaSlot} from "./ReplicaSlot.sol";

/// @title What the parts of the market of replicas share: what is stored, the lock, checks of states and records
abstract contract ReplicaLedger is IReplicaMarket {
    using ReplicaHash for Replica;
    using ReplicaHash for ReplicaOrder;

    uint256 private constant HIGHEST_LIVENESS_PENALTY = 1_000;

    IEscrow internal immutable _escrow;
    IStaking internal immutable _staking;
    uint256 private immutable _chainId;
    bytes32 private immutable _domainSeparator;

    /// @inheritdoc IReplicaMarket
    address public immutable token;
    /// @inheritdoc IReplicaMarket
    uint32 public immutable minimumWindow;
    /// @inheritdoc IReplicaMarket
    uint16 public immutable livenessPenalty;

    /// @dev Two slots, the second one only of ruled jobs. An end state stays for ever, so that no job is posted twice.
    mapping(JobId jobId => Job) internal _jobs;

    /// @dev One slot each, which never returns to zero.
    mapping(ExecutionId executionId => ReplicaSlot) internal _replicas;

    /// @dev One slot each. Two results never both have a quorum, because that is more than half.
    mapping(JobId jobId => mapping(bytes32 key => Tally)) internal _tallies;

    bool private transient _locked;

    modifier locks() {
        if (_locked) revert Replica_Reentered();
        _locked = true;
        _;
        _locked = false;
    }

    /// @param staking_ Deployed before with this contract's address.
    constructor(IEscrow escrow_, IStaking staking_, address token_, Parameters memory parameters) {
        if (
            staking_.replicaMarket() != address(this) || staking_.escrow() != address(escrow_)
                || staking_.token() != token_
        ) revert Replica_StakingForeign(address(staking_));
        _requireRange("minimumWindow", ReplicaRules.SHORTEST, ReplicaRules.LONGEST, parameters.minimumWindow);
        _requireRange("livenessPenalty", 0, HIGHEST_LIVENESS_PENALTY, parameters.livenessPenalty);

        _escrow = escrow_;
        _staking = staking_;
        _chainId = block.chainid;
        _domainSeparator = TypedData.domainSeparator("ComputeHive Replicas");
        token = token_;
        minimumWindow = parameters.minimumWindow;
        livenessPenalty = parameters.livenessPenalty;
    }

    function _requireState(JobId jobId, JobState expected) internal view returns (Job storage job) {
        job = _jobs[jobId];
        if (job.state != expected) revert Replica_JobWrongState(jobId, job.state);
    }

    /// @return executionId Of the replica whose record the caller, its node, brought.
    function _requireOwn(JobId jobId, ReplicaState expected, Replica calldata replica)
        internal
        view
        returns (ExecutionId executionId)
    {
        executionId = ReplicaHash.executionId(jobId, replica.provider);
        ReplicaState state = _requireRecord(executionId, replica);
        if (state != expected) revert Replica_WrongState(executionId, state);
        if (msg.sender != replica.node) revert Replica_NotNode(executionId, replica.node, msg.sender);
    }

    /// @return state Of a replica that is live and has this record.
    function _requireRecord(ExecutionId executionId, Replica calldata replica)
        internal
        view
        returns (ReplicaState state)
    {
        ReplicaSlot slot = _replicas[executionId];
        state = slot.state();
        if (state == ReplicaState.None || state > ReplicaState.Revealed) revert Replica_WrongState(executionId, state);
        if (!slot.holds(replica.record())) revert Replica_WrongRecord(executionId);
    }

    /// @dev The window is open: revealing is over, and the job can not be settled yet.
    function _requireWindow(JobId jobId, Job storage job) internal view {
        if (block.timestamp <= job.revealBy) revert Replica_WindowNotOpen(jobId, job.revealBy);
        uint40 until = job.revealBy + job.window;
        if (block.timestamp > until) revert Replica_WindowOver(jobId, until);
    }

    function _jobId(ReplicaOrder calldata order, bytes32 termsHash) internal view returns (JobId) {
        return JobId.wrap(_digest(order.hash(termsHash)));
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        if (block.chainid != _chainId) revert Replica_WrongChain(_chainId, block.chainid);
        return MessageHashUtils.toTypedDataHash(_domainSeparator, structHash);
    }

    function _requireRange(bytes32 parameter, uint256 lowest, uint256 highest, uint256 given) private pure {
        if (given < lowest || given > highest) revert Replica_ParameterOutOfRange(parameter, lowest, highest, given);
    }
}
