// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Actor} from "./Actor.sol";

/// @dev Owners of accounts: deposits in every form, withdrawals, operators, epochs, moves and gifts.
abstract contract AccountActor is Actor {
    address internal operator = address(uint160(0x09E7A704));

    /// @dev An EOA that holds an account.
    function _person(uint256 seed) internal view returns (address) {
        uint256 which = seed % 3;
        if (which == 0) return _oneOf(buyers, seed >> 8);
        return which == 1 ? _oneOf(providers, seed >> 8) : thief;
    }

    /// @dev Anything that can be named as a receiver, contracts included.
    function _receiver(uint256 seed) internal view returns (address) {
        uint256 which = seed % 8;
        if (which == 0) return address(market);
        if (which == 1) return address(staking);
        if (which == 2) return address(escrow);
        return _person(seed >> 8);
    }

    function deposit(uint256 seed, uint256 amount) external counted("deposit") {
        address payer = _person(seed);
        address owner = _receiver(seed >> 32);
        amount = _bound(amount, 1, 500 * DOLLAR);
        _pour(payer, amount);
        vm.startPrank(payer);
        dollar.approve(address(escrow), amount);
        escrow.deposit(owner, address(dollar), amount);
        vm.stopPrank();

        _credited(owner, amount);
        _done("deposit");
    }

    function depositWithAuthorization(uint256 seed, uint256 amount, bytes32 salt)
        external
        counted("depositWithAuthorization")
    {
        address owner = providers[seed % providers.length];
        amount = _bound(amount, 1, 500 * DOLLAR);
        _pour(owner, amount);
        bytes memory signature = _authorize(owner, amount, salt, address(escrow), address(0));
        vm.prank(_person(seed >> 32));
        try escrow.depositWithAuthorization(owner, address(dollar), amount, type(uint256).max, salt, signature) {
            _credit(owner, amount);
            _done("depositWithAuthorization");
        } catch {
            // The salt was used before.
        }
    }

    /// @dev The token's EIP-3009 signature of `owner` over a transfer to `to`; the nonce names the operator.
    function _authorize(address owner, uint256 amount, bytes32 salt, address to, address for_)
        internal
        view
        returns (bytes memory)
    {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 structHash =
            keccak256(abi.encode(typeHash, owner, to, amount, 0, type(uint256).max, keccak256(abi.encode(for_, salt))));
        (, bytes memory answer) = address(dollar).staticcall(abi.encodeWithSignature("DOMAIN_SEPARATOR()"));
        return _sign(owner, keccak256(abi.encodePacked(hex"1901", abi.decode(answer, (bytes32)), structHash)));
    }

    function withdraw(uint256 seed, uint256 amount) external counted("withdraw") {
        address owner = _person(seed);
        uint256 free = _free(owner);
        if (free == 0) return;
        amount = _bound(amount, 1, free < 200 * DOLLAR ? free : 200 * DOLLAR);
        address to = _person(seed >> 32);
        uint256 before = dollar.balanceOf(to);
        vm.prank(owner);
        escrow.withdraw(address(dollar), amount, to);

        if (dollar.balanceOf(to) != before + amount) _breach("ESC-1", "a withdrawal paid out another sum");
        _debit(owner, amount);
        _done("withdraw");
    }

    function withdrawTooMuch(uint256 seed, uint256 amount) external counted("withdrawTooMuch") {
        address owner = _person(seed);
        amount = _bound(amount, _free(owner) + 1, type(uint256).max);
        vm.prank(owner);
        try escrow.withdraw(address(dollar), amount, owner) {
            _breach("ESC-2", "more than the free money was withdrawn");
        } catch {
            _done("withdrawTooMuch");
        }
    }

    function move(uint256 seed, uint256 amount) external counted("move") {
        address owner = _person(seed);
        address to = seed % 5 == 0 ? owner : _receiver(seed >> 32);
        amount = _bound(amount, 0, _free(owner) / 4);
        vm.prank(owner);
        escrow.move(address(dollar), to, amount);

        _debit(owner, amount);
        _credited(to, amount);
        _done("move");
    }

    function settle(uint256 seed, uint256 payment, uint256 refund) external counted("settle") {
        address owner = _person(seed);
        address payee = seed % 5 == 0 ? owner : _receiver(seed >> 32);
        address buyer = seed % 7 == 0 ? payee : _receiver(seed >> 64);
        payment = _bound(payment, 0, _free(owner) / 8);
        refund = _bound(refund, 0, _free(owner) / 8);
        vm.prank(owner);
        escrow.settle(address(dollar), payee, payment, buyer, refund);

        _debit(owner, payment + refund);
        _credited(payee, payment);
        _credited(buyer, refund);
        _done("settle");
    }

    /// @dev Tokens that nobody asked for belong to nobody.
    function sendUnasked(uint256 amount) external counted("sendUnasked") {
        amount = _bound(amount, 1, DOLLAR);
        _pour(address(escrow), amount);
        unasked[address(dollar)] += amount;
        _done("sendUnasked");
    }

    /* OPERATORS AND EPOCHS */

    function allowMarket(uint256 seed, uint256 cap, uint256 lifetime) external counted("allowMarket") {
        address owner = _oneOf(buyers, seed);
        _setOperator(owner, address(market), _bound(cap, 0, 1_000 * DOLLAR), _now() + _bound(lifetime, 0, 1 days));
        _done("allowMarket");
    }

    function allowOperator(uint256 seed, uint256 cap, uint256 lifetime) external counted("allowOperator") {
        address owner = _person(seed);
        _setOperator(owner, operator, _bound(cap, 0, 300 * DOLLAR), _now() + _bound(lifetime, 0, 1 days));
        _done("allowOperator");
    }

    function _setOperator(address owner, address operator_, uint256 cap, uint256 expiry) internal {
        vm.prank(owner);
        escrow.setOperator(operator_, address(dollar), uint128(cap), uint40(expiry));
        caps[owner][operator_] = cap;
        expiries[owner][operator_] = expiry;
        drawn[owner][operator_] = 0;
    }

    /// @dev The operator tries whatever it wants; the books say what it may.
    function draw(uint256 seed, uint256 amount, uint24 epoch) external counted("draw") {
        address owner = _person(seed);
        bool spent = caps[owner][operator] == drawn[owner][operator] || expiries[owner][operator] < _now();
        if (spent && seed % 16 < 10) _setOperator(owner, operator, 100 * DOLLAR, _now() + 60);
        uint256 rest = caps[owner][operator] - drawn[owner][operator];
        amount = seed % 4 == 0 ? amount : _bound(amount, 0, rest < _free(owner) ? rest : _free(owner));
        if (seed % 4 != 1) epoch = epochs[owner];
        bool may = amount <= rest && _now() <= expiries[owner][operator] && epoch == epochs[owner]
            && amount <= expected[owner][address(dollar)];

        vm.prank(operator);
        try escrow.draw(owner, address(dollar), amount, epoch) {
            if (!may) {
                _breach(
                    epoch == epochs[owner] ? bytes32("ESC-3") : bytes32("ESC-4"), "an operator drew what it may not"
                );
            }
            drawn[owner][operator] += amount;
            _debit(owner, amount);
            _credit(operator, amount);
            _done("draw");
        } catch {
            if (may) _breach("ESC-3", "an operator was refused what it may draw");
        }
    }

    /// @dev What an operator gives back does not restore its cap.
    function giveBack(uint256 seed, uint256 amount) external counted("giveBack") {
        address owner = _person(seed);
        amount = _bound(amount, 0, _free(operator));
        vm.prank(operator);
        escrow.move(address(dollar), owner, amount);

        _debit(operator, amount);
        _credit(owner, amount);
        _done("giveBack");
    }

    function raiseEpoch(uint256 seed) external counted("raiseEpoch") {
        address owner = _person(seed);
        vm.prank(owner);
        escrow.raiseEpoch(address(dollar));
        ++epochs[owner];
        _done("raiseEpoch");
    }
}
