// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {JobId} from "../../../../contracts/types/Ids.sol";
import {ReplicaCampaign} from "./ReplicaCampaign.sol";

/// @dev docs/protocol/invariants.md, REP. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.depth = 32
contract ReplicaPromisesTest is ReplicaCampaign {
    uint256 private constant CALLS = 30;

    function invariant_REP_1_accountIsLiveJobsAndUncollectedPayments() public view {
        uint256 sum;
        for (uint256 i; i < replicated.length; ++i) {
            bytes32 id = replicated[i];
            if (_placeOf(id) != Place.Ended) sum += _funded(ghosts[id]);
            else sum += _uncollected(id);
        }
        assertEq(_free(address(replicaMarket)), sum, "the market holds another sum");
    }

    function invariant_REP_2_eachJobHandsOutWhatWentInOnce() public view {
        for (uint256 i; i < replicated.length; ++i) {
            GhostReplicated storage job = ghosts[replicated[i]];
            if (_placeOf(replicated[i]) != Place.Ended || job.key == 0) continue;
            // What the books handed out beside payments, and all payments that the market fixed at the job's end.
            IReplicaMarket.Tally memory tally = replicaMarket.tallyOf(JobId.wrap(replicated[i]), job.key);
            uint256 paid = _countState(replicated[i], IReplicaMarket.ReplicaState.Paid) * job.payment;
            uint256 payments = uint256(tally.count) * tally.payment;
            assertEq(job.handedOut - paid + payments, _funded(job), "handed out another sum");
        }
        for (uint256 i; i < owners.length; ++i) {
            assertEq(_free(owners[i]), expected[owners[i]][address(dollar)], "an account moved without its owner");
        }
        _assertKept("REP-2");
    }

    function _uncollected(bytes32 id) private view returns (uint256 sum) {
        uint256[] storage members = ghosts[id].members;
        for (uint256 i; i < members.length; ++i) {
            GhostReplica storage replica = ghostReplicas[id][members[i]];
            bool due = replica.state == IReplicaMarket.ReplicaState.Revealed && replica.record.key == ghosts[id].key;
            if (due) sum += ghosts[id].payment;
        }
    }

    function invariant_REP_3_endsAreForEver() public view {
        for (uint256 i; i < replicated.length; ++i) {
            IReplicaMarket.Job memory job = replicaMarket.jobOf(JobId.wrap(replicated[i]));
            assertEq(uint8(job.state), uint8(ghosts[replicated[i]].state), "a state that no step led to");
        }
        _assertKept("REP-3");
    }

    function invariant_REP_4_oneReplicaForEachProviderCollectedOnce() public view {
        for (uint256 i; i < replicated.length; ++i) {
            for (uint256 member; member < CREW; ++member) {
                (IReplicaMarket.ReplicaState state,) = replicaMarket.replicaOf(_executionOf(replicated[i], member));
                assertEq(uint8(state), uint8(ghostReplicas[replicated[i]][member].state), "a replica moved by itself");
            }
        }
        _assertKept("REP-4");
    }

    function invariant_REP_6_wordsAreGivenBlind() public view {
        for (uint256 i; i < replicated.length; ++i) {
            GhostReplicated storage ghost = ghosts[replicated[i]];
            IReplicaMarket.Job memory job = replicaMarket.jobOf(JobId.wrap(replicated[i]));
            assertEq(job.commitBy, ghost.commitBy, "another time to commit");
            assertEq(job.revealBy, ghost.revealBy, "another time to reveal");
        }
        _assertKept("REP-6");
    }

    function invariant_REP_7_theQuorumsResultIsPaid() public view {
        for (uint256 i; i < replicated.length; ++i) {
            GhostReplicated storage ghost = ghosts[replicated[i]];
            for (uint256 output; output < 3; ++output) {
                IReplicaMarket.Tally memory tally = replicaMarket.tallyOf(JobId.wrap(replicated[i]), _keyOf(output));
                bool paid = ghost.key == _keyOf(output);
                assertEq(tally.paid, paid, "another result is paid");
                if (paid) assertEq(tally.payment, ghost.payment, "another payment");
            }
        }
        _assertKept("REP-7");
    }

    /// @dev Whatever stands still, anybody brings every job to its end in its time, and every replica out of it.
    function invariant_REP_8_everyLiveJobHasAnExit() public {
        _assertKept("REP-8");
        uint256 start = _now();
        for (uint256 i; i < replicated.length; ++i) {
            bytes32 id = replicated[i];
            GhostReplicated storage job = ghosts[id];
            Place place = _placeOf(id);
            if (place == Place.Open) {
                vm.warp(job.order.claimBefore > _now() ? job.order.claimBefore : _now());
                replicaMarket.lapse(job.order, _termsHash(id));
            } else if (place == Place.Disputed) {
                vm.warp(_now() + job.terms.verdictTime + 1);
                replicaMarket.resolveByTimeout(job.order, job.terms, _resultOf(_winner(id)));
            } else if (place != Place.Ended) {
                vm.warp(_now() + job.order.runTime + job.order.revealTime + job.order.window + 1);
                replicaMarket.settle(job.order, _termsHash(id), _resultOf(_winner(id)));
            }
            _leave(id);
            vm.warp(start);
        }
        assertEq(_free(address(replicaMarket)), 0, "money stayed behind");
    }

    function _leave(bytes32 id) private {
        uint256[] storage members = ghosts[id].members;
        IReplicaMarket.Replica[] memory one = new IReplicaMarket.Replica[](1);
        for (uint256 i; i < members.length; ++i) {
            one[0] = ghostReplicas[id][members[i]].record;
            if (_isLive(ghostReplicas[id][members[i]].state)) {
                replicaMarket.collect(ghosts[id].order, _termsHash(id), one);
            }
        }
    }

    function invariant_REP_10_exposuresAreThoseOfBothMarkets() public view {
        uint256 left;
        for (uint256 member; member < CREW; ++member) {
            uint256 exposure = elsewhere[crew[member]];
            for (uint256 i; i < replicated.length; ++i) {
                bool live = _isLive(ghostReplicas[replicated[i]][member].state);
                if (live) exposure += ghosts[replicated[i]].order.exposure;
            }
            IStaking.Provider memory provider = staking.providerOf(crew[member]);
            assertEq(provider.exposure, exposure, "exposure without a replica, or the reverse");
            assertEq(provider.active, staked[crew[member]], "a replica lost another sum");
            assertLe(provider.exposure, provider.active, "more exposed than staked");
            left += provider.active;
        }
        assertEq(staking.burned(), burnedHere, "burned another sum");
        assertLe(left + burnedHere, added, "burned more than was lost");
        _assertKept("REP-10");
    }

    function invariant_REP_11_eachSideTakesItsOwnSteps() public view {
        _assertKept("REP-11");
    }

    function invariant_REP_12_clocksAndFeesKeepTheirBounds() public view {
        _assertKept("REP-12");
    }

    /// @dev A walk over the whole cast in a fixed order: each action does what it means to in a fifth of its calls at least.
    function test_EveryActionSucceedsOften() public {
        bytes4[] memory selectors = _actions();
        for (uint256 i; i < CALLS * selectors.length; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool success,) =
                address(this).call(abi.encodeWithSelector(selectors[i % selectors.length], seed, uint96(seed >> 40)));
            assertTrue(success, "an action died");
        }
        assertEq(actions.length, selectors.length, "an action was never tried");
        for (uint256 i; i < actions.length; ++i) {
            string memory name = string(abi.encodePacked(actions[i]));
            emit log_named_string(name, _share(actions[i]));
            assertGe(successes[actions[i]] * 5, calls[actions[i]], string.concat("dead action ", name));
        }
    }
}
