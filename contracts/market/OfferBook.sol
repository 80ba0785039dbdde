// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IStaking} from "../staking/IStaking.sol";
import {OfferId} from "../types/Ids.sol";
import {TypedData} from "../types/TypedData.sol";
import {IOfferBook} from "./IOfferBook.sol";
import {Price} from "./Price.sol";

/// @title OfferBook
/// @dev Apart from the market, which no offer ever needs: a claim is the node's own will.
contract OfferBook is IOfferBook, IERC5267 {
    string private constant DOMAIN_NAME = "ComputeHive Offers";

    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(address provider,address node,address token,uint96 fixedPrice,uint96 price,uint8 unitKind,"
        "uint96 exposureLimit,bytes32 resourceClass,uint40 validUntil,uint64 salt)"
    );

    IStaking private immutable _staking;

    mapping(OfferId offerId => OfferState) private _offers;

    constructor(IStaking staking_) {
        _staking = staking_;
    }

    /// @inheritdoc IOfferBook
    function post(Offer calldata offer) external returns (OfferId offerId) {
        offerId = hashOffer(offer);
        if (msg.sender != offer.provider) revert Offers_NotProvider(offer.provider, msg.sender);
        if (offer.token != _staking.token()) revert Offers_WrongToken(_staking.token(), offer.token);
        if (offer.fixedPrice == 0 && offer.price == 0) revert Offers_Invalid(OfferFault.PriceZero);
        if (Price.unitSize(offer.unitKind) == 0) revert Offers_Invalid(OfferFault.UnitKindUnknown);
        if (block.timestamp > offer.validUntil) revert Offers_Invalid(OfferFault.ValidUntilPast);
        IStaking.Node memory node = _staking.nodeOf(offer.node);
        if (node.provider != msg.sender || node.retired) revert Offers_Invalid(OfferFault.NodeNotOwned);
        OfferState state = _offers[offerId];
        if (state != OfferState.None) revert Offers_WrongState(offerId, state);

        _offers[offerId] = OfferState.Posted;

        emit OfferPosted(offerId, offer.provider, offer.resourceClass, offer);
    }

    /// @inheritdoc IOfferBook
    function cancel(Offer calldata offer) external {
        OfferId offerId = hashOffer(offer);
        if (msg.sender != offer.provider) revert Offers_NotProvider(offer.provider, msg.sender);
        OfferState state = _offers[offerId];
        // One that was only signed is cancelled, too: then it can never be posted.
        if (state == OfferState.Cancelled) revert Offers_WrongState(offerId, state);

        _offers[offerId] = OfferState.Cancelled;

        emit OfferCancelled(offerId);
    }

    /// @inheritdoc IOfferBook
    function stateOf(OfferId[] calldata offerIds) external view returns (OfferState[] memory states) {
        states = new OfferState[](offerIds.length);
        for (uint256 i = 0; i < offerIds.length; ++i) {
            states[i] = _offers[offerIds[i]];
        }
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        // Name, version, chain and contract; neither salt nor extensions.
        return (hex"0f", DOMAIN_NAME, "1", block.chainid, address(this), 0, new uint256[](0));
    }

    /// @inheritdoc IOfferBook
    function staking() external view returns (address) {
        return address(_staking);
    }

    /// @inheritdoc IOfferBook
    function hashOffer(Offer calldata offer) public view returns (OfferId) {
        bytes32 structHash = keccak256(abi.encode(OFFER_TYPEHASH, offer));
        return OfferId.wrap(MessageHashUtils.toTypedDataHash(TypedData.domainSeparator(DOMAIN_NAME), structHash));
    }
}
