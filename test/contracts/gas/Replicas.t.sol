// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReplicaTest} from "../support/ReplicaTest.sol";
import {Meter} from "./Meter.sol";

/// @dev As in Transactions.t.sol: whole transactions in the steady state. A first life gave everybody an account.
/// forge-config: default.isolate = true
contract ReplicasGasTest is ReplicaTest, Meter {
    function setUp() public override {
        super.setUp();
        // A salt as clients choose it: without zero bytes.
        order.salt = uint64(uint256(keccak256("salt")));
        _live();
        order.salt += 1;
    }

    function test_JobOfThree() external {
        uint256 sum = _post("post a job of three replicas");
        sum += _claim(0, "claim a replica");
        sum += _claim(1, "");
        sum += _claim(2, "claim the last replica");
        sum += _commit(0, "commit");
        sum += _commit(1, "");
        sum += _commit(2, "commit, last");
        sum += _reveal(0, "reveal, first of its result");
        sum += _reveal(1, "reveal, one more of a result");
        sum += _reveal(2, "reveal, last");
        windowOver();
        sum += _settle("settle a replicated job");
        sum += _collect("collect three replicas");
        record("a job of three replicas, from post to collection", sum);
    }

    function test_EndsOfOneReplica() external {
        outvoted();
        windowOver();
        settle();
        bytes memory data = abi.encodeCall(IReplicaMarket.collect, (order, termsHash(), only(0)));
        record("collect one replica, paid", send(stranger.addr, address(replicaMarket), data));
        data = abi.encodeCall(IReplicaMarket.collect, (order, termsHash(), only(1)));
        record("collect one replica, outvoted", send(stranger.addr, address(replicaMarket), data));
    }

    function test_Disputes() external {
        outvoted();
        windowOpen();
        bytes memory data = abi.encodeCall(IReplicaMarket.appeal, (jobId(), records[1]));
        record("appeal", send(hands[1].node, address(replicaMarket), data));
        data = abi.encodeCall(replicaArbiter.rule, (order, terms, resultOf(GOOD, UNITS), "because"));
        record("rule on replicas", send(arbiter.addr, address(replicaArbiter), data));
    }

    function test_TheGreatestJob() external {
        (order.replicas, order.quorum) = (15, 8);
        revealed();
        windowOver();
        _settle("settle a job of fifteen replicas");
        _collect("collect fifteen replicas");
    }

    function _live() private {
        revealed();
        windowOver();
        settle();
        collectAll();
        delete records;
        order.claimBefore = clock() + 1 hours;
    }

    function _post(string memory name) private returns (uint256) {
        return _send(buyer.addr, abi.encodeCall(IReplicaMarket.post, (order, terms)), name);
    }

    function _claim(uint256 i, string memory name) private returns (uint256 used) {
        used = _send(hands[i].node, abi.encodeCall(IReplicaMarket.claim, (order, terms)), name);
        records[i] = IReplicaMarket.Replica(hands[i].node, hands[i].provider, hands[i].payee, 0, 0, 0);
    }

    function _commit(uint256 i, string memory name) private returns (uint256 used) {
        bytes memory data = abi.encodeCall(IReplicaMarket.commit, (jobId(), records[i], commitmentOf(i)));
        used = _send(hands[i].node, data, name);
        records[i].commitment = commitmentOf(i);
    }

    function _reveal(uint256 i, string memory name) private returns (uint256 used) {
        bytes memory data =
            abi.encodeCall(IReplicaMarket.reveal, (jobId(), records[i], saltOf(i), units[i], detailsOf(i)));
        used = _send(hands[i].node, data, name);
        (records[i].key, records[i].receiptHash) = (keyOf(i), receiptHash(i));
    }

    function _settle(string memory name) private returns (uint256) {
        bytes memory data = abi.encodeCall(IReplicaMarket.settle, (order, termsHash(), resultOf(GOOD, UNITS)));
        return _send(stranger.addr, data, name);
    }

    function _collect(string memory name) private returns (uint256) {
        return _send(stranger.addr, abi.encodeCall(IReplicaMarket.collect, (order, termsHash(), all())), name);
    }

    function _send(address from, bytes memory data, string memory name) private returns (uint256 used) {
        used = send(from, address(replicaMarket), data);
        if (bytes(name).length != 0) record(name, used);
    }
}
