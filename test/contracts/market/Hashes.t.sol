// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {ExecutionId, JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev Every hash against a computation from the standard, by abi.encode and the types spelled in MarketTest.
contract HashesTest is MarketTest {
    function testFuzz_TermsAndOrder(IJobMarket.JobOrder memory anyOrder, IJobMarket.JobTerms memory anyTerms) external {
        order = anyOrder;
        terms = anyTerms;
        assertEq(marketStatements.hashStructJobTerms(terms), termsHash());
        assertEq(JobId.unwrap(market.hashJobOrder(order, terms)), JobId.unwrap(jobId()));
    }

    function testFuzz_Receipt(
        ExecutionId executionId,
        address anyNode,
        uint128 units,
        IJobMarket.ReceiptDetails memory details
    ) external view {
        IJobMarket.Work memory work = IJobMarket.Work(units, detailsHash(details));
        assertEq(marketStatements.hashStructReceiptDetails(details), work.detailsHash);
        assertEq(
            marketStatements.hashReceipt(executionId, anyNode, units, details),
            receiptHashOf(executionId, anyNode, work)
        );
    }

    function testFuzz_ExecutionId(JobId anyJob, uint16 attempt) external view {
        assertEq(
            ExecutionId.unwrap(marketStatements.executionIdOf(anyJob, attempt)), keccak256(abi.encode(anyJob, attempt))
        );
    }

    function testFuzz_Statements(JobId anyJob, ExecutionId executionId, bytes32 receiptHash_, uint8 complaint)
        external
        view
    {
        complaint = uint8(bound(complaint, 0, 2));
        bytes32 cancelType = keccak256("CancelJob(bytes32 jobId)");
        assertEq(marketStatements.hashCancelJob(anyJob), typedDigest(keccak256(abi.encode(cancelType, anyJob))));
        bytes32 disputeType = keccak256("DisputeExecution(bytes32 executionId,bytes32 receiptHash,uint8 complaint)");
        assertEq(
            marketStatements.hashDisputeExecution(executionId, receiptHash_, complaint),
            typedDigest(keccak256(abi.encode(disputeType, executionId, receiptHash_, complaint)))
        );
    }

    function test_TheDomainIsTheDeploymentsOwn() external {
        vm.chainId(1);
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address place,
            bytes32 salt,
            uint256[] memory extensions
        ) = IERC5267(address(market)).eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "ComputeHive Market");
        assertEq(version, "1");
        assertEq(chainId, 31_337);
        assertEq(place, address(market));
        assertEq(salt, 0);
        assertEq(extensions.length, 0);
    }

    /// @dev The members of a nested type are hashed as its encodeData says, one by one.
    function test_NestedTypesAreEncodedMemberByMember() external view {
        bytes32 expected = keccak256(
            abi.encode(
                keccak256(bytes(JOB_TERMS_TYPE)),
                terms.manifestHash,
                terms.resourceClass,
                terms.resolver,
                terms.verdictTime,
                terms.timeoutSplit,
                terms.policy,
                terms.provider,
                terms.node,
                terms.offerId,
                terms.exclusiveUntil
            )
        );
        assertEq(marketStatements.hashStructJobTerms(terms), expected);
    }

    function test_EveryMemberOfAnOrderMakesAnotherJob() external view {
        bytes memory orderData = abi.encode(order);
        bytes memory termsData = abi.encode(terms);
        for (uint256 word = 0; word < 15; ++word) {
            bytes memory altered = bytes.concat(orderData);
            altered[32 * word + 31] ^= 0x01;
            IJobMarket.JobOrder memory other = abi.decode(altered, (IJobMarket.JobOrder));
            assertNotEq(JobId.unwrap(market.hashJobOrder(other, terms)), JobId.unwrap(jobId()));
        }
        for (uint256 word = 0; word < 10; ++word) {
            bytes memory altered = bytes.concat(termsData);
            altered[32 * word + 31] ^= 0x01;
            IJobMarket.JobTerms memory other = abi.decode(altered, (IJobMarket.JobTerms));
            assertNotEq(JobId.unwrap(market.hashJobOrder(order, other)), JobId.unwrap(jobId()));
        }
    }

    function test_AnotherMarketMakesAnotherJob() external {
        JobId here = jobId();
        (, market) = deployMarket(address(dollar));
        assertNotEq(JobId.unwrap(market.hashJobOrder(order, terms)), JobId.unwrap(here));
        assertEq(JobId.unwrap(market.hashJobOrder(order, terms)), JobId.unwrap(jobId()));
    }

    function test_RevertWhen_TheChainIsAnother() external {
        vm.chainId(1);
        bytes memory reason = abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, uint256(31_337), uint256(1));
        vm.expectRevert(reason);
        market.hashJobOrder(order, terms);
        vm.expectRevert(reason);
        vm.prank(buyer.addr);
        market.post(order, terms);
    }
}
