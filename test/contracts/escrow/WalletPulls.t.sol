// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IPermit2} from "contracts/escrow/IPermit2.sol";

import {SmartAccount} from "../support/accounts/Accounts.sol";
import {EscrowTest} from "../support/EscrowTest.sol";
import {Permit2, Permit2Deployer} from "../support/Permit2.sol";
import {WalletDigests} from "../support/WalletDigests.sol";
import {FeeToken, PhantomToken} from "../support/tokens/HostileTokens.sol";

/// @dev Money straight from a wallet: an operator's pull for one intent, by EIP-3009 or Permit2, and plain deposits by Permit2.
contract WalletPullsTest is EscrowTest, Permit2Deployer {
    address private constant PERMIT2 = WalletDigests.PERMIT2;
    bytes32 private constant INTENT = "intent";
    uint256 private constant AMOUNT = 25e6;

    function setUp() public override {
        super.setUp();
        deal(address(dollar), buyer.addr, 100e6, true);
        deployPermit2();
        vm.prank(buyer.addr);
        dollar.approve(PERMIT2, type(uint256).max);
    }

    /* EIP-3009 */

    function test_OperatorPullsIntoItsOwnAccount() external {
        bytes memory signature = authorization(address(market), INTENT);
        vm.prank(address(market));
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        assertEq(freeOf(address(market)), AMOUNT);
        assertEq(freeOf(buyer.addr), MONEY);
        assertEq(dollar.balanceOf(buyer.addr), 100e6 - AMOUNT);
    }

    /// @dev Submitted by a stranger, for another intent, as a deposit, or at the token itself: nothing, and nothing is used up.
    function test_AuthorizationIsWorthNothingElsewhere() external {
        bytes memory signature = authorization(address(market), INTENT);
        vm.startPrank(stranger.addr);
        expectRefused();
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        expectRefused();
        escrow.depositWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        (bytes32 r, bytes32 s, uint8 v) = split(signature);
        bytes32 nonce = keccak256(abi.encode(address(market), INTENT));
        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(escrow)));
        dollar.receiveWithAuthorization(buyer.addr, address(escrow), AMOUNT, 0, deadline, nonce, v, r, s);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        dollar.transferWithAuthorization(buyer.addr, address(escrow), AMOUNT, 0, deadline, nonce, signature);
        vm.stopPrank();

        vm.startPrank(address(market));
        expectRefused();
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, "other intent", signature);
        expectRefused();
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT + 1, deadline, INTENT, signature);
        expectRefused();
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline + 1, INTENT, signature);
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        expectRefused();
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        vm.stopPrank();
        assertEq(freeOf(address(market)), AMOUNT);
    }

    /// @dev The plain deposit's authorization is no operator's.
    function test_RevertWhen_ADepositIsPulled() external {
        bytes memory signature = authorization(address(0), INTENT);
        expectRefused();
        vm.prank(address(market));
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
    }

    function test_RevertWhen_PullIsLate() external {
        bytes memory signature = authorization(address(market), INTENT);
        vm.warp(deadline);
        expectRefused();
        vm.prank(address(market));
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
    }

    /// @dev An account with code whose signature happens to have 65 bytes: the token's other form asks it.
    function test_ContractAccountAuthorizesWithSixtyFiveBytes() external {
        SmartAccount account = new SmartAccount();
        deal(address(dollar), address(account), 100e6, true);
        account.approve(authorizationDigest(address(account), keccak256(abi.encode(address(market), INTENT))));
        vm.prank(address(market));
        escrow.pullWithAuthorization(address(account), address(dollar), AMOUNT, deadline, INTENT, new bytes(65));
        assertEq(freeOf(address(market)), AMOUNT);
    }

    /// @dev The first tokens with EIP-3009 have only the form with v, r and s.
    function test_PullsFromATokenWithoutTheFormForBytes() external {
        bytes memory signature = authorization(address(market), INTENT);
        bytes4 withBytes =
            bytes4(keccak256("receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"));
        vm.mockCallRevert(address(dollar), abi.encodeWithSelector(withBytes), "");
        vm.prank(address(market));
        escrow.pullWithAuthorization(buyer.addr, address(dollar), AMOUNT, deadline, INTENT, signature);
        assertEq(freeOf(address(market)), AMOUNT);
    }

    function test_RevertWhen_PullArrivesShortOrNotAtAll() external {
        PhantomToken phantom = new PhantomToken();
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_DepositInexact.selector, address(phantom), AMOUNT, uint256(0))
        );
        escrow.pullWithAuthorization(buyer.addr, address(phantom), AMOUNT, deadline, INTENT, new bytes(65));
    }

    function test_RevertWhen_PullIsEmptyOrFromNobody() external {
        vm.expectRevert(IEscrow.Escrow_ZeroAmount.selector);
        escrow.pullWithAuthorization(buyer.addr, address(dollar), 0, deadline, INTENT, "");
        vm.expectRevert(IEscrow.Escrow_ZeroAddress.selector);
        escrow.pullWithAuthorization(address(0), address(dollar), 1, deadline, INTENT, "");
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_NoToken.selector, stranger.addr));
        escrow.pullWithAuthorization(buyer.addr, stranger.addr, 1, deadline, INTENT, "");
    }

    /* PERMIT2 */

    function test_Permit2DepositIsCarriedByAnybody() external {
        bytes memory signature = permit(address(0), 0, 7);
        vm.expectEmit(address(escrow));
        emit IEscrow.Deposited(buyer.addr, address(dollar), AMOUNT);
        vm.prank(stranger.addr);
        escrow.depositWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, signature);
        assertEq(freeOf(buyer.addr), MONEY + AMOUNT);
    }

    function test_OperatorPullsByPermit2() external {
        bytes memory signature = permit(address(market), INTENT, 7);
        vm.prank(address(market));
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, INTENT, signature);
        assertEq(freeOf(address(market)), AMOUNT);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_Permit2SignatureIsWorthNothingElsewhere() external {
        bytes memory signature = permit(address(market), INTENT, 7);
        vm.startPrank(stranger.addr);
        expectRefused();
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, INTENT, signature);
        expectRefused();
        escrow.depositWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, signature);
        // At Permit2 itself the caller is the spender, and the signature names the escrow.
        vm.expectRevert(Permit2.InvalidSigner.selector);
        takeDirectly(signature);
        vm.stopPrank();

        vm.startPrank(address(market));
        expectRefused();
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, "other intent", signature);
        expectRefused();
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT + 1, 7, deadline, INTENT, signature);
        expectRefused();
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 8, deadline, INTENT, signature);
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, INTENT, signature);
        expectRefused();
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, INTENT, signature);
        vm.stopPrank();
        assertEq(freeOf(address(market)), AMOUNT);
    }

    function test_RevertWhen_Permit2IsLate() external {
        bytes memory signature = permit(address(0), 0, 7);
        vm.warp(deadline + 1);
        expectRefused();
        escrow.depositWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, signature);
    }

    function test_RevertWhen_ThereIsNoPermit2() external {
        vm.etch(PERMIT2, "");
        vm.expectRevert(IEscrow.Escrow_NoPermit2.selector);
        escrow.depositWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, "");
        vm.expectRevert(IEscrow.Escrow_NoPermit2.selector);
        escrow.pullWithPermit2(buyer.addr, address(dollar), AMOUNT, 7, deadline, INTENT, "");
    }

    function test_RevertWhen_Permit2MovesLess() external {
        FeeToken token = new FeeToken();
        token.mint(buyer.addr, 100e6);
        vm.prank(buyer.addr);
        token.approve(PERMIT2, type(uint256).max);
        bytes memory signature = sign(buyer, permitDigest(address(token), address(0), 0, 7));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_DepositInexact.selector, address(token), AMOUNT, AMOUNT - AMOUNT / 100
            )
        );
        escrow.depositWithPermit2(buyer.addr, address(token), AMOUNT, 7, deadline, signature);
    }

    /* SIGNING */

    function expectRefused() private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_TransferFailed.selector, address(dollar)));
    }

    function takeDirectly(bytes memory signature) private {
        IPermit2(PERMIT2)
            .permitWitnessTransferFrom(
                IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(address(dollar), AMOUNT), 7, deadline),
                IPermit2.SignatureTransferDetails(stranger.addr, AMOUNT),
                buyer.addr,
                WalletDigests.funding(address(market), INTENT),
                "Funding witness)Funding(address operator,bytes32 intent)TokenPermissions(address token,uint256 amount)",
                signature
            );
    }

    function authorization(address operator, bytes32 intent) private view returns (bytes memory) {
        return sign(buyer, authorizationDigest(buyer.addr, keccak256(abi.encode(operator, intent))));
    }

    function authorizationDigest(address from, bytes32 nonce) private view returns (bytes32) {
        WalletDigests.Pull memory pull = WalletDigests.Pull(address(dollar), from, address(escrow), AMOUNT);
        return WalletDigests.authorization(pull, deadline, nonce);
    }

    function permit(address operator, bytes32 intent, uint256 nonce) private view returns (bytes memory) {
        return sign(buyer, permitDigest(address(dollar), operator, intent, nonce));
    }

    function permitDigest(address token, address operator, bytes32 intent, uint256 nonce)
        private
        view
        returns (bytes32)
    {
        WalletDigests.Pull memory pull = WalletDigests.Pull(token, buyer.addr, address(escrow), AMOUNT);
        return WalletDigests.permit2(pull, operator, intent, nonce, deadline);
    }

    function split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
    }
}
