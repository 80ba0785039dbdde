// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {ExecutionId, JobId} from "../../../../contracts/types/Ids.sol";
import {Actor} from "../actors/Actor.sol";

/// @dev What the actors know of every replicated job, kept from what they meant to do and never from what the market says.
abstract contract ReplicaBook is Actor {
    struct GhostReplicated {
        IReplicaMarket.ReplicaOrder order;
        IReplicaMarket.ReplicaTerms terms;
        IReplicaMarket.JobState state;
        bool contested;
        uint256 commitBy;
        uint256 revealBy;
        uint256 disputedAt;
        uint256 handedOut;
        /// Of an ended job: what is paid, to each replica that stated it, and what each refused one repays.
        bytes32 key;
        uint256 payment;
        uint256 compensation;
        uint256[] members;
    }

    struct GhostReplica {
        IReplicaMarket.Replica record;
        IReplicaMarket.ReplicaState state;
        uint256 output;
        bytes32 salt;
    }

    uint256 internal constant CREW = 6;
    uint96 internal constant CREW_STAKE = 400 * 1e6;

    address[] internal crew;
    address[] internal crewNodes;
    /// @dev A second node of each, for thieves.
    address[] internal spareNodes;
    bytes32[] internal replicated;
    mapping(bytes32 jobId => GhostReplicated) internal ghosts;
    mapping(bytes32 jobId => mapping(uint256 member => GhostReplica)) internal ghostReplicas;
    mapping(address provider => uint256) internal staked;
    /// @dev Exposures that the other market commits.
    mapping(address provider => uint256) internal elsewhere;
    uint256 internal burnedHere;
    /// @dev All stake that the crew ever added.
    uint256 internal added;
    uint64 private _salts;

    /* WHAT FOLLOWS FROM THE BOOKS */

    function _funded(GhostReplicated storage job) internal view returns (uint256) {
        return uint256(job.order.replicas) * job.order.maxPay + job.order.bond;
    }

    function _amount(GhostReplicated storage job, uint256 output) internal view returns (uint256) {
        uint256 due = job.order.fixedPrice + uint256(_unitsOf(output)) * job.order.price / 1e12;
        return due < job.order.maxPay ? due : job.order.maxPay;
    }

    function _penalty(GhostReplicated storage job) internal view returns (uint256) {
        return uint256(job.order.exposure) * LIVENESS_PENALTY / 10_000;
    }

    function _countState(bytes32 id, IReplicaMarket.ReplicaState state) internal view returns (uint256 count) {
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            if (ghostReplicas[id][members[i]].state == state) ++count;
        }
    }

    function _countOutput(bytes32 id, uint256 output) internal view returns (uint256 count) {
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            GhostReplica storage replica = ghostReplicas[id][members[i]];
            if (replica.state == IReplicaMarket.ReplicaState.Revealed && replica.output == output) ++count;
        }
    }

    /// @return output That has the quorum, or three if none has.
    function _winner(bytes32 id) internal view returns (uint256 output) {
        while (output < 3 && _countOutput(id, output) < ghosts[id].order.quorum) ++output;
    }

    function _unitsOf(uint256 output) internal pure returns (uint128) {
        return uint128(output + 1) * 1e12;
    }

    function _resultOf(uint256 output) internal pure returns (IReplicaMarket.Result memory) {
        return IReplicaMarket.Result(keccak256(abi.encode("output", output)), 0, 0, _unitsOf(output));
    }

    function _keyOf(uint256 output) internal pure returns (bytes32) {
        return keccak256(abi.encode(_resultOf(output)));
    }

    function _detailsOf(uint256 output) internal pure returns (IJobMarket.ReceiptDetails memory details) {
        details.outputHash = _resultOf(output).outputHash;
    }

    /// @dev Without a call, which would take the place of the one that a step pranks.
    function _termsHash(bytes32 id) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "ReplicaTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,address policy)"
        );
        return keccak256(abi.encode(typeHash, ghosts[id].terms));
    }

    function _executionOf(bytes32 id, uint256 member) internal view returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(id, crew[member])));
    }

    /* STEPS: each succeeds, or the action is a failure */

    function _post(uint256 seed) internal returns (bytes32 id) {
        IReplicaMarket.ReplicaOrder memory order;
        order.buyer = buyers[seed % 2];
        order.token = address(dollar);
        order.maxPay = uint96(_bound(_mix(seed, "share"), 1e6, 10e6));
        order.bond = uint96(_bound(_mix(seed, "bond"), 0, 4e6));
        order.fixedPrice = uint96(_bound(_mix(seed, "fixed"), 0, 1e6));
        order.price = uint96(_bound(_mix(seed, "price"), 1, 4e6));
        order.exposure = uint96(_bound(_mix(seed, "exposure"), order.maxPay, 2 * order.maxPay));
        order.replicas = uint8(_bound(_mix(seed, "replicas"), 2, 5));
        order.quorum = uint8(_bound(_mix(seed, "quorum"), order.replicas / 2 + 1, order.replicas));
        order.claimBefore = uint40(_now() + 10 minutes);
        (order.runTime, order.revealTime, order.window) = (60, 60, MINIMUM_WINDOW);
        order.epoch = epochs[order.buyer];
        order.salt = ++_salts;
        IReplicaMarket.ReplicaTerms memory terms;
        (terms.manifestHash, terms.resolver, terms.verdictTime) = ("manifest", judge, 60);
        terms.timeoutSplit = uint16(_bound(_mix(seed, "split"), 0, 10_000));
        if (_free(order.buyer) < 100e6) {
            _fund(order.buyer, 500 * DOLLAR);
            _credit(order.buyer, 500 * DOLLAR);
        }

        vm.prank(order.buyer);
        id = JobId.unwrap(replicaMarket.post(order, terms));
        GhostReplicated storage job = ghosts[id];
        if (job.state != IReplicaMarket.JobState.None) _breach("REP-3", "posted twice");
        replicated.push(id);
        (job.order, job.terms, job.state) = (order, terms, IReplicaMarket.JobState.Open);
        _debit(order.buyer, _funded(job));
    }

    function _claim(bytes32 id, uint256 member) internal {
        GhostReplicated storage job = ghosts[id];
        _restock(crew[member], job.order.exposure);
        vm.prank(crewNodes[member]);
        replicaMarket.claim(job.order, job.terms);
        job.members.push(member);
        GhostReplica storage replica = ghostReplicas[id][member];
        replica.state = IReplicaMarket.ReplicaState.Claimed;
        replica.record = IReplicaMarket.Replica(crewNodes[member], crew[member], crew[member], 0, 0, 0);
        if (_countState(id, IReplicaMarket.ReplicaState.Claimed) == job.order.replicas) {
            job.state = IReplicaMarket.JobState.Running;
            job.commitBy = _now() + job.order.runTime;
            job.revealBy = job.commitBy + job.order.revealTime;
        }
    }

    /// @dev Providers that were slashed or have much exposed add to their stake.
    function _restock(address provider, uint256 exposure) private {
        IStaking.Provider memory stake = staking.providerOf(provider);
        if (stake.active - stake.exposure >= exposure) return;
        _fund(provider, CREW_STAKE);
        _allow(provider, address(staking), CREW_STAKE);
        vm.prank(provider);
        staking.add(CREW_STAKE, 0);
        staked[provider] += CREW_STAKE;
        added += CREW_STAKE;
    }

    function _commit(bytes32 id, uint256 member, uint256 output) internal {
        GhostReplica storage replica = ghostReplicas[id][member];
        replica.output = output;
        replica.salt = keccak256(abi.encode(id, member));
        bytes32 receiptHash = _receiptHash(id, member, output);
        bytes32 commitment = keccak256(abi.encode(receiptHash, replica.salt));
        vm.prank(crewNodes[member]);
        replicaMarket.commit(JobId.wrap(id), replica.record, commitment);
        replica.record.commitment = commitment;
        replica.state = IReplicaMarket.ReplicaState.Committed;
        if (_countState(id, IReplicaMarket.ReplicaState.Claimed) == 0) {
            ghosts[id].revealBy = _now() + ghosts[id].order.revealTime;
        }
    }

    function _receiptHash(bytes32 id, uint256 member, uint256 output) internal view returns (bytes32) {
        return
            replicaMarket.hashReceipt(_executionOf(id, member), crewNodes[member], _unitsOf(output), _detailsOf(output));
    }

    function _reveal(bytes32 id, uint256 member) internal {
        GhostReplica storage replica = ghostReplicas[id][member];
        uint256 output = replica.output;
        vm.prank(crewNodes[member]);
        replicaMarket.reveal(JobId.wrap(id), replica.record, replica.salt, _unitsOf(output), _detailsOf(output));
        replica.record.key = _keyOf(output);
        replica.record.receiptHash = _receiptHash(id, member, output);
        replica.state = IReplicaMarket.ReplicaState.Revealed;
        if (_countState(id, IReplicaMarket.ReplicaState.Committed) == 0) ghosts[id].revealBy = _now();
    }

    /// @dev Fixes in the books what the job's end fixes.
    function _ended(bytes32 id, IReplicaMarket.JobState state, bytes32 key, uint256 payment, uint256 count, uint256 fee)
        internal
    {
        GhostReplicated storage job = ghosts[id];
        (job.state, job.key, job.payment) = (state, key, payment);
        uint256 refund = _funded(job) - count * payment - fee;
        job.handedOut = refund + fee;
        _credit(job.order.buyer, refund);
        if (fee != 0) _credit(judge, fee);
    }

    function _collected(bytes32 id, uint256 member) internal {
        GhostReplicated storage job = ghosts[id];
        GhostReplica storage replica = ghostReplicas[id][member];
        uint256 loss;
        uint256 compensation;
        if (job.state == IReplicaMarket.JobState.Lapsed) {
            replica.state = IReplicaMarket.ReplicaState.Left;
        } else if (replica.state != IReplicaMarket.ReplicaState.Revealed) {
            replica.state = IReplicaMarket.ReplicaState.Silent;
            loss = _penalty(job);
        } else if (replica.record.key == job.key) {
            replica.state = IReplicaMarket.ReplicaState.Paid;
            _credit(replica.record.payee, job.payment);
            job.handedOut += job.payment;
        } else if (job.state == IReplicaMarket.JobState.Ruled) {
            replica.state = IReplicaMarket.ReplicaState.Refused;
            (loss, compensation) = (job.order.exposure, job.compensation);
        } else {
            replica.state = IReplicaMarket.ReplicaState.Unpaid;
            if (job.state == IReplicaMarket.JobState.Agreed) loss = _penalty(job);
        }
        staked[crew[member]] -= loss;
        burnedHere += loss - compensation;
        if (compensation != 0) _credit(job.order.buyer, compensation);
    }
}
