// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Lower bound of the market's gas: what it stores, calls, recovers and logs, and not one check
/// @dev For measuring only. The first byte says what to do, everything else follows packed, as the line above each case says:
/// order   127: buyer 20, token 20, maxPay 12, bond 12, fixedPrice 12, price 12, unitKind 1, exposure 12, claimBefore 5, runTime 4,
///              window 4, onSilence 1, funding 1, epoch 3, salt 8
/// terms   187: manifestHash 32, resourceClass 32, resolver 20, verdictTime 4, timeoutSplit 2, policy 20, provider 20, node 20,
///              offerId 32, exclusiveUntil 5
/// record   82: node 20, provider 20, payee 20, exposure 12, claimedAt 5, submitBy 5; once submitted, submittedAt 5, receiptHash 32
/// work     48: units 16, detailsHash 32
contract FloorMarket {
    address private immutable _escrow;
    address private immutable _staking;

    constructor(address escrow, address staking) {
        _escrow = escrow;
        _staking = staking;
    }

    fallback() external {
        (address escrow, address staking) = (_escrow, _staking);
        assembly {
            function at(offset, size) -> value {
                value := shr(sub(256, shl(3, size)), calldataload(offset))
            }
            function word(place, offset, size) {
                mstore(place, at(offset, size))
            }

            /* HASHES */

            // EIP-712, the domain's hash being any word.
            function digestOf(structHash) -> digest {
                mstore(0, 0x1901)
                mstore(32, not(0))
                mstore(64, structHash)
                digest := keccak256(30, 66)
            }
            function jobIdOf(termsHash) -> jobId {
                calldatacopy(0, 1, 127)
                mstore(127, termsHash)
                jobId := digestOf(keccak256(0, 159))
            }
            function jobIdOfTerms() -> jobId {
                calldatacopy(0, 128, 187)
                jobId := jobIdOf(keccak256(0, 187))
            }
            function executionIdOf(jobId, attempt) -> executionId {
                mstore(0, jobId)
                mstore(32, attempt)
                executionId := keccak256(0, 64)
            }
            function receiptHashOf(executionId, node, work) -> receiptHash {
                mstore(0, executionId)
                mstore(32, node)
                calldatacopy(64, work, 48)
                receiptHash := digestOf(keccak256(0, 112))
            }
            function recover(digest, offset) {
                let vs := calldataload(add(offset, 32))
                mstore(0, digest)
                mstore(32, add(shr(255, vs), 27))
                mstore(64, calldataload(offset))
                mstore(96, shr(1, shl(1, vs)))
                pop(staticcall(gas(), 1, 0, 128, 0, 32))
            }

            /* STORAGE */

            // state 1, attempt 2, hash 29
            function attemptOf(jobId) -> attempt {
                attempt := and(shr(232, sload(jobId)), 0xffff)
            }
            function store(jobId, state, attempt, hash) {
                sstore(jobId, or(or(shl(248, state), shl(232, attempt)), shr(24, hash)))
            }

            /* CALLS */

            function send(to, size) {
                if iszero(call(gas(), to, 0, 0, size, 0, 64)) { revert(0, 0) }
            }
            function funded() -> amount {
                amount := add(at(41, 12), at(53, 12))
            }
            function draw(escrow_) {
                mstore8(0, 10)
                calldatacopy(1, 1, 40)
                mstore(41, shl(160, funded()))
                send(escrow_, 53)
            }
            function settle(escrow_, staking_, record, payment) {
                mstore8(0, 11)
                calldatacopy(1, 21, 20)
                calldatacopy(21, add(record, 40), 20)
                mstore(41, shl(160, payment))
                calldatacopy(53, 1, 20)
                mstore(73, shl(160, sub(funded(), payment)))
                send(escrow_, 85)
                mstore8(0, 3)
                calldatacopy(1, add(record, 20), 20)
                calldatacopy(21, add(record, 60), 12)
                send(staking_, 33)
            }

            /* STEPS */

            function logFunded(jobId) {
                word(0, 118, 1)
                mstore(32, funded())
                log4(0, 64, 1, jobId, at(1, 20), calldataload(160))
            }
            function run(staking_, jobId, attempt) {
                mstore8(0, 2)
                mstore(1, shl(96, caller()))
                calldatacopy(21, 90, 12)
                send(staking_, 33)
                let provider := mload(0)
                let payee := mload(32)
                let submitBy := add(timestamp(), at(107, 4))
                mstore(0, shl(96, caller()))
                mstore(20, shl(96, provider))
                mstore(40, shl(96, payee))
                calldatacopy(60, 90, 12)
                mstore(72, shl(216, timestamp()))
                mstore(77, shl(216, submitBy))
                store(jobId, 2, attempt, keccak256(0, 82))
                let executionId := executionIdOf(jobId, attempt)
                mstore(0, attempt)
                mstore(32, provider)
                mstore(64, payee)
                word(96, 90, 12)
                mstore(128, submitBy)
                log4(0, 160, 2, jobId, executionId, caller())
            }
            function end(escrow_, staking_, jobId, executionId, state, record, work, receiptHash) {
                let units := at(work, 16)
                // Fuel: a price is for 1e12 units.
                let payment := add(at(65, 12), div(mul(units, at(77, 12)), 1000000000000))
                if gt(payment, at(41, 12)) { payment := at(41, 12) }
                sstore(jobId, or(shl(248, state), shr(8, receiptHash)))
                mstore(0, state)
                mstore(32, units)
                mstore(64, payment)
                mstore(96, sub(funded(), payment))
                mstore(128, receiptHash)
                log4(0, 160, 3, jobId, executionId, at(record, 20))
                settle(escrow_, staking_, record, payment)
            }

            switch byte(0, calldataload(0))
            // post: order, terms
            case 1 {
                let jobId := jobIdOfTerms()
                store(jobId, 1, 0, 0)
                word(0, 1, 20)
                word(32, 21, 20)
                word(64, 41, 12)
                word(96, 53, 12)
                word(128, 65, 12)
                word(160, 77, 12)
                word(192, 89, 1)
                word(224, 90, 12)
                word(256, 102, 5)
                word(288, 107, 4)
                word(320, 111, 4)
                word(352, 115, 1)
                word(384, 116, 1)
                word(416, 117, 3)
                word(448, 120, 8)
                calldatacopy(480, 128, 64)
                word(544, 192, 20)
                word(576, 212, 4)
                word(608, 216, 2)
                word(640, 218, 20)
                word(672, 238, 20)
                word(704, 258, 20)
                calldatacopy(736, 278, 32)
                word(768, 310, 5)
                log4(0, 800, 4, jobId, at(1, 20), calldataload(160))
                draw(escrow)
            }
            // claim: order, terms
            case 2 {
                let jobId := jobIdOfTerms()
                run(staking, jobId, attemptOf(jobId))
            }
            // claimSigned, from the buyer's account: order, terms, signature 64
            case 3 {
                let jobId := jobIdOfTerms()
                logFunded(jobId)
                recover(jobId, 315)
                draw(escrow)
                run(staking, jobId, 0)
            }
            // claimSigned, from the wallet: order, terms, r 32, s 32, v 1
            case 4 {
                let jobId := jobIdOfTerms()
                logFunded(jobId)
                mstore8(0, 12)
                calldatacopy(1, 1, 40)
                mstore(41, shl(160, funded()))
                calldatacopy(53, 102, 5)
                mstore(58, jobId)
                calldatacopy(90, 315, 65)
                send(escrow, 155)
                run(staking, jobId, 0)
            }
            // submit: jobId 32, record, work
            case 5 {
                let jobId := calldataload(1)
                let attempt := attemptOf(jobId)
                let executionId := executionIdOf(jobId, attempt)
                let receiptHash := receiptHashOf(executionId, at(33, 20), 115)
                calldatacopy(0, 33, 82)
                mstore(82, shl(216, timestamp()))
                mstore(87, receiptHash)
                store(jobId, 3, attempt, keccak256(0, 119))
                word(0, 115, 16)
                calldatacopy(32, 131, 32)
                mstore(64, receiptHash)
                log4(0, 96, 5, jobId, executionId, caller())
            }
            // settleCosigned: order, termsHash 32, record, work, buyer's signature 64, and if it is relayed, the node's 64
            case 6 {
                let jobId := jobIdOf(calldataload(128))
                let executionId := executionIdOf(jobId, attemptOf(jobId))
                let receiptHash := receiptHashOf(executionId, at(160, 20), 242)
                recover(receiptHash, 290)
                if gt(calldatasize(), 354) { recover(receiptHash, 354) }
                end(escrow, staking, jobId, executionId, 5, 160, 242, receiptHash)
            }
            // settleSilent: order, termsHash 32, record that was submitted, work
            case 7 {
                let jobId := jobIdOf(calldataload(128))
                let executionId := executionIdOf(jobId, attemptOf(jobId))
                let receiptHash := receiptHashOf(executionId, at(160, 20), 279)
                end(escrow, staking, jobId, executionId, 6, 160, 279, receiptHash)
            }
            default { revert(0, 0) }
        }
    }
}
