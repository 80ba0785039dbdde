// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {ExecutionId, JobId, OfferId} from "contracts/types/Ids.sol";

import {Deployed} from "./Deployed.sol";

/// @dev A buyer with money, a provider with a stake and a node, an order they both like, and steps of a job's life.
abstract contract MarketTest is Deployed {
    uint96 internal constant MAX_PAY = 50e6;
    uint96 internal constant BOND = 5e6;
    uint96 internal constant FUNDED = MAX_PAY + BOND;
    uint96 internal constant EXPOSURE = 60e6;
    uint96 internal constant STAKE = 1_000e6;
    uint256 internal constant BUYER_MONEY = 10_000e6;
    uint128 internal constant UNITS = 8e12;
    /// @dev fixedPrice + 8 times the price.
    uint96 internal constant AMOUNT = 25e6;
    uint32 internal constant RUN_TIME = 600;
    uint32 internal constant WINDOW = 3600;
    uint32 internal constant VERDICT_TIME = 7200;

    IJobMarket.JobOrder internal order;
    IJobMarket.JobTerms internal terms;

    function setUp() public virtual override {
        super.setUp();
        fund(buyer.addr, BUYER_MONEY);
        allow(buyer.addr, address(market));
        fund(provider.addr, STAKE);
        allow(provider.addr, address(staking));
        vm.prank(provider.addr);
        staking.add(STAKE, 0);
        registerNode();
        terms = defaultTerms();
        order = defaultOrder();
    }

    function defaultOrder() internal view returns (IJobMarket.JobOrder memory) {
        return IJobMarket.JobOrder({
            buyer: buyer.addr,
            token: address(dollar),
            maxPay: MAX_PAY,
            bond: BOND,
            fixedPrice: 1e6,
            price: 3e6,
            unitKind: 0,
            exposure: EXPOSURE,
            claimBefore: clock() + 1 hours,
            runTime: RUN_TIME,
            window: WINDOW,
            onSilence: 0,
            funding: 0,
            epoch: 0,
            salt: 7
        });
    }

    function defaultTerms() internal view returns (IJobMarket.JobTerms memory) {
        return IJobMarket.JobTerms({
            manifestHash: digestOf("manifest"),
            resourceClass: "cpu.v1",
            resolver: address(arbiterContract),
            verdictTime: VERDICT_TIME,
            timeoutSplit: 5_000,
            policy: address(0),
            provider: address(0),
            node: address(0),
            offerId: OfferId.wrap(0),
            exclusiveUntil: 0
        });
    }

    function defaultWork() internal view returns (IJobMarket.Work memory) {
        return IJobMarket.Work({units: UNITS, detailsHash: detailsHash(defaultDetails())});
    }

    /// @dev What the node states of the default order's work.
    function defaultDetails() internal view returns (IJobMarket.ReceiptDetails memory) {
        return IJobMarket.ReceiptDetails({
            contextKind: 0,
            contextId: JobId.unwrap(jobId()),
            buyer: order.buyer,
            sequence: 0,
            manifestHash: terms.manifestHash,
            programHash: digestOf("program"),
            inputHash: digestOf("input"),
            outputHash: digestOf("output"),
            outcome: 0,
            exitCode: 0,
            unitKind: order.unitKind,
            unitSize: 1e12,
            fixedPrice: order.fixedPrice,
            price: order.price,
            amount: AMOUNT,
            token: order.token,
            startedAt: uint40(START + 1),
            endedAt: uint40(START + 21),
            energyMilliwattHours: 0,
            attestationId: 0
        });
    }

    function profile() internal view returns (IStaking.NodeProfile memory) {
        return IStaking.NodeProfile({
            provider: provider.addr,
            node: node.addr,
            payee: payee.addr,
            resourceClass: "cpu.v1",
            region: "eu-west",
            capabilityHash: digestOf("capability"),
            tlsKeyHash: 0,
            endpoint: "https://node.example"
        });
    }

    function registerNode() internal {
        IStaking.NodeProfile memory nodeProfile = profile();
        bytes memory signature = sign(node, staking.hashNodeProfile(nodeProfile));
        vm.prank(provider.addr);
        staking.registerNode(nodeProfile, signature);
    }

    /* STEPS: each takes and returns the execution's record, as callers bring it */

    function post() internal returns (JobId) {
        vm.prank(order.buyer);
        return market.post(order, terms);
    }

    function claim() internal returns (IJobMarket.Execution memory execution) {
        vm.prank(node.addr);
        market.claim(order, terms);
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = clock();
        execution.submitBy = clock() + order.runTime;
    }

    function submit(IJobMarket.Execution memory execution, IJobMarket.Work memory work)
        internal
        returns (IJobMarket.Execution memory submitted)
    {
        submitted = copy(execution);
        submitted.submittedAt = clock();
        submitted.receiptHash = receiptHash(work);
        vm.prank(node.addr);
        market.submit(jobId(), execution, work);
    }

    function dispute(IJobMarket.Execution memory execution, IJobMarket.Complaint complaint)
        internal
        returns (IJobMarket.Execution memory disputed)
    {
        disputed = copy(execution);
        disputed.disputedAt = clock();
        disputed.complaint = uint8(complaint);
        vm.prank(order.buyer);
        market.dispute(order, termsHash(), execution, complaint);
    }

    /* HASHES: computed here from EIP-712 with nothing of the contracts' libraries, and without a call */

    string internal constant JOB_TERMS_TYPE =
        "JobTerms(bytes32 manifestHash,bytes32 resourceClass,address resolver,uint32 verdictTime,uint16 timeoutSplit,address policy,address provider,address node,bytes32 offerId,uint40 exclusiveUntil)";
    string internal constant JOB_ORDER_TYPE =
        "JobOrder(address buyer,address token,uint96 maxPay,uint96 bond,uint96 fixedPrice,uint96 price,uint8 unitKind,uint96 exposure,uint40 claimBefore,uint32 runTime,uint32 window,uint8 onSilence,uint8 funding,uint24 epoch,uint64 salt,JobTerms terms)";
    string internal constant RECEIPT_DETAILS_TYPE =
        "ReceiptDetails(uint8 contextKind,bytes32 contextId,address buyer,uint64 sequence,bytes32 manifestHash,bytes32 programHash,bytes32 inputHash,bytes32 outputHash,uint8 outcome,uint32 exitCode,uint8 unitKind,uint64 unitSize,uint96 fixedPrice,uint96 price,uint96 amount,address token,uint40 startedAt,uint40 endedAt,uint64 energyMilliwattHours,bytes32 attestationId)";
    string internal constant RECEIPT_TYPE =
        "Receipt(bytes32 executionId,address node,uint128 units,ReceiptDetails details)";

    function termsHash() internal view returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(JOB_TERMS_TYPE)), terms));
    }

    function jobId() internal view returns (JobId) {
        bytes32 typeHash = keccak256(abi.encodePacked(JOB_ORDER_TYPE, JOB_TERMS_TYPE));
        return JobId.wrap(typedDigest(keccak256(abi.encode(typeHash, order, termsHash()))));
    }

    function executionIdOf(uint16 attempt) internal view returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(jobId(), attempt)));
    }

    /// @dev Of the first attempt.
    function receiptHash(IJobMarket.Work memory work) internal view returns (bytes32) {
        return receiptHashOf(executionIdOf(0), node.addr, work);
    }

    function receiptHashOf(ExecutionId executionId, address node_, IJobMarket.Work memory work)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256(abi.encodePacked(RECEIPT_TYPE, RECEIPT_DETAILS_TYPE));
        return typedDigest(keccak256(abi.encode(typeHash, executionId, node_, work.units, work.detailsHash)));
    }

    function detailsHash(IJobMarket.ReceiptDetails memory details) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(RECEIPT_DETAILS_TYPE)), details));
    }

    function typedDigest(bytes32 structHash) internal view returns (bytes32) {
        return digestAt("ComputeHive Market", address(market), structHash);
    }

    function digestAt(string memory name, address place, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                place
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @dev Stands for a sha256, which would be a call to a precompile and take the place of the call that a test expects.
    function digestOf(string memory content) internal pure returns (bytes32) {
        return keccak256(bytes(content));
    }

    /* STATE */

    function stateOf() internal view returns (IJobMarket.JobState) {
        return market.jobOf(jobId()).state;
    }

    function assertState(IJobMarket.JobState expected) internal view {
        assertEq(uint8(stateOf()), uint8(expected), "state");
    }

    /// @dev What everybody's account holds more or less than before the job was posted; the market holds nothing.
    function assertPaid(uint256 toPayee, uint256 fromBuyer) internal view {
        assertEq(freeOf(payee.addr), toPayee, "payee");
        assertEq(freeOf(order.buyer), BUYER_MONEY - fromBuyer, "buyer");
        assertEq(freeOf(address(market)), 0, "market");
        assertEq(staking.providerOf(provider.addr).exposure, 0, "exposure");
    }

    function copy(IJobMarket.Execution memory execution) internal pure returns (IJobMarket.Execution memory) {
        return abi.decode(abi.encode(execution), (IJobMarket.Execution));
    }
}
