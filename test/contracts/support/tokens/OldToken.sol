// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @dev What a token of the first years knows of approvals: changed only from and to nothing, and answered by nothing.
contract OldToken {
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    error ApprovalNotZero();

    function approve(address spender, uint256 amount) external {
        if (amount != 0 && allowance[msg.sender][spender] != 0) revert ApprovalNotZero();
        allowance[msg.sender][spender] = amount;
    }
}
