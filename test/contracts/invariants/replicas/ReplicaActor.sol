// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {ReplicaBook} from "./ReplicaBook.sol";

/// @dev Buyers, nodes, the resolver and anybody: each takes its steps, some of them a second too early or too late.
abstract contract ReplicaActor is ReplicaBook {
    /// @dev Where a job stands by the clock.
    enum Place {
        Open,
        Committing,
        Revealing,
        Window,
        Over,
        Disputed,
        Ended
    }

    function _placeOf(bytes32 id) internal view returns (Place) {
        GhostReplicated storage job = ghosts[id];
        if (job.state == IReplicaMarket.JobState.Open) return Place.Open;
        if (job.state == IReplicaMarket.JobState.Disputed) return Place.Disputed;
        if (job.state != IReplicaMarket.JobState.Running) return Place.Ended;
        if (_now() > job.revealBy + job.order.window) return Place.Over;
        if (_now() > job.revealBy) return Place.Window;
        bool blind = _countState(id, IReplicaMarket.ReplicaState.Claimed) != 0 && _now() <= job.commitBy;
        return blind ? Place.Committing : Place.Revealing;
    }

    /// @dev A job at this place; a new one that is brought there if there is none.
    function _need(Place place, uint256 seed) internal returns (bytes32 id) {
        uint256 count = replicated.length;
        for (uint256 i; i < count; ++i) {
            id = replicated[(seed % count + i) % count];
            if (_placeOf(id) == place) return id;
        }
        return _bring(place, seed);
    }

    function _bring(Place place, uint256 seed) private returns (bytes32 id) {
        id = _post(seed);
        if (place == Place.Open) return id;
        _fill(id, seed);
        if (place == Place.Committing) return id;
        _commitMost(id, seed);
        if (place == Place.Revealing) return id;
        _revealMost(id, seed);
        if (place == Place.Window) return id;
        if (place == Place.Disputed && _call(id, seed)) return id;
        vm.warp(ghosts[id].revealBy + ghosts[id].order.window + 1);
        if (place == Place.Ended) _settle(id);
    }

    function _fill(bytes32 id, uint256 seed) internal {
        for (uint256 i; i < CREW && ghosts[id].state == IReplicaMarket.JobState.Open; ++i) {
            uint256 member = (seed % CREW + i) % CREW;
            if (ghostReplicas[id][member].state == IReplicaMarket.ReplicaState.None) _claim(id, member);
        }
    }

    /// @dev Most tell the truth; one in eight is silent.
    function _commitMost(bytes32 id, uint256 seed) internal {
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            uint256 draw = _mix(seed, vm.toString(i));
            if (ghostReplicas[id][members[i]].state != IReplicaMarket.ReplicaState.Claimed || draw % 8 == 0) continue;
            _commit(id, members[i], _wordOf(draw));
        }
        if (_placeOf(id) == Place.Committing) vm.warp(ghosts[id].commitBy + 1);
    }

    function _wordOf(uint256 draw) internal pure returns (uint256) {
        return (draw >> 8) % 2 == 0 ? 0 : (draw >> 16) % 3;
    }

    function _revealMost(bytes32 id, uint256 seed) internal {
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length && _placeOf(id) == Place.Revealing; ++i) {
            GhostReplica storage replica = ghostReplicas[id][members[i]];
            // A thief that copied a commitment has nothing that opens it.
            if (replica.state != IReplicaMarket.ReplicaState.Committed || replica.salt == 0) continue;
            if (_mix(seed, string.concat("reveal", vm.toString(i))) % 8 != 0) _reveal(id, members[i]);
        }
        if (_now() <= ghosts[id].revealBy) vm.warp(ghosts[id].revealBy + 1);
    }

    /// @return called Whether somebody could call on the resolver: the buyer, or who is outvoted.
    function _call(bytes32 id, uint256 seed) internal returns (bool called) {
        GhostReplicated storage job = ghosts[id];
        uint256 winner = _winner(id);
        if (winner != 3 && seed % 2 == 0) {
            vm.prank(job.order.buyer);
            replicaMarket.dispute(job.order, _termsHash(id), IJobMarket.Complaint.Wrong);
            job.contested = true;
            called = true;
        }
        for (uint256 i; i < job.members.length && !called; ++i) {
            GhostReplica storage replica = ghostReplicas[id][job.members[i]];
            if (replica.state != IReplicaMarket.ReplicaState.Revealed || replica.output == winner) continue;
            if (_countOutput(id, replica.output) == _countState(id, IReplicaMarket.ReplicaState.Revealed)) continue;
            vm.prank(replica.record.node);
            replicaMarket.appeal(JobId.wrap(id), replica.record);
            called = true;
        }
        if (called) (job.state, job.disputedAt) = (IReplicaMarket.JobState.Disputed, _now());
    }

    function _settle(bytes32 id) internal {
        GhostReplicated storage job = ghosts[id];
        uint256 winner = _winner(id);
        replicaMarket.settle(job.order, _termsHash(id), _resultOf(winner));
        if (winner == 3) _ended(id, IReplicaMarket.JobState.Refunded, 0, 0, 0, 0);
        else _paidOut(id, IReplicaMarket.JobState.Agreed, winner, _amount(job, winner));
    }

    function _paidOut(bytes32 id, IReplicaMarket.JobState state, uint256 winner, uint256 payment) internal {
        _ended(id, state, _keyOf(winner), payment, _countOutput(id, winner), 0);
    }

    /* ACTIONS */

    function post(uint256 seed) external counted("post") {
        _post(seed);
        _done("post");
    }

    function cancel(uint256 seed) external counted("cancel") {
        bytes32 id = _post(seed);
        bool free = seed % 3 != 0;
        if (!free) _claim(id, seed % CREW);
        vm.prank(ghosts[id].order.buyer);
        try replicaMarket.cancel(ghosts[id].order, _termsHash(id)) {
            if (!free) _breach("REP-11", "cancelled with a claim");
            ghosts[id].state = IReplicaMarket.JobState.Cancelled;
            ghosts[id].handedOut = _funded(ghosts[id]);
            _credit(ghosts[id].order.buyer, _funded(ghosts[id]));
            _done("cancel");
        } catch {
            if (free) _breach("REP-8", "a cancellation was refused");
        }
    }

    function lapse(uint256 seed) external counted("lapse") {
        bytes32 id = _need(Place.Open, seed);
        GhostReplicated storage job = ghosts[id];
        bool due = _waitsFor(job.order.claimBefore, seed);
        try replicaMarket.lapse(job.order, _termsHash(id)) {
            if (!due) _breach("REP-12", "lapsed too early");
            job.state = IReplicaMarket.JobState.Lapsed;
            job.handedOut = _funded(job);
            _credit(job.order.buyer, _funded(job));
            _done("lapse");
        } catch {
            if (due) _breach("REP-8", "a due lapse was refused");
        }
    }

    function claim(uint256 seed) external counted("claim") {
        bytes32 id = _need(Place.Open, seed);
        if (_now() >= ghosts[id].order.claimBefore) id = _post(seed);
        uint256 member = seed % CREW;
        while (ghostReplicas[id][member].state != IReplicaMarket.ReplicaState.None) member = (member + 1) % CREW;
        _claim(id, member);
        _done("claim");
    }

    function decline(uint256 seed) external counted("decline") {
        bytes32 id = _post(seed);
        uint256 member = seed % CREW;
        _claim(id, member);
        vm.prank(crewNodes[member]);
        replicaMarket.decline(ghosts[id].order, _termsHash(id), ghostReplicas[id][member].record);
        ghostReplicas[id][member].state = IReplicaMarket.ReplicaState.Left;
        _done("decline");
    }

    function commit(uint256 seed) external counted("commit") {
        _commitMost(_need(Place.Committing, seed), seed);
        _done("commit");
    }

    function reveal(uint256 seed) external counted("reveal") {
        _revealMost(_need(Place.Revealing, seed), seed);
        _done("reveal");
    }

    function callResolver(uint256 seed) external counted("callResolver") {
        if (_call(_need(Place.Window, seed), seed)) _done("callResolver");
    }

    /// @dev Any word and any fee: a result, right or wrong, or one that nobody stated.
    function resolve(uint256 seed, uint96 fee) external counted("resolve") {
        // A fresh one three times out of four: most of those that wait are beyond the resolver's time.
        bytes32 id = seed % 4 == 0 ? _need(Place.Disputed, seed) : _bring(Place.Disputed, seed);
        for (uint256 i; i < 3 && ghosts[id].state != IReplicaMarket.JobState.Disputed; ++i) {
            id = _bring(Place.Disputed, _mix(seed, vm.toString(i)));
        }
        GhostReplicated storage job = ghosts[id];
        if (job.state != IReplicaMarket.JobState.Disputed) return;
        uint256 word = _mix(seed, "word") % 4;
        uint256 right = _countOutput(id, word);
        bool buyerLost = job.contested && right >= job.order.quorum;
        uint256 limit = buyerLost || job.order.bond < job.order.exposure ? job.order.bond : job.order.exposure;
        fee = uint96(_bound(fee, 0, limit + limit / 2 + 1));
        bool due = _now() <= job.disputedAt + job.terms.verdictTime;
        vm.prank(judge);
        try replicaMarket.resolve(job.order, job.terms, _resultOf(word), IReplicaMarket.Charge(fee, judge)) {
            if (fee > limit || !due) _breach("REP-12", "a verdict too late or too dear");
            uint256 payment = _amount(job, word);
            if (buyerLost) payment += (job.order.bond - fee) / right;
            else job.compensation = fee / (_countState(id, IReplicaMarket.ReplicaState.Revealed) - right);
            _ended(id, IReplicaMarket.JobState.Ruled, right == 0 ? bytes32(0) : _keyOf(word), payment, right, fee);
            _done("resolve");
        } catch {
            if (fee <= limit && due) _breach("REP-8", "a verdict was refused");
        }
    }

    function timeOut(uint256 seed) external counted("timeOut") {
        bytes32 id = _need(Place.Disputed, seed);
        GhostReplicated storage job = ghosts[id];
        if (job.state != IReplicaMarket.JobState.Disputed) return;
        bool due = _waitsFor(job.disputedAt + job.terms.verdictTime + 1, seed);
        uint256 winner = _winner(id);
        try replicaMarket.resolveByTimeout(job.order, job.terms, _resultOf(winner)) {
            if (!due) _breach("REP-12", "timed out too early");
            uint256 part = winner == 3 ? 0 : _amount(job, winner) * job.terms.timeoutSplit / 10_000;
            if (winner == 3) _ended(id, IReplicaMarket.JobState.Refunded, 0, 0, 0, 0);
            else _paidOut(id, IReplicaMarket.JobState.Split, winner, part);
            _done("timeOut");
        } catch {
            if (due) _breach("REP-8", "a due time-out was refused");
        }
    }

    function settleDue(uint256 seed) external counted("settleDue") {
        _settle(_need(Place.Over, seed));
        _done("settleDue");
    }

    function settleTooEarly(uint256 seed) external counted("settleTooEarly") {
        bytes32 id = _need(Place.Window, seed);
        try replicaMarket.settle(ghosts[id].order, _termsHash(id), _resultOf(_winner(id))) {
            _breach("REP-12", "settled in the window");
        } catch {
            _done("settleTooEarly");
        }
    }

    /// @dev All live replicas of an ended job, in one list.
    function collect(uint256 seed) external counted("collect") {
        bytes32 id = _needUncollected(seed);
        GhostReplicated storage job = ghosts[id];
        uint256 count;
        IReplicaMarket.Replica[] memory list = new IReplicaMarket.Replica[](job.members.length);
        for (uint256 i; i < job.members.length; ++i) {
            GhostReplica storage replica = ghostReplicas[id][job.members[i]];
            if (!_isLive(replica.state) || (count != 0 && _mix(seed, vm.toString(i)) % 4 == 0)) continue;
            list[count++] = replica.record;
            _collected(id, job.members[i]);
        }
        assembly ("memory-safe") {
            mstore(list, count)
        }
        replicaMarket.collect(job.order, _termsHash(id), list);
        if (count != 0) _done("collect");
    }

    function _isLive(IReplicaMarket.ReplicaState state) internal pure returns (bool) {
        return state >= IReplicaMarket.ReplicaState.Claimed && state <= IReplicaMarket.ReplicaState.Revealed;
    }

    function _needUncollected(uint256 seed) internal returns (bytes32 id) {
        for (uint256 i; i < replicated.length; ++i) {
            id = replicated[(seed % replicated.length + i) % replicated.length];
            if (_placeOf(id) == Place.Ended && _liveMembers(id) != 0) return id;
        }
        return _bring(Place.Ended, seed);
    }

    function _liveMembers(bytes32 id) internal view returns (uint256) {
        return _countState(id, IReplicaMarket.ReplicaState.Claimed)
            + _countState(id, IReplicaMarket.ReplicaState.Committed)
            + _countState(id, IReplicaMarket.ReplicaState.Revealed);
    }

    /// @dev The other market commits the same stake: a job of one replica, claimed by a node of the crew for ever.
    function claimElsewhere(uint256 seed) external counted("claimElsewhere") {
        uint256 member = seed % CREW;
        if (elsewhere[crew[member]] > CREW_STAKE / 4) return;
        IJobMarket.JobOrder memory order;
        (order.buyer, order.token) = (buyers[seed % 2], address(dollar));
        (order.maxPay, order.price, order.exposure) = (1, 1, uint96(1 + seed % 1e6));
        (order.claimBefore, order.runTime, order.window) = (uint40(_now() + 1), 30 days, MINIMUM_WINDOW);
        (order.epoch, order.salt) = (epochs[order.buyer], uint64(seed));
        IJobMarket.JobTerms memory terms;
        (terms.manifestHash, terms.resolver, terms.verdictTime) = (keccak256(abi.encode(seed)), judge, 1);
        vm.startPrank(order.buyer);
        try market.post(order, terms) {
            vm.stopPrank();
            _debit(order.buyer, 1);
            vm.prank(crewNodes[member]);
            market.claim(order, terms);
            elsewhere[crew[member]] += order.exposure;
            _done("claimElsewhere");
        } catch {
            vm.stopPrank();
        }
    }
}
