// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "contracts/adapters/erc8183/IAgenticCommerce.sol";

import {Deployed} from "../../support/Deployed.sol";

/// @dev A client with money and an allowance, a provider, an evaluator, and steps of a job's life. The buyer is the client, the arbiter
/// the evaluator.
abstract contract CommerceTest is Deployed {
    uint256 internal constant MONEY = 1_000e6;
    uint256 internal constant BUDGET = 100e6;
    uint48 internal constant TIME = 1 hours;

    IAgenticCommerce internal commerce;
    address internal client;
    address internal seller;
    address internal evaluator;

    function setUp() public virtual override {
        super.setUp();
        commerce = IAgenticCommerce(deployCode("AgenticCommerce.sol:AgenticCommerce", abi.encode(escrow)));
        (client, seller, evaluator) = (buyer.addr, provider.addr, arbiter.addr);
        fund(client, MONEY);
        allow(client, address(commerce));
    }

    function create() internal returns (uint256) {
        return create(client, seller, evaluator);
    }

    function create(address client_, address seller_, address evaluator_) internal returns (uint256) {
        vm.prank(client_);
        return commerce.createJob(seller_, evaluator_, expiry(), "ipfs://brief", address(0), 7);
    }

    function expiry() internal view returns (uint48) {
        return uint48(clock()) + TIME;
    }

    function priced() internal returns (uint256 jobId) {
        jobId = create();
        setBudget(jobId, address(dollar), BUDGET);
    }

    function funded() internal returns (uint256 jobId) {
        jobId = priced();
        fundJob(jobId);
    }

    function submitted() internal returns (uint256 jobId) {
        jobId = funded();
        vm.prank(seller);
        commerce.submit(jobId, "work", "");
    }

    function setBudget(uint256 jobId, address token, uint256 amount) internal {
        vm.prank(seller);
        commerce.setBudget(jobId, token, amount, "");
    }

    function fundJob(uint256 jobId) internal {
        vm.prank(client);
        commerce.fund(jobId, address(dollar), BUDGET, "");
    }

    function assertStatus(uint256 jobId, IAgenticCommerce.JobStatus expected) internal view {
        assertEq(uint8(commerce.getJob(jobId).status), uint8(expected), "status");
    }

    function assertMoney(uint256 ofClient, uint256 ofSeller, uint256 ofCommerce) internal view {
        assertEq(freeOf(client), ofClient, "client");
        assertEq(freeOf(seller), ofSeller, "provider");
        assertEq(freeOf(address(commerce)), ofCommerce, "commerce");
    }

    function expectNotAllowed(uint256 jobId, address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_NotAllowed.selector, jobId, caller));
        vm.prank(caller);
    }

    function expectWrongStatus(uint256 jobId, IAgenticCommerce.JobStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IAgenticCommerce.AgenticCommerce_WrongStatus.selector, jobId, status));
    }
}
