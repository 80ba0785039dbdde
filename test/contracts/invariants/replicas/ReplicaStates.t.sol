// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {TransitionTable} from "../support/TransitionTable.sol";
import {ReplicaCampaign} from "./ReplicaCampaign.sol";

/// @dev Every pair of state and action, allowed and forbidden, against the tables that the documents show (REP-5); and the gas of
/// every step with few and with many jobs (REP-9).
contract ReplicaStatesTest is ReplicaCampaign, TransitionTable {
    uint256 private constant FEW = 6;
    uint256 private constant MANY = 500;

    bytes32 private _id;

    function test_REP_5_TablesNameTheStatesOfTheContract() public view {
        string[] memory states = _states("replicatedJob");
        assertEq(states.length, uint256(type(IReplicaMarket.JobState).max) + 1, "the table lacks a state");
        assertEq(states[uint256(IReplicaMarket.JobState.Disputed)], "Disputed");
        assertEq(states[uint256(IReplicaMarket.JobState.Split)], "Split");
        assertEq(states[uint256(IReplicaMarket.JobState.Refunded)], "Refunded");
        states = _states("replica");
        assertEq(states.length, uint256(type(IReplicaMarket.ReplicaState).max) + 1, "the table lacks a state");
        assertEq(states[uint256(IReplicaMarket.ReplicaState.Revealed)], "Revealed");
        assertEq(states[uint256(IReplicaMarket.ReplicaState.Unpaid)], "Unpaid");
        assertEq(states[uint256(IReplicaMarket.ReplicaState.Silent)], "Silent");
    }

    function test_REP_5_EveryPairOfJobStateAndAction() public {
        string[] memory states = _states("replicatedJob");
        Row[] memory rows = _rows("replicatedJob");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _reachJob(IReplicaMarket.JobState(s), rows[a].action);
                string memory pair = string.concat(rows[a].action, " in ", states[s]);
                assertEq(_jobState(), s, string.concat("not reached for ", pair));
                bytes memory answer = _try(rows[a].action, _contains(rows[a].from, states[s]), pair);
                if (_contains(rows[a].from, states[s])) {
                    assertTrue(_contains(rows[a].to, states[_jobState()]), string.concat("led elsewhere: ", pair));
                } else if (!_is(rows[a].action, "post") || s != uint256(IReplicaMarket.JobState.Lapsed)) {
                    // What lapsed is refused already because it names a time that is over.
                    bytes4 selector = IReplicaMarket.Replica_JobWrongState.selector;
                    assertEq(answer, abi.encodeWithSelector(selector, _id, s), string.concat("other reason: ", pair));
                }
                vm.revertToState(before);
            }
        }
    }

    function test_REP_5_EveryPairOfReplicaStateAndAction() public {
        string[] memory states = _states("replica");
        Row[] memory rows = _rows("replica");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                string memory pair = string.concat(rows[a].action, " in ", states[s]);
                if (_reachReplica(IReplicaMarket.ReplicaState(s), rows[a].action)) {
                    assertEq(_replicaState(), s, string.concat("not reached for ", pair));
                    _try(rows[a].action, _contains(rows[a].from, states[s]), pair);
                    bool led = _replicaState() == s || _contains(rows[a].to, states[_replicaState()]);
                    assertTrue(led, string.concat("led elsewhere: ", pair));
                } else {
                    assertFalse(_contains(rows[a].from, states[s]), string.concat("never tried: ", pair));
                }
                vm.revertToState(before);
            }
        }
    }

    function _try(string memory action, bool allowed, string memory pair) private returns (bytes memory answer) {
        (address caller, bytes memory data) = _callOf(action);
        bool success;
        vm.prank(caller);
        (success, answer) = address(replicaMarket).call(data);
        assertEq(success, allowed, pair);
    }

    /* WHERE */

    /// @dev In this state, and where that leaves a choice, at the moment at which `action` is due.
    function _reachJob(IReplicaMarket.JobState state, string memory action) private {
        _start();
        if (state == IReplicaMarket.JobState.None) return;
        _posted();
        if (state == IReplicaMarket.JobState.Cancelled) return _do("cancel");
        if (state == IReplicaMarket.JobState.Lapsed) return _lapsed();
        if (state == IReplicaMarket.JobState.Open) return _openFor(action);
        _fill(_id, 0);
        if (state == IReplicaMarket.JobState.Running) return _runningFor(action);
        // Without a quorum for what ends refunded, else two against one.
        _words(state == IReplicaMarket.JobState.Refunded ? 2 : 0);
        if (state == IReplicaMarket.JobState.Agreed || state == IReplicaMarket.JobState.Refunded) return _over();
        _do("appeal");
        if (state == IReplicaMarket.JobState.Ruled) _do("resolve");
        if (state == IReplicaMarket.JobState.Split || _is(action, "resolveByTimeout")) {
            vm.warp(_now() + 61);
            if (state == IReplicaMarket.JobState.Split) _do("resolveByTimeout");
        }
    }

    function _start() private {
        uint256 before = vm.snapshotState();
        bytes32 id = _post(2);
        IReplicaMarket.ReplicaOrder memory order = ghosts[id].order;
        IReplicaMarket.ReplicaTerms memory terms = ghosts[id].terms;
        vm.revertToState(before);
        (order.replicas, order.quorum) = (3, 2);
        _id = JobId.unwrap(replicaMarket.hashReplicaOrder(order, terms));
        (ghosts[_id].order, ghosts[_id].terms) = (order, terms);
    }

    function _posted() private {
        _do("post");
        ghosts[_id].state = IReplicaMarket.JobState.Open;
    }

    function _openFor(string memory action) private {
        if (_is(action, "lapse")) vm.warp(ghosts[_id].order.claimBefore);
        if (_is(action, "decline")) _claim(_id, 0);
    }

    function _lapsed() private {
        vm.warp(ghosts[_id].order.claimBefore);
        _do("lapse");
    }

    function _runningFor(string memory action) private {
        if (_is(action, "commit")) return;
        if (_is(action, "reveal")) {
            for (uint256 i; i < 3; ++i) {
                _commit(_id, i, 0);
            }
            return;
        }
        _words(0);
        if (_is(action, "settle")) vm.warp(_now() + MINIMUM_WINDOW + 1);
    }

    /// @dev All commit and reveal: the first replica alone states one thing, the second one `second`, the third one 0.
    function _words(uint256 second) private {
        uint256[3] memory words = [uint256(1), second, 0];
        for (uint256 i; i < 3; ++i) {
            _commit(_id, i, words[i]);
        }
        for (uint256 i; i < 3; ++i) {
            _reveal(_id, i);
        }
        vm.warp(_now() + 1);
    }

    function _over() private {
        vm.warp(_now() + MINIMUM_WINDOW);
        _do("settle");
    }

    /// @return reachable Whether this replica can be in this state while `action` is otherwise due.
    function _reachReplica(IReplicaMarket.ReplicaState state, string memory action) private returns (bool reachable) {
        _start();
        _posted();
        if (state == IReplicaMarket.ReplicaState.None) return _is(action, "claim");
        if (state == IReplicaMarket.ReplicaState.Left) {
            _claim(_id, 0);
            _do("decline");
            ghostReplicas[_id][0].state = IReplicaMarket.ReplicaState.Left;
            // Somebody else's claims, so that the job runs without it.
            if (_is(action, "claim") || _is(action, "decline")) return true;
            for (uint256 i = 1; i < 4; ++i) {
                _claim(_id, i);
            }
            if (_is(action, "collect")) _overWith(1, 4);
            return true;
        }
        if (state == IReplicaMarket.ReplicaState.Claimed && _is(action, "decline")) {
            _claim(_id, 0);
            return true;
        }
        if (_is(action, "claim") || _is(action, "decline")) return false;
        _fill(_id, 0);
        if (state == IReplicaMarket.ReplicaState.Claimed) {
            if (_is(action, "reveal")) vm.warp(ghosts[_id].commitBy + 1);
            if (_is(action, "collect")) _overWith(1, 3);
            return true;
        }
        return _reachEnd(state, action);
    }

    function _reachEnd(IReplicaMarket.ReplicaState state, string memory action) private returns (bool) {
        for (uint256 i; i < 3; ++i) {
            if (i != 0 || state != IReplicaMarket.ReplicaState.Silent) {
                _commit(_id, i, i == 0 && state != IReplicaMarket.ReplicaState.Paid ? 1 : 0);
            }
        }
        bool shown = state > IReplicaMarket.ReplicaState.Committed && state != IReplicaMarket.ReplicaState.Silent;
        if (!shown && !_is(action, "collect") && state == IReplicaMarket.ReplicaState.Committed) return true;
        if (shown) _reveal(_id, 0);
        if (shown && state == IReplicaMarket.ReplicaState.Revealed && !_is(action, "collect")) return true;
        vm.warp(_max(_now(), state == IReplicaMarket.ReplicaState.Silent ? ghosts[_id].commitBy + 1 : 0));
        _reveal(_id, 1);
        _reveal(_id, 2);
        vm.warp(ghosts[_id].revealBy + 1);
        if (state == IReplicaMarket.ReplicaState.Refused) {
            _do("appeal");
            _do("resolve");
        } else {
            vm.warp(_now() + MINIMUM_WINDOW);
            _do("settle");
        }
        if (state > IReplicaMarket.ReplicaState.Left) _do("collect");
        return true;
    }

    function _overWith(uint256 from, uint256 to) private {
        for (uint256 i = from; i < to; ++i) {
            _commit(_id, i, 0);
        }
        vm.warp(ghosts[_id].commitBy + 1);
        for (uint256 i = from; i < to; ++i) {
            if (_now() <= ghosts[_id].revealBy) _reveal(_id, i);
        }
        vm.warp(ghosts[_id].revealBy + MINIMUM_WINDOW + 1);
        _do("settle");
    }

    function _max(uint256 one, uint256 other) private pure returns (uint256) {
        return one > other ? one : other;
    }

    /* WHAT */

    function _do(string memory action) private {
        _try(action, true, action);
    }

    function _callOf(string memory action) private view returns (address caller, bytes memory data) {
        GhostReplicated storage job = ghosts[_id];
        bytes32 termsHash = _termsHash(_id);
        IReplicaMarket.Replica memory record = ghostReplicas[_id][0].record;
        if (record.node == address(0)) record = IReplicaMarket.Replica(crewNodes[0], crew[0], crew[0], 0, 0, 0);
        caller = crewNodes[0];
        if (_is(action, "post")) return (job.order.buyer, abi.encodeCall(IReplicaMarket.post, (job.order, job.terms)));
        if (_is(action, "cancel")) {
            return (job.order.buyer, abi.encodeCall(IReplicaMarket.cancel, (job.order, termsHash)));
        }
        if (_is(action, "lapse")) return (thief, abi.encodeCall(IReplicaMarket.lapse, (job.order, termsHash)));
        if (_is(action, "claim")) return (caller, abi.encodeCall(IReplicaMarket.claim, (job.order, job.terms)));
        if (_is(action, "decline")) {
            return (caller, abi.encodeCall(IReplicaMarket.decline, (job.order, termsHash, record)));
        }
        if (_is(action, "commit")) {
            bytes32 commitment = keccak256(abi.encode(_receiptHash(_id, 0, 0), bytes32("salt")));
            return (caller, abi.encodeCall(IReplicaMarket.commit, (JobId.wrap(_id), record, commitment)));
        }
        if (_is(action, "reveal")) return (caller, _revealing(record));
        if (_is(action, "appeal")) {
            return (caller, abi.encodeCall(IReplicaMarket.appeal, (JobId.wrap(_id), record)));
        }
        return _callOfTheOthers(action, termsHash, record);
    }

    function _revealing(IReplicaMarket.Replica memory record) private view returns (bytes memory) {
        GhostReplica storage replica = ghostReplicas[_id][0];
        return abi.encodeCall(
            IReplicaMarket.reveal,
            (JobId.wrap(_id), record, replica.salt, _unitsOf(replica.output), _detailsOf(replica.output))
        );
    }

    function _callOfTheOthers(string memory action, bytes32 termsHash, IReplicaMarket.Replica memory record)
        private
        view
        returns (address caller, bytes memory data)
    {
        GhostReplicated storage job = ghosts[_id];
        IReplicaMarket.Result memory result = _resultOf(0);
        if (_is(action, "dispute")) {
            IJobMarket.Complaint complaint = IJobMarket.Complaint.Wrong;
            return (job.order.buyer, abi.encodeCall(IReplicaMarket.dispute, (job.order, termsHash, complaint)));
        }
        if (_is(action, "resolve")) {
            IReplicaMarket.Charge memory charge = IReplicaMarket.Charge(0, judge);
            return (judge, abi.encodeCall(IReplicaMarket.resolve, (job.order, job.terms, result, charge)));
        }
        if (_is(action, "resolveByTimeout")) {
            return (thief, abi.encodeCall(IReplicaMarket.resolveByTimeout, (job.order, job.terms, result)));
        }
        if (_is(action, "settle")) {
            return (thief, abi.encodeCall(IReplicaMarket.settle, (job.order, termsHash, result)));
        }
        require(_is(action, "collect"), string.concat("the table has an action that this test does not know: ", action));
        IReplicaMarket.Replica[] memory list = new IReplicaMarket.Replica[](1);
        list[0] = record;
        return (thief, abi.encodeCall(IReplicaMarket.collect, (job.order, termsHash, list)));
    }

    function _is(string memory one, string memory other) private pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }

    function _jobState() private view returns (uint256) {
        return uint256(replicaMarket.jobOf(JobId.wrap(_id)).state);
    }

    function _replicaState() private view returns (uint256) {
        (IReplicaMarket.ReplicaState state,) = replicaMarket.replicaOf(_executionOf(_id, 0));
        return uint256(state);
    }

    /* GAS */

    function test_REP_9_GasOfReplicatedJobsDoesNotGrow() public {
        _addJobs(FEW);
        uint256[13] memory few = _measure();
        _addJobs(MANY);
        uint256[13] memory many = _measure();
        for (uint256 i; i < few.length; ++i) {
            // Zero and non-zero bytes of ids, and nothing else, may differ.
            assertApproxEqAbs(many[i], few[i], 700, vm.toString(i));
        }
    }

    function _addJobs(uint256 count) private {
        for (uint256 i; i < count; ++i) {
            _claim(_post(2), i % CREW);
        }
    }

    function _measure() private returns (uint256[13] memory used) {
        string[13] memory steps = [
            "post",
            "cancel",
            "lapse",
            "claim",
            "decline",
            "commit",
            "reveal",
            "dispute",
            "appeal",
            "settle",
            "resolve",
            "resolveByTimeout",
            "collect"
        ];
        IReplicaMarket.JobState[13] memory from = [
            IReplicaMarket.JobState.None,
            IReplicaMarket.JobState.Open,
            IReplicaMarket.JobState.Open,
            IReplicaMarket.JobState.Open,
            IReplicaMarket.JobState.Open,
            IReplicaMarket.JobState.Running,
            IReplicaMarket.JobState.Running,
            IReplicaMarket.JobState.Running,
            IReplicaMarket.JobState.Running,
            IReplicaMarket.JobState.Running,
            IReplicaMarket.JobState.Disputed,
            IReplicaMarket.JobState.Disputed,
            IReplicaMarket.JobState.Agreed
        ];
        for (uint256 i; i < steps.length; ++i) {
            uint256 before = vm.snapshotState();
            _reachJob(from[i], steps[i]);
            vm.cool(address(replicaMarket));
            vm.cool(address(escrow));
            vm.cool(address(staking));
            _do(steps[i]);
            used[i] = vm.lastCallGas().gasTotalUsed;
            vm.revertToState(before);
        }
    }
}
