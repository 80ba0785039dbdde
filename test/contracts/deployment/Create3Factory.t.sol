// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Create3} from "@openzeppelin/contracts/utils/Create3.sol";

import {ICreate3Factory} from "contracts/deployment/ICreate3Factory.sol";

import {BaseTest} from "../support/BaseTest.sol";
import {Numbered, Nested, Picky} from "./Deployables.sol";

contract Create3FactoryTest is BaseTest {
    bytes32 private constant SALT = keccak256("salt");
    /// @dev As in the library, where it is internal to the factory's code.
    bytes32 private constant PROXY_HASH = 0x57a34f6e879358dd76825d6700df87013ad6a3fb43c0d0c602f70a8772c153bd;

    ICreate3Factory private factory;
    address private deployer = makeAddr("deployer");
    address private thief = makeAddr("thief");

    function setUp() external {
        factory = ICreate3Factory(deployCode("Create3Factory.sol:Create3Factory"));
    }

    function test_DeploysAtThePredictedAddress() external {
        bytes memory code = numbered(7);
        address predicted = factory.addressOf(deployer, SALT);
        assertEq(factory.initCodeHashOf(predicted), 0);

        vm.expectEmit(address(factory));
        emit ICreate3Factory.ContractDeployed(deployer, SALT, predicted, keccak256(code));
        vm.prank(deployer);
        assertEq(factory.deploy(SALT, code), predicted);

        assertEq(Numbered(predicted).number(), 7);
        assertEq(factory.initCodeHashOf(predicted), keccak256(code));
    }

    function test_RevertWhen_TheSaltIsUsed() external {
        vm.startPrank(deployer);
        address deployed = factory.deploy(SALT, numbered(7));
        bytes[2] memory codes = [numbered(7), numbered(8)];
        for (uint256 i = 0; i < codes.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ICreate3Factory.Create3Factory_Taken.selector, deployer, SALT, deployed)
            );
            factory.deploy(SALT, codes[i]);
        }
        assertEq(Numbered(deployed).number(), 7);
        assertEq(factory.initCodeHashOf(deployed), keccak256(numbered(7)));
    }

    /// @dev An attack: coin sent to an address that has no code yet must not make its deployment fail.
    function test_ABalanceDoesNotHoldThePlace() external {
        address predicted = factory.addressOf(deployer, SALT);
        vm.deal(predicted, 1 ether);
        vm.deal(proxyOf(deployer, SALT), 1 ether);
        vm.prank(deployer);
        assertEq(factory.deploy(SALT, numbered(7)), predicted);
        assertEq(Numbered(predicted).number(), 7);
    }

    function test_RevertWhen_TheConstructorReverts() external {
        vm.startPrank(deployer);
        bytes memory code = abi.encodePacked(type(Picky).creationCode, abi.encode(13));
        vm.expectRevert(abi.encodeWithSelector(Picky.Refused.selector, 13));
        factory.deploy(SALT, code);

        address predicted = factory.addressOf(deployer, SALT);
        assertEq(factory.initCodeHashOf(predicted), 0);
        assertEq(factory.deploy(SALT, abi.encodePacked(type(Picky).creationCode, abi.encode(1))), predicted);
    }

    function test_RevertWhen_ThereIsNoCode() external {
        vm.expectRevert(Create3.Create3EmptyBytecode.selector);
        factory.deploy(SALT, "");
    }

    /// @dev An attack: a stranger sees the deployment coming and sends the same first.
    function testFuzz_NobodyElseTakesThePlace(address stranger, bytes32 salt) external {
        vm.assume(stranger != deployer);
        address predicted = factory.addressOf(deployer, salt);

        vm.prank(stranger);
        address theirs = factory.deploy(salt, numbered(666));
        assertNotEq(theirs, predicted);
        assertEq(predicted.code.length, 0);

        vm.prank(deployer);
        assertEq(factory.deploy(salt, numbered(7)), predicted);
        assertEq(Numbered(predicted).number(), 7);
    }

    /// @dev An attack: a constructor that is run by the factory speaks to it, as the deployer's contract.
    function test_AConstructorDeploysForItselfAlone() external {
        bytes32 inner = keccak256("inner");
        address predicted = factory.addressOf(deployer, inner);
        vm.startPrank(deployer);
        address outer = factory.deploy(
            SALT, abi.encodePacked(type(Nested).creationCode, abi.encode(factory, inner, numbered(666)))
        );
        assertEq(Nested(outer).made(), factory.addressOf(outer, inner));
        assertEq(factory.deploy(inner, numbered(7)), predicted);
        assertEq(Numbered(predicted).number(), 7);
    }

    /// @dev An attack: the proxy in between deploys for whoever calls it, but only at its next nonces.
    function test_TheProxyDeploysNothingThereAgain() external {
        vm.prank(deployer);
        address deployed = factory.deploy(SALT, numbered(7));
        vm.prank(thief);
        (bool ok,) = proxyOf(deployer, SALT).call(numbered(666));
        assertTrue(ok);
        assertEq(Numbered(deployed).number(), 7);
        address second = vm.computeCreateAddress(proxyOf(deployer, SALT), 2);
        assertEq(Numbered(second).number(), 666);
        assertEq(factory.initCodeHashOf(second), 0);
    }

    function test_AddressesDependOnDeployerAndSaltAlone() external {
        address predicted = factory.addressOf(deployer, SALT);
        vm.chainId(77_001);
        vm.warp(2_000_000_000);
        vm.setNonce(deployer, 99);
        assertEq(factory.addressOf(deployer, SALT), predicted);
        vm.prank(deployer);
        assertEq(factory.deploy(SALT, abi.encodePacked(type(Picky).creationCode, abi.encode(1))), predicted);
    }

    function testFuzz_AddressesDiffer(address one, bytes32 salt, address another, bytes32 otherSalt) external view {
        vm.assume(one != another || salt != otherSalt);
        assertNotEq(factory.addressOf(one, salt), factory.addressOf(another, otherSalt));
    }

    function numbered(uint256 number) private pure returns (bytes memory) {
        return abi.encodePacked(type(Numbered).creationCode, abi.encode(number));
    }

    function proxyOf(address owner, bytes32 salt) private view returns (address) {
        return Create2.computeAddress(keccak256(abi.encode(owner, salt)), PROXY_HASH, address(factory));
    }
}
