// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {OfferId} from "../types/Ids.sol";

/// @title OfferBook: standing prices of providers
/// @notice An offer is signed, or posted here, where everybody sees it. It holds no money, reserves nothing and binds no node to
/// claim: its provider is measured by the orders that name it.
interface IOfferBook {
    /// @notice A provider's standing price. The same whether signed (EIP-712) or posted.
    /// @param exposureLimit Greatest exposure the provider commits to one job.
    struct Offer {
        address provider;
        address node;
        address token;
        uint96 fixedPrice;
        uint96 price;
        uint8 unitKind;
        uint96 exposureLimit;
        bytes32 resourceClass;
        uint40 validUntil;
        uint64 salt;
    }

    enum OfferState {
        None,
        Posted,
        Cancelled
    }

    event OfferPosted(OfferId indexed offerId, address indexed provider, bytes32 indexed resourceClass, Offer offer);
    event OfferCancelled(OfferId indexed offerId);

    error Offers_NotProvider(address expected, address given);
    error Offers_WrongToken(address expected, address given);
    error Offers_Invalid(OfferFault fault);
    error Offers_WrongState(OfferId offerId, OfferState given);

    enum OfferFault {
        PriceZero,
        UnitKindUnknown,
        ValidUntilPast,
        NodeNotOwned
    }

    /// @notice Emits OfferPosted.
    /// Requirements: the caller is the provider and owns the node; the offer is valid, in the stake's token, and new.
    function post(Offer calldata offer) external returns (OfferId offerId);

    /// @notice Ends an offer, posted or only signed, for ever. Emits OfferCancelled.
    /// Requirements: the caller is the provider; the offer is not cancelled yet.
    function cancel(Offer calldata offer) external;

    function stateOf(OfferId[] calldata offerIds) external view returns (OfferState[] memory);
    /// @notice EIP-712 digest of an offer: its id.
    function hashOffer(Offer calldata offer) external view returns (OfferId);
    function staking() external view returns (address);
}
