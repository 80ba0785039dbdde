// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IOfferBook} from "contracts/market/IOfferBook.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {WalletDigests} from "../support/WalletDigests.sol";
import {Meter} from "./Meter.sol";

/// @dev Gas of whole transactions: intrinsic cost, calldata, cold storage and refunds included, because every call is its own
/// transaction. A first life gave everybody an account, so that what is measured is the steady state unless a name says
/// otherwise. `npm run gas` writes what `record` names.
/// forge-config: default.isolate = true
contract TransactionsGasTest is MarketTest, Meter {
    function setUp() public override {
        super.setUp();
        _live();
        order.salt += 1;
    }

    /* ESCROW */

    function test_Deposits() external {
        deal(address(dollar), stranger.addr, 1_000e6, true);
        vm.prank(stranger.addr);
        dollar.approve(address(escrow), type(uint256).max);
        bytes memory data = abi.encodeCall(IEscrow.deposit, (stranger.addr, address(dollar), 50e6));
        record("deposit, first", send(stranger.addr, address(escrow), data));
        record("deposit, top-up", send(stranger.addr, address(escrow), data));
    }

    function test_DepositWithAuthorization() external {
        deal(address(dollar), buyer.addr, 1_000e6, true);
        uint256 validBefore = clock() + 1 hours;
        bytes32 nonce = keccak256(abi.encode(address(0), bytes32("salt")));
        bytes memory signature = sign(
            buyer,
            WalletDigests.authorization(
                WalletDigests.Pull(address(dollar), buyer.addr, address(escrow), 50e6), validBefore, nonce
            )
        );
        bytes memory data = abi.encodeCall(
            IEscrow.depositWithAuthorization, (buyer.addr, address(dollar), 50e6, validBefore, "salt", signature)
        );
        record("deposit by authorization, top-up", send(stranger.addr, address(escrow), data));
    }

    function test_Withdraw() external {
        bytes memory data = abi.encodeCall(IEscrow.withdraw, (address(dollar), 10e6, buyer.addr));
        deal(address(dollar), buyer.addr, 1e6, true);
        record("withdraw", send(buyer.addr, address(escrow), data));
    }

    function test_SetOperator() external {
        bytes memory data =
            abi.encodeCall(IEscrow.setOperator, (address(market), address(dollar), 1_000e6, uint40(START + 1 days)));
        record("set an operator, first", send(stranger.addr, address(escrow), data));
        record("set an operator, again", send(stranger.addr, address(escrow), data));
    }

    /* STAKING */

    function test_Stake() external {
        fund(provider.addr, 100e6);
        record("add to a stake", send(provider.addr, address(staking), abi.encodeCall(IStaking.add, (50e6, 0))));
        record("thaw", send(provider.addr, address(staking), abi.encodeCall(IStaking.thaw, (50e6))));
        skip(THAW_TIME);
        record("withdraw what has thawed", send(provider.addr, address(staking), abi.encodeCall(IStaking.withdraw, ())));
    }

    function test_RegisterNode() external {
        IStaking.NodeProfile memory nodeProfile = profile();
        nodeProfile.node = stranger.addr;
        bytes memory signature = sign(stranger, staking.hashNodeProfile(nodeProfile));
        bytes memory data = abi.encodeCall(IStaking.registerNode, (nodeProfile, signature));
        record("register a node", send(provider.addr, address(staking), data));
    }

    /* JOBS */

    function test_CosignedLife() external {
        uint256 posting = _post();
        uint256 claiming = _claim();
        IJobMarket.Execution memory execution = _running();
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        bytes memory buyerSignature = signCompact(buyer, receiptHash(work));
        bytes memory nodeSignature = signCompact(node, receiptHash(work));

        uint256 snapshot = vm.snapshotState();
        uint256 settlingByNode = send(
            node.addr,
            address(market),
            abi.encodeCall(IJobMarket.settleCosigned, (order, termsHash(), execution, work, "", buyerSignature))
        );
        vm.revertToState(snapshot);
        uint256 settlingByStranger = send(
            stranger.addr,
            address(market),
            abi.encodeCall(
                IJobMarket.settleCosigned, (order, termsHash(), execution, work, nodeSignature, buyerSignature)
            )
        );

        record("post a job", posting);
        record("claim a job", claiming);
        record("settle co-signed, by the node", settlingByNode);
        record("settle co-signed, relayed with both signatures", settlingByStranger);
        record("post + claim + co-signed settle, by the node", posting + claiming + settlingByNode);
        record("post + claim + co-signed settle, relayed", posting + claiming + settlingByStranger);
    }

    function test_SilentLife() external {
        uint256 posting = _post();
        uint256 claiming = _claim();
        IJobMarket.Work memory work = defaultWork();
        skip(60);
        bytes memory data = abi.encodeCall(IJobMarket.submit, (jobId(), _running(), work));
        uint256 submitting = send(node.addr, address(market), data);
        IJobMarket.Execution memory execution = _submitted(work);
        skip(WINDOW + 1);
        uint256 settling = send(
            provider.addr,
            address(market),
            abi.encodeCall(IJobMarket.settleSilent, (order, termsHash(), execution, work))
        );

        record("submit", submitting);
        record("settle by silence", settling);
        record("claim + submit + settle by silence", claiming + submitting + settling);
        record("post + claim + submit + settle by silence", posting + claiming + submitting + settling);
    }

    function test_Cancel() external {
        _post();
        bytes memory data = abi.encodeCall(IJobMarket.cancel, (order, termsHash()));
        record("cancel an open job", send(buyer.addr, address(market), data));
    }

    function test_Decline() external {
        _post();
        _claim();
        bytes memory data = abi.encodeCall(IJobMarket.decline, (jobId(), _running()));
        skip(5);
        record("decline", send(node.addr, address(market), data));
    }

    function test_Expire() external {
        _post();
        _claim();
        IJobMarket.Execution memory execution = _running();
        bytes memory data = abi.encodeCall(IJobMarket.expire, (order, termsHash(), execution));
        uint256 snapshot = vm.snapshotState();
        skip(RUN_TIME + 1);
        record("expire, the job opens again", send(buyer.addr, address(market), data));
        vm.revertToState(snapshot);
        skip(1 hours);
        record("expire, the job lapses", send(buyer.addr, address(market), data));
    }

    function test_Disputes() external {
        _post();
        _claim();
        IJobMarket.Work memory work = defaultWork();
        IJobMarket.Execution memory execution = submit(_running(), work);
        bytes memory data =
            abi.encodeCall(IJobMarket.dispute, (order, termsHash(), execution, IJobMarket.Complaint.Wrong));
        skip(60);
        record("dispute", send(buyer.addr, address(market), data));
        execution.disputedAt = clock();
        execution.complaint = uint8(IJobMarket.Complaint.Wrong);

        uint256 snapshot = vm.snapshotState();
        data = abi.encodeCall(
            arbiterContract.rule, (order, terms, execution, work, IJobMarket.Finding.Upheld, "The output is right.")
        );
        record("rule for the provider", send(arbiter.addr, address(arbiterContract), data));
        vm.revertToState(snapshot);
        data = abi.encodeCall(
            arbiterContract.rule, (order, terms, execution, work, IJobMarket.Finding.Wrong, "The output differs.")
        );
        record("rule for the buyer", send(arbiter.addr, address(arbiterContract), data));
        vm.revertToState(snapshot);
        skip(VERDICT_TIME + 1);
        data = abi.encodeCall(IJobMarket.resolveByTimeout, (order, terms, execution, work));
        record("resolve by time-out", send(stranger.addr, address(market), data));
    }

    function test_PostOffer() external {
        IOfferBook.Offer memory offer = IOfferBook.Offer({
            provider: provider.addr,
            node: node.addr,
            token: address(dollar),
            fixedPrice: 1e6,
            price: 3e6,
            unitKind: 0,
            exposureLimit: 100e6,
            resourceClass: "cpu.v1",
            validUntil: uint40(START + 1 days),
            salt: 1
        });
        record("post an offer", send(provider.addr, address(offers), abi.encodeCall(IOfferBook.post, (offer))));
    }

    /* STEPS */

    function _post() private returns (uint256) {
        return send(buyer.addr, address(market), abi.encodeCall(IJobMarket.post, (order, terms)));
    }

    function _claim() private returns (uint256) {
        return send(node.addr, address(market), abi.encodeCall(IJobMarket.claim, (order, terms)));
    }

    /// @dev Claimed in this second.
    function _running() private view returns (IJobMarket.Execution memory execution) {
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = uint40(START);
        execution.submitBy = uint40(START) + order.runTime;
    }

    /// @dev Submitted in this second.
    function _submitted(IJobMarket.Work memory work) private view returns (IJobMarket.Execution memory execution) {
        execution = _running();
        execution.submittedAt = clock();
        execution.receiptHash = receiptHash(work);
    }

    /// @dev One life that is paid and one that expires: afterwards payee, arbiter and market have accounts, and staking a burned
    /// sum, that are not new.
    function _live() private {
        fund(arbiter.addr, 1e6);
        post();
        IJobMarket.Work memory work = defaultWork();
        IJobMarket.Execution memory execution = claim();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);

        order.salt += 1;
        post();
        execution = claim();
        vm.warp(order.claimBefore);
        market.expire(order, termsHash(), execution);
        vm.warp(START);
    }
}
