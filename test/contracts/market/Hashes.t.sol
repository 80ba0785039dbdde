// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {ExecutionId, JobId, OfferId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";

/// @dev Every hash against a computation from the standard, by abi.encode and the types spelled in MarketTest.
contract HashesTest is MarketTest {
    function testFuzz_TermsAndOrder(IJobMarket.JobOrder memory anyOrder, IJobMarket.JobTerms memory anyTerms) external {
        order = anyOrder;
        terms = anyTerms;
        assertEq(market.hashStructJobTerms(terms), termsHash());
        assertEq(JobId.unwrap(market.hashJobOrder(order, terms)), JobId.unwrap(jobId()));
    }

    function testFuzz_Receipt(
        ExecutionId executionId,
        address anyNode,
        uint128 units,
        IJobMarket.ReceiptDetails memory details
    ) external view {
        IJobMarket.Work memory work = IJobMarket.Work(units, detailsHash(details));
        assertEq(market.hashStructReceiptDetails(details), work.detailsHash);
        assertEq(market.hashReceipt(executionId, anyNode, units, details), receiptHashOf(executionId, anyNode, work));
    }

    function testFuzz_ExecutionId(JobId anyJob, uint16 attempt) external view {
        assertEq(ExecutionId.unwrap(market.executionIdOf(anyJob, attempt)), keccak256(abi.encode(anyJob, attempt)));
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
                terms.node,
                terms.exclusiveUntil
            )
        );
        assertEq(market.hashStructJobTerms(terms), expected);
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
        for (uint256 word = 0; word < 8; ++word) {
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
        IJobMarket.Offer memory offer;
        IJobMarket.ReceiptDetails memory details;
        vm.chainId(1);
        bytes memory reason = abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, uint256(31_337), uint256(1));
        vm.expectRevert(reason);
        market.hashJobOrder(order, terms);
        vm.expectRevert(reason);
        market.hashOffer(offer);
        vm.expectRevert(reason);
        market.hashReceipt(ExecutionId.wrap(0), node.addr, 0, details);
        vm.expectRevert(reason);
        vm.prank(buyer.addr);
        market.post(order, terms);
    }
}
