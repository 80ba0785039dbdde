// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IEscrowStatements} from "contracts/escrow/IEscrowStatements.sol";

import {EscrowTest} from "../support/EscrowTest.sol";

/// @dev What the lens says is signed, against EIP-712 by hand; that the escrow accepts the same is shown where it is used.
contract StatementsTest is EscrowTest {
    IEscrowStatements private statements;

    function setUp() public override {
        super.setUp();
        statements = IEscrowStatements(deployCode("EscrowStatements.sol:EscrowStatements", abi.encode(escrow)));
    }

    function test_LensNamesItsEscrow() external view {
        assertEq(statements.escrow(), address(escrow));
    }

    function test_DomainIsPublished() external {
        vm.chainId(4242);
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address place,
            bytes32 salt,
            uint256[] memory extensions
        ) = IERC5267(address(escrow)).eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "ComputeHive Escrow");
        assertEq(version, "1");
        assertEq(chainId, 4242);
        assertEq(place, address(escrow));
        assertEq(salt, 0);
        assertEq(extensions.length, 0);
    }

    function testFuzz_OfChannels(
        IChannels.Channel memory terms,
        uint96 amount,
        uint24 epoch,
        uint32 nonce,
        uint40 deadline_
    ) external {
        (channel, deadline) = (terms, deadline_);
        assertEq(statements.hashStructChannel(terms), id(), "Channel");
        assertEq(statements.hashOpenChannel(terms, amount, epoch, deadline), openingDigest(amount, epoch), "Open");
        assertEq(statements.hashTopUpChannel(id(), amount, nonce, deadline), topUpDigest(amount, nonce), "TopUp");
        assertEq(statements.hashStartClose(id(), deadline), startCloseDigest(), "StartClose");
        assertEq(statements.hashCloseChannel(id(), amount, deadline), closeDigest(amount), "Close");
    }

    function testFuzz_OfVouchers(IChannels.Voucher memory voucher) external view {
        assertEq(
            statements.hashVoucher(voucher), voucherDigest(voucher.channelId, voucher.cumulative, voucher.receiptsRoot)
        );
    }

    function testFuzz_OfAccounts(
        IEscrow.Withdrawal memory withdrawal,
        IEscrow.OperatorGrant memory grant,
        address owner,
        address key,
        uint24 epoch,
        uint40 deadline_
    ) external {
        deadline = deadline_;
        address token = address(dollar);
        assertEq(statements.hashWithdrawal(withdrawal), withdrawalDigest(withdrawal), "Withdrawal");
        assertEq(statements.hashOperatorGrant(grant), grantDigest(grant), "OperatorGrant");
        assertEq(statements.hashRaiseEpoch(owner, token, epoch, deadline), raiseEpochDigest(owner, epoch), "RaiseEpoch");
        assertEq(statements.hashSession(owner, key, token, deadline), sessionDigest(owner, key), "Session");
    }

    function testFuzz_OfFunding(address operator, bytes32 intent) external view {
        bytes32 typeHash = keccak256("Funding(address operator,bytes32 intent)");
        assertEq(statements.hashStructFunding(operator, intent), keccak256(abi.encode(typeHash, operator, intent)));
    }
}
