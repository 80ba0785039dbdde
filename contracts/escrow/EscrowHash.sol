// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "./IChannels.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title EIP-712 types of everything that the escrow accepts a signature for
/// @notice Hashes of structs, without the domain. A channel's id is the hash of its terms, so that an opening shows a wallet
/// every term and costs one hash more.
library EscrowHash {
    string internal constant DOMAIN_NAME = "ComputeHive Escrow";

    bytes32 private constant CHANNEL_TYPEHASH =
        keccak256("Channel(address payer,address signer,address payee,address token,uint32 closeDelay,uint64 salt)");
    // The nested type is written out again: only a literal is hashed by the compiler and not at every use.
    bytes32 private constant OPEN_CHANNEL_TYPEHASH = keccak256(
        "OpenChannel(Channel channel,uint96 reserve,uint24 epoch,uint40 deadline)"
        "Channel(address payer,address signer,address payee,address token,uint32 closeDelay,uint64 salt)"
    );
    bytes32 private constant TOP_UP_CHANNEL_TYPEHASH =
        keccak256("TopUpChannel(bytes32 channelId,uint96 amount,uint32 nonce,uint40 deadline)");
    bytes32 private constant START_CLOSE_TYPEHASH = keccak256("StartClose(bytes32 channelId,uint40 deadline)");
    bytes32 private constant CLOSE_CHANNEL_TYPEHASH =
        keccak256("CloseChannel(bytes32 channelId,uint96 redeemed,uint40 deadline)");
    bytes32 private constant VOUCHER_TYPEHASH =
        keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdrawal(address owner,address token,address to,uint128 amount,uint128 fee,uint32 nonce,uint40 deadline)"
    );
    bytes32 private constant OPERATOR_GRANT_TYPEHASH = keccak256(
        "OperatorGrant(address owner,address operator,address token,uint128 cap,uint40 expiry,uint32 nonce,uint40 deadline)"
    );
    bytes32 private constant RAISE_EPOCH_TYPEHASH =
        keccak256("RaiseEpoch(address owner,address token,uint24 epoch,uint40 deadline)");
    bytes32 private constant SESSION_TYPEHASH =
        keccak256("Session(address owner,address key,address token,uint40 deadline)");
    bytes32 private constant FUNDING_TYPEHASH = keccak256("Funding(address operator,bytes32 intent)");

    uint256 private constant ADDRESS_BITS = 0x00ffffffffffffffffffffffffffffffffffffffff;

    /// @dev Written without allocating memory, because batches do it hundreds of times. Narrow members are cut to their types:
    /// assembly sees whole words.
    function channelId(address payer, address signer, address payee, address token, uint256 closeDelay, uint256 salt)
        internal
        pure
        returns (bytes32 id)
    {
        bytes32 typeHash = CHANNEL_TYPEHASH;
        assembly ("memory-safe") {
            let encoded := mload(0x40)
            mstore(encoded, typeHash)
            mstore(add(encoded, 0x20), and(payer, ADDRESS_BITS))
            mstore(add(encoded, 0x40), and(signer, ADDRESS_BITS))
            mstore(add(encoded, 0x60), and(payee, ADDRESS_BITS))
            mstore(add(encoded, 0x80), and(token, ADDRESS_BITS))
            mstore(add(encoded, 0xa0), and(closeDelay, 0xffffffff))
            mstore(add(encoded, 0xc0), and(salt, 0xffffffffffffffff))
            id := keccak256(encoded, 0xe0)
        }
    }

    function hash(IChannels.Channel calldata channel) internal pure returns (bytes32) {
        return channelId(channel.payer, channel.signer, channel.payee, channel.token, channel.closeDelay, channel.salt);
    }

    /// @notice The name of a P-256 key among signers.
    /// @dev To meet the address of somebody's ECDSA key takes a second preimage.
    function signerOfP256(bytes32 x, bytes32 y) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(x, y)))));
    }

    /// @dev The whole digest, domain included, without allocating memory.
    function voucherDigest(bytes32 separator, bytes32 id, uint256 cumulative, bytes32 receiptsRoot)
        internal
        pure
        returns (bytes32 digest)
    {
        bytes32 typeHash = VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            let encoded := mload(0x40)
            mstore(encoded, typeHash)
            mstore(add(encoded, 0x20), id)
            mstore(add(encoded, 0x40), cumulative)
            mstore(add(encoded, 0x60), receiptsRoot)
            let structHash := keccak256(encoded, 0x80)
            mstore(encoded, 0x1901)
            mstore(add(encoded, 0x20), separator)
            mstore(add(encoded, 0x40), structHash)
            // The two bytes 0x1901 are the last of the first word.
            digest := keccak256(add(encoded, 0x1e), 0x42)
        }
    }

    function openChannel(bytes32 id, uint96 reserve, uint24 epoch, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(OPEN_CHANNEL_TYPEHASH, id, reserve, epoch, deadline));
    }

    function topUpChannel(bytes32 id, uint96 amount, uint32 nonce, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(TOP_UP_CHANNEL_TYPEHASH, id, amount, nonce, deadline));
    }

    function startClose(bytes32 id, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(START_CLOSE_TYPEHASH, id, deadline));
    }

    function closeChannel(bytes32 id, uint96 redeemed, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLOSE_CHANNEL_TYPEHASH, id, redeemed, deadline));
    }

    function hash(IEscrow.Withdrawal calldata withdrawal) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAWAL_TYPEHASH, withdrawal));
    }

    function hash(IEscrow.OperatorGrant calldata grant) internal pure returns (bytes32) {
        return keccak256(abi.encode(OPERATOR_GRANT_TYPEHASH, grant));
    }

    function raiseEpoch(address owner, address token, uint24 epoch, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(RAISE_EPOCH_TYPEHASH, owner, token, epoch, deadline));
    }

    function session(address owner, address key, address token, uint40 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(SESSION_TYPEHASH, owner, key, token, deadline));
    }

    /// @notice What a Permit2 signature says beside token, amount, nonce and deadline.
    function funding(address operator, bytes32 intent) internal pure returns (bytes32) {
        return keccak256(abi.encode(FUNDING_TYPEHASH, operator, intent));
    }
}
