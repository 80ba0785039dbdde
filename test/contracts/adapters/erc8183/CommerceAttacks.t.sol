// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";
import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {PlainToken} from "../../support/tokens/PlainToken.sol";
import {CommerceTest} from "./CommerceTest.sol";

/// @dev What was stolen from, or could be from, contracts of this standard: each with the victim's money beside.
contract CommerceAttacksTest is CommerceTest {
    address private thief;
    address private accomplice;
    uint256 private victimsJob;

    function setUp() public override {
        super.setUp();
        (thief, accomplice) = (stranger.addr, payee.addr);
        victimsJob = funded();
    }

    /// @dev A job that has a price but no money, left to expire: refunded out of everybody's money where the price is taken for it.
    function test_ARefundOfAJobThatWasNeverFundedTakesNothing() external {
        uint256 jobId = create(thief, accomplice, thief);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(dollar), BUDGET, "");
        vm.warp(expiry());
        vm.prank(thief);
        commerce.claimRefund(jobId);
        assertEq(freeOf(thief), 0);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    /// @dev The same by rejecting it.
    function test_ARejectionOfAJobThatWasNeverFundedTakesNothing() external {
        uint256 jobId = create(thief, accomplice, thief);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(dollar), BUDGET, "");
        vm.prank(thief);
        commerce.reject(jobId, "", "");
        assertEq(freeOf(thief), 0);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    /// @dev A job that was never funded is neither submitted nor completed.
    function test_AJobThatWasNeverFundedPaysNobody() external {
        uint256 jobId = create(thief, accomplice, thief);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(dollar), BUDGET, "");
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Open);
        vm.prank(accomplice);
        commerce.submit(jobId, "", "");
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Open);
        vm.prank(thief);
        commerce.complete(jobId, "", "");
    }

    /// @dev The provider puts a dearer token behind the same number, in front of the client's funding.
    function test_RevertWhen_TheTokenIsSwappedInFrontOfTheClient() external {
        PlainToken dear = new PlainToken();
        dear.mint(client, BUDGET);
        vm.startPrank(client);
        dear.approve(address(escrow), BUDGET);
        escrow.deposit(client, address(dear), BUDGET);
        escrow.setOperator(address(commerce), address(dear), uint128(BUDGET), type(uint40).max);
        vm.stopPrank();
        uint256 jobId = priced();
        setBudget(jobId, address(dear), BUDGET);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAgenticCommerce.AgenticCommerce_WrongToken.selector, jobId, address(dear), address(dollar)
            )
        );
        fundJob(jobId);
        assertEq(escrow.accountOf(client, address(dear)).free, BUDGET);
    }

    function test_RevertWhen_ThePriceIsRaisedInFrontOfTheClient() external {
        uint256 jobId = priced();
        setBudget(jobId, address(dollar), 2 * BUDGET);
        vm.expectRevert(
            abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_WrongBudget.selector, jobId, 2 * BUDGET, BUDGET)
        );
        fundJob(jobId);
    }

    /// @dev A price set after the funding, to be paid more than was put in.
    function test_RevertWhen_ThePriceIsSetAfterTheFunding() external {
        expectWrongStatus(victimsJob, IAgenticCommerce.JobStatus.Funded);
        setBudget(victimsJob, address(dollar), 2 * BUDGET);
    }

    /// @dev Evaluator and client are one: refunded and completed, completed and refunded, twice refunded.
    function test_RevertWhen_AJobEndsTwice() external {
        uint256 jobId = create(client, seller, client);
        setBudget(jobId, address(dollar), BUDGET);
        fundJob(jobId);
        vm.prank(seller);
        commerce.submit(jobId, "", "");
        vm.startPrank(client);
        commerce.reject(jobId, "", "");
        assertMoney(MONEY - BUDGET, 0, BUDGET);
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Rejected);
        commerce.complete(jobId, "", "");
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Rejected);
        commerce.reject(jobId, "", "");
        vm.warp(expiry() + 2 days);
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Rejected);
        commerce.claimRefund(jobId);
        vm.stopPrank();
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    /// @dev A token of the thief's own: as much of it as it likes moves nothing of the victim's.
    function test_AHostileTokenReachesItsOwnJobsAlone() external {
        PlainToken worthless = new PlainToken();
        worthless.mint(thief, 1_000 * BUDGET);
        vm.startPrank(thief);
        worthless.approve(address(escrow), type(uint256).max);
        escrow.deposit(thief, address(worthless), 1_000 * BUDGET);
        escrow.setOperator(address(commerce), address(worthless), uint128(1_000 * BUDGET), type(uint40).max);
        vm.stopPrank();
        uint256 jobId = create(thief, accomplice, thief);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(worthless), 1_000 * BUDGET, "");
        vm.prank(thief);
        commerce.fund(jobId, address(worthless), 1_000 * BUDGET, "");
        expectWrongStatus(jobId, IAgenticCommerce.JobStatus.Funded);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(dollar), BUDGET, "");
        vm.prank(thief);
        commerce.reject(jobId, "", "");
        assertEq(freeOf(thief), 0);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    /// @dev The victim allowed the contract much; nobody else makes use of it.
    function test_RevertWhen_AnotherFundsFromTheVictimsAllowance() external {
        uint256 jobId = create(thief, accomplice, thief);
        vm.prank(accomplice);
        commerce.setBudget(jobId, address(dollar), BUDGET, "");
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, thief, address(commerce), 0));
        vm.prank(thief);
        commerce.fund(jobId, address(dollar), BUDGET, "");
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_NotAllowed.selector, jobId, client));
        vm.prank(client);
        commerce.fund(jobId, address(dollar), BUDGET, "");
    }

    /// @dev What a client reserved for a channel is out of reach, though it allowed more than its free money.
    function test_RevertWhen_OnlyReservedMoneyIsLeft() external {
        IChannels.Channel memory channel = IChannels.Channel(client, node.addr, accomplice, address(dollar), 1 days, 1);
        vm.prank(client);
        escrow.openChannel(channel, uint96(MONEY - BUDGET));
        uint256 jobId = priced();
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, client, address(dollar), 0, BUDGET)
        );
        fundJob(jobId);
    }

    /// @dev Money sent to the contract unasked is nobody's, and pays nobody.
    function test_AGiftPaysNobody() external {
        fund(thief, BUDGET);
        vm.prank(thief);
        escrow.move(address(dollar), address(commerce), BUDGET);
        vm.warp(expiry());
        commerce.claimRefund(victimsJob);
        assertMoney(MONEY, 0, BUDGET);
    }

    function testFuzz_WhatWasFundedReturnsOrIsPaid(uint96 amount, bool pays) external {
        amount = uint96(bound(amount, 1, MONEY - BUDGET));
        uint256 jobId = create();
        setBudget(jobId, address(dollar), amount);
        vm.prank(client);
        commerce.fund(jobId, address(dollar), amount, "");
        vm.prank(seller);
        commerce.submit(jobId, "", "");
        vm.prank(evaluator);
        if (pays) commerce.complete(jobId, "", "");
        else commerce.reject(jobId, "", "");
        assertMoney(MONEY - BUDGET - (pays ? amount : 0), pays ? amount : 0, BUDGET);
        assertEq(commerce.fundedOf(jobId), 0);
    }
}
