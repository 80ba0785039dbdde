// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {RevertingAccount, SmartAccount} from "../support/accounts/Accounts.sol";
import {AccountFactory, EIP6492_MAGIC} from "../support/accounts/Undeployed.sol";
import {EscrowTest} from "../support/EscrowTest.sol";
import {BlockListToken} from "../support/tokens/HostileTokens.sol";

/// @dev What an account's owner signs and others carry: withdrawals, operators' allowances, the end of an epoch.
contract RelayedStatementsTest is EscrowTest {
    IEscrow.Withdrawal private withdrawal;
    IEscrow.OperatorGrant private grant;

    function setUp() public override {
        super.setUp();
        withdrawal = IEscrow.Withdrawal({
            owner: buyer.addr,
            token: address(dollar),
            to: payee.addr,
            amount: 40e6,
            fee: 1e6,
            nonce: 0,
            deadline: deadline
        });
        grant = IEscrow.OperatorGrant({
            owner: buyer.addr,
            operator: address(market),
            token: address(dollar),
            cap: 50e6,
            expiry: uint40(START + 1 days),
            nonce: 0,
            deadline: deadline
        });
    }

    /* WITHDRAWALS */

    function test_WithdrawalPaysReceiverAndCarrier() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.expectEmit(address(escrow));
        emit IEscrow.CarrierPaid(buyer.addr, address(dollar), stranger.addr, 1e6);
        vm.expectEmit(address(escrow));
        emit IEscrow.Withdrawn(buyer.addr, address(dollar), payee.addr, 40e6);
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(dollar.balanceOf(payee.addr), 40e6, "receiver");
        assertEq(freeOf(stranger.addr), 1e6, "carrier");
        assertEq(freeOf(buyer.addr), MONEY - 41e6, "owner");
        assertEq(escrow.accountOf(buyer.addr, address(dollar)).nonce, 1, "nonce");
    }

    function test_WithdrawalWithoutFee() external {
        withdrawal.fee = 0;
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.recordLogs();
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            assertNotEq(logs[i].topics[0], IEscrow.CarrierPaid.selector, "no fee, no trace of one");
        }
        assertEq(freeOf(stranger.addr), 0);
        assertEq(freeOf(buyer.addr), MONEY - 40e6);
    }

    function test_WithdrawalWithTheSmallestFee() external {
        withdrawal.fee = 1;
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(freeOf(stranger.addr), 1);
        assertEq(freeOf(buyer.addr), MONEY - 40e6 - 1);
    }

    function test_OwnerCarriesItsOwnAndKeepsTheFee() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.prank(buyer.addr);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(freeOf(buyer.addr), MONEY - 40e6);
        assertEq(escrow.accountOf(buyer.addr, address(dollar)).nonce, 1);
    }

    function test_RevertWhen_WithdrawalIsReplayed() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        escrow.withdrawFor(withdrawal, signature);
        expectNonceInvalid(1, 0);
        escrow.withdrawFor(withdrawal, signature);
    }

    function test_RevertWhen_WithdrawalIsAhead() external {
        withdrawal.nonce = 1;
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        expectNonceInvalid(0, 1);
        escrow.withdrawFor(withdrawal, signature);
    }

    function test_RevertWhen_WithdrawalIsLate() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.withdrawFor(withdrawal, signature);
        vm.warp(deadline);
        escrow.withdrawFor(withdrawal, signature);
    }

    function test_RevertWhen_WithdrawalIsAltered() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        IEscrow.Withdrawal memory original = withdrawal;
        withdrawal.to = stranger.addr;
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.amount += 1;
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.fee += 1;
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.deadline += 1;
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.nonce += 1;
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.token = address(market);
        expectInvalidWithdrawal(buyer.addr, signature);
        withdrawal = original;
        withdrawal.owner = payee.addr;
        expectInvalidWithdrawal(payee.addr, signature);
    }

    function test_RevertWhen_WithdrawalsReceiverOrAmountIsWrong() external {
        withdrawal.to = address(0);
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.withdrawFor(withdrawal, "");
        withdrawal.to = address(escrow);
        vm.expectRevert(IEscrow.Escrow_RecipientIsEscrow.selector);
        escrow.withdrawFor(withdrawal, "");
        (withdrawal.to, withdrawal.amount) = (payee.addr, 0);
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        escrow.withdrawFor(withdrawal, "");
    }

    function test_RevertWhen_FeeIsNotCovered() external {
        withdrawal.amount = uint128(MONEY);
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), MONEY, MONEY + 1e6
            )
        );
        escrow.withdrawFor(withdrawal, signature);
    }

    /// @dev A listed receiver costs its owner nothing but another signature.
    function test_RefusedByTheTokenLeavesTheNonce() external {
        BlockListToken token = new BlockListToken();
        token.mint(address(this), 50e6);
        token.approve(address(escrow), 50e6);
        escrow.deposit(buyer.addr, address(token), 50e6);
        token.list(payee.addr);
        withdrawal.token = address(token);
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(token)));
        escrow.withdrawFor(withdrawal, signature);
        withdrawal.to = stranger.addr;
        escrow.withdrawFor(withdrawal, sign(buyer, withdrawalDigest(withdrawal)));
        assertEq(token.balanceOf(stranger.addr), 40e6);
    }

    function test_ContractAccountsWithdraw() external {
        SmartAccount account = new SmartAccount();
        fund(address(account), MONEY);
        withdrawal.owner = address(account);
        account.approve(withdrawalDigest(withdrawal));
        escrow.withdrawFor(withdrawal, "any");
        assertEq(dollar.balanceOf(payee.addr), 40e6);
    }

    /// @dev A refund reaches the owner of a wallet that was never deployed.
    function test_UndeployedAccountsWithdraw() external {
        AccountFactory factory = new AccountFactory();
        withdrawal.owner = factory.addressOf("salt");
        fund(withdrawal.owner, MONEY);
        bytes memory deployment = abi.encodeCall(AccountFactory.deploy, ("salt", withdrawalDigest(withdrawal)));
        bytes memory signature = bytes.concat(abi.encode(address(factory), deployment, bytes("any")), EIP6492_MAGIC);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(dollar.balanceOf(payee.addr), 40e6);
    }

    function test_DelegationSetAfterSigningChangesNothing() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.signAndAttachDelegation(address(new RevertingAccount()), buyer.privateKey);
        vm.prank(stranger.addr);
        escrow.withdrawFor(withdrawal, signature);
        assertEq(dollar.balanceOf(payee.addr), 40e6);
    }

    /* OPERATORS */

    function test_GrantAllowsAnOperator() external {
        bytes memory signature = sign(buyer, grantDigest(grant));
        vm.expectEmit(address(escrow));
        emit IEscrow.OperatorSet(buyer.addr, address(market), address(dollar), 50e6, grant.expiry);
        vm.prank(stranger.addr);
        escrow.setOperatorFor(grant, signature);
        assertEq(escrow.allowanceOf(buyer.addr, address(market), address(dollar)).cap, 50e6);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    /// @dev Otherwise a spent cap would be renewed by whoever kept the signature.
    function test_RevertWhen_GrantIsReplayed() external {
        bytes memory signature = sign(buyer, grantDigest(grant));
        escrow.setOperatorFor(grant, signature);
        vm.prank(address(market));
        escrow.draw(buyer.addr, address(dollar), 50e6, 0);
        expectNonceInvalid(1, 0);
        escrow.setOperatorFor(grant, signature);
    }

    function test_RevertWhen_GrantIsLateOrAlteredOrUnbounded() external {
        bytes memory signature = sign(buyer, grantDigest(grant));
        grant.cap += 1;
        expectInvalidGrant(signature);
        grant.cap -= 1;
        grant.operator = stranger.addr;
        expectInvalidGrant(signature);
        grant.operator = address(market);
        grant.expiry += 1;
        expectInvalidGrant(signature);
        grant.expiry -= 1;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.setOperatorFor(grant, signature);
        vm.warp(deadline);
        grant.cap = type(uint128).max;
        signature = sign(buyer, grantDigest(grant));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_OperatorCapUnbounded.selector, type(uint128).max));
        escrow.setOperatorFor(grant, signature);
        (grant.cap, grant.operator) = (1, address(0));
        signature = sign(buyer, grantDigest(grant));
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.setOperatorFor(grant, signature);
    }

    /* EPOCHS */

    function test_SignedRaiseCountsUp() external {
        bytes memory signature = sign(buyer, raiseEpochDigest(buyer.addr, 0));
        vm.expectEmit(address(escrow));
        emit IEscrow.EpochRaised(buyer.addr, address(dollar), 1);
        vm.prank(stranger.addr);
        escrow.raiseEpochFor(buyer.addr, address(dollar), 0, deadline, signature);
        assertEq(escrow.accountOf(buyer.addr, address(dollar)).epoch, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        escrow.raiseEpochFor(buyer.addr, address(dollar), 0, deadline, signature);
    }

    function test_RevertWhen_SignedRaiseIsAnothersOrLate() external {
        bytes memory others = sign(stranger, raiseEpochDigest(buyer.addr, 0));
        bytes memory signature = sign(buyer, raiseEpochDigest(buyer.addr, 0));
        expectInvalid(buyer.addr);
        escrow.raiseEpochFor(buyer.addr, address(dollar), 0, deadline, others);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        escrow.raiseEpochFor(buyer.addr, address(dollar), 0, deadline, signature);
    }

    /// @dev What was signed and not carried yet ends with the epoch.
    function test_RaisingVoidsSignedStatements() external {
        bytes memory signature = sign(buyer, withdrawalDigest(withdrawal));
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        expectNonceInvalid(1, 0);
        escrow.withdrawFor(withdrawal, signature);
    }

    /// @dev They name neither epoch nor nonce: their deadline ends them.
    function test_RaisingLeavesClosesAndSessionsAsTheyAre() external {
        open(RESERVE);
        Vm.Wallet memory key = vm.createWallet("session key");
        bytes memory start = sign(buyer, startCloseDigest());
        bytes memory consent = sign(key, sessionDigest(buyer.addr, key.addr));
        vm.prank(key.addr);
        escrow.raiseEpoch(address(dollar));
        vm.startPrank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        escrow.startCloseFor(channel, deadline, start);
        escrow.openSession(key.addr, address(dollar), 0, deadline, consent);
        assertEq(escrow.sessionOwnerOf(key.addr, address(dollar)), buyer.addr);
    }

    /* ELSEWHERE */

    /// @dev One struct's signature is no other's, one chain's or escrow's no other's.
    function test_RevertWhen_SignedForSomethingElse() external {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Withdrawal(address owner,address token,address to,uint128 amount,uint128 fee,uint32 nonce,uint40 deadline)"
                ),
                withdrawal
            )
        );
        expectInvalidWithdrawal(buyer.addr, sign(buyer, digestAt(structHash, block.chainid + 1, address(escrow))));
        expectInvalidWithdrawal(buyer.addr, sign(buyer, digestAt(structHash, block.chainid, address(market))));
        expectInvalidWithdrawal(buyer.addr, sign(buyer, grantDigest(grant)));
        expectInvalidWithdrawal(buyer.addr, sign(buyer, structHash));
        expectInvalidGrant(sign(buyer, withdrawalDigest(withdrawal)));
    }

    function test_RevertWhen_SignatureIsMirrored() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, withdrawalDigest(withdrawal));
        expectInvalidWithdrawal(
            buyer.addr, abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? 28 : 27)
        );
    }

    function expectInvalidWithdrawal(address owner, bytes memory signature) private {
        expectInvalid(owner);
        escrow.withdrawFor(withdrawal, signature);
    }

    function expectInvalidGrant(bytes memory signature) private {
        expectInvalid(grant.owner);
        escrow.setOperatorFor(grant, signature);
    }

    function expectInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SignatureInvalid.selector, account));
    }

    function expectNonceInvalid(uint32 current, uint32 given) private {
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_NonceInvalid.selector, buyer.addr, address(dollar), current, given)
        );
    }
}
