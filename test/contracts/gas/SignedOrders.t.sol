// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {Permit2Deployer} from "../support/Permit2.sol";
import {WalletDigests} from "../support/WalletDigests.sol";
import {Meter} from "./Meter.sol";

/// @dev Whole transactions of orders that nobody posted. A first life gave payee, node and market their slots; the buyer's account
/// in the escrow exists unless a name says that it is born by the refund.
/// forge-config: default.isolate = true
contract SignedOrdersGasTest is MarketTest, Permit2Deployer, Meter {
    function setUp() public override {
        super.setUp();
        deployPermit2();
        _live();
        order.salt += 1;
    }

    function test_FromADeposit() external {
        uint256 claiming = claimSigned(signCompact(buyer, JobId.unwrap(jobId())));
        record("claim a job from a deposit", claiming);
        record("claim from a deposit + co-signed settle", claiming + settleCosigned());
    }

    function test_FromADepositBySilence() external {
        uint256 claiming = claimSigned(signCompact(buyer, JobId.unwrap(jobId())));
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        IJobMarket.Execution memory execution = running();
        uint256 submitting =
            send(node.addr, address(market), abi.encodeCall(IJobMarket.submit, (jobId(), execution, work)));
        execution.submittedAt = clock();
        execution.receiptHash = receiptHash(work);
        skip(WINDOW + 1);
        uint256 settling = send(
            node.addr, address(market), abi.encodeCall(IJobMarket.settleSilent, (order, termsHash(), execution, work))
        );
        record("claim from a deposit + submit + settle by silence", claiming + submitting + settling);
    }

    function test_FromTheWallet() external {
        order.funding = 1;
        deal(address(dollar), buyer.addr, 1_000e6, true);
        uint256 claiming = claimSigned(authorized());
        record("claim a job funded by the wallet", claiming);
        record("claim from the wallet + co-signed settle", claiming + settleCosigned());
    }

    function test_FromTheWalletOfANewBuyer() external {
        buyer = stranger;
        order.buyer = stranger.addr;
        order.funding = 1;
        deal(address(dollar), buyer.addr, 1_000e6, true);
        uint256 claiming = claimSigned(authorized());
        record("claim from the wallet + co-signed settle, the account is born", claiming + settleCosigned());
    }

    function test_ByPermit2() external {
        order.funding = 2;
        deal(address(dollar), buyer.addr, 1_000e6, true);
        vm.prank(buyer.addr);
        dollar.approve(WalletDigests.PERMIT2, type(uint256).max);
        bytes32 intent = JobId.unwrap(jobId());
        bytes32 digest = WalletDigests.permit2(pull(), address(market), intent, uint256(intent), order.claimBefore - 1);
        record("claim a job funded by Permit2", claimSigned(sign(buyer, digest)));
    }

    function test_WhatOthersCarry() external {
        bytes32 cancelType = keccak256("CancelJob(bytes32 jobId)");
        bytes memory signature = signCompact(buyer, typedDigest(keccak256(abi.encode(cancelType, jobId()))));
        post();
        record(
            "cancel an open job, relayed",
            send(stranger.addr, address(market), abi.encodeCall(IJobMarket.cancelFor, (order, termsHash(), signature)))
        );
    }

    function claimSigned(bytes memory signature) private returns (uint256) {
        return send(node.addr, address(market), abi.encodeCall(IJobMarket.claimSigned, (order, terms, signature)));
    }

    function settleCosigned() private returns (uint256) {
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = signCompact(buyer, receiptHash(work));
        return send(
            node.addr,
            address(market),
            abi.encodeCall(IJobMarket.settleCosigned, (order, termsHash(), running(), work, "", signature))
        );
    }

    /// @dev Claimed in the first second.
    function running() private view returns (IJobMarket.Execution memory execution) {
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = uint40(START);
        execution.submitBy = uint40(START) + order.runTime;
    }

    function authorized() private view returns (bytes memory) {
        bytes32 nonce = keccak256(abi.encode(address(market), jobId()));
        return sign(buyer, WalletDigests.authorization(pull(), order.claimBefore, nonce));
    }

    function pull() private view returns (WalletDigests.Pull memory) {
        return WalletDigests.Pull(address(dollar), order.buyer, address(escrow), order.maxPay + order.bond);
    }

    function _live() private {
        post();
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
    }
}
