// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {IOfferBook} from "contracts/market/IOfferBook.sol";
import {OfferId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";

contract OfferBookTest is MarketTest {
    IOfferBook.Offer private offer;

    function setUp() public override {
        super.setUp();
        offer = IOfferBook.Offer({
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
        vm.expectEmit(address(offers));
        emit IOfferBook.OfferPosted(offerId(), provider.addr, "cpu.v1", offer);
        vm.prank(provider.addr);
        OfferId posted = offers.post(offer);
        assertEq(OfferId.unwrap(posted), OfferId.unwrap(offerId()));
        assertOfferState(IOfferBook.OfferState.Posted);
    }

    function test_CancelIsForEver() external {
        post(provider.addr);
        vm.expectEmit(address(offers));
        emit IOfferBook.OfferCancelled(offerId());
        cancel(provider.addr);
        assertOfferState(IOfferBook.OfferState.Cancelled);
        vm.expectRevert(wrongState(IOfferBook.OfferState.Cancelled));
        post(provider.addr);
        vm.expectRevert(wrongState(IOfferBook.OfferState.Cancelled));
        cancel(provider.addr);
    }

    function test_RevertWhen_CallerIsNotTheProvider() external {
        bytes memory reason =
            abi.encodeWithSelector(IOfferBook.Offers_NotProvider.selector, provider.addr, stranger.addr);
        vm.expectRevert(reason);
        post(stranger.addr);
        post(provider.addr);
        vm.expectRevert(reason);
        cancel(stranger.addr);
    }

    function test_RevertWhen_TokenIsNotTheMarkets() external {
        offer.token = address(0xbeef);
        vm.expectRevert(abi.encodeWithSelector(IOfferBook.Offers_WrongToken.selector, address(dollar), address(0xbeef)));
        post(provider.addr);
    }

    function test_RevertWhen_BothPricesAreZero() external {
        offer.fixedPrice = 0;
        offer.price = 0;
        expectFault(IOfferBook.OfferFault.PriceZero);
        offer.price = 1;
        post(provider.addr);
    }

    function test_RevertWhen_UnitKindIsUnknown() external {
        offer.unitKind = 3;
        expectFault(IOfferBook.OfferFault.UnitKindUnknown);
    }

    function test_RevertWhen_ItIsPastToTheSecond() external {
        offer.validUntil = clock() - 1;
        expectFault(IOfferBook.OfferFault.ValidUntilPast);
        offer.validUntil = clock();
        post(provider.addr);
    }

    function test_RevertWhen_TheNodeIsNotOwned() external {
        offer.node = stranger.addr;
        expectFault(IOfferBook.OfferFault.NodeNotOwned);
        offer.node = node.addr;
        offer.provider = stranger.addr;
        vm.expectRevert(abi.encodeWithSelector(IOfferBook.Offers_Invalid.selector, IOfferBook.OfferFault.NodeNotOwned));
        post(stranger.addr);
    }

    function test_RevertWhen_TheNodeIsRetired() external {
        vm.prank(provider.addr);
        staking.retireNode(node.addr);
        expectFault(IOfferBook.OfferFault.NodeNotOwned);
    }

    function test_RevertWhen_ItIsPostedTwice() external {
        post(provider.addr);
        vm.expectRevert(wrongState(IOfferBook.OfferState.Posted));
        post(provider.addr);
    }

    function test_WhatWasOnlySignedIsCancelledForEver() external {
        cancel(provider.addr);
        assertOfferState(IOfferBook.OfferState.Cancelled);
        vm.expectRevert(wrongState(IOfferBook.OfferState.Cancelled));
        post(provider.addr);
    }

    function test_NamesItsDomain() external view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address place,
            bytes32 salt,
            uint256[] memory extensions
        ) = IERC5267(address(offers)).eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "ComputeHive Offers");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(place, address(offers));
        assertEq(salt, 0);
        assertEq(extensions.length, 0);
    }

    function post(address caller) private {
        vm.prank(caller);
        offers.post(offer);
    }

    function cancel(address caller) private {
        vm.prank(caller);
        offers.cancel(offer);
    }

    function expectFault(IOfferBook.OfferFault fault) private {
        vm.expectRevert(abi.encodeWithSelector(IOfferBook.Offers_Invalid.selector, fault));
        post(provider.addr);
    }

    function wrongState(IOfferBook.OfferState given) private view returns (bytes memory) {
        return abi.encodeWithSelector(IOfferBook.Offers_WrongState.selector, offerId(), given);
    }

    function assertOfferState(IOfferBook.OfferState expected) private view {
        OfferId[] memory ids = new OfferId[](2);
        ids[0] = offerId();
        IOfferBook.OfferState[] memory states = offers.stateOf(ids);
        assertEq(uint8(states[0]), uint8(expected));
        assertEq(uint8(states[1]), uint8(IOfferBook.OfferState.None));
    }

    /// @dev Computed here from EIP-712 with nothing of the contracts' libraries.
    function offerId() private view returns (OfferId) {
        bytes32 typeHash = keccak256(
            "Offer(address provider,address node,address token,uint96 fixedPrice,uint96 price,uint8 unitKind,uint96 exposureLimit,bytes32 resourceClass,uint40 validUntil,uint64 salt)"
        );
        return OfferId.wrap(digestAt("ComputeHive Offers", address(offers), keccak256(abi.encode(typeHash, offer))));
    }
}
