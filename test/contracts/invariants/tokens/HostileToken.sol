// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev A token that anybody may deploy beside honest ones: it keeps a part, lies, says no, or calls back.
contract HostileToken is ERC20 {
    enum Trick {
        None,
        KeepsPart,
        MovesNothing,
        SaysNo,
        LiesAboutBalance,
        CallsBack
    }

    Trick public trick;
    address private _target;
    bytes[] private _calls;
    /// @dev How many calls back were let in.
    uint256 public entered;
    uint256 public attempted;

    constructor() ERC20("Hostile", "HOST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @dev Gives the token itself money and an account, so that nothing but the lock refuses what it calls back.
    function settleIn(IEscrow escrow) external {
        _mint(address(this), type(uint128).max);
        _approve(address(this), address(escrow), type(uint256).max);
        escrow.deposit(address(this), address(this), type(uint64).max);
    }

    /// @param calls What it calls back, one after the other.
    function play(Trick trick_, address target, bytes[] calldata calls) external {
        trick = trick_;
        _target = target;
        delete _calls;
        for (uint256 i; i < calls.length; ++i) {
            _calls.push(calls[i]);
        }
    }

    function balanceOf(address account) public view override returns (uint256) {
        if (trick == Trick.LiesAboutBalance) return uint256(keccak256(abi.encode(account, gasleft()))) >> 160;
        return super.balanceOf(account);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _trick() ? super.transfer(to, amount) : false;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (trick == Trick.MovesNothing) return true;
        if (trick == Trick.KeepsPart) return super.transferFrom(from, to, amount - amount / 100 - 1);
        return _trick() ? super.transferFrom(from, to, amount) : false;
    }

    function _trick() private returns (bool) {
        if (trick == Trick.SaysNo) return false;
        if (trick == Trick.CallsBack) {
            // Once: what it calls may move this token again.
            trick = Trick.None;
            for (uint256 i; i < _calls.length; ++i) {
                ++attempted;
                (bool success,) = _target.call(_calls[i]);
                if (success) ++entered;
            }
        }
        return true;
    }
}
