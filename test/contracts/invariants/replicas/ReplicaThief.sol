// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {ReplicaActor} from "./ReplicaActor.sol";

/// @dev Everything that must be refused. That it was is the action's success.
abstract contract ReplicaThief is ReplicaActor {
    function _mustFail(address caller, bytes memory data, bytes32 broken, string memory what)
        private
        returns (bool refused)
    {
        vm.prank(caller);
        (bool success,) = address(replicaMarket).call(data);
        if (success) _breach(broken, what);
        return !success;
    }

    /// @dev A provider that has, or gave back, a replica claims with another node, or again.
    function thiefClaimsTwice(uint256 seed) external counted("thiefClaimsTwice") {
        bytes32 id = _post(seed);
        uint256 member = seed % CREW;
        _claim(id, member);
        if (seed % 3 == 0) {
            vm.prank(crewNodes[member]);
            replicaMarket.decline(ghosts[id].order, _termsHash(id), ghostReplicas[id][member].record);
            ghostReplicas[id][member].state = IReplicaMarket.ReplicaState.Left;
        }
        address node = seed % 2 == 0 ? spareNodes[member] : crewNodes[member];
        bytes memory data = abi.encodeCall(IReplicaMarket.claim, (ghosts[id].order, ghosts[id].terms));
        if (_mustFail(node, data, "REP-4", "one provider has two replicas")) _done("thiefClaimsTwice");
    }

    /// @dev Shows its result while others can still commit.
    function thiefRevealsEarly(uint256 seed) external counted("thiefRevealsEarly") {
        bytes32 id = _need(Place.Committing, seed);
        uint256[] storage members = ghosts[id].members;
        uint256 member = members[seed % members.length];
        if (ghostReplicas[id][member].state == IReplicaMarket.ReplicaState.Left) return;
        if (ghostReplicas[id][member].state == IReplicaMarket.ReplicaState.Claimed) {
            if (_countState(id, IReplicaMarket.ReplicaState.Claimed) == 1) return;
            _commit(id, member, 0);
        }
        bytes memory data = _revealing(id, member);
        if (_mustFail(crewNodes[member], data, "REP-6", "revealed while others commit")) _done("thiefRevealsEarly");
    }

    /// @dev Commits once revealing has begun, to the very word that somebody showed.
    function thiefCommitsLate(uint256 seed) external counted("thiefCommitsLate") {
        bytes32 id = _post(seed);
        _fill(id, seed);
        uint256[] storage members = ghosts[id].members;
        _commit(id, members[1], 0);
        vm.warp(ghosts[id].commitBy + 1);
        _reveal(id, members[1]);
        bytes32 commitment = keccak256(abi.encode(_receiptHash(id, members[0], 0), bytes32(0)));
        IReplicaMarket.Replica memory record = ghostReplicas[id][members[0]].record;
        bytes memory data = abi.encodeCall(IReplicaMarket.commit, (JobId.wrap(id), record, commitment));
        if (_mustFail(record.node, data, "REP-6", "committed after a reveal")) _done("thiefCommitsLate");
    }

    /// @dev A side's step, once what its silence allows may be taken: a claim, a reveal, the buyer's complaint, a node's appeal.
    function thiefComesLate(uint256 seed) external counted("thiefComesLate") {
        bytes32 id = _post(seed);
        IReplicaMarket.ReplicaOrder storage order = ghosts[id].order;
        if (seed % 4 == 0) {
            vm.warp(order.claimBefore);
            bytes memory claim_ = abi.encodeCall(IReplicaMarket.claim, (order, ghosts[id].terms));
            return _refusedAsLate(crewNodes[0], claim_, IReplicaMarket.Replica_ClaimTooLate.selector);
        }
        _fill(id, seed);
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            _commit(id, members[i], i == 0 ? 1 : 0);
        }
        if (seed % 4 == 1) {
            vm.warp(ghosts[id].revealBy + 1);
            return _refusedAsLate(
                crewNodes[members[0]], _revealing(id, members[0]), IReplicaMarket.Replica_RevealTooLate.selector
            );
        }
        for (uint256 i; i < members.length; ++i) {
            _reveal(id, members[i]);
        }
        vm.warp(ghosts[id].revealBy + order.window + 1);
        IReplicaMarket.Replica memory record = ghostReplicas[id][members[0]].record;
        bytes memory data = seed % 4 == 2
            ? abi.encodeCall(IReplicaMarket.dispute, (order, _termsHash(id), IJobMarket.Complaint.Wrong))
            : abi.encodeCall(IReplicaMarket.appeal, (JobId.wrap(id), record));
        _refusedAsLate(seed % 4 == 2 ? order.buyer : record.node, data, IReplicaMarket.Replica_WindowOver.selector);
    }

    function _refusedAsLate(address caller, bytes memory data, bytes4 reason) private {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(replicaMarket).call(data);
        if (success) _breach("REP-12", "a step came too late");
        if (bytes4(answer) == reason) _done("thiefComesLate");
    }

    function _revealing(bytes32 id, uint256 member) private view returns (bytes memory) {
        GhostReplica storage replica = ghostReplicas[id][member];
        return abi.encodeCall(
            IReplicaMarket.reveal,
            (JobId.wrap(id), replica.record, replica.salt, _unitsOf(replica.output), _detailsOf(replica.output))
        );
    }

    /// @dev Copies another's commitment and opens it with its words, or opens its own with other words.
    function thiefOpensWrongly(uint256 seed) external counted("thiefOpensWrongly") {
        bytes32 id = _post(seed);
        _fill(id, seed);
        uint256[] storage members = ghosts[id].members;
        GhostReplica storage honest = ghostReplicas[id][members[0]];
        GhostReplica storage copy = ghostReplicas[id][members[1]];
        for (uint256 i; i < members.length; ++i) {
            if (i != 1) _commit(id, members[i], 0);
        }
        bytes32 taken = seed % 2 == 0 ? honest.record.commitment : keccak256(abi.encode(seed));
        vm.prank(copy.record.node);
        replicaMarket.commit(JobId.wrap(id), copy.record, taken);
        copy.record.commitment = taken;
        copy.state = IReplicaMarket.ReplicaState.Committed;
        ghosts[id].revealBy = _now() + ghosts[id].order.revealTime;
        bytes memory data = abi.encodeCall(
            IReplicaMarket.reveal, (JobId.wrap(id), copy.record, honest.salt, _unitsOf(0), _detailsOf(0))
        );
        if (_mustFail(copy.record.node, data, "REP-6", "opened what it did not commit to")) _done("thiefOpensWrongly");
    }

    /// @dev Somebody else's step: buyer's, node's or resolver's.
    function thiefImpersonates(uint256 seed) external counted("thiefImpersonates") {
        bytes[4] memory data;
        bytes32 id = _need(Place.Open, seed);
        data[0] = abi.encodeCall(IReplicaMarket.cancel, (ghosts[id].order, _termsHash(id)));
        id = _need(Place.Committing, seed);
        uint256 member = ghosts[id].members[0];
        IReplicaMarket.Replica memory record = ghostReplicas[id][member].record;
        data[1] = abi.encodeCall(IReplicaMarket.commit, (JobId.wrap(id), record, "mine"));
        id = _need(Place.Window, seed);
        data[2] = abi.encodeCall(IReplicaMarket.dispute, (ghosts[id].order, _termsHash(id), IJobMarket.Complaint.Wrong));
        id = _need(Place.Disputed, seed);
        data[3] = abi.encodeCall(
            IReplicaMarket.resolve, (ghosts[id].order, ghosts[id].terms, _resultOf(0), IReplicaMarket.Charge(0, thief))
        );
        if (_mustFail(thief, data[seed % 4], "REP-11", "somebody else took a side's step")) {
            _done("thiefImpersonates");
        }
    }

    /// @dev A record with one member changed, or one that was collected before.
    function thiefForgesRecords(uint256 seed) external counted("thiefForgesRecords") {
        bytes32 id = _needUncollected(seed);
        if (_liveMembers(id) == 0) return;
        uint256[] storage members = ghosts[id].members;
        uint256 which = seed % members.length;
        IReplicaMarket.Replica[] memory list = new IReplicaMarket.Replica[](1);
        list[0] = ghostReplicas[id][members[which]].record;
        if (_isLive(ghostReplicas[id][members[which]].state)) {
            uint256 member = (seed >> 8) % 4;
            if (member == 0) list[0].payee = thief;
            if (member == 1) list[0].key = _keyOf(list[0].key == _keyOf(0) ? 1 : 0);
            if (member == 2) list[0].receiptHash = bytes32(uint256(list[0].receiptHash) ^ (1 << 255));
            if (member == 3) list[0].provider = crew[(members[which] + 1) % CREW];
        }
        bytes memory data = abi.encodeCall(IReplicaMarket.collect, (ghosts[id].order, _termsHash(id), list));
        if (_mustFail(thief, data, "REP-4", "a forged or used record was collected")) _done("thiefForgesRecords");
    }

    /// @dev An ended job moves again: posted while it could still be claimed, cancelled, settled.
    function thiefReopens(uint256 seed) external counted("thiefReopens") {
        bytes32 id = seed % 3 == 0 ? _cancelled(seed) : _need(Place.Ended, seed);
        GhostReplicated storage job = ghosts[id];
        bytes[3] memory data = [
            abi.encodeCall(IReplicaMarket.post, (job.order, job.terms)),
            abi.encodeCall(IReplicaMarket.cancel, (job.order, _termsHash(id))),
            abi.encodeCall(IReplicaMarket.settle, (job.order, _termsHash(id), _resultOf(_winner(id))))
        ];
        if (_mustFail(job.order.buyer, data[seed % 3], "REP-3", "an ended job moved")) _done("thiefReopens");
    }

    function _cancelled(uint256 seed) private returns (bytes32 id) {
        id = _post(seed);
        GhostReplicated storage job = ghosts[id];
        vm.prank(job.order.buyer);
        replicaMarket.cancel(job.order, _termsHash(id));
        (job.state, job.handedOut) = (IReplicaMarket.JobState.Cancelled, _funded(job));
        _credit(job.order.buyer, _funded(job));
    }

    /// @dev A result that nobody stated, or the quorum's with more units.
    function thiefSettlesWrongly(uint256 seed) external counted("thiefSettlesWrongly") {
        bytes32 id = _post(seed);
        _fill(id, seed);
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            _commit(id, members[i], 0);
        }
        for (uint256 i; i < members.length; ++i) {
            _reveal(id, members[i]);
        }
        vm.warp(ghosts[id].revealBy + ghosts[id].order.window + 1);
        IReplicaMarket.Result memory result = _resultOf(seed % 2);
        if (seed % 2 == 0) result.units += 1e12;
        bytes memory data = abi.encodeCall(IReplicaMarket.settle, (ghosts[id].order, _termsHash(id), result));
        if (_mustFail(thief, data, "REP-7", "another result was paid")) _done("thiefSettlesWrongly");
    }

    /// @dev Neither market: moves stake by itself.
    function thiefActsAsMarket(uint256 seed) external counted("thiefActsAsMarket") {
        address provider = crew[seed % CREW];
        bytes[3] memory data = [
            abi.encodeCall(IStaking.commit, (crewNodes[seed % CREW], 1)),
            abi.encodeCall(IStaking.release, (provider, 0)),
            abi.encodeCall(IStaking.slash, (provider, 0, 0, thief, 0))
        ];
        vm.prank(seed % 2 == 0 ? thief : provider);
        (bool success,) = address(staking).call(data[(seed >> 8) % 3]);
        if (success) _breach("REP-10", "anybody moved exposure");
        else _done("thiefActsAsMarket");
    }
}
