// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {ReenteringAccount, SmartAccount} from "../../support/accounts/Accounts.sol";
import {AccountFactory, CallingFactory, EIP6492_MAGIC} from "../../support/accounts/Undeployed.sol";
import {ClaimSignedTest} from "./ClaimSignedTest.sol";

/// @dev Orders that the buyer's account in the escrow funds.
contract ClaimSignedFromAccountTest is ClaimSignedTest {
    uint256 private constant ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /* ACCOUNTS OF A KEY */

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

    /* SUPPORT */

    /// @dev A contract account with money in the escrow, whose operator is the market.
    function asBuyer(address account) private {
        order.buyer = account;
        fund(account, BUYER_MONEY);
        allow(account, address(market));
    }
}
