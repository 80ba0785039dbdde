// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {PlainToken} from "./PlainToken.sol";

/// @dev Keeps one part in a hundred of what it moves.
contract FeeToken is PlainToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _burn(to, amount / 100);
        return true;
    }
}

/// @dev Gives the receiver more than was sent.
contract BonusToken is PlainToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _mint(to, 1);
        return true;
    }
}

/// @dev Takes from the receiver instead of giving.
contract ThievingToken is PlainToken {
    function transferFrom(address, address to, uint256 amount) public override returns (bool) {
        _burn(to, amount);
        return true;
    }
}

/// @dev Says false instead of reverting.
contract FalseToken is PlainToken {
    bool public refusing;

    function refuse(bool refusing_) external {
        refusing = refusing_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !refusing && super.transferFrom(from, to, amount);
    }
}

/// @dev Refuses listed addresses, as large stablecoins do.
contract BlockListToken is PlainToken {
    mapping(address account => bool) public listed;

    error Listed(address account);

    function list(address account) external {
        listed[account] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (listed[from]) revert Listed(from);
        if (listed[to]) revert Listed(to);
        super._update(from, to, amount);
    }
}

/// @dev Answers nothing where true is expected, as the oldest stablecoin does.
contract SilentToken {
    mapping(address owner => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @dev Accepts every call and does nothing: permits and authorizations "succeed".
contract PhantomToken {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }

    fallback() external {}
}

/// @dev Calls somebody in the middle of every movement and keeps what came of it.
contract HookToken is PlainToken {
    address public target;
    bytes public payload;
    bool public called;
    bool public succeeded;
    bytes public answer;

    function hook(address target_, bytes calldata payload_) external {
        (target, payload, called) = (target_, payload_, false);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (target == address(0)) return;
        called = true;
        (succeeded, answer) = target.call(payload);
    }
}

/// @dev The same, and says yes to every authorization (EIP-3009).
contract AuthorizingHookToken is HookToken {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 amount,
        uint256,
        uint256,
        bytes32,
        bytes calldata
    ) external {
        _transfer(from, to, amount);
    }
}

/// @dev Changes what everybody holds, without a transfer.
contract RebasingToken is PlainToken {
    uint256 private _percent = 100;

    function rebase(uint256 percent) external {
        _percent = percent;
    }

    function balanceOf(address owner) public view override returns (uint256) {
        return super.balanceOf(owner) * _percent / 100;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount * 100 / _percent);
    }
}
