// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IOfferBook} from "../../../../contracts/market/IOfferBook.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {OfferId} from "../../../../contracts/types/Ids.sol";
import {SignedOrderActor} from "./SignedOrderActor.sol";

/// @dev Providers stake, thaw, leave, keep nodes and post offers.
abstract contract ProviderActor is SignedOrderActor {
    IOfferBook.Offer[] private _offers;
    uint256 private constant MOST_NODES = 12;

    function stake(uint256 seed, uint256 amount) external counted("stake") {
        _stake(_oneOf(providers, seed), _bound(amount, 1, 100 * DOLLAR));
        _done("stake");
    }

    function _stake(address provider, uint256 amount) private {
        _pour(provider, amount);
        vm.startPrank(provider);
        dollar.approve(address(escrow), amount);
        escrow.deposit(provider, address(dollar), amount);
        escrow.setOperator(address(staking), address(dollar), uint128(amount), uint40(_now()));
        staking.add(uint96(amount), epochs[provider]);
        vm.stopPrank();

        _credit(provider, amount);
        _debit(provider, amount);
        _credit(address(staking), amount);
        stakes[provider].active += amount;
    }

    function _strengthen(uint256 seed) internal override {
        address provider = _oneOf(providers, seed);
        _stake(provider, 200 * DOLLAR);
        for (uint256 i; i < nodes.length; ++i) {
            GhostNode storage ghost = ghostNodes[nodes[i]];
            if (ghost.provider == provider && !ghost.retired && !ghost.paused) return;
        }
        _enlist(provider, provider);
    }

    function thaw(uint256 seed, uint256 amount) external counted("thaw") {
        address provider = _oneOf(providers, seed);
        uint256 free = stakes[provider].active - _exposureOf(provider);
        bool greedy = seed % 4 == 0;
        amount = greedy ? _bound(amount, free + 1, stakes[provider].active + 1) : _bound(amount, 1, free / 4 + 1);
        if (seed % 8 == 1 && free != 0) amount = free;
        if (_thaw(provider, amount)) _done("thaw");
    }

    function _thaw(address provider, uint256 amount) private returns (bool) {
        uint256 free = stakes[provider].active - _exposureOf(provider);
        vm.prank(provider);
        try staking.thaw(uint96(amount)) {
            if (amount > free) _breach("STK-3", "exposed stake began to thaw");
            stakes[provider].active -= amount;
            stakes[provider].thawing += amount;
            stakes[provider].thawedAt = _now() + THAW_TIME;
            return true;
        } catch {
            if (amount <= free) _breach("STK-3", "free stake could not thaw");
            return false;
        }
    }

    function cancelThaw(uint256 seed) external counted("cancelThaw") {
        address provider = _oneOf(providers, seed);
        uint256 thawing = stakes[provider].thawing;
        vm.prank(provider);
        try staking.cancelThaw() {
            if (thawing == 0) _breach("STK-3", "a thaw was cancelled that never was");
            stakes[provider].active += thawing;
            stakes[provider].thawing = 0;
            _done("cancelThaw");
        } catch {
            if (thawing != 0) _breach("STK-3", "a thaw could not be cancelled");
        }
    }

    function withdrawStake(uint256 seed) external counted("withdrawStake") {
        address provider = _oneOf(providers, seed);
        if (stakes[provider].thawing == 0 && seed % 8 != 0) _thaw(provider, 1);
        uint256 thawing = stakes[provider].thawing;
        bool due = thawing != 0 && _waitsFor(stakes[provider].thawedAt, seed);
        vm.prank(provider);
        try staking.withdraw() {
            if (!due) _breach("STK-3", "stake left before it had thawed");
            stakes[provider].thawing = 0;
            _debit(address(staking), thawing);
            _credit(provider, thawing);
            _done("withdrawStake");
        } catch {
            if (due) _breach("STK-3", "thawed stake could not leave");
        }
    }

    /* NODES */

    function registerNode(uint256 seed) external counted("registerNode") {
        if (nodes.length >= MOST_NODES || seed % 4 == 0) return _refuseTaken(seed >> 8);
        _enlist(_oneOf(providers, seed), _payee(seed >> 8));
        _done("registerNode");
    }

    function _enlist(address provider, address payee) internal {
        address node = _register(provider, payee);
        ghostNodes[node] = GhostNode({provider: provider, payee: payee, paused: false, retired: false});
    }

    /// @dev A node key is registered once, whoever asks and whatever became of it.
    function _refuseTaken(uint256 seed) private {
        address provider = _oneOf(providers, seed);
        IStaking.NodeProfile memory profile = _profile(provider, _oneOf(nodes, seed >> 8), provider);
        bytes memory signature = _sign(profile.node, staking.hashNodeProfile(profile));
        vm.prank(provider);
        try staking.registerNode(profile, signature) {
            _breach("STK-6", "a node key was registered twice");
        } catch {
            _done("registerNode");
        }
    }

    function _payee(uint256 seed) private view returns (address) {
        uint256 which = seed % 6;
        if (which == 0) return address(market);
        if (which == 1) return address(staking);
        return which == 2 ? _oneOf(buyers, seed >> 8) : _oneOf(providers, seed >> 8);
    }

    function setPayee(uint256 seed) external counted("setPayee") {
        address node = _oneOf(nodes, seed);
        address payee = _payee(seed >> 8);
        GhostNode storage ghost = ghostNodes[node];
        vm.prank(ghost.provider);
        try staking.setPayee(node, payee) {
            if (ghost.retired) _breach("STK-6", "a retired node has a new payee");
            ghost.payee = payee;
            _done("setPayee");
        } catch {
            if (!ghost.retired) _breach("STK-6", "an owner could not set its payee");
        }
    }

    function setPaused(uint256 seed) external counted("setPaused") {
        address node = _oneOf(nodes, seed);
        GhostNode storage ghost = ghostNodes[node];
        bool paused = seed >> 8 & 3 == 0;
        vm.prank(ghost.provider);
        try staking.setPaused(node, paused) {
            if (ghost.retired) _breach("STK-6", "a retired node was paused");
            ghost.paused = paused;
            _done("setPaused");
        } catch {
            if (!ghost.retired) _breach("STK-6", "an owner could not pause its node");
        }
    }

    function retireNode(uint256 seed) external counted("retireNode") {
        address node = _oneOf(nodes, seed);
        GhostNode storage ghost = ghostNodes[node];
        if (ghost.retired) {
            if (nodes.length >= MOST_NODES) return;
            _enlist(_oneOf(providers, seed >> 8), _payee(seed >> 16));
            node = nodes[nodes.length - 1];
            ghost = ghostNodes[node];
        }
        vm.prank(ghost.provider);
        staking.retireNode(node);
        ghost.retired = true;
        _done("retireNode");
    }

    /// @dev The new key takes the place of the old one, which claims no more.
    function rotateNode(uint256 seed) external counted("rotateNode") {
        address node = _oneOf(nodes, seed);
        GhostNode storage ghost = ghostNodes[node];
        // Once there are enough nodes, a rotation must be one that is refused: to a key that is taken.
        bool taken = nodes.length >= MOST_NODES;
        address fresh = taken ? _oneOf(nodes, seed >> 8) : _account(string.concat("node ", vm.toString(nodes.length)));
        IStaking.NodeProfile memory profile = _profile(ghost.provider, fresh, _payee(seed >> 16));
        bytes memory signature = _sign(fresh, staking.hashNodeProfile(profile));
        vm.prank(ghost.provider);
        try staking.rotateNode(node, profile, signature) {
            if (taken) _breach("STK-6", "a node key was registered by a rotation");
            if (ghost.retired) _breach("STK-6", "a retired node was rotated");
            nodes.push(fresh);
            ghostNodes[fresh] = GhostNode(ghost.provider, profile.payee, ghost.paused, false);
            ghost.retired = true;
            _done("rotateNode");
        } catch {
            if (!taken && !ghost.retired) _breach("STK-7", "an owner could not rotate its node");
            if (taken) _done("rotateNode");
        }
    }

    /// @dev Changes nothing that the contract keeps.
    function setProfile(uint256 seed) external counted("setProfile") {
        address node = _oneOf(nodes, seed);
        // Most nodes of a long walk are retired, which one in four calls tries.
        for (uint256 i; seed >> 10 & 3 != 0 && i < nodes.length && ghostNodes[node].retired; ++i) {
            node = nodes[i];
        }
        GhostNode storage ghost = ghostNodes[node];
        address payee = seed >> 8 & 3 == 0 ? _payee(seed >> 16) : ghost.payee;
        IStaking.NodeProfile memory profile = _profile(ghost.provider, node, payee);
        profile.region = bytes32(seed);
        bytes memory signature = _sign(node, staking.hashNodeProfile(profile));
        vm.prank(ghost.provider);
        try staking.setProfile(profile, signature) {
            if (ghost.retired || payee != ghost.payee) _breach("STK-7", "a profile moved what it may not");
            _done("setProfile");
        } catch {
            if (!ghost.retired && payee == ghost.payee) _breach("STK-7", "an owner could not change a profile");
        }
    }

    /* OFFERS */

    function postOffer(uint256 seed) external counted("postOffer") {
        address node = _oneOf(nodes, seed);
        GhostNode storage ghost = ghostNodes[node];
        IOfferBook.Offer memory offer = IOfferBook.Offer({
            provider: ghost.provider,
            node: node,
            token: address(dollar),
            fixedPrice: 1,
            price: uint96(seed),
            unitKind: uint8(seed % 3),
            exposureLimit: 1,
            resourceClass: "cpu.v1",
            validUntil: uint40(_now()),
            salt: uint64(_offers.length)
        });
        vm.prank(ghost.provider);
        try offers.post(offer) {
            if (ghost.retired) _breach("STK-6", "a retired node was offered");
            _offers.push(offer);
            _done("postOffer");
        } catch {
            if (!ghost.retired) _breach("MKT-5", "a good offer was refused");
        }
    }

    function cancelOffer(uint256 seed) external counted("cancelOffer") {
        if (_offers.length == 0) return;
        IOfferBook.Offer memory offer = _offers[seed % _offers.length];
        OfferId[] memory ids = new OfferId[](1);
        ids[0] = offers.hashOffer(offer);
        bool posted = offers.stateOf(ids)[0] == IOfferBook.OfferState.Posted;
        vm.prank(offer.provider);
        try offers.cancel(offer) {
            if (!posted) _breach("MKT-5", "an offer was cancelled twice");
            _done("cancelOffer");
        } catch {
            if (posted) _breach("MKT-5", "a posted offer could not be cancelled");
        }
    }
}
