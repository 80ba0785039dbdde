// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {InvariantBase} from "../support/InvariantBase.sol";
import {TransitionTable} from "../support/TransitionTable.sol";
import {World} from "../support/World.sol";

/// @dev Every pair of state and action, allowed and forbidden, against the table that the documents show (CHN-7); and the gas of
/// every step with few and with many channels (CHN-8).
contract ChannelStatesTest is InvariantBase, World, TransitionTable {
    uint96 private constant RESERVE = 2 * 1e6;
    uint256 private constant MANY = 1_000;

    address private _payer;
    address private _payee;
    address private _signer;
    IChannels.Channel private _channel;

    function setUp() public {
        _createWorld();
        (_payer, _payee, _signer) = (buyers[0], providers[0], _account("signer"));
        _channel = IChannels.Channel(_payer, _signer, _payee, address(dollar), 1 hours, 1);
    }

    function test_CHN_7_TableNamesTheStatesOfTheContract() public view {
        string[] memory states = _states("channel");
        assertEq(states.length, uint256(type(IChannels.ChannelState).max) + 1, "the table lacks a state");
        assertEq(states[uint256(IChannels.ChannelState.None)], "None");
        assertEq(states[uint256(IChannels.ChannelState.Open)], "Open");
        assertEq(states[uint256(IChannels.ChannelState.Closing)], "Closing");
        assertEq(states[uint256(IChannels.ChannelState.Closed)], "Closed");
    }

    function test_CHN_7_EveryPairOfStateAndAction() public {
        string[] memory states = _states("channel");
        Row[] memory rows = _rows("channel");
        for (uint256 s; s < states.length; ++s) {
            for (uint256 a; a < rows.length; ++a) {
                uint256 before = vm.snapshotState();
                _try(IChannels.ChannelState(s), rows[a], states);
                vm.revertToState(before);
            }
        }
    }

    function _try(IChannels.ChannelState state, Row memory row, string[] memory states) private {
        _reach(state);
        string memory pair = string.concat(row.action, " in ", states[uint256(state)]);
        assertEq(uint8(_state()), uint8(state), string.concat("not reached for ", pair));

        (address caller, bytes memory data) = _callOf(row.action);
        vm.prank(caller);
        (bool success, bytes memory answer) = address(escrow).call(data);
        IChannels.ChannelState now_ = _state();

        if (_contains(row.from, states[uint256(state)])) {
            assertTrue(success, string.concat("refused: ", pair));
            bool led = _contains(row.to, states[uint256(now_)]) || (_contains(row.to, "same") && now_ == state);
            assertTrue(led, string.concat("led to ", states[uint256(now_)], ": ", pair));
        } else if (_is(row.action, "redeem")) {
            assertEq(abi.decode(answer, (uint256)), 0, string.concat("paid: ", pair));
            assertEq(uint8(now_), uint8(state), pair);
        } else {
            bytes memory expected = abi.encodeWithSelector(IChannels.Escrow_WrongChannelState.selector, _id(), state);
            assertFalse(success, string.concat("allowed: ", pair));
            assertEq(answer, expected, string.concat("refused for another reason: ", pair));
        }
    }

    function _reach(IChannels.ChannelState state) private {
        if (state == IChannels.ChannelState.None) return;
        _do("open");
        if (state == IChannels.ChannelState.Open) return;
        _do("startClose");
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        if (state == IChannels.ChannelState.Closed) _do("close");
    }

    function _do(string memory action) private {
        (address caller, bytes memory data) = _callOf(action);
        vm.prank(caller);
        (bool success,) = address(escrow).call(data);
        assertTrue(success, action);
    }

    function _callOf(string memory action) private view returns (address caller, bytes memory data) {
        if (_is(action, "open")) return (_payer, abi.encodeCall(IChannels.openChannel, (_channel, RESERVE)));
        if (_is(action, "topUp")) return (_payer, abi.encodeCall(IChannels.topUpChannel, (_channel, 1)));
        if (_is(action, "startClose")) return (_payer, abi.encodeCall(IChannels.startClose, (_channel)));
        if (_is(action, "close")) return (thief, abi.encodeCall(IChannels.closeChannel, (_channel)));
        if (_is(action, "closeByConsent")) return (_payee, abi.encodeCall(IChannels.closeChannel, (_channel)));
        require(_is(action, "redeem"), string.concat("the table has an action that this test does not know: ", action));
        return (thief, abi.encodeCall(IChannels.redeem, (address(dollar), _payee, _voucher())));
    }

    function _is(string memory one, string memory other) private pure returns (bool) {
        return keccak256(bytes(one)) == keccak256(bytes(other));
    }

    function _id() private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Channel(address payer,address signer,address payee,address token,uint32 closeDelay,uint64 salt)"
        );
        return keccak256(abi.encode(typeHash, _channel));
    }

    function _state() private view returns (IChannels.ChannelState) {
        return escrow.channelOf(_id()).state;
    }

    function _voucher() private view returns (IChannels.Redemption[] memory items) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Escrow"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
        bytes32 structHash = keccak256(abi.encode(typeHash, _id(), uint96(1e6), bytes32(0)));
        items = new IChannels.Redemption[](1);
        items[0] = IChannels.Redemption(_payer, _signer, 1 hours, _channel.salt, 1e6, 0, 0, 0);
        (items[0].r, items[0].vs) =
            vm.signCompact(keys[_signer], keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    /* GAS */

    function test_CHN_8_GasOfChannelsDoesNotGrow() public {
        string[6] memory steps = ["open", "topUp", "redeem", "startClose", "close", "closeByConsent"];
        uint256[6] memory few = _measure(steps);
        for (uint64 i; i < MANY; ++i) {
            _channel.salt = 1 << 32 | i;
            _do("open");
        }
        uint256[6] memory many = _measure(steps);
        for (uint256 i; i < steps.length; ++i) {
            // Zero and non-zero bytes of ids, and nothing else, may differ.
            assertApproxEqAbs(many[i], few[i], 600, steps[i]);
        }
    }

    function _measure(string[6] memory steps) private returns (uint256[6] memory used) {
        _channel.salt = 1;
        IChannels.ChannelState[6] memory from = [
            IChannels.ChannelState.None,
            IChannels.ChannelState.Open,
            IChannels.ChannelState.Open,
            IChannels.ChannelState.Open,
            IChannels.ChannelState.Closing,
            IChannels.ChannelState.Open
        ];
        for (uint256 i; i < steps.length; ++i) {
            uint256 before = vm.snapshotState();
            _reach(from[i]);
            vm.cool(address(escrow));
            _do(steps[i]);
            used[i] = vm.lastCallGas().gasTotalUsed;
            vm.revertToState(before);
        }
    }
}
