// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";
import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {RevertingAccount} from "../../support/accounts/Accounts.sol";
import {CallingToken} from "./CallingToken.sol";
import {SettlementTest} from "./SettlementTest.sol";

/// @dev The victim is the buyer: it has money in its account, a large allowance, and a channel to somebody else.
contract SettlementAttacksTest is SettlementTest {
    function setUp() public override {
        super.setUp();
        fill(BALANCE);
    }

    /// @dev The allowance is there; the thief writes a channel that pays itself, and signs its vouchers.
    function test_AChannelThatTheVictimNeverFilledPaysNothing() external {
        config.payerAuthorizer = config.receiver = config.receiverAuthorizer = stranger.addr;
        IBatchSettlement.VoucherClaim[] memory rows = only(row(config, stranger, BALANCE, BALANCE));
        vm.startPrank(stranger.addr);
        settlement.claim(rows);
        settlement.settle(stranger.addr, address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(IBatchSettlement.BatchSettlement_WithdrawalTooHigh.selector, id(), 0, BALANCE)
        );
        settlement.initiateWithdraw(config, BALANCE);
        settlement.refund(config, BALANCE);
        vm.stopPrank();
        assertMoney(MONEY - BALANCE, 0, BALANCE);
    }

    /// @dev The same, with the victim's allowance used to fill it.
    function test_RevertWhen_AStrangerFillsAChannelFromTheVictimsAccount() external {
        config.payerAuthorizer = config.receiver = config.receiverAuthorizer = stranger.addr;
        expectNotAllowed(stranger.addr);
        vm.prank(stranger.addr);
        settlement.deposit(config, BALANCE, address(escrow), "");
    }

    /// @dev The victim's authorization is for one channel of one contract, and one sum.
    function test_RevertWhen_AnAuthorizationIsTurned() external {
        deal(address(dollar), buyer.addr, MONEY, true);
        bytes memory data = authorization(buyer, BALANCE, "once");
        IBatchSettlement other = IBatchSettlement(deployCode("BatchSettlement.sol:BatchSettlement", abi.encode(escrow)));
        expectPullRefused();
        settlement.deposit(config, BALANCE + 1, address(dollar), data);
        expectPullRefused();
        other.deposit(config, BALANCE, address(dollar), data);
        config.receiver = stranger.addr;
        expectPullRefused();
        settlement.deposit(config, BALANCE, address(dollar), data);
        config.receiver = payee.addr;
        settlement.deposit(config, BALANCE, address(dollar), data);
        expectPullRefused();
        settlement.deposit(config, BALANCE, address(dollar), data);
        assertEq(dollar.balanceOf(buyer.addr), MONEY - BALANCE);
    }

    function test_RevertWhen_VouchersAreTurned() external {
        IBatchSettlement.VoucherClaim memory good = row(BALANCE, BALANCE);
        bytes32 struct_ =
            keccak256(abi.encode(keccak256("Voucher(bytes32 channelId,uint128 maxClaimableAmount)"), id(), BALANCE));
        bytes[5] memory signatures = [
            sign(stranger, voucherDigest(id(), BALANCE)),
            sign(buyer, voucherDigest(id(), BALANCE)),
            sign(signer, digestAt(struct_, block.chainid + 1, address(settlement))),
            sign(signer, digestAt(struct_, block.chainid, address(escrow))),
            sign(signer, voucherDigest(id(), BALANCE - 1))
        ];
        for (uint256 i = 0; i < signatures.length; ++i) {
            expectForged(good, signatures[i]);
        }
        // Of one channel, on another.
        config.salt = "another";
        fill(BALANCE);
        IBatchSettlement.VoucherClaim memory turned = row(BALANCE, BALANCE);
        expectForged(turned, good.signature);
        expectForged(turned, "");
    }

    /// @dev The authorizer is the payer's own key, which delegates to a contract that unsays everything (EIP-7702).
    function test_DelegationSetAfterSigningChangesNothing() external {
        config.payerAuthorizer = buyer.addr;
        fill(BALANCE);
        IBatchSettlement.VoucherClaim[] memory rows = only(row(config, buyer, BALANCE, BALANCE));
        vm.etch(buyer.addr, address(new RevertingAccount()).code);
        vm.prank(payee.addr);
        settlement.claim(rows);
        settlement.settle(payee.addr, address(dollar));
        assertEq(freeOf(payee.addr), BALANCE);
    }

    /// @dev The token calls back while it pays in: the channel's books are ahead of the money for that moment.
    function test_ATokenThatCallsBackGainsNothing() external {
        CallingToken token = new CallingToken(address(escrow), settlement);
        config.token = address(token);
        config.payer = config.payerAuthorizer = config.receiver = config.receiverAuthorizer = address(token);
        token.act(config, BALANCE);
        assertEq(token.entered(), 0, "something moved money in between");
        assertEq(escrow.accountOf(address(token), address(token)).free, 0);
        assertEq(escrow.accountOf(address(settlement), address(token)).free, BALANCE);
        assertEq(freeOf(address(settlement)), BALANCE);
    }

    function test_RevertWhen_OnlyReservedMoneyIsLeft() external {
        vm.startPrank(buyer.addr);
        escrow.openChannel(
            IChannels.Channel(buyer.addr, signer.addr, payee.addr, address(dollar), 1 days, 1), uint96(MONEY - BALANCE)
        );
        vm.stopPrank();
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), 0, 1)
        );
        fill(1);
    }

    /// @dev The payer leaves in front of a claim: what is unclaimed is its own, and nothing else's.
    function test_AWithdrawalTakesOnlyItsOwnChannel() external {
        config.salt = "another";
        fill(BALANCE);
        initiate(BALANCE);
        skip(DELAY);
        settlement.finalizeWithdraw(config);
        claim(BALANCE);
        assertChannel(0, 0);
        config.salt = "salt";
        claim(BALANCE);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - BALANCE, BALANCE, 0);
    }

    /// @dev The payer asks for everything back, gets it refunded at once, and fills the channel again: what it signs vouchers over now
    /// must not leave without a delay of its own.
    function test_ARefundedWithdrawalTakesNoLaterMoney() external {
        initiate(BALANCE);
        vm.prank(payee.addr);
        settlement.refund(config, BALANCE);
        fill(BALANCE);
        skip(DELAY);
        vm.expectRevert(abi.encodeWithSelector(IBatchSettlement.BatchSettlement_NoWithdrawal.selector, id()));
        settlement.finalizeWithdraw(config);
        claim(BALANCE);
        settlement.settle(payee.addr, address(dollar));
        assertMoney(MONEY - BALANCE, BALANCE, 0);
    }

    /// @dev Refunded in part: the rest is still under way, and begins no second time.
    function test_ARefundLessensTheWithdrawal() external {
        initiate(BALANCE);
        uint40 since = clock();
        skip(1);
        bytes memory signature = sign(node, refundDigest(0, 30e6));
        settlement.refundWithSignature(config, 30e6, 0, signature);
        (uint128 amount, uint40 initiatedAt) = settlement.pendingWithdrawals(id());
        assertEq(amount, BALANCE - 30e6);
        assertEq(initiatedAt, since);
        fill(BALANCE);
        skip(DELAY - 1);
        settlement.finalizeWithdraw(config);
        assertChannel(BALANCE, 0);
        assertMoney(MONEY - BALANCE, 0, BALANCE);
    }

    /// @dev However a sum is claimed, in parts or at once, over withdrawals and refunds.
    function testFuzz_NothingIsPaidTwice(uint128 first, uint128 second, uint128 back) external {
        (first, second) = (uint128(bound(first, 1, BALANCE)), uint128(bound(second, 1, BALANCE)));
        back = uint128(bound(back, 1, BALANCE));
        claim(first);
        vm.prank(payee.addr);
        settlement.refund(config, back);
        claim(second);
        settlement.settle(payee.addr, address(dollar));
        uint256 left = BALANCE - first;
        uint256 kept = left > back ? left - back : 0;
        uint256 paid = second > first ? (second - first < kept ? second : first + kept) : first;
        assertEq(freeOf(payee.addr), paid);
        assertEq(freeOf(buyer.addr), MONEY - BALANCE + (left < back ? left : back));
        assertEq(freeOf(address(settlement)), BALANCE - (left < back ? left : back) - paid);
    }

    function expectForged(IBatchSettlement.VoucherClaim memory item, bytes memory signature) private {
        item.signature = signature;
        IBatchSettlement.VoucherClaim[] memory rows = only(item);
        expectSignatureInvalid(signer.addr);
        vm.prank(payee.addr);
        settlement.claim(rows);
    }

    /// @dev By the token, for one of its reasons.
    function expectPullRefused() private {
        vm.expectRevert();
    }
}
