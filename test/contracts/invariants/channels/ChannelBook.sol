// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {IEscrowStatements} from "../../../../contracts/escrow/IEscrowStatements.sol";
import {AccountActor} from "../actors/AccountActor.sol";

/// @dev What the actors know of every channel and session, kept from what they meant to do and never from what the escrow says.
abstract contract ChannelBook is AccountActor {
    struct GhostChannel {
        IChannels.Channel terms;
        IChannels.ChannelState state;
        uint96 redeemed;
        uint96 reserved;
        /// The greatest cumulative sum that its signer signed.
        uint96 signed;
        uint40 closeAt;
        uint24 epoch;
        uint256 paidOut;
    }

    uint96 internal constant LARGEST_SUM = 400 * 1e6;

    IEscrowStatements internal statements;
    bytes32[] internal channelIds;
    mapping(bytes32 channelId => GhostChannel) internal channels;
    mapping(address signer => uint256 key) internal keysP256;
    mapping(address owner => uint32) internal nonces;
    address[] internal sessionKeys;
    mapping(address key => address owner) internal sessionOwners;
    uint64 private _salts;

    /// @dev People and session keys.
    function _payer(uint256 seed) internal view returns (address) {
        if (sessionKeys.length != 0 && seed % 4 == 0) return _oneOf(sessionKeys, seed >> 8);
        return _person(seed);
    }

    function _newTerms(address payer, uint256 seed) internal returns (IChannels.Channel memory terms) {
        address[5] memory payees = [providers[0], providers[1], thief, payer, address(market)];
        terms = IChannels.Channel({
            payer: payer,
            signer: _signerFor(payer, _mix(seed, "signer")),
            payee: payees[_mix(seed, "payee") % 5],
            token: address(dollar),
            closeDelay: uint32(_bound(_mix(seed, "delay"), 1, 2 hours)),
            salt: ++_salts
        });
    }

    function _signerFor(address payer, uint256 seed) private returns (address signer) {
        if (seed % 3 == 0 && keys[payer] != 0) return payer;
        if (seed % 3 == 1) return _account("voucher signer");
        uint256 key = 1 + seed % 3;
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        signer = address(uint160(uint256(keccak256(abi.encode(x, y)))));
        keysP256[signer] = key;
    }

    /// @dev An open or closing channel; a new one if there is none.
    function _needPaying(uint256 seed) internal returns (bytes32) {
        uint256 count = channelIds.length;
        for (uint256 i; i < count; ++i) {
            bytes32 id = channelIds[(seed % count + i) % count];
            if (_pays(channels[id].state)) return id;
        }
        return _open(_person(seed), seed, 10 * uint96(DOLLAR));
    }

    function _needIn(IChannels.ChannelState state, uint256 seed) internal returns (bytes32 id) {
        uint256 count = channelIds.length;
        for (uint256 i; i < count; ++i) {
            id = channelIds[(seed % count + i) % count];
            if (channels[id].state == state) return id;
        }
        id = _open(_person(seed), seed, 10 * uint96(DOLLAR));
        if (state == IChannels.ChannelState.Closing) _startClose(id);
        if (state == IChannels.ChannelState.Closed) _closeByPayee(id);
    }

    function _pays(IChannels.ChannelState state) internal pure returns (bool) {
        return state == IChannels.ChannelState.Open || state == IChannels.ChannelState.Closing;
    }

    /* STEPS */

    function _open(address payer, uint256 seed, uint96 reserve) internal returns (bytes32 id) {
        IChannels.Channel memory terms = _newTerms(payer, seed);
        if (reserve > _free(payer)) reserve = uint96(_free(payer));
        vm.prank(payer);
        id = escrow.openChannel(terms, reserve);
        _opened(id, terms, reserve);
    }

    function _opened(bytes32 id, IChannels.Channel memory terms, uint96 reserve) internal {
        if (id != statements.hashStructChannel(terms)) _breach("CHN-2", "an id that is not the terms' hash");
        GhostChannel storage channel = channels[id];
        if (channel.state != IChannels.ChannelState.None) _breach("CHN-2", "opened twice");
        channelIds.push(id);
        channel.terms = terms;
        channel.state = IChannels.ChannelState.Open;
        channel.reserved = reserve;
        channel.epoch = epochs[terms.payer];
        _debit(terms.payer, reserve);
        _track(terms.payee);
    }

    function _startClose(bytes32 id) internal {
        GhostChannel storage channel = channels[id];
        vm.prank(channel.terms.payer);
        escrow.startClose(channel.terms);
        _closing(id);
    }

    function _closing(bytes32 id) internal {
        channels[id].state = IChannels.ChannelState.Closing;
        channels[id].closeAt = uint40(_now()) + channels[id].terms.closeDelay;
    }

    function _closeByPayee(bytes32 id) internal {
        vm.prank(channels[id].terms.payee);
        escrow.closeChannel(channels[id].terms);
        _closed(id);
    }

    function _closed(bytes32 id) internal {
        GhostChannel storage channel = channels[id];
        _credit(channel.terms.payer, channel.reserved);
        channel.reserved = 0;
        channel.state = IChannels.ChannelState.Closed;
    }

    /// @dev Writes down what the books say a voucher comes to.
    function _pay(bytes32 id, uint96 cumulative) internal returns (uint96 paid) {
        GhostChannel storage channel = channels[id];
        if (!_pays(channel.state) || cumulative <= channel.redeemed) return 0;
        uint96 due = cumulative - channel.redeemed;
        uint96 reserved = due < channel.reserved ? due : channel.reserved;
        address payer = channel.terms.payer;
        uint256 there = channel.epoch == epochs[payer] ? expected[payer][address(dollar)] : 0;
        uint96 free = due - reserved < there ? due - reserved : uint96(there);
        paid = reserved + free;
        channel.redeemed += paid;
        channel.reserved -= reserved;
        channel.paidOut += paid;
        _debit(payer, free);
    }

    /* SIGNATURES */

    /// @dev Of a key, or of the wallet's owner in the wallet's name.
    function _signFor(address owner, bytes32 digest) internal view returns (bytes memory) {
        return _sign(owner == address(wallet) ? wallet.owner() : owner, digest);
    }

    function _canSign(address owner) internal view returns (bool) {
        return owner == address(wallet) || keys[owner] != 0;
    }

    function _voucher(bytes32 id, uint96 cumulative) internal view returns (bytes32) {
        return statements.hashVoucher(IChannels.Voucher(id, cumulative, bytes32(uint256(cumulative))));
    }

    /// @dev As the channel's own signer signs it, which the books remember.
    function _signed(bytes32 id, uint96 cumulative) internal returns (IChannels.Redemption memory) {
        GhostChannel storage channel = channels[id];
        if (cumulative > channel.signed) channel.signed = cumulative;
        return _item(channel.terms, cumulative, keys[channel.terms.signer]);
    }

    function _item(IChannels.Channel memory terms, uint96 cumulative, uint256 key)
        internal
        view
        returns (IChannels.Redemption memory item)
    {
        item = IChannels.Redemption({
            payer: terms.payer,
            signer: terms.signer,
            closeDelay: terms.closeDelay,
            salt: terms.salt,
            cumulative: cumulative,
            receiptsRoot: bytes32(uint256(cumulative)),
            r: 0,
            vs: 0
        });
        if (key != 0) {
            (item.r, item.vs) = vm.signCompact(key, _voucher(statements.hashStructChannel(terms), cumulative));
        }
    }

    function _signedP256(bytes32 id, uint96 cumulative) internal returns (IChannels.RedemptionP256 memory item) {
        GhostChannel storage channel = channels[id];
        if (cumulative > channel.signed) channel.signed = cumulative;
        uint256 key = keysP256[channel.terms.signer];
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        (bytes32 r, bytes32 s) = vm.signP256(key, sha256(abi.encode(_voucher(id, cumulative))));
        item = IChannels.RedemptionP256({
            payer: channel.terms.payer,
            closeDelay: channel.terms.closeDelay,
            salt: channel.terms.salt,
            cumulative: cumulative,
            receiptsRoot: bytes32(uint256(cumulative)),
            r: r,
            s: _low(s),
            x: bytes32(x),
            y: bytes32(y)
        });
    }

    function _low(bytes32 s) private pure returns (bytes32) {
        uint256 order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
        return uint256(s) > order / 2 ? bytes32(order - uint256(s)) : s;
    }

    function _pack(address payee, IChannels.Redemption[] memory items) internal view returns (bytes memory packed) {
        packed = abi.encodePacked(address(dollar), payee);
        for (uint256 i; i < items.length; ++i) {
            IChannels.Redemption memory item = items[i];
            packed = abi.encodePacked(
                packed, item.payer, item.signer, item.closeDelay, item.salt, item.cumulative, item.receiptsRoot
            );
            packed = abi.encodePacked(packed, item.r, item.vs);
        }
    }
}
