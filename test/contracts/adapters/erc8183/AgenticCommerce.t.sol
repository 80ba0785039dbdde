// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {CommerceTest} from "./CommerceTest.sol";

contract AgenticCommerceTest is CommerceTest {
    /* AGREEING */

    function test_AJobIsItsCallers() external {
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.JobCreated(1, client, seller, evaluator, expiry(), address(0));
        assertEq(create(), 1);
        IAgenticCommerce.Job memory job = commerce.getJob(1);
        assertEq(job.client, client);
        assertEq(job.provider, seller);
        assertEq(job.evaluator, evaluator);
        assertEq(job.expiredAt, expiry());
        assertEq(job.description, "ipfs://brief");
        assertEq(job.providerAgentId, 7);
        assertEq(job.budget, 0);
        assertStatus(1, IAgenticCommerce.JobStatus.Open);
        assertEq(create(), 2);
        assertEq(commerce.jobCounter(), 2);
        assertEq(commerce.escrow(), address(escrow));
    }

    function test_RevertWhen_ThereIsNoEvaluatorOrAHook() external {
        vm.expectRevert(IAgenticCommerce.AgenticCommerce_ZeroAddress.selector);
        commerce.createJob(seller, address(0), expiry(), "", address(0), 0);
        vm.expectRevert(
            abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_HookUnsupported.selector, stranger.addr)
        );
        commerce.createJob(seller, evaluator, expiry(), "", stranger.addr, 0);
    }

    function test_RevertWhen_TheExpiryIsOutOfRange() external {
        uint256 earliest = clock() + 5 minutes + 1;
        uint256 latest = clock() + 365 days;
        uint48[4] memory others = [uint48(0), uint48(earliest - 1), uint48(latest + 1), type(uint48).max];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IAgenticCommerce.AgenticCommerce_ExpiryOutOfRange.selector, earliest, latest, others[i]
                )
            );
            commerce.createJob(seller, evaluator, others[i], "", address(0), 0);
        }
        commerce.createJob(seller, evaluator, uint48(earliest), "", address(0), 0);
        commerce.createJob(seller, evaluator, uint48(latest), "", address(0), 0);
    }

    function test_RevertWhen_RolesClash() external {
        expectClash(client);
        create(client, client, evaluator);
        expectClash(evaluator);
        create(client, evaluator, evaluator);
        expectClash(address(commerce));
        create(client, address(commerce), evaluator);
        expectClash(address(commerce));
        create(client, seller, address(commerce));
        uint256 jobId = create(client, address(0), evaluator);
        address[3] memory others = [client, evaluator, address(commerce)];
        for (uint256 i = 0; i < others.length; ++i) {
            expectClash(others[i]);
            vm.prank(client);
            commerce.setProvider(jobId, others[i], 0, "");
        }
    }

    function test_TheClientNamesAProviderLater() external {
        uint256 jobId = create(client, address(0), evaluator);
        assertEq(commerce.getJob(jobId).providerAgentId, 0);
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.ProviderSet(jobId, client, seller, 9);
        vm.prank(client);
        commerce.setProvider(jobId, seller, 9, "");
        assertEq(commerce.getJob(jobId).provider, seller);
        assertEq(commerce.getJob(jobId).providerAgentId, 9);
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_ProviderSet.selector, jobId));
        vm.prank(client);
        commerce.setProvider(jobId, stranger.addr, 0, "");
    }

    function test_RevertWhen_TheProviderIsSetWrongly() external {
        uint256 jobId = create(client, address(0), evaluator);
        expectNotAllowed(jobId, stranger.addr);
        commerce.setProvider(jobId, stranger.addr, 0, "");
        vm.expectRevert(IAgenticCommerce.AgenticCommerce_ZeroAddress.selector);
        vm.prank(client);
        commerce.setProvider(jobId, address(0), 0, "");
        expectNotAllowed(jobId, client);
        commerce.setBudget(jobId, address(dollar), 1, "");
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_ProviderMissing.selector, jobId));
        vm.prank(client);
        commerce.fund(jobId, address(0), 0, "");
    }

    function test_TheProviderSetsItsPrice() external {
        uint256 jobId = create();
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.BudgetSet(jobId, address(dollar), BUDGET);
        setBudget(jobId, address(dollar), BUDGET);
        assertEq(commerce.getJob(jobId).budget, BUDGET);
        assertEq(commerce.getJob(jobId).paymentToken, address(dollar));
        assertEq(commerce.fundedOf(jobId), 0);
    }

    function test_RevertWhen_ThePriceIsSetWrongly() external {
        uint256 jobId = create();
        address[3] memory others = [client, evaluator, stranger.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAllowed(jobId, others[i]);
            commerce.setBudget(jobId, address(dollar), BUDGET, "");
        }
        vm.expectRevert(IAgenticCommerce.AgenticCommerce_ZeroAddress.selector);
        setBudget(jobId, address(0), BUDGET);
        uint256[2] memory amounts = [uint256(0), uint256(type(uint96).max) + 1];
        for (uint256 i = 0; i < amounts.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_BudgetInvalid.selector, amounts[i]));
            setBudget(jobId, address(dollar), amounts[i]);
        }
    }

    function test_TheClientFunds() external {
        uint256 jobId = priced();
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.JobFunded(jobId, client, BUDGET);
        fundJob(jobId);
        assertStatus(jobId, IAgenticCommerce.JobStatus.Funded);
        assertEq(commerce.fundedOf(jobId), BUDGET);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    /// @dev Raising the epoch cuts off what was signed before, not what the client does now.
    function test_TheClientFundsInALaterEpoch() external {
        uint256 jobId = priced();
        vm.prank(client);
        escrow.raiseEpoch(address(dollar));
        fundJob(jobId);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
    }

    function test_RevertWhen_FundedWrongly() external {
        uint256 jobId = create();
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_BudgetInvalid.selector, 0));
        vm.prank(client);
        commerce.fund(jobId, address(0), 0, "");
        setBudget(jobId, address(dollar), MONEY + 1);
        expectNotAllowed(jobId, stranger.addr);
        commerce.fund(jobId, address(dollar), MONEY + 1, "");
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_BalanceTooLow.selector, client, address(dollar), MONEY, MONEY + 1)
        );
        vm.prank(client);
        commerce.fund(jobId, address(dollar), MONEY + 1, "");
        vm.prank(client);
        escrow.setOperator(address(commerce), address(dollar), 1, type(uint40).max);
        vm.expectRevert(
            abi.encodeWithSelector(IEscrow.Escrow_OperatorCapExceeded.selector, client, address(commerce), 1, MONEY + 1)
        );
        vm.prank(client);
        commerce.fund(jobId, address(dollar), MONEY + 1, "");
    }

    /* ENDING */

    function test_TheEvaluatorPays() external {
        uint256 jobId = submitted();
        assertEq(commerce.getJob(jobId).submittedAt, clock());
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.JobCompleted(jobId, evaluator, "good");
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.PaymentReleased(jobId, seller, BUDGET);
        vm.prank(evaluator);
        commerce.complete(jobId, "good", "");
        assertStatus(jobId, IAgenticCommerce.JobStatus.Completed);
        assertMoney(MONEY - BUDGET, BUDGET, 0);
    }

    function test_TheEvaluatorRefunds() external {
        uint256[2] memory jobs = [funded(), submitted()];
        for (uint256 i = 0; i < jobs.length; ++i) {
            vm.expectEmit(address(commerce));
            emit IAgenticCommerce.JobRejected(jobs[i], evaluator, "bad");
            vm.expectEmit(address(commerce));
            emit IAgenticCommerce.Refunded(jobs[i], client, BUDGET);
            vm.prank(evaluator);
            commerce.reject(jobs[i], "bad", "");
            assertStatus(jobs[i], IAgenticCommerce.JobStatus.Rejected);
        }
        assertMoney(MONEY, 0, 0);
    }

    function test_ClientOrProviderDropAnOpenJob() external {
        uint256[2] memory jobs = [priced(), priced()];
        vm.prank(client);
        commerce.reject(jobs[0], "", "");
        vm.prank(seller);
        commerce.reject(jobs[1], "", "");
        assertStatus(jobs[0], IAgenticCommerce.JobStatus.Rejected);
        assertStatus(jobs[1], IAgenticCommerce.JobStatus.Rejected);
        assertMoney(MONEY, 0, 0);
    }

    function test_RevertWhen_ANotEvaluatorEndsAJob() external {
        uint256[3] memory jobs = [priced(), funded(), submitted()];
        address[4] memory people = [client, seller, evaluator, stranger.addr];
        for (uint256 i = 0; i < people.length; ++i) {
            bool owns = people[i] == client || people[i] == seller;
            if (!owns) {
                expectNotAllowed(jobs[0], people[i]);
                commerce.reject(jobs[0], "", "");
            }
            if (people[i] == evaluator) continue;
            expectNotAllowed(jobs[1], people[i]);
            commerce.reject(jobs[1], "", "");
            expectNotAllowed(jobs[2], people[i]);
            commerce.reject(jobs[2], "", "");
            expectNotAllowed(jobs[2], people[i]);
            commerce.complete(jobs[2], "", "");
            if (people[i] == seller) continue;
            expectNotAllowed(jobs[1], people[i]);
            commerce.submit(jobs[1], "", "");
        }
    }

    function test_AnybodyEndsAJobWhoseTimeIsOver() external {
        uint256[3] memory jobs = [priced(), funded(), submitted()];
        uint256 expiredAt = expiry();
        expectNotExpired(jobs[0], expiredAt);
        expectNotExpired(jobs[1], expiredAt);
        vm.warp(expiredAt);
        vm.startPrank(stranger.addr);
        commerce.claimRefund(jobs[0]);
        assertMoney(MONEY - 2 * BUDGET, 0, 2 * BUDGET);
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.JobExpired(jobs[1]);
        vm.expectEmit(address(commerce));
        emit IAgenticCommerce.Refunded(jobs[1], client, BUDGET);
        commerce.claimRefund(jobs[1]);
        assertMoney(MONEY - BUDGET, 0, BUDGET);
        expectNotExpired(jobs[2], expiredAt + 1 days);
        vm.warp(expiredAt + 1 days);
        commerce.claimRefund(jobs[2]);
        assertMoney(MONEY, 0, 0);
        for (uint256 i = 0; i < jobs.length; ++i) {
            assertStatus(jobs[i], IAgenticCommerce.JobStatus.Expired);
        }
    }

    function test_RevertWhen_TheJobIsOverInTime() external {
        uint256[3] memory jobs = [create(client, address(0), evaluator), priced(), funded()];
        uint48 expiredAt = expiry();
        vm.warp(expiredAt);
        expectExpired(jobs[0], expiredAt);
        vm.prank(client);
        commerce.setProvider(jobs[0], seller, 0, "");
        expectExpired(jobs[1], expiredAt);
        setBudget(jobs[1], address(dollar), 1);
        expectExpired(jobs[1], expiredAt);
        fundJob(jobs[1]);
        expectExpired(jobs[2], expiredAt);
        vm.prank(seller);
        commerce.submit(jobs[2], "", "");
    }

    /// @dev Everybody's best caller, at a time when the clock allows: only the table decides.
    function test_EveryStatusAndEveryStep() external {
        for (uint8 s = 0; s < 6; ++s) {
            for (uint256 step = 0; step < 7; ++step) {
                uint256 before = vm.snapshotState();
                IAgenticCommerce.JobStatus status = IAgenticCommerce.JobStatus(s);
                uint256 jobId = reach(status);
                if (step == 6 && s <= 2) vm.warp(expiry() + 1 days);
                if (!allowed(status, step)) expectWrongStatus(jobId, status);
                take(jobId, status, step);
                vm.revertToState(before);
            }
        }
    }

    function test_RevertWhen_TheJobIsUnknown() external {
        bytes memory reason = abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_JobUnknown.selector, 1);
        vm.expectRevert(reason);
        commerce.getJob(1);
        vm.expectRevert(reason);
        commerce.claimRefund(1);
        vm.expectRevert(reason);
        commerce.reject(1, "", "");
        vm.expectRevert(reason);
        commerce.complete(1, "", "");
        vm.expectRevert(reason);
        commerce.submit(1, "", "");
        vm.expectRevert(reason);
        commerce.fund(1, address(dollar), 1, "");
        vm.expectRevert(reason);
        commerce.setBudget(1, address(dollar), 1, "");
        vm.expectRevert(reason);
        commerce.setProvider(1, seller, 1, "");
    }

    /// @dev The selectors and topics of the reference contract whose `fund` names token and budget.
    function test_SelectorsAreTheStandards() external pure {
        assertSelector(IAgenticCommerce.createJob.selector, "createJob(address,address,uint48,string,address,uint256)");
        assertSelector(IAgenticCommerce.setProvider.selector, "setProvider(uint256,address,uint256,bytes)");
        assertSelector(IAgenticCommerce.setBudget.selector, "setBudget(uint256,address,uint256,bytes)");
        assertSelector(IAgenticCommerce.fund.selector, "fund(uint256,address,uint256,bytes)");
        assertSelector(IAgenticCommerce.submit.selector, "submit(uint256,bytes32,bytes)");
        assertSelector(IAgenticCommerce.complete.selector, "complete(uint256,bytes32,bytes)");
        assertSelector(IAgenticCommerce.reject.selector, "reject(uint256,bytes32,bytes)");
        assertSelector(IAgenticCommerce.claimRefund.selector, "claimRefund(uint256)");
        assertEq(
            IAgenticCommerce.JobCreated.selector,
            keccak256("JobCreated(uint256,address,address,address,uint48,address)")
        );
        assertEq(IAgenticCommerce.ProviderSet.selector, keccak256("ProviderSet(uint256,address,address,uint256)"));
        assertEq(IAgenticCommerce.BudgetSet.selector, keccak256("BudgetSet(uint256,address,uint256)"));
        assertEq(IAgenticCommerce.JobFunded.selector, keccak256("JobFunded(uint256,address,uint256)"));
        assertEq(IAgenticCommerce.PaymentReleased.selector, keccak256("PaymentReleased(uint256,address,uint256)"));
        assertEq(IAgenticCommerce.Refunded.selector, keccak256("Refunded(uint256,address,uint256)"));
    }

    /* STEPS */

    function reach(IAgenticCommerce.JobStatus status) private returns (uint256 jobId) {
        if (status == IAgenticCommerce.JobStatus.Open) return priced();
        if (status == IAgenticCommerce.JobStatus.Funded) return funded();
        jobId = submitted();
        if (status == IAgenticCommerce.JobStatus.Completed) {
            vm.prank(evaluator);
            commerce.complete(jobId, "", "");
        } else if (status == IAgenticCommerce.JobStatus.Rejected) {
            vm.prank(evaluator);
            commerce.reject(jobId, "", "");
        } else if (status == IAgenticCommerce.JobStatus.Expired) {
            vm.warp(expiry() + 1 days);
            commerce.claimRefund(jobId);
        }
    }

    /// @dev setProvider, setBudget, fund, submit, complete, reject, claimRefund.
    function allowed(IAgenticCommerce.JobStatus status, uint256 step) private pure returns (bool) {
        if (status == IAgenticCommerce.JobStatus.Open) return step < 3 || step > 4;
        if (status == IAgenticCommerce.JobStatus.Funded) return step == 3 || step > 4;
        return status == IAgenticCommerce.JobStatus.Submitted && step > 3;
    }

    function take(uint256 jobId, IAgenticCommerce.JobStatus status, uint256 step) private {
        bool open = status == IAgenticCommerce.JobStatus.Open;
        // An open job here has its provider: the one step of that row that another reason stops.
        if (step == 0 && open) {
            vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_ProviderSet.selector, jobId));
        }
        vm.startPrank(step == 1 || step == 3 ? seller : step == 4 || (step == 5 && !open) ? evaluator : client);
        if (step == 0) commerce.setProvider(jobId, stranger.addr, 0, "");
        else if (step == 1) commerce.setBudget(jobId, address(dollar), BUDGET, "");
        else if (step == 2) commerce.fund(jobId, address(dollar), BUDGET, "");
        else if (step == 3) commerce.submit(jobId, "", "");
        else if (step == 4) commerce.complete(jobId, "", "");
        else if (step == 5) commerce.reject(jobId, "", "");
        else commerce.claimRefund(jobId);
        vm.stopPrank();
    }

    function assertSelector(bytes4 selector, string memory signature) private pure {
        assertEq(selector, bytes4(keccak256(bytes(signature))), signature);
    }

    function expectClash(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_RolesClash.selector, account));
    }

    function expectExpired(uint256 jobId, uint48 expiredAt) private {
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_Expired.selector, jobId, expiredAt));
    }

    function expectNotExpired(uint256 jobId, uint256 until) private {
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_NotExpired.selector, jobId, until));
        commerce.claimRefund(jobId);
    }
}
