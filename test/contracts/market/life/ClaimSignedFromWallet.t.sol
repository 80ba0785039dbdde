// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {SmartAccount} from "../../support/accounts/Accounts.sol";
import {ClaimSignedTest} from "./ClaimSignedTest.sol";

/// @dev Orders that the buyer's wallet funds, by a signature of the token's or of Permit2's.
contract ClaimSignedFromWalletTest is ClaimSignedTest {
    /* EIP-3009 */

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

    function test_RevertWhen_TheAuthorizationIsOfAnotherOrder() external {
        order.funding = 1;
        bytes memory signature = authorized();
        order.salt += 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        claimSigned(signature);
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

    /* PERMIT2 */

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
}
