// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {ChannelBook} from "./ChannelBook.sol";

/// @dev Payers open, top up and close; payees and strangers redeem.
abstract contract ChannelActor is ChannelBook {
    function openChannel(uint256 seed, uint96 reserve) external counted("openChannel") {
        address payer = _payer(seed);
        _open(payer, seed, uint96(_bound(reserve, 0, _free(payer) / 8)));
        _done("openChannel");
    }

    function openSigned(uint256 seed, uint96 reserve) external counted("openSigned") {
        address payer = _payer(seed);
        if (!_canSign(payer)) payer = buyers[seed % 3];
        reserve = uint96(_bound(reserve, 0, _free(payer) / 8));
        IChannels.Channel memory terms = _newTerms(payer, seed);
        uint40 deadline = uint40(_now() + seed % 60);
        bytes memory signature = _signFor(payer, statements.hashOpenChannel(terms, reserve, epochs[payer], deadline));
        vm.prank(_person(seed >> 16));
        _opened(escrow.openChannelFor(terms, reserve, epochs[payer], deadline, signature), terms, reserve);
        _done("openSigned");
    }

    function topUpChannel(uint256 seed, uint96 amount) external counted("topUpChannel") {
        bytes32 id = _needIn(IChannels.ChannelState.Open, seed);
        GhostChannel storage channel = channels[id];
        address payer = channel.terms.payer;
        if (_free(payer) == 0) return;
        amount = uint96(_bound(amount, 1, 1 + (_free(payer) - 1) / 8));
        if (seed % 2 == 0 && _canSign(payer)) {
            bytes memory signature =
                _signFor(payer, statements.hashTopUpChannel(id, amount, nonces[payer], uint40(_now())));
            vm.prank(thief);
            escrow.topUpChannelFor(channel.terms, amount, nonces[payer]++, uint40(_now()), signature);
        } else {
            vm.prank(payer);
            escrow.topUpChannel(channel.terms, amount);
        }
        channel.reserved += amount;
        _debit(payer, amount);
        _done("topUpChannel");
    }

    function startClose(uint256 seed) external counted("startClose") {
        bytes32 id = _needIn(IChannels.ChannelState.Open, seed);
        GhostChannel storage channel = channels[id];
        address payer = channel.terms.payer;
        if (seed % 2 == 0 && _canSign(payer)) {
            bytes memory signature = _signFor(payer, statements.hashStartClose(id, uint40(_now())));
            vm.prank(thief);
            escrow.startCloseFor(channel.terms, uint40(_now()), signature);
        } else {
            vm.prank(sessionOwners[payer] != address(0) && seed % 4 == 1 ? sessionOwners[payer] : payer);
            escrow.startClose(channel.terms);
        }
        _closing(id);
        _done("startClose");
    }

    function closeByPayee(uint256 seed) external counted("closeByPayee") {
        bytes32 id = _needPaying(seed);
        GhostChannel storage channel = channels[id];
        address payee = channel.terms.payee;
        if (seed % 2 == 0 && _canSign(payee)) {
            bytes32 digest = statements.hashCloseChannel(id, channel.redeemed, uint40(_now()));
            bytes memory signature = _signFor(payee, digest);
            vm.prank(thief);
            escrow.closeChannelFor(channel.terms, channel.redeemed, uint40(_now()), signature);
            _closed(id);
        } else {
            _closeByPayee(id);
        }
        _done("closeByPayee");
    }

    /// @dev Half of the calls are too early, and must be refused.
    function closeAfterDelay(uint256 seed) external counted("closeAfterDelay") {
        bytes32 id = _needIn(IChannels.ChannelState.Closing, seed);
        GhostChannel storage channel = channels[id];
        bool due = _waitsFor(channel.closeAt, seed);
        address caller = channel.terms.payer == channel.terms.payee ? operator : channel.terms.payer;
        vm.prank(caller);
        try escrow.closeChannel(channel.terms) {
            if (!due) _breach("CHN-6", "closed before the delay was over");
            _closed(id);
            _done("closeAfterDelay");
        } catch {
            if (due) _breach("CHN-6", "a due close was refused");
        }
    }

    /// @dev One voucher, new or old, in either form, carried by anybody.
    function redeem(uint256 seed, uint96 sum) external counted("redeem") {
        bytes32 id = _needPaying(seed);
        GhostChannel storage channel = channels[id];
        uint96 cumulative = _sum(channel, seed, sum);
        address payee = channel.terms.payee;
        uint256 paid;
        if (keysP256[channel.terms.signer] != 0) {
            IChannels.RedemptionP256[] memory items = new IChannels.RedemptionP256[](1);
            items[0] = _signedP256(id, cumulative);
            vm.prank(_person(seed >> 16));
            paid = escrow.redeemP256(address(dollar), payee, items);
        } else {
            IChannels.Redemption[] memory items = new IChannels.Redemption[](1);
            items[0] = _signed(id, cumulative);
            paid = _carry(payee, items, seed);
        }
        uint96 expectation = _pay(id, cumulative);
        if (paid != expectation) _breach("CHN-4", "a voucher paid another sum");
        _credited(payee, expectation);
        if (expectation != 0) _done("redeem");
    }

    function _sum(GhostChannel storage channel, uint256 seed, uint96 sum) private view returns (uint96) {
        if (seed % 8 == 0) return channel.signed;
        return uint96(_bound(sum, uint256(channel.redeemed) + 1, uint256(channel.redeemed) + LARGEST_SUM));
    }

    /// @dev Good, old, forged, never opened and closed side by side: each good one is paid as if it came alone.
    function redeemBatch(uint256 seed, uint96 sum) external counted("redeemBatch") {
        address payee = channels[_needPaying(seed)].terms.payee;
        IChannels.Redemption[] memory items = new IChannels.Redemption[](6);
        bytes32[6] memory good;
        for (uint256 i; i < 6; ++i) {
            uint256 draw_ = _mix(seed, vm.toString(i));
            bytes32 id = channelIds[draw_ % channelIds.length];
            GhostChannel storage channel = channels[id];
            bool forged = (draw_ >> 8) % 4 == 0 || keys[channel.terms.signer] == 0 || channel.terms.payee != payee;
            uint96 cumulative = _sum(channel, draw_ >> 16, uint96(uint256(sum) * (i + 1) % LARGEST_SUM));
            if (forged) {
                items[i] = _item(channel.terms, cumulative, keys[buyers[0]] + 1 + i);
            } else {
                items[i] = _signed(id, cumulative);
                good[i] = id;
            }
        }
        uint256 paid = _carry(payee, items, seed);
        uint256 expectation;
        for (uint256 i; i < 6; ++i) {
            if (good[i] != 0) expectation += _pay(good[i], items[i].cumulative);
        }
        if (paid != expectation) _breach("CHN-5", "a batch paid another sum");
        _credited(payee, expectation);
        _done("redeemBatch");
    }

    function _carry(address payee, IChannels.Redemption[] memory items, uint256 seed) internal returns (uint256 paid) {
        vm.prank(_person(seed >> 24));
        bytes memory data = (seed >> 20) % 2 == 0
            ? abi.encodeCall(IChannels.redeem, (address(dollar), payee, items))
            : abi.encodeCall(IChannels.redeemPacked, (_pack(payee, items)));
        (bool success, bytes memory answer) = address(escrow).call(data);
        if (success) return abi.decode(answer, (uint256));
        _breach("CHN-5", "a batch was refused");
    }

    function withdrawSigned(uint256 seed, uint128 amount, uint128 fee) external counted("withdrawSigned") {
        address owner = seed % 3 == 0 ? providers[seed % 2] : buyers[seed % 3];
        if (_free(owner) < 2) return;
        IEscrow.Withdrawal memory withdrawal = IEscrow.Withdrawal({
            owner: owner,
            token: address(dollar),
            to: _person(seed >> 16),
            amount: uint128(_bound(amount, 1, 1 + _free(owner) / 8)),
            fee: uint128(_bound(fee, 0, _free(owner) / 16)),
            nonce: nonces[owner],
            deadline: uint40(_now())
        });
        bytes memory signature = _signFor(owner, statements.hashWithdrawal(withdrawal));
        address carrier = _person(seed >> 24);
        uint256 before = dollar.balanceOf(withdrawal.to);
        vm.prank(carrier);
        escrow.withdrawFor(withdrawal, signature);

        if (dollar.balanceOf(withdrawal.to) != before + withdrawal.amount) _breach("ESC-1", "paid out another sum");
        ++nonces[owner];
        _debit(owner, uint256(withdrawal.amount) + withdrawal.fee);
        _credit(carrier, withdrawal.fee);
        _done("withdrawSigned");
    }

    function raise(uint256 seed) external counted("raise") {
        address owner = _payer(seed);
        if (seed % 2 == 0 && _canSign(owner)) {
            bytes32 digest = statements.hashRaiseEpoch(owner, address(dollar), epochs[owner], uint40(_now()));
            bytes memory signature = _signFor(owner, digest);
            vm.prank(thief);
            escrow.raiseEpochFor(owner, address(dollar), epochs[owner], uint40(_now()), signature);
        } else {
            vm.prank(owner);
            escrow.raiseEpoch(address(dollar));
        }
        ++epochs[owner];
        ++nonces[owner];
        _done("raise");
    }

    function waitAWhile(uint256 by) external counted("waitAWhile") {
        vm.warp(_now() + _bound(by, 0, 20 minutes));
        _done("waitAWhile");
    }
}
