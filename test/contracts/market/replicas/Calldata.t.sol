// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";

import {ReenteringPolicy} from "../../support/accounts/Policies.sol";
import {ReplicaTest} from "../../support/ReplicaTest.sol";

/// @dev What callers bring that they should not: bits beyond a type, and calls from within a call.
contract ReplicaCalldataTest is ReplicaTest {
    uint256 private constant ORDER_WORDS = 15;
    uint256 private constant TERMS_WORDS = 6;

    /// @dev The highest bit of every member that has less than 32 bytes, of order and terms.
    function test_RevertWhen_AnOrderHasBitsBeyondItsTypes() external {
        bytes memory data = abi.encodeCall(IReplicaMarket.post, (order, terms));
        for (uint256 word = 0; word < ORDER_WORDS + TERMS_WORDS; ++word) {
            // Two hashes fill their words.
            if (word == ORDER_WORDS || word == ORDER_WORDS + 1) continue;
            expectRefused(buyer.addr, data, word);
        }
    }

    function test_RevertWhen_ARecordHasBitsBeyondItsTypes() external {
        filled();
        bytes memory data = abi.encodeCall(IReplicaMarket.commit, (jobId(), records[0], "commitment"));
        for (uint256 word = 1; word < 4; ++word) {
            expectRefused(hands[0].node, data, word);
        }
    }

    /// @dev Every bit of every member of a live record is bound.
    function testFuzz_EveryBitOfARecordIsBound(uint256 bit) external {
        revealed();
        windowOver();
        settle();
        IReplicaMarket.Replica[] memory list = only(0);
        bytes memory record = abi.encode(list[0]);
        bit = bound(bit, 0, 8 * record.length - 1);
        // Bits beyond a type cannot be decoded here, and are refused there (above).
        vm.assume(bit >= 3 * 256 || bit % 256 < 160);
        uint256 at = 32 + 32 * (bit / 256);
        assembly ("memory-safe") {
            mstore(add(record, at), xor(mload(add(record, at)), shl(mod(bit, 256), 1)))
        }
        list[0] = abi.decode(record, (IReplicaMarket.Replica));
        vm.expectPartialRevert(
            // Another provider's name is that of a replica nobody claimed.
            bit / 256 == 1 ? IReplicaMarket.Replica_WrongState.selector : IReplicaMarket.Replica_WrongRecord.selector
        );
        replicaMarket.collect(order, termsHash(), list);
    }

    /// @dev A policy that is asked at a claim tries every other entry, and is refused by the lock.
    function test_NobodyEntersDuringACall() external {
        ReenteringPolicy policy = new ReenteringPolicy(REPLICA_MARKET, IReplicaMarket.Replica_Reentered.selector);
        terms.policy = address(policy);
        IReplicaMarket.Replica memory none;
        IReplicaMarket.Result memory result = resultOf(GOOD, UNITS);
        IReplicaMarket.Charge memory charge;
        bytes[12] memory entries = [
            abi.encodeCall(IReplicaMarket.post, (order, terms)),
            abi.encodeCall(IReplicaMarket.cancel, (order, termsHash())),
            abi.encodeCall(IReplicaMarket.lapse, (order, termsHash())),
            abi.encodeCall(IReplicaMarket.claim, (order, terms)),
            abi.encodeCall(IReplicaMarket.decline, (order, termsHash(), none)),
            abi.encodeCall(IReplicaMarket.commit, (jobId(), none, "commitment")),
            abi.encodeCall(IReplicaMarket.reveal, (jobId(), none, 0, 0, detailsOf(0))),
            abi.encodeCall(IReplicaMarket.dispute, (order, termsHash(), IJobMarket.Complaint.Wrong)),
            abi.encodeCall(IReplicaMarket.appeal, (jobId(), none)),
            abi.encodeCall(IReplicaMarket.resolve, (order, terms, result, charge)),
            abi.encodeCall(IReplicaMarket.resolveByTimeout, (order, terms, result)),
            abi.encodeCall(IReplicaMarket.settle, (order, termsHash(), result))
        ];
        hire(entries.length + 1);
        (order.replicas, order.quorum) = (15, 8);
        post();
        for (uint256 i = 0; i < entries.length; ++i) {
            policy.aim(entries[i]);
            claim(i);
        }
        policy.aim(abi.encodeCall(IReplicaMarket.collect, (order, termsHash(), new IReplicaMarket.Replica[](0))));
        claim(entries.length);
    }

    function expectRefused(address caller, bytes memory data, uint256 word) private {
        bytes memory dirty = abi.encodePacked(data);
        uint256 at = 4 + 32 * word;
        dirty[at] = bytes1(uint8(dirty[at]) ^ 0x80);
        vm.prank(caller);
        (bool success, bytes memory answer) = address(replicaMarket).call(dirty);
        assertFalse(success, vm.toString(word));
        assertEq(answer.length, 0, vm.toString(word));
    }
}
