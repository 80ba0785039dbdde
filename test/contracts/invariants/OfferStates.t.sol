// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IOfferBook} from "../../../contracts/market/IOfferBook.sol";
import {OfferId} from "../../../contracts/types/Ids.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {TransitionTable} from "./support/TransitionTable.sol";
import {World} from "./support/World.sol";

/// @dev Every pair of an offer's state and action, allowed and forbidden, against the table that the documents show.
contract OfferStatesTest is InvariantBase, World, TransitionTable {
    IOfferBook.Offer private _offer;

    function setUp() public {
        _createWorld();
        _offer = IOfferBook.Offer({
            provider: providers[0],
            node: nodes[0],
            token: address(dollar),
            fixedPrice: 1,
            price: 1,
            unitKind: 0,
            exposureLimit: 1,
            resourceClass: "cpu.v1",
            validUntil: uint40(START),
            salt: 1
        });
    }

    function test_EveryPairOfOfferStateAndAction() public {
        string[] memory states = _states("offer");
        Row[] memory rows = _rows("offer");
        assertEq(states.length, uint256(type(IOfferBook.OfferState).max) + 1, "states of the table");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _try(states[s], s, rows[a]);
                vm.revertToState(before);
            }
        }
    }

    function _try(string memory state, uint256 index, Row memory row) private {
        string memory pair = string.concat(row.action, " in ", state);
        for (uint256 i; i < index; ++i) {
            assertTrue(_do(i == 0 ? "post" : "cancel"), pair);
        }
        assertEq(uint256(_stateOf()), index, string.concat("not reached for ", pair));
        bool success = _do(row.action);
        assertEq(success, _contains(row.from, state), pair);
        string memory now_ = _states("offer")[uint256(_stateOf())];
        if (success) assertTrue(_contains(row.to, now_), string.concat("led to ", now_, ": ", pair));
        else assertEq(now_, state, string.concat("moved: ", pair));
    }

    function _do(string memory action) private returns (bool success) {
        bool posts = keccak256(bytes(action)) == keccak256("post");
        vm.prank(providers[0]);
        (success,) = address(offers)
            .call(posts ? abi.encodeCall(IOfferBook.post, (_offer)) : abi.encodeCall(IOfferBook.cancel, (_offer)));
    }

    function _stateOf() private view returns (IOfferBook.OfferState) {
        OfferId[] memory offerIds = new OfferId[](1);
        offerIds[0] = offers.hashOffer(_offer);
        return offers.stateOf(offerIds)[0];
    }
}
