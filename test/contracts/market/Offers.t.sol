// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {OfferId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract OffersTest is MarketTest {
    IJobMarket.Offer private offer;

    function setUp() public override {
        super.setUp();
        offer = IJobMarket.Offer({
            provider: provider.addr,
            node: node.addr,
            token: address(dollar),
            fixedPrice: 1e6,
            price: 3e6,
            unitKind: 0,
            exposureLimit: 100e6,
            resourceClass: "cpu.v1",
            validUntil: clock() + 1 days,
            salt: 1
        });
    }

    function test_PostPublishes() external {
        vm.expectEmit(address(market));
        emit IJobMarket.OfferPosted(offerId(), provider.addr, "cpu.v1", offer);
        vm.prank(provider.addr);
        OfferId posted = market.postOffer(offer);
        assertEq(OfferId.unwrap(posted), OfferId.unwrap(offerId()));
        assertOfferState(IJobMarket.OfferState.Posted);
    }

    function test_CancelIsForEver() external {
        post(provider.addr);
        vm.expectEmit(address(market));
        emit IJobMarket.OfferCancelled(offerId());
        cancel(provider.addr);
        assertOfferState(IJobMarket.OfferState.Cancelled);
        vm.expectRevert(wrongState(IJobMarket.OfferState.Cancelled));
        post(provider.addr);
        vm.expectRevert(wrongState(IJobMarket.OfferState.Cancelled));
        cancel(provider.addr);
    }

    function test_RevertWhen_CallerIsNotTheProvider() external {
        bytes memory reason =
            abi.encodeWithSelector(IJobMarket.Market_NotProvider.selector, provider.addr, stranger.addr);
        vm.expectRevert(reason);
        post(stranger.addr);
        post(provider.addr);
        vm.expectRevert(reason);
        cancel(stranger.addr);
    }

    function test_RevertWhen_TokenIsNotTheMarkets() external {
        offer.token = address(0xbeef);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongToken.selector, address(dollar), address(0xbeef)));
        post(provider.addr);
    }

    function test_RevertWhen_BothPricesAreZero() external {
        offer.fixedPrice = 0;
        offer.price = 0;
        expectFault(IJobMarket.OfferFault.PriceZero);
        offer.price = 1;
        post(provider.addr);
    }

    function test_RevertWhen_UnitKindIsUnknown() external {
        offer.unitKind = 3;
        expectFault(IJobMarket.OfferFault.UnitKindUnknown);
    }

    function test_RevertWhen_ItIsPastToTheSecond() external {
        offer.validUntil = clock() - 1;
        expectFault(IJobMarket.OfferFault.ValidUntilPast);
        offer.validUntil = clock();
        post(provider.addr);
    }

    function test_RevertWhen_TheNodeIsNotOwned() external {
        offer.node = stranger.addr;
        expectFault(IJobMarket.OfferFault.NodeNotOwned);
        offer.node = node.addr;
        offer.provider = stranger.addr;
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_OfferInvalid.selector, IJobMarket.OfferFault.NodeNotOwned)
        );
        post(stranger.addr);
    }

    function test_RevertWhen_TheNodeIsRetired() external {
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectFault(IJobMarket.OfferFault.NodeNotOwned);
    }

    function test_RevertWhen_ItIsPostedTwice() external {
        post(provider.addr);
        vm.expectRevert(wrongState(IJobMarket.OfferState.Posted));
        post(provider.addr);
    }

    function test_RevertWhen_WhatIsCancelledWasNeverPosted() external {
        vm.expectRevert(wrongState(IJobMarket.OfferState.None));
        cancel(provider.addr);
    }

    function post(address caller) private {
        vm.prank(caller);
        market.postOffer(offer);
    }

    function cancel(address caller) private {
        vm.prank(caller);
        market.cancelOffer(offer);
    }

    function expectFault(IJobMarket.OfferFault fault) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_OfferInvalid.selector, fault));
        post(provider.addr);
    }

    function wrongState(IJobMarket.OfferState given) private view returns (bytes memory) {
        return abi.encodeWithSelector(IJobMarket.Market_OfferWrongState.selector, offerId(), given);
    }

    function assertOfferState(IJobMarket.OfferState expected) private view {
        OfferId[] memory ids = new OfferId[](2);
        ids[0] = offerId();
        IJobMarket.OfferState[] memory states = market.offerStateOf(ids);
        assertEq(uint8(states[0]), uint8(expected));
        assertEq(uint8(states[1]), uint8(IJobMarket.OfferState.None));
    }

    /// @dev Computed here from EIP-712 with nothing of the contracts' libraries.
    function offerId() private view returns (OfferId) {
        bytes32 typeHash = keccak256(
            "Offer(address provider,address node,address token,uint96 fixedPrice,uint96 price,uint8 unitKind,uint96 exposureLimit,bytes32 resourceClass,uint40 validUntil,uint64 salt)"
        );
        return OfferId.wrap(typedDigest(keccak256(abi.encode(typeHash, offer))));
    }
}
