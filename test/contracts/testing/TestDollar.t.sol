// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ITestDollar} from "contracts/testing/ITestDollar.sol";

import {Deployed} from "../support/Deployed.sol";
import {SmartAccount} from "../support/accounts/Accounts.sol";

contract TestDollarTest is Deployed {
    function test_NamesItself() external view {
        assertEq(dollar.name(), "Test Dollar");
        assertEq(dollar.symbol(), "TUSD");
        assertEq(dollar.decimals(), 6);
        assertEq(dollar.dripAmount(), 10_000e6);
        assertEq(dollar.dripInterval(), 60);
    }

    /* FAUCET */

    function test_DripsToAnybody() external {
        vm.expectEmit(address(dollar));
        emit ITestDollar.Dripped(buyer.addr, 10_000e6);
        vm.prank(stranger.addr);
        dollar.drip(buyer.addr);
        assertEq(dollar.balanceOf(buyer.addr), 10_000e6);
        assertEq(dollar.nextDripAt(buyer.addr), clock() + 60);
        assertEq(dollar.nextDripAt(stranger.addr), 0);
    }

    function test_RevertWhen_ItDripsTooSoonToTheSecond() external {
        dollar.drip(buyer.addr);
        uint256 nextAt = clock() + 60;
        vm.warp(nextAt - 1);
        vm.expectRevert(abi.encodeWithSelector(ITestDollar.TestDollar_DripTooSoon.selector, buyer.addr, nextAt));
        dollar.drip(buyer.addr);
        dollar.drip(stranger.addr);
        vm.warp(nextAt);
        dollar.drip(buyer.addr);
        assertEq(dollar.balanceOf(buyer.addr), 20_000e6);
    }

    /* AUTHORIZATIONS WITH SIGNATURES AS BYTES */

    function test_TransfersByAPlainAccountsSignature() external {
        dollar.drip(buyer.addr);
        bytes memory signature = sign(buyer, digestOf("TransferWithAuthorization", buyer.addr));
        dollar.transferWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
        assertEq(dollar.balanceOf(payee.addr), 5e6);
        vm.expectRevert(
            abi.encodeWithSignature("ERC3009UsedAuthorization(address,bytes32)", buyer.addr, bytes32("nonce"))
        );
        dollar.transferWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
    }

    function test_TransfersByAContractAccountsWord() external {
        SmartAccount account = new SmartAccount();
        dollar.drip(address(account));
        account.approve(digestOf("TransferWithAuthorization", address(account)));
        dollar.transferWithAuthorization(address(account), payee.addr, 5e6, 0, type(uint40).max, "nonce", "any");
        assertEq(dollar.balanceOf(payee.addr), 5e6);
    }

    function test_TheReceiverAloneReceives() external {
        dollar.drip(buyer.addr);
        bytes memory signature = sign(buyer, digestOf("ReceiveWithAuthorization", buyer.addr));
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", payee.addr));
        dollar.receiveWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
        vm.prank(payee.addr);
        dollar.receiveWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
        assertEq(dollar.balanceOf(payee.addr), 5e6);
    }

    function test_RevertWhen_AnotherSigned() external {
        dollar.drip(buyer.addr);
        bytes memory signature = sign(stranger, digestOf("TransferWithAuthorization", buyer.addr));
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        dollar.transferWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
        vm.prank(payee.addr);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        dollar.receiveWithAuthorization(buyer.addr, payee.addr, 5e6, 0, type(uint40).max, "nonce", signature);
    }

    /// @dev Five dollars to the payee, at any time.
    function digestOf(string memory kind, address from) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            abi.encodePacked(
                kind, "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                typeHash, from, payee.addr, uint256(5e6), uint256(0), uint256(type(uint40).max), bytes32("nonce")
            )
        );
        return keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash));
    }
}
