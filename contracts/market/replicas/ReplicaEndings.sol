// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaLedger} from "./ReplicaLedger.sol";
import {ReplicaRules} from "./ReplicaRules.sol";
import {ReplicaSlots} from "./ReplicaSlot.sol";

/// @title Who gets what: the job's end, which fixes it, and the replicas', which hand it out
abstract contract ReplicaEndings is ReplicaLedger {
    using ReplicaHash for Result;
    using ReplicaRules for ReplicaOrder;

    /// @inheritdoc IReplicaMarket
    function settle(ReplicaOrder calldata order, bytes32 termsHash, Result calldata result) external locks {
        JobId jobId = _jobId(order, termsHash);
        Job storage job = _requireState(jobId, JobState.Running);
        uint40 until = job.revealBy + job.window;
        if (block.timestamp <= until) revert Replica_WindowOpen(jobId, until);

        if (job.agreed) {
            _end(jobId, order, JobState.Agreed, _requireQuorum(jobId, job, result), order.amount(result.units), 0);
        } else {
            _end(jobId, order, JobState.Refunded, 0, 0, 0);
        }
    }

    /// @inheritdoc IReplicaMarket
    function collect(ReplicaOrder calldata order, bytes32 termsHash, Replica[] calldata replicas) external locks {
        JobId jobId = _jobId(order, termsHash);
        JobState state = _jobs[jobId].state;
        if (state < JobState.Lapsed) revert Replica_JobWrongState(jobId, state);

        // At most fifteen can pass: a job has no more replicas, and each is collected once.
        for (uint256 i = 0; i < replicas.length; ++i) {
            _collect(jobId, state, order, replicas[i]);
        }
    }

    /// @dev Fixes what each replica with `key` is paid, if there is any, and gives the rest of what was funded to the buyer.
    function _end(JobId jobId, ReplicaOrder calldata order, JobState state, bytes32 key, uint128 payment, uint256 fee)
        internal
    {
        uint256 count = _tallies[jobId][key].count;
        uint256 refund = order.funded() - count * payment - fee;
        _jobs[jobId].state = state;
        if (count == 0) {
            (key, payment) = (0, 0);
        } else {
            _tallies[jobId][key].paid = true;
            _tallies[jobId][key].payment = payment;
        }

        emit JobEnded(jobId, state, key, count, payment, refund);
        _escrow.move(order.token, order.buyer, refund);
    }

    function _requireQuorum(JobId jobId, Job storage job, Result calldata result) internal view returns (bytes32 key) {
        key = result.key();
        if (_tallies[jobId][key].count < job.quorum) revert Replica_WrongResult(jobId, key);
    }

    function _collect(JobId jobId, JobState ended, ReplicaOrder calldata order, Replica calldata replica) private {
        ExecutionId executionId = ReplicaHash.executionId(jobId, replica.provider);
        ReplicaState was = _requireRecord(executionId, replica);
        Tally memory tally = _tallies[jobId][replica.key];
        (ReplicaState state, uint96 loss) = _verdictOn(was, ended, tally.paid, order.exposure);
        uint256 payment = state == ReplicaState.Paid ? tally.payment : 0;
        _replicas[executionId] = ReplicaSlots.pack(state, replica.receiptHash);

        emit ReplicaEnded(jobId, executionId, replica.node, state, payment, loss);
        if (loss == 0) {
            _staking.release(replica.provider, order.exposure);
        } else {
            // Only a refused replica's loss repays the buyer a part of the resolver's fee; every other one is burned whole.
            uint96 compensation = state == ReplicaState.Refused ? _jobs[jobId].compensation : 0;
            _staking.slash(replica.provider, order.exposure, loss - compensation, order.buyer, compensation);
        }
        if (payment != 0) _escrow.move(order.token, replica.payee, payment);
    }

    /// @return state How the replica ends. @return loss What that costs of its exposure.
    function _verdictOn(ReplicaState was, JobState ended, bool paid, uint96 exposure)
        private
        view
        returns (ReplicaState state, uint96 loss)
    {
        if (ended == JobState.Lapsed) return (ReplicaState.Left, 0);
        if (paid) return (ReplicaState.Paid, 0);
        if (was != ReplicaState.Revealed) return (ReplicaState.Silent, _penalty(exposure));
        if (ended == JobState.Ruled) return (ReplicaState.Refused, exposure);
        // Who contradicts a quorum and leaves it at that fares as if silent, so that noise is never cheaper than silence.
        return (ReplicaState.Unpaid, ended == JobState.Agreed ? _penalty(exposure) : 0);
    }

    function _penalty(uint96 exposure) private view returns (uint96) {
        // At most the exposure: the penalty is a part of the whole.
        return uint96(uint256(exposure) * livenessPenalty / ReplicaRules.WHOLE);
    }
}
