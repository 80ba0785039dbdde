// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {SmartAccount} from "../../support/accounts/Accounts.sol";
import {SettlementTest} from "./SettlementTest.sol";

contract BatchSettlementTest is SettlementTest {
    /* DEPOSITS */

    function test_ThePayerFillsAChannelFromItsAccount() external {
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelCreated(id(), config);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Deposited(id(), buyer.addr, BALANCE, BALANCE);
        fill(BALANCE);
        assertChannel(BALANCE, 0);
        assertMoney(MONEY - BALANCE, 0, BALANCE);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Deposited(id(), buyer.addr, 1, BALANCE + 1);
        fill(1);
        assertChannel(BALANCE + 1, 0);
    }

    function test_AnybodyCarriesTheWalletsAuthorization() external {
        deal(address(dollar), buyer.addr, BALANCE, true);
        bytes memory data = authorization(buyer, BALANCE, "once");
        vm.prank(stranger.addr);
        settlement.deposit(config, BALANCE, address(dollar), data);
        assertChannel(BALANCE, 0);
        assertMoney(MONEY, 0, BALANCE);
        assertEq(dollar.balanceOf(buyer.addr), 0);
        claim(BALANCE);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY, BALANCE, 0);
    }

    function test_RevertWhen_TheChannelIsInvalid() external {
        IBatchSettlement.ChannelConfig memory good = config;
        for (uint256 i = 0; i < 6; ++i) {
            if (i == 0) config.payer = address(0);
            else if (i == 1) config.payerAuthorizer = address(0);
            else if (i == 2) config.receiver = address(0);
            else if (i == 3) config.receiverAuthorizer = address(0);
            else if (i == 4) config.token = address(0);
            else config.receiver = address(settlement);
            vm.expectRevert(IBatchSettlement.BatchSettlement_ChannelInvalid.selector);
            fill(1);
            config = good;
        }
        uint40[2] memory delays = [uint40(15 minutes - 1), 30 days + 1];
        for (uint256 i = 0; i < delays.length; ++i) {
            config.withdrawDelay = delays[i];
            vm.expectRevert(
                abi.encodeWithSelector(
                    IBatchSettlement.BatchSettlement_DelayOutOfRange.selector, 15 minutes, 30 days, delays[i]
                )
            );
            fill(1);
        }
    }

    function test_RevertWhen_TheDepositIsInvalid() external {
        vm.expectRevert(IBatchSettlement.BatchSettlement_ZeroAmount.selector);
        fill(0);
        vm.expectRevert(
            abi.encodeWithSelector(IBatchSettlement.BatchSettlement_UnknownCollector.selector, stranger.addr)
        );
        settlement.deposit(config, 1, stranger.addr, "");
        fill(1);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_BalanceTooHigh.selector, id()));
        fill(type(uint128).max);
        vm.prank(buyer.addr);
        escrow.setOperator(address(settlement), address(dollar), 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, buyer.addr, address(settlement), 0)
        );
        fill(1);
    }

    /* CLAIMS */

    function test_TheReceiversSideClaimsAndAnybodySettles() external {
        fill(BALANCE);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Claimed(id(), payee.addr, 30e6, 30e6);
        claim(30e6);
        IBatchSettlement.VoucherClaim[] memory rows = only(row(50e6, 40e6));
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Claimed(id(), node.addr, 10e6, 40e6);
        vm.prank(node.addr);
        settlement.claim(rows);
        assertChannel(BALANCE, 40e6);
        (uint128 claimed, uint128 settled) = settlement.receivers(payee.addr, address(dollar));
        assertEq(claimed, 40e6);
        assertEq(settled, 0);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Settled(payee.addr, address(dollar), stranger.addr, 40e6);
        vm.prank(stranger.addr);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - BALANCE, 40e6, BALANCE - 40e6);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - BALANCE, 40e6, BALANCE - 40e6);
    }

    function test_TheSameVoucherCountsOnce() external {
        fill(BALANCE);
        claim(30e6);
        claim(30e6);
        claim(20e6);
        assertChannel(BALANCE, 30e6);
    }

    /// @dev A broke channel, an unknown one, an old voucher: none holds up the others.
    function test_ABrokeChannelHoldsUpNoOther() external {
        fill(BALANCE);
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](3);
        rows[0] = row(2 * BALANCE, 2 * BALANCE);
        config.salt = "never filled";
        rows[1] = row(BALANCE, BALANCE);
        config.salt = "another";
        fill(BALANCE);
        rows[2] = row(BALANCE, 5e6);
        vm.prank(payee.addr);
        settlement.claim(rows);
        assertChannel(BALANCE, 5e6);
        config.salt = "never filled";
        assertChannel(0, 0);
        config.salt = "salt";
        assertChannel(BALANCE, BALANCE);
        // What was short is due once the channel is filled again.
        fill(BALANCE);
        claim(2 * BALANCE);
        assertChannel(2 * BALANCE, 2 * BALANCE);
    }

    function test_RevertWhen_TheClaimIsWrong() external {
        fill(BALANCE);
        address[4] memory others = [buyer.addr, signer.addr, stranger.addr, provider.addr];
        IBatchSettlement.VoucherClaim[] memory rows = only(row(10, 10));
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAllowed(others[i]);
            vm.prank(others[i]);
            settlement.claim(rows);
        }
        vm.startPrank(payee.addr);
        rows = only(row(10, 11));
        vm.expectRevert(
            abi.encodeWithSelector(IBatchSettlement.BatchSettlement_ClaimExceedsCeiling.selector, id(), 10, 11)
        );
        settlement.claim(rows);
        rows = new IBatchSettlement.VoucherClaim[](0);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_BatchLengthInvalid.selector, 256, 0));
        settlement.claim(rows);
        rows = new IBatchSettlement.VoucherClaim[](257);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_BatchLengthInvalid.selector, 256, 257));
        settlement.claimWithSignature(rows, "");
    }

    function test_AnybodyCarriesTheAuthorizersWordOverABatch() external {
        fill(BALANCE);
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](2);
        rows[0] = row(30e6, 20e6);
        config.salt = "another";
        fill(BALANCE);
        rows[1] = row(40e6, 40e6);
        bytes memory signature = sign(node, batchDigest(rows));
        vm.prank(stranger.addr);
        settlement.claimWithSignature(rows, signature);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - 2 * BALANCE, 60e6, 2 * BALANCE - 60e6);
        rows[1].totalClaimed = 39e6;
        expectSignatureInvalid(node.addr);
        settlement.claimWithSignature(rows, signature);
    }

    /// @dev A batch with one's own channel first, signed by oneself, and the victim's behind.
    function test_RevertWhen_ABatchMixesAuthorizers() external {
        fill(BALANCE);
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](2);
        rows[1] = row(BALANCE, BALANCE);
        bytes32 victims = id();
        config.receiverAuthorizer = stranger.addr;
        rows[0] = row(BALANCE, BALANCE);
        bytes memory signature = sign(stranger, batchDigest(rows));
        vm.expectRevert(
            abi.encodeWithSelector(IBatchSettlement.BatchSettlement_NotAllowed.selector, victims, stranger.addr)
        );
        settlement.claimWithSignature(rows, signature);
    }

    function test_AContractAuthorizerAgreesByItsWord() external {
        SmartAccount account = new SmartAccount();
        config.receiverAuthorizer = address(account);
        fill(BALANCE);
        IBatchSettlement.VoucherClaim[] memory rows = only(row(BALANCE, 7e6));
        expectSignatureInvalid(address(account));
        settlement.claimWithSignature(rows, "");
        account.approve(batchDigest(rows));
        settlement.claimWithSignature(rows, "");
        assertChannel(BALANCE, 7e6);
    }

    /* WITHDRAWALS */

    function test_AnybodyExecutesADueWithdrawal() external {
        fill(BALANCE);
        claim(30e6);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.WithdrawInitiated(id(), BALANCE - 30e6, clock() + DELAY);
        initiate(BALANCE - 30e6);
        // A channel pays until the withdrawal is executed.
        claim(50e6);
        skip(DELAY);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.WithdrawFinalized(id(), stranger.addr, BALANCE - 50e6);
        vm.prank(stranger.addr);
        settlement.finalizeWithdraw(config);
        assertMoney(MONEY - 50e6, 0, 50e6);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - 50e6, 50e6, 0);
        assertChannel(50e6, 50e6);
    }

    function test_AnUnusedChannelIsClosedByItsWithdrawal() external {
        fill(BALANCE);
        vm.prank(signer.addr);
        settlement.initiateWithdraw(config, BALANCE);
        skip(DELAY);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.ChannelClosed(id(), config);
        settlement.finalizeWithdraw(config);
        assertMoney(MONEY, 0, 0);
        (uint128 amount, uint40 initiatedAt) = settlement.pendingWithdrawals(id());
        assertEq(amount, 0);
        assertEq(initiatedAt, 0);
    }

    /// @dev All was claimed meanwhile: the withdrawal ends with nothing, and another one may begin.
    function test_AWithdrawalOfNothingEnds() external {
        fill(BALANCE);
        initiate(BALANCE);
        claim(BALANCE);
        skip(DELAY);
        settlement.finalizeWithdraw(config);
        assertMoney(MONEY - BALANCE, 0, BALANCE);
        fill(1);
        initiate(1);
    }

    function test_RevertWhen_TheWithdrawalIsWrong() external {
        fill(BALANCE);
        address[3] memory others = [payee.addr, node.addr, stranger.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAllowed(others[i]);
            vm.prank(others[i]);
            settlement.initiateWithdraw(config, 1);
        }
        vm.expectRevert(IBatchSettlement.BatchSettlement_ZeroAmount.selector);
        initiate(0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IBatchSettlement.BatchSettlement_WithdrawalTooHigh.selector, id(), BALANCE, BALANCE + 1
            )
        );
        initiate(BALANCE + 1);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_NoWithdrawal.selector, id()));
        settlement.finalizeWithdraw(config);
        initiate(1);
        uint256 dueAt = clock() + DELAY;
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_WithdrawalPending.selector, id()));
        initiate(1);
        vm.warp(dueAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_WithdrawalNotDue.selector, id(), dueAt));
        settlement.finalizeWithdraw(config);
    }

    /// @dev A session's key is lost: its owner gets the budget back.
    function test_TheOwnerOfASessionLeaves() external {
        bytes32 typeHash = keccak256("Session(address owner,address key,address token,uint40 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, buyer.addr, provider.addr, address(dollar), clock()));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Escrow"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes memory consent = sign(provider, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        vm.prank(buyer.addr);
        escrow.openSession(provider.addr, address(dollar), BALANCE, clock(), consent);
        allow(provider.addr, address(settlement));
        config.payer = provider.addr;
        fill(BALANCE);
        vm.prank(buyer.addr);
        settlement.initiateWithdraw(config, BALANCE);
        skip(DELAY);
        settlement.finalizeWithdraw(config);
        vm.prank(buyer.addr);
        escrow.endSession(provider.addr, address(dollar));
        assertEq(freeOf(buyer.addr), MONEY);
    }

    /* REFUNDS */

    function test_TheReceiversSideRefunds() external {
        fill(BALANCE);
        claim(30e6);
        vm.expectEmit(address(settlement));
        emit IBatchSettlement.Refunded(id(), node.addr, 20e6);
        vm.prank(node.addr);
        settlement.refund(config, 20e6);
        assertChannel(BALANCE - 20e6, 30e6);
        vm.startPrank(payee.addr);
        settlement.refund(config, type(uint128).max);
        assertMoney(MONEY - 30e6, 0, 30e6);
        settlement.refund(config, 1);
        assertMoney(MONEY - 30e6, 0, 30e6);
        assertEq(settlement.refundNonce(id()), 0);
        vm.expectRevert(IBatchSettlement.BatchSettlement_ZeroAmount.selector);
        settlement.refund(config, 0);
        vm.stopPrank();
        expectNotAllowed(buyer.addr);
        vm.prank(buyer.addr);
        settlement.refund(config, 1);
    }

    function test_AnybodyCarriesASignedRefundOnce() external {
        fill(BALANCE);
        bytes memory signature = sign(node, refundDigest(0, 20e6));
        // A refund by call does not void it.
        vm.prank(payee.addr);
        settlement.refund(config, 1e6);
        vm.prank(stranger.addr);
        settlement.refundWithSignature(config, 20e6, 0, signature);
        assertMoney(MONEY - BALANCE + 21e6, 0, BALANCE - 21e6);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_NonceInvalid.selector, id(), 1, 0));
        settlement.refundWithSignature(config, 20e6, 0, signature);
        expectSignatureInvalid(node.addr);
        settlement.refundWithSignature(config, 20e6, 1, signature);
        signature = sign(payee, refundDigest(1, 20e6));
        expectSignatureInvalid(node.addr);
        settlement.refundWithSignature(config, 20e6, 1, signature);
    }

    /* DIGESTS */

    function test_DigestsAreTheStandards() external view {
        assertEq(settlement.getChannelId(config), id());
        assertEq(settlement.getVoucherDigest(id(), 5), voucherDigest(id(), 5));
        assertEq(settlement.getRefundDigest(id(), 3, 5), refundDigest(3, 5));
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](2);
        rows[0] = row(5, 4);
        rows[1] = row(9, 9);
        assertEq(settlement.getClaimBatchDigest(rows), batchDigest(rows));
        assertEq(settlement.escrow(), address(escrow));
    }

    /// @dev The selectors that clients of x402 call.
    function test_SelectorsAreTheStandards() external pure {
        string memory channel = "(address,address,address,address,address,uint40,bytes32)";
        string memory rows = string.concat("((", channel, ",uint128),bytes,uint128)[]");
        assertSelector(IBatchSettlement.deposit.selector, "deposit", channel, ",uint128,address,bytes");
        assertSelector(IBatchSettlement.claim.selector, "claim", rows, "");
        assertSelector(IBatchSettlement.claimWithSignature.selector, "claimWithSignature", rows, ",bytes");
        assertSelector(IBatchSettlement.settle.selector, "settle", "address,address", "");
        assertSelector(IBatchSettlement.initiateWithdraw.selector, "initiateWithdraw", channel, ",uint128");
        assertSelector(IBatchSettlement.finalizeWithdraw.selector, "finalizeWithdraw", channel, "");
        assertSelector(IBatchSettlement.refund.selector, "refund", channel, ",uint128");
        assertSelector(
            IBatchSettlement.refundWithSignature.selector, "refundWithSignature", channel, ",uint128,uint256,bytes"
        );
    }

    function assertSelector(bytes4 selector, string memory name, string memory first, string memory rest) private pure {
        assertEq(selector, bytes4(keccak256(bytes(string.concat(name, "(", first, rest, ")")))), name);
    }
}
