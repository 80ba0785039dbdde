// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {JobId} from "contracts/types/Ids.sol";

import {PhantomToken} from "../../support/tokens/HostileTokens.sol";
import {ClaimSignedTest} from "./ClaimSignedTest.sol";

/// @dev What holds wherever the money comes from.
contract ClaimSignedRulesTest is ClaimSignedTest {
    /* ONE ORDER, ONE SOURCE */

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

    /* THE RULES OF ORDERS AND CLAIMS */

    function test_RevertWhen_ItIsTooLateToTheSecond() external {
        for (uint8 funding = 0; funding <= 2; ++funding) {
            order.funding = funding;
            bytes memory signature = funding == 0 ? signedOrder() : funding == 1 ? authorized() : permitted();
            vm.warp(order.claimBefore);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IJobMarket.Market_OrderInvalid.selector, IJobMarket.OrderFault.ClaimBeforeOutOfRange
                )
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

    /* SUPPORT */

    function expectInvalid(IJobMarket.OrderFault fault) private {
        bytes memory signature = signedOrder();
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_OrderInvalid.selector, fault));
        claimSigned(signature);
    }

    function expectWrongState(IJobMarket.JobState given) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), given));
    }
}
