// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {
    GasEatingAccount,
    ReenteringAccount,
    RevertingAccount,
    ShortAnswerAccount,
    SmartAccount
} from "../../support/accounts/Accounts.sol";
import {MarketTest} from "../../support/MarketTest.sol";

contract SettleCosignedTest is MarketTest {
    bytes private constant UNSIGNED = "";

    IJobMarket.Execution private execution;

    /* PAYING */

    function test_PaysRefundsReleasesAndKeepsTheReceipt() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        vm.expectEmit(address(market));
        emit IJobMarket.ExecutionSettled(
            jobId(),
            executionIdOf(0),
            node.addr,
            IJobMarket.JobState.SettledCosigned,
            UNITS,
            AMOUNT,
            FUNDED - AMOUNT,
            receiptHash(work)
        );
        settle(stranger.addr, work, sign(node, receiptHash(work)), sign(buyer, receiptHash(work)));
        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.SettledCosigned));
        assertEq(job.attempt, 0);
        assertEq(job.hash, bytes32(bytes31(receiptHash(work))));
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_TakesCompactSignatures() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        settle(stranger.addr, work, signCompact(node, receiptHash(work)), signCompact(buyer, receiptHash(work)));
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_TheNodeCallsInsteadOfSigning() external {
        run();
        settle(node.addr, defaultWork(), UNSIGNED, sign(buyer, receiptHash(defaultWork())));
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_TheBuyerCallsInsteadOfSigning() external {
        run();
        settle(buyer.addr, defaultWork(), sign(node, receiptHash(defaultWork())), UNSIGNED);
        assertPaid(AMOUNT, AMOUNT);
    }

    function test_TheBuyerAcceptsWhatWasSubmitted() external {
        run();
        execution = submit(execution, defaultWork());
        settle(buyer.addr, defaultWork(), UNSIGNED, UNSIGNED);
        assertPaid(AMOUNT, AMOUNT);
    }

    /// @dev What the receipt says that it costs is the node's word; the market reads the units alone.
    function test_PaysWhatTheUnitsComeToWhateverTheReceiptStates() external {
        run();
        IJobMarket.ReceiptDetails memory details = defaultDetails();
        details.amount = 1;
        IJobMarket.Work memory work = IJobMarket.Work({units: UNITS, detailsHash: detailsHash(details)});
        settle(stranger.addr, work, sign(node, receiptHash(work)), sign(buyer, receiptHash(work)));
        assertPaid(AMOUNT, AMOUNT);
    }

    /* IN A DISPUTE */

    /// @dev The attack: who is both sides looks at the jurors that a dispute brings, and begins again where it dislikes them.
    function test_RevertWhen_ItIsDisputedWhoeverBringsBothSidesWord() external {
        runDisputed();
        bytes32 digest = receiptHash(defaultWork());
        (bytes memory nodes_, bytes memory buyers_) = (sign(node, digest), sign(buyer, digest));
        address[3] memory callers = [buyer.addr, node.addr, stranger.addr];
        for (uint256 i = 0; i < callers.length; ++i) {
            expectDisputed();
            settle(callers[i], defaultWork(), nodes_, buyers_);
        }
        expectDisputed();
        settle(buyer.addr, defaultWork(), UNSIGNED, UNSIGNED);
    }

    /// @dev Nor over another receipt that both signed, for less.
    function test_RevertWhen_ItIsDisputedAndTheReceiptAnother() external {
        runDisputed();
        IJobMarket.Work memory less = defaultWork();
        less.units = 1e12;
        expectDisputed();
        settle(node.addr, less, UNSIGNED, sign(buyer, receiptHash(less)));
        expectDisputed();
        settle(buyer.addr, less, sign(node, receiptHash(less)), UNSIGNED);
    }

    /// @dev Whoever accepted before it disputed cannot be held to it; whoever is late has the time-out.
    function test_RevertWhen_TheWordIsOlderThanTheDisputeOrTheResolverSilent() external {
        run();
        bytes memory signature = sign(buyer, receiptHash(defaultWork()));
        execution = dispute(submit(execution, defaultWork()), IJobMarket.Complaint.Wrong);
        expectDisputed();
        settle(node.addr, defaultWork(), UNSIGNED, signature);
        skip(VERDICT_TIME + 1);
        expectDisputed();
        settle(node.addr, defaultWork(), UNSIGNED, signature);
        market.resolveByTimeout(order, terms, execution, defaultWork());
        assertPaid(AMOUNT / 2, AMOUNT / 2);
    }

    /* AT THE LIMITS */

    function testFuzz_PaysOutWhatWentIn(uint96 bond, uint128 units) external {
        order.bond = uint96(bound(bond, 0, BUYER_MONEY - MAX_PAY));
        run();
        IJobMarket.Work memory work = defaultWork();
        work.units = units;
        uint256 payment = order.fixedPrice + uint256(units) * order.price / 1e12;
        if (payment > MAX_PAY) payment = MAX_PAY;
        settle(stranger.addr, work, sign(node, receiptHash(work)), sign(buyer, receiptHash(work)));
        assertPaid(payment, payment);
    }

    function test_PaysAtMostMaxPay() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        work.units = type(uint128).max;
        settle(node.addr, work, UNSIGNED, sign(buyer, receiptHash(work)));
        assertPaid(MAX_PAY, MAX_PAY);
    }

    function test_PaysAtTheTypesMaxima() external {
        uint96 most = type(uint96).max;
        fund(buyer.addr, uint256(most) * 2);
        fund(provider.addr, most - STAKE);
        vm.prank(provider.addr);
        staking.add(most - STAKE, 0);
        order.maxPay = most;
        order.bond = most;
        order.fixedPrice = most;
        order.price = most;
        order.exposure = most;
        run();
        IJobMarket.Work memory work = IJobMarket.Work(type(uint128).max, 0);
        settle(node.addr, work, UNSIGNED, sign(buyer, receiptHash(work)));
        assertEq(freeOf(payee.addr), most);
        assertEq(freeOf(buyer.addr), BUYER_MONEY + most);
    }

    /* CONSENT */

    function test_RevertWhen_TheNodeDidNotSign() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        bytes memory buyerSignature = sign(buyer, receiptHash(work));
        bytes[4] memory wrong =
            [UNSIGNED, sign(provider, receiptHash(work)), sign(node, keccak256("else")), new bytes(65)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            expectNodeRefused();
            settle(provider.addr, work, wrong[i], buyerSignature);
        }
    }

    function test_RevertWhen_TheNodeSubmittedAnotherReceipt() external {
        run();
        execution = submit(execution, defaultWork());
        IJobMarket.Work memory less = defaultWork();
        less.units = 0;
        expectNodeRefused();
        settle(buyer.addr, less, UNSIGNED, UNSIGNED);
    }

    function test_RevertWhen_TheBuyerDidNotSign() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        bytes[4] memory wrong = [UNSIGNED, sign(node, receiptHash(work)), sign(buyer, keccak256("else")), new bytes(64)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            expectBuyerRefused();
            settle(node.addr, work, UNSIGNED, wrong[i]);
        }
    }

    function test_RevertWhen_TheBuyerSignedOtherUnitsOrDetails() external {
        run();
        bytes memory signature = sign(buyer, receiptHash(defaultWork()));
        IJobMarket.Work memory altered = defaultWork();
        altered.units += 1;
        expectBuyerRefused();
        settle(node.addr, altered, UNSIGNED, signature);
        altered = defaultWork();
        altered.detailsHash = 0;
        expectBuyerRefused();
        settle(node.addr, altered, UNSIGNED, signature);
    }

    function test_RevertWhen_ASignatureIsMalleable() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        expectNodeRefused();
        settle(buyer.addr, work, mirrored(sign(node, receiptHash(work))), UNSIGNED);
        expectBuyerRefused();
        settle(node.addr, work, UNSIGNED, mirrored(sign(buyer, receiptHash(work))));
    }

    function test_RevertWhen_TheSignatureIsForAnotherJob() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        order.salt += 1;
        run();
        expectBuyerRefused();
        settle(node.addr, work, UNSIGNED, signature);
    }

    function test_RevertWhen_TheSignatureIsForAnotherMarket() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        IJobMarket ours = market;
        (, market) = deployMarket(address(dollar));
        bytes memory signature = sign(buyer, receiptHashOf(executionIdOf(0), node.addr, work));
        market = ours;
        expectBuyerRefused();
        settle(node.addr, work, UNSIGNED, signature);
    }

    function test_RevertWhen_TheChainIsAnother() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        bytes32 hash = termsHash();
        vm.chainId(31_338);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, uint256(31_337), uint256(31_338)));
        vm.prank(node.addr);
        market.settleCosigned(order, hash, execution, work, UNSIGNED, signature);
    }

    function test_RevertWhen_TheRecordIsAnother() external {
        run();
        execution.payee = stranger.addr;
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongRecord.selector, jobId()));
        settle(node.addr, work, UNSIGNED, signature);
    }

    function test_RevertWhen_ItWasSettled() external {
        run();
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = sign(buyer, receiptHash(work));
        settle(node.addr, work, UNSIGNED, signature);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.SettledCosigned)
        );
        settle(node.addr, work, UNSIGNED, signature);
    }

    /* CONTRACT ACCOUNTS */

    function test_AContractAccountApproves() external {
        SmartAccount account = new SmartAccount();
        runFor(account);
        account.approve(receiptHash(defaultWork()));
        settle(node.addr, defaultWork(), UNSIGNED, "any length");
        assertEq(freeOf(address(account)), BUYER_MONEY - AMOUNT);
        assertEq(freeOf(payee.addr), AMOUNT);
    }

    function test_RevertWhen_AContractAccountApprovedSomethingElse() external {
        SmartAccount account = new SmartAccount();
        runFor(account);
        account.approve(keccak256("else"));
        expectBuyerRefused();
        settle(node.addr, defaultWork(), UNSIGNED, "any length");
    }

    function test_RevertWhen_AContractAccountReverts() external {
        runFor(new RevertingAccount());
        expectBuyerRefused();
        settle(node.addr, defaultWork(), UNSIGNED, "any length");
        assertOtherWaysStayOpen();
    }

    function test_RevertWhen_AContractAccountAnswersTooLittle() external {
        runFor(new ShortAnswerAccount());
        expectBuyerRefused();
        settle(node.addr, defaultWork(), UNSIGNED, "any length");
    }

    function test_RevertWhen_AContractAccountEatsTheGas() external {
        runFor(new GasEatingAccount());
        bytes memory data = abi.encodeCall(
            IJobMarket.settleCosigned, (order, termsHash(), execution, defaultWork(), UNSIGNED, "any length")
        );
        vm.prank(node.addr);
        (bool success,) = address(market).call{gas: 3_000_000}(data);
        assertFalse(success);
        assertOtherWaysStayOpen();
    }

    function test_RevertWhen_AContractAccountEntersAgain() external {
        ReenteringAccount account = new ReenteringAccount();
        runFor(account);
        account.aim(address(market), abi.encodeCall(IJobMarket.lapse, (order, termsHash())));
        expectBuyerRefused();
        settle(node.addr, defaultWork(), UNSIGNED, "any length");
    }

    /// @dev The key's word stands, whatever code comes to its address afterwards (EIP-7702).
    function test_CodeAtTheBuyersAddressUnsaysNothing() external {
        run();
        bytes memory signature = sign(buyer, receiptHash(defaultWork()));
        vm.etch(buyer.addr, address(new RevertingAccount()).code);
        settle(node.addr, defaultWork(), UNSIGNED, signature);
        assertPaid(AMOUNT, AMOUNT);
    }

    /* STEPS */

    function run() private {
        post();
        execution = claim();
    }

    function runDisputed() private {
        run();
        execution = dispute(submit(execution, defaultWork()), IJobMarket.Complaint.Wrong);
    }

    function runFor(SmartAccount account) private {
        fund(address(account), BUYER_MONEY);
        allow(address(account), address(market));
        order.buyer = address(account);
        run();
    }

    function settle(
        address caller,
        IJobMarket.Work memory work,
        bytes memory nodeSignature,
        bytes memory buyerSignature
    ) private {
        vm.prank(caller);
        market.settleCosigned(order, termsHash(), execution, work, nodeSignature, buyerSignature);
    }

    function assertOtherWaysStayOpen() private {
        execution = submit(execution, defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        assertEq(freeOf(payee.addr), AMOUNT);
    }

    function expectDisputed() private {
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Disputed)
        );
    }

    function expectNodeRefused() private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NodeSignatureInvalid.selector, jobId(), node.addr));
    }

    function expectBuyerRefused() private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, jobId(), order.buyer));
    }

    /// @dev The other signature of the same key over the same digest.
    function mirrored(bytes memory signature) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        bytes32 highS = bytes32(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 - uint256(s));
        return abi.encodePacked(r, highS, uint8(signature[64]) == 27 ? uint8(28) : uint8(27));
    }
}
