// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Lower bound of the escrow's gas: what it stores, calls, recovers and logs, and not one check
/// @dev For measuring only. The first byte says what to do, everything else follows packed, as the line above each case says.
contract FloorEscrow {
    fallback() external {
        assembly {
            function addressAt(offset) -> value {
                value := shr(96, calldataload(offset))
            }
            function uint96At(offset) -> value {
                value := shr(160, calldataload(offset))
            }

            /* ACCOUNTS */

            function account(owner, token) -> slot {
                mstore(0, owner)
                mstore(32, token)
                slot := keccak256(0, 64)
            }
            function credit(owner, token, amount) {
                let slot := account(owner, token)
                sstore(slot, add(sload(slot), amount))
            }
            function debit(owner, token, amount) {
                let slot := account(owner, token)
                sstore(slot, sub(sload(slot), amount))
            }

            /* SIGNATURES */

            // EIP-712, the domain's hash being any word.
            function digestOf(structHash) -> digest {
                mstore(0, 0x1901)
                mstore(32, not(0))
                mstore(64, structHash)
                digest := keccak256(30, 66)
            }
            function recover(digest, offset) {
                let vs := calldataload(add(offset, 32))
                mstore(0, digest)
                mstore(32, add(shr(255, vs), 27))
                mstore(64, calldataload(offset))
                mstore(96, shr(1, shl(1, vs)))
                pop(staticcall(gas(), 1, 0, 128, 0, 32))
            }
            function recoverOf(offset, size) {
                calldatacopy(0, offset, size)
                recover(digestOf(keccak256(0, size)), add(offset, size))
            }
            // r, s, x, y, over the SHA-256 of the digest
            function verifyP256(digest, offset) {
                mstore(0, digest)
                pop(staticcall(gas(), 2, 0, 32, 0, 32))
                calldatacopy(32, offset, 128)
                pop(staticcall(gas(), 0x100, 0, 160, 0, 32))
            }

            /* TOKENS */

            function callToken(token, size) {
                if iszero(call(gas(), token, 0, 0, size, 0, 32)) { revert(0, 0) }
            }
            function transfer(token, to, amount) {
                mstore(0, shl(224, 0xa9059cbb))
                mstore(4, to)
                mstore(36, amount)
                callToken(token, 68)
            }
            function withdrawn(owner, token, to, amount) {
                mstore(0, to)
                mstore(32, amount)
                log3(0, 64, 1, owner, token)
                transfer(token, to, amount)
            }

            /* CHANNELS */

            // The offset is that of signer 20, payee 20, token 20, closeDelay 4, salt 8, reserve 12.
            function open(payer, offset) {
                mstore(0, payer)
                calldatacopy(32, offset, 72)
                let id := keccak256(12, 92)
                let reserve := uint96At(add(offset, 72))
                sstore(id, or(shl(96, reserve), shl(192, 0xffffffffff)))
                let token := addressAt(add(offset, 40))
                debit(payer, token, reserve)
                mstore(0, addressAt(offset))
                mstore(32, token)
                mstore(64, shr(224, calldataload(add(offset, 60))))
                mstore(96, shr(192, calldataload(add(offset, 64))))
                mstore(128, reserve)
                log4(0, 160, 2, id, payer, addressAt(add(offset, 20)))
            }
            function channelOf(payer, signer, delayAndSalt) -> id {
                mstore(0, payer)
                mstore(32, shl(96, signer))
                calldatacopy(52, 21, 20)
                calldatacopy(72, 1, 20)
                mstore(92, shl(160, delayAndSalt))
                id := keccak256(12, 92)
            }
            function voucherDigest(id, cumulative, root) -> digest {
                mstore(0, id)
                mstore(32, cumulative)
                mstore(64, root)
                digest := digestOf(keccak256(0, 96))
            }
            // Of what is free, the payer pays now; what was reserved, it paid before.
            function pay(free, id, cumulative, root, payer) -> due {
                let slot := sload(id)
                due := sub(cumulative, and(slot, 0xffffffffffffffffffffffff))
                switch free
                case 0 { sstore(id, sub(add(slot, due), shl(96, due))) }
                default {
                    sstore(id, add(slot, due))
                    debit(payer, addressAt(1), due)
                }
                mstore(0, cumulative)
                mstore(32, root)
                log2(0, 64, 3, id)
            }
            // token 20, payee 20, then per voucher:
            // payer 20, signer 20, closeDelay 4, salt 8, cumulative 12, receiptsRoot 32, signature 64
            function redeem(free) {
                let sum := 0
                for { let row := 41 } lt(row, calldatasize()) { row := add(row, 160) } {
                    let payer := addressAt(row)
                    let id := channelOf(payer, addressAt(add(row, 20)), uint96At(add(row, 40)))
                    let cumulative := uint96At(add(row, 52))
                    let root := calldataload(add(row, 64))
                    recover(voucherDigest(id, cumulative, root), add(row, 96))
                    sum := add(sum, pay(free, id, cumulative, root, payer))
                }
                credit(addressAt(21), addressAt(1), sum)
            }
            // The same with payer 20, closeDelay 4, salt 8, cumulative 12, receiptsRoot 32, r 32, s 32, x 32, y 32
            function redeemP256(free) {
                let sum := 0
                for { let row := 41 } lt(row, calldatasize()) { row := add(row, 204) } {
                    let payer := addressAt(row)
                    calldatacopy(0, add(row, 140), 64)
                    let id := channelOf(payer, keccak256(0, 64), uint96At(add(row, 20)))
                    let cumulative := uint96At(add(row, 32))
                    let root := calldataload(add(row, 44))
                    verifyP256(voucherDigest(id, cumulative, root), add(row, 76))
                    sum := add(sum, pay(free, id, cumulative, root, payer))
                }
                credit(addressAt(21), addressAt(1), sum)
            }

            switch byte(0, calldataload(0))
            // deposit: owner 20, token 20, amount 12
            case 1 {
                let owner := addressAt(1)
                let token := addressAt(21)
                let amount := uint96At(41)
                mstore(0, shl(224, 0x23b872dd))
                mstore(4, caller())
                mstore(36, address())
                mstore(68, amount)
                callToken(token, 100)
                credit(owner, token, amount)
                mstore(0, amount)
                log3(0, 32, 4, owner, token)
            }
            // withdraw: token 20, amount 12, to 20
            case 2 {
                let token := addressAt(1)
                let amount := uint96At(21)
                debit(caller(), token, amount)
                withdrawn(caller(), token, addressAt(33), amount)
            }
            // withdrawFor: owner 20, token 20, to 20, amount 12, fee 12, nonce 4, deadline 5, signature 64
            case 3 {
                recoverOf(1, 93)
                let owner := addressAt(1)
                let token := addressAt(21)
                let amount := uint96At(61)
                let fee := uint96At(73)
                debit(owner, token, sub(add(amount, fee), shl(152, 1)))
                credit(caller(), token, fee)
                mstore(0, fee)
                log4(0, 32, 5, owner, token, caller())
                withdrawn(owner, token, addressAt(41), amount)
            }
            // openChannel: signer 20, payee 20, token 20, closeDelay 4, salt 8, reserve 12
            case 4 { open(caller(), 1) }
            // openChannelFor: payer 20, the same, then epoch 3, deadline 5, signature 64
            case 5 {
                recoverOf(1, 112)
                open(addressAt(1), 21)
            }
            case 6 { redeem(0) }
            case 7 { redeem(1) }
            case 8 { redeemP256(0) }
            case 9 { redeemP256(1) }
            // draw: owner 20, token 20, amount 12
            case 10 {
                let owner := addressAt(1)
                let token := addressAt(21)
                let amount := uint96At(41)
                mstore(0, owner)
                mstore(32, caller())
                mstore(64, token)
                let allowance := keccak256(0, 96)
                sstore(allowance, sub(sload(allowance), amount))
                debit(owner, token, amount)
                credit(caller(), token, amount)
            }
            // settle: token 20, payee 20, payment 12, buyer 20, refund 12
            case 11 {
                let token := addressAt(1)
                let payment := uint96At(41)
                let refund := uint96At(73)
                debit(caller(), token, add(payment, refund))
                credit(addressAt(21), token, payment)
                credit(addressAt(53), token, refund)
            }
            // pullWithAuthorization: owner 20, token 20, amount 12, validBefore 5, intent 32, r 32, s 32, v 1
            case 12 {
                let token := addressAt(21)
                let amount := uint96At(41)
                mstore(0, caller())
                calldatacopy(32, 58, 32)
                let nonce := keccak256(0, 64)
                mstore(0, shl(224, 0xef55bec6))
                mstore(4, addressAt(1))
                mstore(36, address())
                mstore(68, amount)
                mstore(100, 0)
                mstore(132, shr(216, calldataload(53)))
                mstore(164, nonce)
                mstore(196, byte(0, calldataload(154)))
                calldatacopy(228, 90, 64)
                callToken(token, 292)
                credit(caller(), token, amount)
            }
            default { revert(0, 0) }
        }
    }
}
