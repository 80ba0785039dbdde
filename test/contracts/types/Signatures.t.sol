// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {Signatures} from "contracts/types/Signatures.sol";

import {BaseTest} from "../support/BaseTest.sol";
import {SmartAccount} from "../support/accounts/Accounts.sol";

contract SignaturesTest is BaseTest {
    uint256 private constant ORDER_OF_THE_CURVE = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant DIGEST = keccak256("digest");

    Vm.Wallet private signer = vm.createWallet("signer");

    function test_TakesBothLengths() external view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer.privateKey, DIGEST);
        (bytes32 compactR, bytes32 vs) = vm.signCompact(signer.privateKey, DIGEST);
        assertTrue(this.isEcdsaOf(signer.addr, DIGEST, abi.encodePacked(r, s, v)));
        assertTrue(this.isEcdsaOf(signer.addr, DIGEST, abi.encodePacked(compactR, vs)));
    }

    function testFuzz_NoOtherLengthCounts(bytes calldata signature) external view {
        vm.assume(signature.length != 64 && signature.length != 65);
        assertFalse(this.isEcdsaOf(signer.addr, DIGEST, signature));
    }

    function testFuzz_NobodyElseSigned(uint256 key, bytes32 digest) external view {
        key = bound(key, 1, ORDER_OF_THE_CURVE - 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        assertTrue(this.isEcdsaOf(vm.addr(key), digest, abi.encodePacked(r, s, v)));
        assertEq(this.isEcdsaOf(signer.addr, digest, abi.encodePacked(r, s, v)), vm.addr(key) == signer.addr);
    }

    function test_RefusesAHighS() external view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer.privateKey, DIGEST);
        bytes32 highS = bytes32(ORDER_OF_THE_CURVE - uint256(s));
        uint8 mirrored = v == 27 ? 28 : 27;
        assertEq(ecrecover(DIGEST, mirrored, r, highS), signer.addr);
        assertFalse(this.isEcdsaOf(signer.addr, DIGEST, abi.encodePacked(r, highS, mirrored)));
    }

    function test_RefusesOtherRecoveryValues() external view {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer.privateKey, DIGEST);
        assertFalse(this.isEcdsaOf(signer.addr, DIGEST, abi.encodePacked(r, s, v - 27)));
        assertFalse(this.isEcdsaOf(signer.addr, DIGEST, abi.encodePacked(r, s, uint8(29))));
    }

    /// @dev A signature that recovers nobody must not pass for the zero address.
    function test_NobodyIsNotTheZeroAddress() external view {
        assertFalse(this.isEcdsaOf(address(0), DIGEST, new bytes(65)));
        assertFalse(this.isEcdsaOf(address(0), DIGEST, new bytes(64)));
        assertFalse(this.isBy(address(0), DIGEST, new bytes(65)));
    }

    function test_AContractIsAskedOnlyWhereAllowed() external {
        SmartAccount account = new SmartAccount();
        account.approve(DIGEST);
        assertTrue(this.isBy(address(account), DIGEST, "any"));
        assertFalse(this.isBy(address(account), keccak256("else"), "any"));
        assertFalse(this.isEcdsaOf(address(account), DIGEST, "any"));
    }

    function isEcdsaOf(address who, bytes32 digest, bytes calldata signature) external pure returns (bool) {
        return Signatures.isEcdsaOf(who, digest, signature);
    }

    function isBy(address who, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return Signatures.isBy(who, digest, signature);
    }
}
