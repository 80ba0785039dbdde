// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChannelActor} from "./ChannelActor.sol";

/// @dev Owners give keys a budget and take it back; keys return money. What keys spend, they spend as payers.
abstract contract SessionActor is ChannelActor {
    uint256 private constant MOST_SESSIONS = 6;

    function openSession(uint256 seed, uint128 budget) external counted("openSession") {
        if (sessionKeys.length == MOST_SESSIONS) {
            _topUpSession(seed, budget);
            _done("openSession");
            return;
        }
        address owner = _person(seed);
        address key = _account(string.concat("session key ", vm.toString(sessionKeys.length)));
        budget = uint128(_bound(budget, 0, _free(owner) / 4));
        uint40 deadline = uint40(_now());
        bytes memory consent = _sign(key, statements.hashSession(owner, key, address(dollar), deadline));
        vm.prank(owner);
        escrow.openSession(key, address(dollar), budget, deadline, consent);

        sessionKeys.push(key);
        sessionOwners[key] = owner;
        _debit(owner, budget);
        _credit(key, budget);
        _done("openSession");
    }

    /// @dev The session that the seed picks.
    function _topUpSession(uint256 seed, uint256 amount) private {
        address key = _oneOf(sessionKeys, seed);
        address owner = sessionOwners[key];
        amount = _bound(amount, 0, _free(owner) / 4);
        vm.prank(owner);
        escrow.move(address(dollar), key, amount);
        _debit(owner, amount);
        _credit(key, amount);
    }

    function emptySession(uint256 seed) external counted("emptySession") {
        if (sessionKeys.length == 0) return;
        address key = _oneOf(sessionKeys, seed);
        address owner = sessionOwners[key];
        uint256 all = expected[key][address(dollar)];
        vm.prank(owner);
        escrow.emptySession(key, address(dollar));

        ++epochs[key];
        ++nonces[key];
        _debit(key, all);
        _credit(owner, all);
        _done("emptySession");
    }

    /// @dev Later than the other actions, so that there are sessions that go on.
    function endSession(uint256 seed) external counted("endSession") {
        if (sessionKeys.length == 0) return;
        address key = _oneOf(sessionKeys, seed);
        if (seed % 3 != 0 && heirs[key] == address(0)) return;
        address owner = sessionOwners[key];
        uint256 all = expected[key][address(dollar)];
        vm.prank(owner);
        escrow.endSession(key, address(dollar));

        ++epochs[key];
        ++nonces[key];
        _debit(key, all);
        heirs[key] = owner;
        _credit(owner, all);
        _done("endSession");
    }

    /// @dev The key's way back to the owner.
    function returnBudget(uint256 seed, uint256 amount) external counted("returnBudget") {
        if (sessionKeys.length == 0) return;
        address key = _oneOf(sessionKeys, seed);
        if (_free(key) == 0) _topUpSession(seed, amount);
        if (_free(key) == 0) return;
        amount = _bound(amount, 1, _free(key));
        vm.prank(key);
        if (seed % 2 == 0) {
            escrow.move(address(dollar), sessionOwners[key], amount);
            _credit(sessionOwners[key], amount);
        } else {
            escrow.withdraw(address(dollar), amount, sessionOwners[key]);
        }
        _debit(key, amount);
        _done("returnBudget");
    }
}
