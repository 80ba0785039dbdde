// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {JobId} from "contracts/types/Ids.sol";

import {ReenteringAccount, SmartAccount} from "../../support/accounts/Accounts.sol";
import {AccountFactory, CallingFactory, EIP6492_MAGIC} from "../../support/accounts/Undeployed.sol";
import {MarketTest} from "../../support/MarketTest.sol";
import {Permit2} from "../../support/Permit2.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";
import {PhantomToken} from "../../support/tokens/HostileTokens.sol";

/// @dev Orders that nobody posted: funded by the buyer's one signature in the very call that claims them.
contract ClaimSignedTest is MarketTest {
    uint256 private constant WALLET = 200e6;
    address private constant PERMIT2 = WalletDigests.PERMIT2;
    uint256 private constant ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public override {
        super.setUp();
        deal(address(dollar), buyer.addr, WALLET, true);
        vm.etch(PERMIT2, address(new Permit2()).code);
        vm.prank(buyer.addr);
        dollar.approve(PERMIT2, type(uint256).max);
    }

    /* FROM THE ACCOUNT */

    function test_DrawsFromTheAccountAndClaims() external {
        bytes memory signature = signedOrder();
        vm.expectEmit(address(market));
        emit IJobMarket.JobFunded(jobId(), buyer.addr, "cpu.v1", 0, FUNDED);
        vm.expectEmit(address(market));
        emit IJobMarket.JobClaimed(
            jobId(), executionIdOf(0), node.addr, 0, provider.addr, payee.addr, EXPOSURE, clock() + RUN_TIME
        );
        claimSigned(signature);
        assertFunded();
        assertEq(freeOf(buyer.addr), BUYER_MONEY - FUNDED);
        assertEq(dollar.balanceOf(buyer.addr), WALLET);
    }

    function test_LivesLikeAPostedJob() external {
        IJobMarket.Execution memory execution = claimSigned(signedOrder());
        execution = submit(execution, defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_IsOpenForAllOnceDeclined() external {
        IJobMarket.Execution memory execution = claimSigned(signedOrder());
        vm.prank(node.addr);
        market.decline(jobId(), execution);
        assertState(IJobMarket.JobState.Open);
        claim();
        assertState(IJobMarket.JobState.Running);
    }

    function test_CompactSignatureCounts() external {
        claimSigned(signCompact(buyer, JobId.unwrap(jobId())));
        assertFunded();
    }

    function test_RevertWhen_AnotherKeySigned() external {
        expectUnsigned();
        claimSigned(sign(stranger, JobId.unwrap(jobId())));
    }

    function test_RevertWhen_NobodySigned() external {
        expectUnsigned();
        claimSigned("");
    }

    function test_RevertWhen_TheSignatureIsMirrored() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, JobId.unwrap(jobId()));
        expectUnsigned();
        claimSigned(abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? 28 : 27));
    }

    /// @dev A price, a deadline or a node swapped between signature and claim is another order.
    function test_RevertWhen_AnyTermIsSwapped() external {
        bytes memory signature = signedOrder();
        order.price += 1;
        expectUnsigned();
        claimSigned(signature);
        order.price -= 1;
        order.claimBefore += 1;
        expectUnsigned();
        claimSigned(signature);
        order.claimBefore -= 1;
        terms.resolver = stranger.addr;
        expectUnsigned();
        claimSigned(signature);
    }

    function test_RevertWhen_TheEpochWasRaised() external {
        bytes memory signature = signedOrder();
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        claimSigned(signature);
    }

    function test_RevertWhen_TheMarketIsNoOperator() external {
        vm.prank(buyer.addr);
        escrow.setOperator(address(market), address(dollar), 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, buyer.addr, address(market), uint40(0))
        );
        claimSigned(signedOrder());
    }

    /* CONTRACT ACCOUNTS */

    function test_AContractAccountIsAsked() external {
        SmartAccount account = new SmartAccount();
        asBuyer(address(account));
        account.approve(JobId.unwrap(jobId()));
        claimSigned("any");
        assertFunded();
    }

    function test_AnUndeployedAccountIsDeployedFirst() external {
        AccountFactory factory = new AccountFactory();
        asBuyer(factory.addressOf("salt"));
        bytes memory call = abi.encodeCall(AccountFactory.deploy, ("salt", JobId.unwrap(jobId())));
        claimSigned(bytes.concat(abi.encode(address(factory), call, bytes("any")), EIP6492_MAGIC));
        assertFunded();
    }

    /// @dev A "factory" is called by what holds nothing, while every entry of the market is shut.
    function test_RevertWhen_TheFactoryEntersTheMarket() external {
        CallingFactory factory = new CallingFactory();
        asBuyer(factory.addressOf("salt"));
        bytes memory inner = abi.encodeCall(IJobMarket.cancel, (order, termsHash()));
        bytes memory call =
            abi.encodeCall(CallingFactory.callAndDeploy, (address(market), inner, "salt", JobId.unwrap(jobId())));
        claimSigned(bytes.concat(abi.encode(address(factory), call, bytes("any")), EIP6492_MAGIC));
        assertFunded();
        assertFalse(factory.succeeded());
        assertEq(bytes4(factory.answer()), IJobMarket.Market_Reentered.selector);
        assertNotEq(factory.caller(), address(market));
    }

    function test_RevertWhen_TheAccountThatIsAskedEntersTheMarket() external {
        ReenteringAccount account = new ReenteringAccount();
        asBuyer(address(account));
        account.aim(address(market), abi.encodeCall(IJobMarket.cancel, (order, termsHash())));
        expectUnsigned();
        claimSigned("any");
    }

    /// @dev EIP-7702: what the key signed stays signed, whatever code comes to its address.
    function test_DelegationSetAfterSigningChangesNothing() external {
        bytes memory signature = signedOrder();
        vm.etch(buyer.addr, address(new SmartAccount()).code);
        claimSigned(signature);
        assertFunded();
    }

    /* FROM THE WALLET, EIP-3009 */

    function test_OneSignatureOfTheTokenBuysTheJob() external {
        order.funding = 1;
        bytes memory signature = authorized();
        vm.expectEmit(address(market));
        emit IJobMarket.JobFunded(jobId(), buyer.addr, "cpu.v1", 1, FUNDED);
        claimSigned(signature);
        assertFunded();
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
        assertEq(dollar.balanceOf(buyer.addr), WALLET - FUNDED);
    }

    /// @dev Neither deposit nor operator nor epoch is needed, or asked for.
    function test_AWalletNeedsNoAccount() external {
        order.funding = 1;
        vm.startPrank(buyer.addr);
        escrow.setOperator(address(market), address(dollar), 0, 0);
        escrow.withdraw(address(dollar), BUYER_MONEY, stranger.addr);
        escrow.raiseEpoch(address(dollar));
        vm.stopPrank();
        IJobMarket.Execution memory execution = claimSigned(authorized());
        vm.prank(buyer.addr);
        market.settleCosigned(order, termsHash(), execution, defaultWork(), sign(node, receiptHash(defaultWork())), "");
        assertEq(freeOf(buyer.addr), FUNDED - AMOUNT);
    }

    /// @dev Whoever gets hold of it alone, early or elsewhere: nothing moves, and nothing is used up.
    function test_AnAuthorizationAloneIsWorthNothing() external {
        order.funding = 1;
        bytes memory signature = authorized();
        bytes32 nonce = keccak256(abi.encode(address(market), jobId()));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, authorizationDigest());
        vm.startPrank(stranger.addr);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(escrow)));
        dollar.receiveWithAuthorization(buyer.addr, address(escrow), FUNDED, 0, order.claimBefore, nonce, v, r, s);
        vm.expectRevert();
        dollar.transferWithAuthorization(buyer.addr, address(escrow), FUNDED, 0, order.claimBefore, nonce, signature);
        vm.expectRevert();
        escrow.depositWithAuthorization(
            buyer.addr, address(dollar), FUNDED, order.claimBefore, JobId.unwrap(jobId()), signature
        );
        vm.expectRevert();
        escrow.pullWithAuthorization(
            buyer.addr, address(dollar), FUNDED, order.claimBefore, JobId.unwrap(jobId()), signature
        );
        vm.stopPrank();
        // The order it was signed for still has its money.
        claimSigned(signature);
        assertFunded();
    }

    function test_RevertWhen_AStrangersOrderNamesTheBuyer() external {
        order.funding = 1;
        bytes memory signature = sign(stranger, authorizationDigest());
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
    }

    /// @dev The same order, signed for a market or a chain elsewhere: its id, and so the nonce of what the wallet signs, is another.
    function test_RevertWhen_ItIsForAnotherMarketOrChain() external {
        (, IJobMarket other) = deployMarket(address(dollar));
        JobId elsewhere = other.hashJobOrder(order, terms);
        assertNotEq(JobId.unwrap(elsewhere), JobId.unwrap(jobId()));
        expectUnsigned();
        claimSigned(sign(buyer, JobId.unwrap(elsewhere)));

        uint256 here = block.chainid;
        vm.chainId(here + 1);
        bytes memory fromAccount = signedOrder();
        order.funding = 1;
        bytes memory fromWallet = authorized();
        vm.chainId(here);
        order.funding = 0;
        expectUnsigned();
        claimSigned(fromAccount);
        order.funding = 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(fromWallet);
        fromWallet = sign(buyer, authorizationDigestFor(other));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(fromWallet);
        order.funding = 2;
        fromWallet = sign(buyer, permitDigestFor(other));
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(fromWallet);
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
        assertEq(dollar.balanceOf(buyer.addr), WALLET);
    }

    function test_RevertWhen_TheAuthorizationIsOfAnotherOrder() external {
        order.funding = 1;
        bytes memory signature = authorized();
        order.salt += 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
    }

    /// @dev The signature of one source is none of another, in either direction.
    function test_RevertWhen_TheSourceIsAnother() external {
        bytes memory fromAccount = signedOrder();
        order.funding = 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(fromAccount);
        bytes memory fromWallet = authorized();
        order.funding = 0;
        expectUnsigned();
        claimSigned(fromWallet);
        order.funding = 2;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(fromWallet);
    }

    function test_RevertWhen_TheAuthorizationWasCancelled() external {
        order.funding = 1;
        bytes memory signature = authorized();
        bytes32 nonce = keccak256(abi.encode(address(market), jobId()));
        bytes32 typeHash = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, buyer.addr, nonce));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, digest);
        dollar.cancelAuthorization(buyer.addr, nonce, v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
        assertEq(staking.providerOf(provider.addr).exposure, 0);
    }

    function test_RevertWhen_TheWalletIsShort() external {
        order.funding = 1;
        vm.prank(buyer.addr);
        dollar.transfer(stranger.addr, WALLET - FUNDED + 1);
        bytes memory signature = authorized();
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
    }

    /// @dev An account with code is asked by the token, in the form of the authorization that takes any bytes.
    function test_AContractAccountPaysFromItsWallet() external {
        SmartAccount account = new SmartAccount();
        deal(address(dollar), address(account), WALLET, true);
        order.buyer = address(account);
        order.funding = 1;
        account.approve(authorizationDigest());
        claimSigned("any bytes of its own");
        assertFunded();
    }

    /* FROM THE WALLET, PERMIT2 */

    function test_OneSignatureForPermit2BuysTheJob() external {
        order.funding = 2;
        claimSigned(permitted());
        assertFunded();
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
        assertEq(dollar.balanceOf(buyer.addr), WALLET - FUNDED);
    }

    function test_RevertWhen_ThePermitIsOfAnotherOrder() external {
        order.funding = 2;
        bytes memory signature = permitted();
        order.maxPay -= 1;
        order.exposure -= 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
    }

    /* WHATEVER PAYS */

    /// @dev One order is funded once, from one source.
    function test_RevertWhen_ItIsFundedTwice() external {
        for (uint8 funding = 0; funding <= 2; ++funding) {
            order.funding = funding;
            bytes memory signature = funding == 0 ? signedOrder() : funding == 1 ? authorized() : permitted();
            IJobMarket.Execution memory execution = claimSigned(signature);
            expectWrongState(IJobMarket.JobState.Running);
            claimSigned(signature);
            vm.prank(node.addr);
            market.decline(jobId(), execution);
            expectWrongState(IJobMarket.JobState.Open);
            claimSigned(signature);
            vm.prank(buyer.addr);
            market.cancel(order, termsHash());
            expectWrongState(IJobMarket.JobState.Cancelled);
            claimSigned(signature);
        }
        assertEq(freeOf(address(market)), 0);
    }

    function test_RevertWhen_ItWasPosted() external {
        bytes memory signature = signedOrder();
        post();
        expectWrongState(IJobMarket.JobState.Open);
        claimSigned(signature);
    }

    function test_RevertWhen_ItWasCancelled() external {
        for (uint8 funding = 0; funding <= 2; ++funding) {
            order.funding = funding;
            bytes memory signature = funding == 0 ? signedOrder() : funding == 1 ? authorized() : permitted();
            vm.prank(buyer.addr);
            market.cancel(order, termsHash());
            expectWrongState(IJobMarket.JobState.Cancelled);
            claimSigned(signature);
        }
        assertEq(freeOf(buyer.addr), BUYER_MONEY);
        assertEq(dollar.balanceOf(buyer.addr), WALLET);
    }

    function test_RevertWhen_ItIsTooLateToTheSecond() external {
        for (uint8 funding = 0; funding <= 2; ++funding) {
            order.funding = funding;
            bytes memory signature = funding == 0 ? signedOrder() : funding == 1 ? authorized() : permitted();
            vm.warp(order.claimBefore);
            vm.expectRevert(
                abi.encodeWithSelector(IJobMarket.Market_OrderInvalid.selector, IJobMarket.OrderFault.ClaimBeforePast)
            );
            claimSigned(signature);
            vm.warp(order.claimBefore - 1);
            claimSigned(signature);
            vm.warp(START);
        }
    }

    /// @dev What cannot be posted cannot be claimed by signature.
    function test_RevertWhen_TheOrderIsInvalid() external {
        order.maxPay = 0;
        expectInvalid(IJobMarket.OrderFault.MaxPayZero);
        order.maxPay = MAX_PAY;
        order.funding = 3;
        expectInvalid(IJobMarket.OrderFault.FundingUnknown);
        order.funding = 0;
        order.window = 1;
        expectInvalid(IJobMarket.OrderFault.WindowOutOfRange);
        order.window = WINDOW;
        terms.manifestHash = 0;
        expectInvalid(IJobMarket.OrderFault.ManifestMissing);
    }

    function test_RevertWhen_TheTokenIsAnother() external {
        order.token = address(0xbeef);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongToken.selector, address(dollar), address(0xbeef)));
        claimSigned(signedOrder());
    }

    /// @dev A token that says yes to everything would make anybody the buyer of anything.
    function test_RevertWhen_AWorthlessTokenSpeaksForTheBuyer() external {
        order.token = address(new PhantomToken());
        order.funding = 1;
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongToken.selector, address(dollar), order.token));
        claimSigned("");
    }

    /// @dev A claim that cannot be leaves the buyer's money where it was.
    function test_RevertWhen_TheNodeCannotClaim() external {
        order.funding = 1;
        bytes memory signature = authorized();
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, stranger.addr));
        vm.prank(stranger.addr);
        market.claimSigned(order, terms, signature);
        assertEq(dollar.balanceOf(buyer.addr), WALLET);
    }

    function test_RevertWhen_ItIsReservedForAnother() external {
        terms.node = stranger.addr;
        terms.exclusiveUntil = clock() + 60;
        bytes memory signature = signedOrder();
        vm.expectRevert(
            abi.encodeWithSelector(
                IJobMarket.Market_ClaimExclusive.selector, jobId(), address(0), stranger.addr, terms.exclusiveUntil
            )
        );
        claimSigned(signature);
    }

    /// @dev Only the account can lock money in advance.
    function test_RevertWhen_AWalletsOrderIsPosted() external {
        for (uint8 funding = 1; funding <= 2; ++funding) {
            order.funding = funding;
            vm.expectRevert(
                abi.encodeWithSelector(IJobMarket.Market_OrderInvalid.selector, IJobMarket.OrderFault.FundingNotPosted)
            );
            post();
        }
    }

    /* STEPS */

    function claimSigned(bytes memory signature) private returns (IJobMarket.Execution memory execution) {
        vm.prank(node.addr);
        market.claimSigned(order, terms, signature);
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = clock();
        execution.submitBy = clock() + order.runTime;
    }

    function signedOrder() private view returns (bytes memory) {
        return sign(buyer, JobId.unwrap(jobId()));
    }

    function authorized() private view returns (bytes memory) {
        return sign(buyer, authorizationDigest());
    }

    function permitted() private view returns (bytes memory) {
        return sign(buyer, permitDigestFor(market));
    }

    function permitDigestFor(IJobMarket market_) private view returns (bytes32) {
        bytes32 intent = JobId.unwrap(jobId());
        return WalletDigests.permit2(pull(), address(market_), intent, uint256(intent), order.claimBefore - 1);
    }

    function authorizationDigest() private view returns (bytes32) {
        return authorizationDigestFor(market);
    }

    function authorizationDigestFor(IJobMarket market_) private view returns (bytes32) {
        bytes32 nonce = keccak256(abi.encode(address(market_), jobId()));
        return WalletDigests.authorization(pull(), order.claimBefore, nonce);
    }

    function pull() private view returns (WalletDigests.Pull memory) {
        return WalletDigests.Pull(address(dollar), order.buyer, address(escrow), order.maxPay + order.bond);
    }

    /// @dev A contract account with money in the escrow, whose operator is the market.
    function asBuyer(address account) private {
        order.buyer = account;
        fund(account, BUYER_MONEY);
        allow(account, address(market));
    }

    function assertFunded() private view {
        assertState(IJobMarket.JobState.Running);
        assertEq(freeOf(address(market)), FUNDED, "market");
        assertEq(staking.providerOf(provider.addr).exposure, EXPOSURE, "exposure");
    }

    function expectUnsigned() private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, jobId(), order.buyer));
    }

    function expectInvalid(IJobMarket.OrderFault fault) private {
        bytes memory signature = signedOrder();
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_OrderInvalid.selector, fault));
        claimSigned(signature);
    }

    function expectWrongState(IJobMarket.JobState given) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), given));
    }
}
