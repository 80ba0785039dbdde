// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../../support/MarketTest.sol";

contract PostTest is MarketTest {
    function test_LocksTheMoneyAndPublishes() external {
        vm.expectEmit(address(market));
        emit IJobMarket.JobPosted(jobId(), buyer.addr, terms.resourceClass, order, terms);
        JobId posted = post();
        assertEq(JobId.unwrap(posted), JobId.unwrap(jobId()));
        assertState(IJobMarket.JobState.Open);
        assertEq(market.jobOf(posted).attempt, 0);
        assertEq(market.jobOf(posted).hash, 0);
        assertEq(freeOf(buyer.addr), BUYER_MONEY - FUNDED);
        assertEq(freeOf(address(market)), FUNDED);
    }

    function test_RevertWhen_CallerIsNotTheBuyer() external {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_NotBuyer.selector, jobId(), buyer.addr, stranger.addr));
        vm.prank(stranger.addr);
        market.post(order, terms);
    }

    function test_RevertWhen_TokenIsNotTheMarkets() external {
        order.token = address(0xbeef);
        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_WrongToken.selector, address(dollar), address(0xbeef)));
    }

    /* RULES: money */

    function test_RevertWhen_MaxPayIsZero() external {
        order.maxPay = 0;
        expectFault(IJobMarket.OrderFault.MaxPayZero);
    }

    function test_RevertWhen_BothPricesAreZero() external {
        order.fixedPrice = 0;
        order.price = 0;
        expectFault(IJobMarket.OrderFault.PriceZero);
        order.fixedPrice = 1;
        post();
        order.fixedPrice = 0;
        order.price = 1;
        post();
    }

    function test_RevertWhen_UnitKindIsUnknown() external {
        order.unitKind = 3;
        expectFault(IJobMarket.OrderFault.UnitKindUnknown);
        order.unitKind = 2;
        post();
    }

    function test_RevertWhen_FundingIsUnknown() external {
        order.funding = 3;
        expectFault(IJobMarket.OrderFault.FundingUnknown);
    }

    function test_RevertWhen_SilenceIsUnknown() external {
        order.onSilence = 2;
        expectFault(IJobMarket.OrderFault.SilenceUnknown);
    }

    function test_RevertWhen_SilencePaysAndTheExposureIsBelowMaxPay() external {
        order.exposure = MAX_PAY - 1;
        expectFault(IJobMarket.OrderFault.ExposureTooLow);
        order.exposure = MAX_PAY;
        post();
        order.exposure = 0;
        order.onSilence = 1;
        post();
    }

    /* RULES: times */

    function test_RevertWhen_ClaimBeforeIsOutOfRange() external {
        order.claimBefore = clock();
        expectFault(IJobMarket.OrderFault.ClaimBeforeOutOfRange);
        order.claimBefore = clock() + 30 days + 1;
        expectFault(IJobMarket.OrderFault.ClaimBeforeOutOfRange);
        order.claimBefore = clock() + 1;
        post();
        order.claimBefore = clock() + 30 days;
        post();
    }

    function test_RevertWhen_RunTimeIsOutOfRange() external {
        order.runTime = 0;
        expectFault(IJobMarket.OrderFault.RunTimeOutOfRange);
        order.runTime = 30 days + 1;
        expectFault(IJobMarket.OrderFault.RunTimeOutOfRange);
        order.runTime = 1;
        post();
        order.runTime = 30 days;
        post();
    }

    function test_RevertWhen_WindowIsOutOfRange() external {
        order.window = MINIMUM_WINDOW - 1;
        expectFault(IJobMarket.OrderFault.WindowOutOfRange);
        order.window = 30 days + 1;
        expectFault(IJobMarket.OrderFault.WindowOutOfRange);
        order.window = MINIMUM_WINDOW;
        post();
        order.window = 30 days;
        post();
    }

    function test_RevertWhen_VerdictTimeIsOutOfRange() external {
        terms.verdictTime = 0;
        expectFault(IJobMarket.OrderFault.VerdictTimeOutOfRange);
        terms.verdictTime = 30 days + 1;
        expectFault(IJobMarket.OrderFault.VerdictTimeOutOfRange);
        terms.verdictTime = 1;
        post();
        terms.verdictTime = 30 days;
        post();
    }

    /* RULES: terms */

    function test_RevertWhen_SplitIsAboveTheWhole() external {
        terms.timeoutSplit = 10_001;
        expectFault(IJobMarket.OrderFault.SplitAboveWhole);
        terms.timeoutSplit = 10_000;
        post();
    }

    function test_RevertWhen_ResolverIsMissing() external {
        terms.resolver = address(0);
        expectFault(IJobMarket.OrderFault.ResolverMissing);
    }

    function test_RevertWhen_ManifestIsMissing() external {
        terms.manifestHash = 0;
        expectFault(IJobMarket.OrderFault.ManifestMissing);
    }

    /* ONCE */

    function test_RevertWhen_TheJobIsOpen() external {
        post();
        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Open));
        order.salt += 1;
        post();
    }

    function test_RevertWhen_TheJobWasCancelled() external {
        post();
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        expectRefusal(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Cancelled)
        );
    }

    /* MONEY */

    function test_RevertWhen_TheMarketIsNotTheOperator() external {
        vm.prank(buyer.addr);
        escrow.setOperator(address(market), address(dollar), 0, 0);
        expectRefusal(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorExpired.selector, buyer.addr, address(market), uint40(0))
        );
    }

    function test_RevertWhen_TheCapIsShort() external {
        vm.prank(buyer.addr);
        escrow.setOperator(address(market), address(dollar), FUNDED - 1, type(uint40).max);
        expectRefusal(
            abi.encodeWithSelector(
                IEscrow.Escrow_OperatorCapExceeded.selector,
                buyer.addr,
                address(market),
                uint128(FUNDED - 1),
                uint256(FUNDED)
            )
        );
    }

    function test_RevertWhen_TheEpochIsOld() external {
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        expectRefusal(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        order.epoch = 1;
        post();
    }

    function test_RevertWhen_TheMoneyIsShort() external {
        vm.prank(buyer.addr);
        escrow.withdraw(address(dollar), BUYER_MONEY - FUNDED + 1, buyer.addr);
        expectRefusal(
            abi.encodeWithSelector(
                IEscrow.Escrow_BalanceTooLow.selector, buyer.addr, address(dollar), uint256(FUNDED - 1), uint256(FUNDED)
            )
        );
    }

    /// @dev An epoch raised later cuts off what was not drawn yet; what the market holds goes its way.
    function test_RaisingTheEpochDoesNotTouchAFundedJob() external {
        post();
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        claim();
        assertState(IJobMarket.JobState.Running);
    }

    /* CALLDATA */

    /// @dev Ids are hashes of calldata as it stands: a word with bits outside its type must not make another job.
    function test_RevertWhen_AnyMemberHasBitsOutsideItsType() external {
        bytes memory clean = abi.encodeCall(IJobMarket.post, (order, terms));
        for (uint256 word = 0; word < 23; ++word) {
            // manifestHash and resourceClass fill their words.
            if (word == 15 || word == 16) continue;
            bytes memory dirty = bytes.concat(clean);
            dirty[4 + 32 * word] = 0x01;
            vm.prank(buyer.addr);
            (bool success,) = address(market).call(dirty);
            assertFalse(success, vm.toString(word));
        }
        vm.prank(buyer.addr);
        (bool posted,) = address(market).call(clean);
        assertTrue(posted);
    }

    function expectFault(IJobMarket.OrderFault fault) private {
        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_OrderInvalid.selector, fault));
    }

    function expectRefusal(bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(buyer.addr);
        market.post(order, terms);
    }
}
