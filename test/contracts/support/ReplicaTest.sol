// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaArbiter} from "contracts/disputes/IReplicaArbiter.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {ExecutionId, JobId} from "contracts/types/Ids.sol";

import {Deployed} from "./Deployed.sol";

/// @dev A buyer with money, providers with a stake and a node each, an order for three replicas of which two must agree, and steps
/// of its life. Replica i is that of provider i; `records` holds what callers bring.
abstract contract ReplicaTest is Deployed {
    uint96 internal constant SHARE = 50e6;
    uint96 internal constant BOND = 6e6;
    uint96 internal constant EXPOSURE = 60e6;
    /// @dev One percent of the exposure.
    uint96 internal constant PENALTY = 600_000;
    uint96 internal constant STAKE = 1_000e6;
    uint256 internal constant BUYER_MONEY = 10_000e6;
    uint128 internal constant UNITS = 8e12;
    /// @dev fixedPrice + 8 times the price.
    uint96 internal constant AMOUNT = 25e6;
    uint32 internal constant RUN_TIME = 600;
    uint32 internal constant REVEAL_TIME = 300;
    uint32 internal constant WINDOW = 3600;
    uint32 internal constant VERDICT_TIME = 7200;
    bytes32 internal constant GOOD = "good output";
    bytes32 internal constant BAD = "bad output";
    bytes32 internal constant OTHER = "another output";

    struct Hand {
        uint256 key;
        address provider;
        address node;
        address payee;
    }

    IReplicaMarket internal replicaMarket;
    IReplicaArbiter internal replicaArbiter;
    IReplicaMarket.ReplicaOrder internal order;
    IReplicaMarket.ReplicaTerms internal terms;
    Hand[] internal hands;
    IReplicaMarket.Replica[15] internal records;
    /// @dev What each node's receipt says.
    bytes32[15] internal outputs;
    uint128[15] internal units;

    function setUp() public virtual override {
        super.setUp();
        IReplicaMarket.Parameters memory chosen = replicaParameters();
        deployCodeTo(
            "ReplicaMarket.sol:ReplicaMarket", abi.encode(escrow, staking, address(dollar), chosen), REPLICA_MARKET
        );
        replicaMarket = IReplicaMarket(REPLICA_MARKET);
        replicaArbiter = IReplicaArbiter(
            deployCode("ReplicaArbiter.sol:ReplicaArbiter", abi.encode(replicaMarket, arbiter.addr, ARBITER_FEE))
        );
        fund(buyer.addr, BUYER_MONEY);
        allow(buyer.addr, address(replicaMarket));
        hire(3);
        terms = defaultTerms();
        order = defaultOrder();
        for (uint256 i = 0; i < 15; ++i) {
            (outputs[i], units[i]) = (GOOD, UNITS);
        }
    }

    function replicaParameters() internal pure returns (IReplicaMarket.Parameters memory) {
        return IReplicaMarket.Parameters(MINIMUM_WINDOW, LIVENESS_PENALTY);
    }

    function defaultOrder() internal view returns (IReplicaMarket.ReplicaOrder memory) {
        return IReplicaMarket.ReplicaOrder({
            buyer: buyer.addr,
            token: address(dollar),
            maxPay: SHARE,
            bond: BOND,
            fixedPrice: 1e6,
            price: 3e6,
            exposure: EXPOSURE,
            replicas: 3,
            quorum: 2,
            claimBefore: clock() + 1 hours,
            runTime: RUN_TIME,
            revealTime: REVEAL_TIME,
            window: WINDOW,
            epoch: 0,
            salt: 7
        });
    }

    function defaultTerms() internal view returns (IReplicaMarket.ReplicaTerms memory) {
        return IReplicaMarket.ReplicaTerms({
            manifestHash: "manifest",
            resourceClass: "cpu.v1",
            resolver: address(replicaArbiter),
            verdictTime: VERDICT_TIME,
            timeoutSplit: 5_000,
            policy: address(0)
        });
    }

    /// @dev So many providers in all, each with a stake, a node and a payee of its own.
    function hire(uint256 count) internal {
        for (uint256 i = hands.length; i < count; ++i) {
            Hand memory hand;
            hand.key = uint256(keccak256(abi.encode("node", i)));
            hand.node = vm.addr(hand.key);
            hand.provider = address(uint160(uint256(keccak256(abi.encode("provider", i)))));
            hand.payee = address(uint160(uint256(keccak256(abi.encode("payee", i)))));
            hands.push(hand);
            fund(hand.provider, STAKE);
            allow(hand.provider, address(staking));
            vm.prank(hand.provider);
            staking.add(STAKE, 0);
            register(hand.provider, hand.key, hand.payee);
        }
    }

    function register(address owner, uint256 key, address payee_) internal {
        IStaking.NodeProfile memory profile = IStaking.NodeProfile({
            provider: owner,
            node: vm.addr(key),
            payee: payee_,
            resourceClass: "cpu.v1",
            region: 0,
            capabilityHash: 0,
            tlsKeyHash: 0,
            endpoint: ""
        });
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, staking.hashNodeProfile(profile));
        vm.prank(owner);
        staking.registerNode(profile, abi.encodePacked(r, s, v));
    }

    /* STEPS */

    function post() internal returns (JobId) {
        vm.prank(order.buyer);
        return replicaMarket.post(order, terms);
    }

    function claim(uint256 i) internal {
        vm.prank(hands[i].node);
        replicaMarket.claim(order, terms);
        records[i] = IReplicaMarket.Replica(hands[i].node, hands[i].provider, hands[i].payee, 0, 0, 0);
    }

    function decline(uint256 i) internal {
        vm.prank(hands[i].node);
        replicaMarket.decline(order, termsHash(), records[i]);
    }

    function commit(uint256 i) internal {
        bytes32 commitment = commitmentOf(i);
        vm.prank(hands[i].node);
        replicaMarket.commit(jobId(), records[i], commitment);
        records[i].commitment = commitment;
    }

    function reveal(uint256 i) internal {
        vm.prank(hands[i].node);
        replicaMarket.reveal(jobId(), records[i], saltOf(i), units[i], detailsOf(i));
        records[i].key = keyOf(i);
        records[i].receiptHash = receiptHash(i);
    }

    function appeal(uint256 i) internal {
        vm.prank(hands[i].node);
        replicaMarket.appeal(jobId(), records[i]);
    }

    function dispute() internal {
        vm.prank(order.buyer);
        replicaMarket.dispute(order, termsHash(), IJobMarket.Complaint.Wrong);
    }

    function rule(bytes32 output) internal {
        vm.prank(arbiter.addr);
        replicaArbiter.rule(order, terms, resultOf(output, UNITS), "because");
    }

    function settle() internal {
        replicaMarket.settle(order, termsHash(), resultOf(GOOD, UNITS));
    }

    function timeOut() internal {
        replicaMarket.resolveByTimeout(order, terms, resultOf(GOOD, UNITS));
    }

    function collect(uint256 i) internal {
        replicaMarket.collect(order, termsHash(), only(i));
    }

    function collectAll() internal {
        replicaMarket.collect(order, termsHash(), all());
    }

    function only(uint256 i) internal view returns (IReplicaMarket.Replica[] memory list) {
        list = new IReplicaMarket.Replica[](1);
        list[0] = records[i];
    }

    function all() internal view returns (IReplicaMarket.Replica[] memory list) {
        list = new IReplicaMarket.Replica[](order.replicas);
        for (uint256 i = 0; i < list.length; ++i) {
            list[i] = records[i];
        }
    }

    /* PLACES: each goes on from the one before */

    function filled() internal {
        hire(order.replicas);
        post();
        for (uint256 i = 0; i < order.replicas; ++i) {
            claim(i);
        }
    }

    function committed() internal {
        filled();
        for (uint256 i = 0; i < order.replicas; ++i) {
            commit(i);
        }
    }

    function revealed() internal {
        committed();
        for (uint256 i = 0; i < order.replicas; ++i) {
            reveal(i);
        }
    }

    /// @dev All revealed, the second of them another output: two agree.
    function outvoted() internal {
        outputs[1] = BAD;
        revealed();
    }

    /// @dev All revealed, no two the same.
    function divided() internal {
        (outputs[1], outputs[2]) = (BAD, OTHER);
        revealed();
    }

    function windowOpen() internal {
        skip(1);
    }

    function windowOver() internal {
        vm.warp(replicaMarket.jobOf(jobId()).revealBy + WINDOW + 1);
    }

    /* HASHES: computed here from EIP-712 with nothing of the contracts' libraries, and without a call */

    string internal constant TERMS_TYPE =
        "ReplicaTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,address policy)";
    string internal constant ORDER_TYPE =
        "ReplicaOrder(address buyer,address token,uint96 maxPay,uint96 bond,uint96 fixedPrice,uint96 price,uint96 exposure,uint8 replicas,uint8 quorum,uint40 claimBefore,uint32 runTime,uint32 revealTime,uint32 window,uint24 epoch,uint64 salt,ReplicaTerms terms)";
    string internal constant DETAILS_TYPE =
        "ReceiptDetails(uint8 contextKind,bytes32 contextId,address buyer,uint64 sequence,bytes32 manifestHash,bytes32 programHash,bytes32 inputHash,bytes32 outputHash,uint8 outcome,uint32 exitCode,uint8 unitKind,uint64 unitSize,uint96 fixedPrice,uint96 price,uint96 amount,address token,uint40 startedAt,uint40 endedAt,uint64 energyMilliwattHours,bytes32 attestationId)";
    string internal constant RECEIPT_TYPE =
        "Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details)";

    function termsHash() internal view returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(TERMS_TYPE)), terms));
    }

    function jobId() internal view returns (JobId) {
        bytes32 typeHash = keccak256(abi.encodePacked(ORDER_TYPE, TERMS_TYPE));
        return JobId.wrap(typedDigest(keccak256(abi.encode(typeHash, order, termsHash()))));
    }

    function executionIdOf(uint256 i) internal view returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(jobId(), hands[i].provider)));
    }

    function detailsOf(uint256 i) internal view returns (IJobMarket.ReceiptDetails memory details) {
        details.contextId = JobId.unwrap(jobId());
        details.buyer = order.buyer;
        details.manifestHash = terms.manifestHash;
        details.programHash = "program";
        details.inputHash = "input";
        details.outputHash = outputs[i];
        details.exitCode = 3;
        details.unitSize = 1e12;
        details.fixedPrice = order.fixedPrice;
        details.price = order.price;
        details.amount = AMOUNT;
        details.token = order.token;
        details.startedAt = uint40(START + i);
        details.endedAt = uint40(START + i + 20);
    }

    function receiptHash(uint256 i) internal view returns (bytes32) {
        return receiptHashAs(i, executionIdOf(i), hands[i].node);
    }

    function receiptHashAs(uint256 i, ExecutionId executionId, address node_) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(abi.encodePacked(RECEIPT_TYPE, DETAILS_TYPE));
        bytes32 detailsHash = keccak256(abi.encode(keccak256(bytes(DETAILS_TYPE)), detailsOf(i)));
        return typedDigest(keccak256(abi.encode(typeHash, executionId, node_, units[i], detailsHash)));
    }

    function saltOf(uint256 i) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", i));
    }

    function commitmentOf(uint256 i) internal view returns (bytes32) {
        return keccak256(abi.encode(receiptHash(i), saltOf(i)));
    }

    function keyOf(uint256 i) internal view returns (bytes32) {
        return keccak256(abi.encode(resultOf(outputs[i], units[i])));
    }

    function resultOf(bytes32 output, uint128 used) internal pure returns (IReplicaMarket.Result memory) {
        return IReplicaMarket.Result({outputHash: output, outcome: 0, exitCode: 3, units: used});
    }

    function typedDigest(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Replicas"),
                keccak256("1"),
                block.chainid,
                REPLICA_MARKET
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /* STATE */

    function assertJob(IReplicaMarket.JobState expected) internal view {
        assertEq(uint8(replicaMarket.jobOf(jobId()).state), uint8(expected), "job");
    }

    function assertReplica(uint256 i, IReplicaMarket.ReplicaState expected) internal view {
        (IReplicaMarket.ReplicaState state,) = replicaMarket.replicaOf(executionIdOf(i));
        assertEq(uint8(state), uint8(expected), "replica");
    }

    /// @dev What replica i's payee got and its provider lost, once it is collected.
    function assertCollected(uint256 i, uint256 payment, uint256 loss) internal view {
        assertEq(freeOf(hands[i].payee), payment, "payee");
        IStaking.Provider memory stake = staking.providerOf(hands[i].provider);
        assertEq(stake.active, STAKE - loss, "stake");
        assertEq(stake.exposure, 0, "exposure");
    }

    /// @dev What the buyer has spent, with nothing left in the market.
    function assertSpent(uint256 spent) internal view {
        assertEq(freeOf(order.buyer), BUYER_MONEY - spent, "buyer");
        assertEq(freeOf(address(replicaMarket)), 0, "market");
    }

    function expectJobWrongState(IReplicaMarket.JobState given) internal {
        bytes4 selector = IReplicaMarket.Replica_JobWrongState.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, jobId(), uint8(given)));
    }
}
