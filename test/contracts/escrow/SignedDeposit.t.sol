// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {SmartAccount} from "../support/accounts/Accounts.sol";
import {Deployed} from "../support/Deployed.sol";
import {PhantomToken} from "../support/tokens/HostileTokens.sol";

/// @dev Deposits by an EIP-2612 permit or an EIP-3009 authorization.
contract SignedDepositTest is Deployed {
    bytes32 private constant SALT = "salt";
    uint256 private constant AMOUNT = 25e6;

    uint256 private deadline;

    function setUp() public override {
        super.setUp();
        deadline = clock() + 1 hours;
        deal(address(dollar), buyer.addr, 100e6, true);
    }

    /* PERMITS */

    function test_PermitDepositsIntoTheCallersAccount() external {
        (uint8 v, bytes32 r, bytes32 s) = permit();
        vm.prank(buyer.addr);
        escrow.depositWithPermit(address(dollar), AMOUNT, deadline, v, r, s);
        assertEq(freeOf(buyer.addr), AMOUNT);
        assertEq(dollar.allowance(buyer.addr, address(escrow)), 0);
    }

    function test_PermitCarriedBeforeDoesNoHarm() external {
        (uint8 v, bytes32 r, bytes32 s) = permit();
        vm.prank(stranger.addr);
        dollar.permit(buyer.addr, address(escrow), AMOUNT, deadline, v, r, s);
        vm.prank(buyer.addr);
        escrow.depositWithPermit(address(dollar), AMOUNT, deadline, v, r, s);
        assertEq(freeOf(buyer.addr), AMOUNT);
    }

    function test_RevertWhen_PermitIsAnothersAndThereIsNoAllowance() external {
        (uint8 v, bytes32 r, bytes32 s) = permit();
        deal(address(dollar), stranger.addr, 100e6, true);
        vm.prank(stranger.addr);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        escrow.depositWithPermit(address(dollar), AMOUNT, deadline, v, r, s);
    }

    function test_RevertWhen_PermitAmountIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        escrow.depositWithPermit(address(dollar), 0, deadline, 27, 0, 0);
    }

    function test_RevertWhen_PermitTokenHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_NoToken.selector, stranger.addr));
        escrow.depositWithPermit(stranger.addr, AMOUNT, deadline, 27, 0, 0);
    }

    /* AUTHORIZATIONS */

    function test_AuthorizationIsCarriedByAnybody() external {
        bytes memory signature = authorization(AMOUNT, nonceOf(address(0)));
        vm.expectEmit(address(escrow));
        emit IEscrow.Deposited(buyer.addr, address(dollar), AMOUNT);
        vm.prank(stranger.addr);
        escrow.depositWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, SALT, signature);
        assertEq(freeOf(buyer.addr), AMOUNT);
        assertEq(freeOf(stranger.addr), 0);
    }

    function test_AuthorizationOfAContractAccount() external {
        SmartAccount account = new SmartAccount();
        deal(address(dollar), address(account), 100e6, true);
        account.approve(authorizationDigest(address(account), AMOUNT, nonceOf(address(0))));
        escrow.depositWithAuthorization(address(account), address(dollar), AMOUNT, deadline, SALT, "any");
        assertEq(freeOf(address(account)), AMOUNT);
    }

    function test_RevertWhen_ContractAccountDoesNotAuthorize() external {
        SmartAccount account = new SmartAccount();
        deal(address(dollar), address(account), 100e6, true);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        escrow.depositWithAuthorization(address(account), address(dollar), AMOUNT, deadline, SALT, "any");
    }

    function test_RevertWhen_AuthorizationWasUsed() external {
        bytes memory signature = authorization(AMOUNT, nonceOf(address(0)));
        escrow.depositWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, SALT, signature);
        expectRefusal(buyer.addr, AMOUNT, deadline, SALT, signature);
    }

    function test_RevertWhen_AuthorizationWasCancelled() external {
        bytes memory signature = authorization(AMOUNT, nonceOf(address(0)));
        bytes32 cancelling = keccak256(
            abi.encode(
                keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"), buyer.addr, nonceOf(address(0))
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, dollarDigest(cancelling));
        dollar.cancelAuthorization(buyer.addr, nonceOf(address(0)), v, r, s);
        expectRefusal(buyer.addr, AMOUNT, deadline, SALT, signature);
    }

    function test_RevertWhen_AuthorizationIsAltered() external {
        bytes memory signature = authorization(AMOUNT, nonceOf(address(0)));
        expectRefusal(buyer.addr, AMOUNT + 1, deadline, SALT, signature);
        expectRefusal(buyer.addr, AMOUNT, deadline + 1, SALT, signature);
        expectRefusal(buyer.addr, AMOUNT, deadline, "pepper", signature);
        expectRefusal(stranger.addr, AMOUNT, deadline, SALT, signature);
    }

    /// @dev One signed for an operator's own use is worth nothing as a plain deposit.
    function test_RevertWhen_AuthorizationNamesAnOperator() external {
        expectRefusal(buyer.addr, AMOUNT, deadline, SALT, authorization(AMOUNT, nonceOf(address(market))));
    }

    function test_RevertWhen_AuthorizationIsLate() external {
        bytes memory signature = authorization(AMOUNT, nonceOf(address(0)));
        vm.warp(deadline);
        expectRefusal(buyer.addr, AMOUNT, deadline, SALT, signature);
    }

    /// @dev Nobody can take the tokens elsewhere with it: the token lets the receiver alone present it.
    function test_RevertWhen_AuthorizationIsTakenToTheTokenItself() external {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(buyer.privateKey, authorizationDigest(buyer.addr, AMOUNT, nonceOf(address(0))));
        vm.prank(stranger.addr);
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(escrow)));
        dollar.receiveWithAuthorization(buyer.addr, address(escrow), AMOUNT, 0, deadline, nonceOf(address(0)), v, r, s);
    }

    function test_RevertWhen_TokenAcceptsEverythingAndMovesNothing() external {
        PhantomToken phantom = new PhantomToken();
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_DepositInexact.selector, address(phantom), AMOUNT, uint256(0))
        );
        escrow.depositWithAuthorization(buyer.addr, address(phantom), AMOUNT, deadline, SALT, new bytes(65));
    }

    function test_RevertWhen_AuthorizationOwnerIsZero() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.depositWithAuthorization(address(0), address(dollar), AMOUNT, deadline, SALT, new bytes(65));
    }

    /* SIGNING */

    function expectRefusal(address owner, uint256 amount, uint256 validBefore, bytes32 salt, bytes memory signature)
        private
    {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
        escrow.depositWithAuthorization(owner, address(dollar), amount, validBefore, salt, signature);
    }

    function permit() private view returns (uint8, bytes32, bytes32) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, buyer.addr, address(escrow), AMOUNT, uint256(0), deadline));
        return vm.sign(buyer.privateKey, dollarDigest(structHash));
    }

    function authorization(uint256 amount, bytes32 nonce) private view returns (bytes memory) {
        return sign(buyer, authorizationDigest(buyer.addr, amount, nonce));
    }

    function authorizationDigest(address from, uint256 amount, bytes32 nonce) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        return dollarDigest(keccak256(abi.encode(typeHash, from, address(escrow), amount, uint256(0), deadline, nonce)));
    }

    function dollarDigest(bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", dollar.DOMAIN_SEPARATOR(), structHash));
    }

    function nonceOf(address operator) private pure returns (bytes32) {
        return keccak256(abi.encode(operator, SALT));
    }
}
