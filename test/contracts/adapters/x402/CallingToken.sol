// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {IBatchSettlement} from "contracts/adapters/x402/IBatchSettlement.sol";

/// @dev Pays by authorization as EIP-3009 has it, but tries to leave with the money before it came. It is every side of its channel.
contract CallingToken is ERC20 {
    address private immutable _escrow;
    IBatchSettlement private immutable _settlement;
    IBatchSettlement.ChannelConfig private _config;
    uint128 private _amount;
    uint256 public entered;

    constructor(address escrow, IBatchSettlement settlement) ERC20("Calling", "CALL") {
        (_escrow, _settlement) = (escrow, settlement);
    }

    function act(IBatchSettlement.ChannelConfig calldata config, uint128 amount) external {
        (_config, _amount) = (config, amount);
        _settlement.deposit(config, amount, address(this), abi.encode(type(uint256).max, bytes32(0), new bytes(65)));
    }

    function receiveWithAuthorization(address, address, uint256, uint256, uint256, bytes32, uint8, bytes32, bytes32)
        external
    {
        _tryAll();
        _mint(_escrow, _amount);
    }

    function receiveWithAuthorization(address, address, uint256, uint256, uint256, bytes32, bytes calldata) external {
        _tryAll();
        _mint(_escrow, _amount);
    }

    function _tryAll() private {
        try _settlement.refund(_config, _amount) {
            ++entered;
        } catch {}
        try _settlement.deposit(_config, _amount, address(this), abi.encode(1, bytes32(0), new bytes(65))) {
            ++entered;
        } catch {}
    }
}
