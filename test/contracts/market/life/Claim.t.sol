// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {OfferId} from "contracts/types/Ids.sol";

import {
    EndlessAnswerPolicy,
    GasEatingPolicy,
    ListPolicy,
    RawPolicy,
    ReenteringPolicy,
    RevertingPolicy
} from "../../support/accounts/Policies.sol";
import {MarketTest} from "../../support/MarketTest.sol";

contract ClaimTest is MarketTest {
    function test_CommitsTheExposureAndWritesTheRecord() external {
        post();
        vm.expectEmit(address(market));
        emit IJobMarket.JobClaimed(
            jobId(), executionIdOf(0), node.addr, 0, provider.addr, payee.addr, EXPOSURE, clock() + RUN_TIME
        );
        IJobMarket.Execution memory execution = claim();
        IJobMarket.Job memory job = market.jobOf(jobId());
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Running));
        assertEq(job.attempt, 0);
        assertEq(job.hash, bytes32(bytes29(keccak256(abi.encode(execution)))));
        assertEq(staking.providerOf(provider.addr).exposure, EXPOSURE);
        assertEq(freeOf(address(market)), FUNDED);
    }

    function test_RevertWhen_TheJobWasNeverPosted() external {
        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.None));
    }

    function test_RevertWhen_TheJobIsRunning() external {
        post();
        claim();
        expectRefusal(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, jobId(), IJobMarket.JobState.Running)
        );
    }

    function test_RevertWhen_ItIsTooLateToTheSecond() external {
        post();
        vm.warp(order.claimBefore);
        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_ClaimTooLate.selector, jobId(), order.claimBefore));
        vm.warp(order.claimBefore - 1);
        claim();
    }

    /* EXCLUSIVE */

    function test_RevertWhen_AnotherNodesTimeRunsToTheSecond() external {
        terms.node = stranger.addr;
        terms.exclusiveUntil = clock() + 60;
        post();
        vm.warp(terms.exclusiveUntil);
        expectRefusal(
            abi.encodeWithSelector(
                IJobMarket.Market_ClaimExclusive.selector, jobId(), address(0), stranger.addr, terms.exclusiveUntil
            )
        );
        vm.warp(terms.exclusiveUntil + 1);
        claim();
    }

    function test_TheNamedNodeClaimsInItsTime() external {
        terms.node = node.addr;
        terms.exclusiveUntil = clock() + 60;
        post();
        claim();
    }

    function test_RevertWhen_AnotherProvidersTimeRuns() external {
        terms.provider = stranger.addr;
        terms.exclusiveUntil = clock() + 60;
        post();
        expectRefusal(
            abi.encodeWithSelector(
                IJobMarket.Market_ClaimExclusive.selector, jobId(), stranger.addr, address(0), terms.exclusiveUntil
            )
        );
        vm.warp(terms.exclusiveUntil + 1);
        claim();
    }

    function test_AnyNodeOfTheNamedProviderClaimsInItsTime() external {
        terms.provider = provider.addr;
        terms.exclusiveUntil = type(uint40).max;
        post();
        claim();
    }

    /// @dev The offer names who is measured, and is nobody's leave: the market looks at the node alone.
    function test_AnOfferIsOnlySaid() external {
        terms.offerId = OfferId.wrap(keccak256("an offer"));
        post();
        claim();
    }

    /* POLICY */

    function test_ThePolicyDecides() external {
        ListPolicy policy = new ListPolicy();
        terms.policy = address(policy);
        post();
        expectPolicyRefusal();
        policy.accept(node.addr);
        claim();
    }

    function test_RevertWhen_ThePolicyReverts() external {
        terms.policy = address(new RevertingPolicy());
        post();
        expectPolicyRefusal();
    }

    /// @dev Two million gas are what the policy itself spends on such an answer. Copying it would cost as much again.
    function test_RevertWhen_ThePolicyAnswersWithoutEnd() external {
        terms.policy = address(new EndlessAnswerPolicy());
        post();
        uint256 before = gasleft();
        expectPolicyRefusal();
        assertLt(before - gasleft(), 3_000_000);
    }

    function test_RevertWhen_ThePolicyIsNobody() external {
        terms.policy = stranger.addr;
        post();
        expectPolicyRefusal();
    }

    function test_RevertWhen_ThePolicyAnswersSomethingElse() external {
        bytes[5] memory answers =
            [bytes(""), hex"01", abi.encode(uint256(2)), abi.encode(true, true), abi.encodePacked(new bytes(31))];
        for (uint256 i = 0; i < answers.length; ++i) {
            terms.policy = address(new RawPolicy(answers[i]));
            post();
            expectPolicyRefusal();
        }
        terms.policy = address(new RawPolicy(abi.encode(true)));
        post();
        claim();
    }

    function test_RevertWhen_ThePolicyEatsTheGas() external {
        terms.policy = address(new GasEatingPolicy());
        post();
        vm.prank(node.addr);
        (bool success,) = address(market).call{gas: 2_000_000}(abi.encodeCall(IJobMarket.claim, (order, terms)));
        assertFalse(success);
        // It stopped nobody but those who came for this job.
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertPaid(0, 0);
    }

    function test_ThePolicyCannotEnterAgain() external {
        ReenteringPolicy policy = new ReenteringPolicy(address(market), IJobMarket.Market_Reentered.selector);
        terms.policy = address(policy);
        post();
        IJobMarket.Execution memory none;
        IJobMarket.Work memory work = defaultWork();
        bytes[] memory payloads = new bytes[](16);
        payloads[0] = abi.encodeCall(IJobMarket.post, (order, terms));
        payloads[1] = abi.encodeCall(IJobMarket.cancel, (order, termsHash()));
        payloads[2] = abi.encodeCall(IJobMarket.lapse, (order, termsHash()));
        payloads[3] = abi.encodeCall(IJobMarket.claim, (order, terms));
        payloads[4] = abi.encodeCall(IJobMarket.decline, (jobId(), none));
        payloads[5] = abi.encodeCall(IJobMarket.submit, (jobId(), none, work));
        payloads[6] = abi.encodeCall(IJobMarket.settleCosigned, (order, termsHash(), none, work, "", ""));
        payloads[7] = abi.encodeCall(IJobMarket.settleSilent, (order, termsHash(), none, work));
        payloads[8] = abi.encodeCall(IJobMarket.expire, (order, termsHash(), none));
        payloads[9] = abi.encodeCall(IJobMarket.dispute, (order, termsHash(), none, IJobMarket.Complaint.Wrong));
        IJobMarket.Verdict memory verdict;
        payloads[10] = abi.encodeCall(IJobMarket.resolve, (order, terms, none, work, verdict));
        payloads[11] = abi.encodeCall(IJobMarket.resolveByTimeout, (order, terms, none, work));
        payloads[12] = abi.encodeCall(IJobMarket.claimSigned, (order, terms, ""));
        payloads[13] = abi.encodeCall(IJobMarket.cancelFor, (order, termsHash(), ""));
        payloads[14] = abi.encodeCall(IJobMarket.disputeFor, (order, termsHash(), none, IJobMarket.Complaint.Wrong, ""));
        IJobMarket.SignedWork memory signed;
        payloads[15] = abi.encodeCall(IJobMarket.proveEquivocation, (order, termsHash(), none, signed, signed));

        uint256 snapshot = vm.snapshotState();
        for (uint256 i = 0; i < payloads.length; ++i) {
            policy.aim(payloads[i]);
            // The policy accepts only if it was refused as entering again.
            claim();
            vm.revertToState(snapshot);
        }
    }

    /* STAKING */

    function test_RevertWhen_TheCallerIsNoNode() external {
        post();
        vm.expectRevert(abi.encodeWithSelector(IStaking.Staking_NodeUnknown.selector, stranger.addr));
        vm.prank(stranger.addr);
        market.claim(order, terms);
    }

    function test_RevertWhen_TheNodeIsPaused() external {
        post();
        vm.prank(provider.addr);
        staking.setPaused(node.addr, true);
        expectRefusal(abi.encodeWithSelector(IStaking.Staking_NodePaused.selector, node.addr));
    }

    function test_RevertWhen_TheFreeStakeIsShort() external {
        order.exposure = STAKE + 1;
        post();
        expectRefusal(
            abi.encodeWithSelector(
                IStaking.Staking_FreeStakeTooLow.selector, provider.addr, uint256(STAKE), uint256(STAKE + 1)
            )
        );
    }

    /// @dev Thawing does not free a stake from what it promised: what thaws covers no claim, what a claim exposes cannot thaw.
    function test_RevertWhen_TheStakeThaws() external {
        post();
        vm.prank(provider.addr);
        staking.thaw(STAKE - EXPOSURE + 1);
        expectRefusal(
            abi.encodeWithSelector(
                IStaking.Staking_FreeStakeTooLow.selector, provider.addr, uint256(EXPOSURE - 1), uint256(EXPOSURE)
            )
        );
    }

    /// @dev The payee is the one of the claim, whatever the provider names later.
    function test_TheRecordKeepsItsPayee() external {
        post();
        IJobMarket.Execution memory execution = claim();
        vm.prank(provider.addr);
        staking.setPayee(node.addr, stranger.addr);
        execution = submit(execution, defaultWork());
        skip(WINDOW + 1);
        market.settleSilent(order, termsHash(), execution, defaultWork());
        assertPaid(AMOUNT, AMOUNT);
    }

    /* ATTEMPTS */

    function test_RevertWhen_AllAttemptsWereUsed() external {
        post();
        // Open, attempt 65,534: the last that can be claimed.
        vm.store(address(market), slotOfJob(), bytes32(uint256(0x01fffe) << 232));
        IJobMarket.Execution memory execution = claim();
        assertEq(market.jobOf(jobId()).attempt, 65_534);
        vm.prank(node.addr);
        market.decline(jobId(), execution);
        assertEq(market.jobOf(jobId()).attempt, 65_535);

        expectRefusal(abi.encodeWithSelector(IJobMarket.Market_AttemptsExhausted.selector, jobId()));
        vm.prank(buyer.addr);
        market.cancel(order, termsHash());
        assertPaid(0, 0);
    }

    function slotOfJob() private returns (bytes32) {
        vm.record();
        market.jobOf(jobId());
        (bytes32[] memory reads,) = vm.accesses(address(market));
        return reads[0];
    }

    function expectPolicyRefusal() private {
        expectRefusal(
            abi.encodeWithSelector(IJobMarket.Market_PolicyRefused.selector, jobId(), terms.policy, node.addr)
        );
    }

    function expectRefusal(bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(node.addr);
        market.claim(order, terms);
    }
}
