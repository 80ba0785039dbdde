// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";
import {ExecutionId} from "contracts/types/Ids.sol";

import {EscrowTest} from "../support/EscrowTest.sol";
import {ReceiptTrees} from "../invariants/support/ReceiptTrees.sol";

/// @dev Five receipts of 1e6 each on one channel; the voucher is for all of them.
contract VerifyChannelTest is EscrowTest {
    uint96 private constant EACH = 1e6;
    uint96 private constant ALL = 5e6;
    uint256 private constant COUNT = 5;

    /* COVERED */

    function test_EachReceiptIsCoveredOnceItsPartWasRedeemed() external {
        open(RESERVE);
        redeemSum(3 * EACH);
        for (uint256 i = 0; i < COUNT; ++i) {
            IReceipts.ChannelVerification memory answer = receipts.verifyChannel(receiptOf(i), channel, proofOf(i));
            assertEq(answer.covered, i < 3, vm.toString(i));
            assertTrue(answer.included && answer.signed && answer.consistent, vm.toString(i));
            assertEq(answer.redeemed, 3 * EACH);
            assertEq(answer.amount, EACH);
            assertEq(answer.receiptHash, hashOf(receiptOf(i)));
            assertEq(uint8(answer.state), uint8(IChannels.ChannelState.Open));
        }
    }

    function testFuzz_CoversToTheLastUnit(uint96 redeemed, uint8 index) external {
        redeemed = uint96(bound(redeemed, 1, RESERVE));
        uint256 i = index % COUNT;
        open(RESERVE);
        redeemSum(redeemed);
        assertEq(verify(i, proofOf(i)).covered, redeemed >= EACH * (i + 1));
    }

    function test_AClosedChannelStillCovers() external {
        open(RESERVE);
        redeemSum(ALL);
        close();
        IReceipts.ChannelVerification memory answer = verify(4, proofOf(4));
        assertTrue(answer.covered);
        assertEq(uint8(answer.state), uint8(IChannels.ChannelState.Closed));
    }

    function test_NothingIsCoveredOnAChannelThatNobodyOpened() external view {
        IReceipts.ChannelVerification memory answer = verify(0, proofOf(0));
        assertFalse(answer.covered);
        assertTrue(answer.included && answer.signed);
        assertEq(uint8(answer.state), uint8(IChannels.ChannelState.None));
    }

    function test_ASingleReceiptIsItsOwnRoot() external {
        open(RESERVE);
        redeemSum(EACH);
        IReceipts.VoucherProof memory proof;
        proof.cumulativeAfter = proof.cumulative = EACH;
        proof.receiptsRoot = leafOf(0);
        proof.signature = sign(signer, voucherDigest(id(), EACH, proof.receiptsRoot));
        assertTrue(verify(0, proof).covered);
    }

    /* INCLUDED */

    function test_AnotherReceiptPlaceOrSumIsNotIncluded() external {
        open(RESERVE);
        redeemSum(ALL);
        IReceipts.Receipt memory receipt = receiptOf(2);
        receipt.details.outputHash = 0;
        assertNotIncluded(receipt, proofOf(2));
        receipt = receiptOf(2);
        receipt.units += 1;
        assertNotIncluded(receipt, proofOf(2));
        assertNotIncluded(receiptOf(1), proofOf(2));
        IReceipts.VoucherProof memory proof = proofOf(2);
        proof.cumulativeAfter -= 1;
        assertNotIncluded(receiptOf(2), proof);
        proof = proofOf(2);
        proof.siblings[1] ^= bytes32(uint256(1));
        assertNotIncluded(receiptOf(2), proof);
        proof = proofOf(2);
        proof.siblings = new bytes32[](0);
        assertNotIncluded(receiptOf(2), proof);
    }

    /// @dev A leaf is hashed twice, a node once: what is hashed once, in a tree that the signer did sign, is no receipt.
    function test_AnInnerNodeIsNoReceipt() external {
        open(RESERVE);
        redeemSum(ALL);
        bytes32 once = keccak256(abi.encode(hashOf(receiptOf(0)), uint64(0), EACH));
        bytes32 leaf = receipts.leafOf(hashOf(receiptOf(0)), 0, EACH);
        assertEq(leaf, keccak256(abi.encode(once)));
        IReceipts.VoucherProof memory proof = proofOf(0);
        proof.receiptsRoot = ReceiptTrees.pair(once, leafOf(1));
        proof.siblings = new bytes32[](1);
        proof.siblings[0] = leafOf(1);
        proof.signature = sign(signer, voucherDigest(id(), ALL, proof.receiptsRoot));
        assertNotIncluded(receiptOf(0), proof);

        proof.receiptsRoot = ReceiptTrees.pair(leaf, leafOf(1));
        proof.signature = sign(signer, voucherDigest(id(), ALL, proof.receiptsRoot));
        assertTrue(receipts.verifyChannel(receiptOf(0), channel, proof).covered, "the same as a leaf");
    }

    /// @dev A leaf beyond the voucher's own sum is a promise that the voucher does not keep.
    function test_AVoucherOfLessThanTheLeafDoesNotInclude() external {
        open(RESERVE);
        redeemSum(ALL);
        IReceipts.VoucherProof memory proof = proofOf(4);
        proof.cumulative = ALL - 1;
        proof.signature = sign(signer, voucherDigest(id(), ALL - 1, proof.receiptsRoot));
        IReceipts.ChannelVerification memory answer = verify(4, proof);
        assertTrue(answer.signed);
        assertFalse(answer.included || answer.covered);
    }

    /* SIGNED */

    function test_AnybodyElsesVoucherDoesNotCover() external {
        open(RESERVE);
        redeemSum(ALL);
        Vm.Wallet[4] memory others = [buyer, payee, node, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            IReceipts.VoucherProof memory proof = proofOf(0);
            proof.signature = sign(others[i], voucherDigest(id(), ALL, proof.receiptsRoot));
            assertNotSigned(proof);
        }
    }

    function test_ASignatureOfAnotherVoucherChannelOrFormDoesNotCover() external {
        open(RESERVE);
        redeemSum(ALL);
        IReceipts.VoucherProof memory proof = proofOf(0);
        bytes memory right = proof.signature;
        proof.cumulative += 1;
        assertNotSigned(proof);
        proof = proofOf(0);
        proof.signature = sign(signer, voucherDigest(keccak256("other"), ALL, proof.receiptsRoot));
        assertNotSigned(proof);
        proof.signature = "";
        assertNotSigned(proof);
        proof.signature = new bytes(65);
        assertNotSigned(proof);
        proof.signature = new bytes(128);
        assertNotSigned(proof);
        proof.signature = abi.encodePacked(right, right[0]);
        assertNotSigned(proof);
    }

    function test_ACompactSignatureIsTheSame() external {
        open(RESERVE);
        redeemSum(ALL);
        IReceipts.VoucherProof memory proof = proofOf(3);
        proof.signature = signCompact(signer, voucherDigest(id(), ALL, proof.receiptsRoot));
        assertTrue(verify(3, proof).covered);
    }

    function test_AVoucherOfABrowsersKeyCovers() external {
        uint256 key = uint256(keccak256("browser")) >> 1;
        channel.signer = signerOfP256(key);
        open(RESERVE);
        bytes32 root = ReceiptTrees.rootOf(allLeaves());
        escrow.redeemP256(channel.token, channel.payee, only(redemptionP256(key, ALL)));

        IReceipts.VoucherProof memory proof = proofOf(1);
        proof.signature = proveP256(key, voucherDigest(id(), ALL, root));
        assertTrue(verify(1, proof).covered);
        proof.signature = proveP256(key + 1, voucherDigest(id(), ALL, root));
        assertNotSigned(proof);
        proof.signature = proveP256(key, voucherDigest(id(), ALL - 1, root));
        assertNotSigned(proof);
        proof.signature = sign(signer, voucherDigest(id(), ALL, root));
        assertNotSigned(proof);
    }

    /* CONSISTENT */

    function test_EverySharedFieldMustBeEqual() external view {
        // contextKind, contextId, buyer, sequence, unitKind, unitSize, fixedPrice, price, amount, token.
        uint8[10] memory shared = [0, 1, 2, 3, 10, 11, 12, 13, 14, 15];
        for (uint256 i = 0; i < shared.length; ++i) {
            assertFalse(verifyAltered(shared[i]).consistent, vm.toString(shared[i]));
        }
        // manifestHash, programHash, inputHash, outputHash, outcome, exitCode, startedAt, endedAt, energy, attestation.
        uint8[10] memory own = [4, 5, 6, 7, 8, 9, 16, 17, 18, 19];
        for (uint256 i = 0; i < own.length; ++i) {
            assertTrue(verifyAltered(own[i]).consistent, vm.toString(own[i]));
        }
    }

    function test_TheExecutionIsThatOfTheChannelAndItsNumber() external view {
        IReceipts.Receipt memory receipt = receiptOf(0);
        receipt.executionId = receipts.channelExecutionIdOf(id(), 1);
        assertFalse(receipts.verifyChannel(receipt, channel, proofOf(0)).consistent);
        assertEq(ExecutionId.unwrap(receipts.channelExecutionIdOf(id(), 1)), keccak256(abi.encode(id(), uint256(1))));
    }

    function test_AnAmountBeyondTheLeafsSumIsInconsistent() external view {
        IReceipts.Receipt memory receipt = receiptOf(0);
        receipt.units += 1e6;
        receipt.details.amount += EACH;
        assertFalse(receipts.verifyChannel(receipt, channel, proofOf(0)).consistent);
    }

    /// @dev Nothing that a receipt may say stops the answer.
    function testFuzz_AnswersWhateverIsSaid(
        IReceipts.Receipt calldata receipt,
        IChannels.Channel calldata said,
        IReceipts.VoucherProof calldata proof
    ) external view {
        assertFalse(receipts.verifyChannel(receipt, said, proof).covered);
    }

    function test_TheLargestSumIsAnswered() external view {
        IReceipts.Receipt memory receipt = receiptOf(0);
        receipt.units = type(uint128).max;
        receipt.details.price = type(uint96).max;
        receipt.details.fixedPrice = type(uint96).max;
        IReceipts.ChannelVerification memory answer = receipts.verifyChannel(receipt, channel, proofOf(0));
        assertEq(answer.amount, type(uint96).max);
        assertFalse(answer.consistent);
    }

    function test_RevertWhen_TheChainIsNotTheMarkets() external {
        IReceipts.Receipt memory receipt = receiptOf(0);
        IReceipts.VoucherProof memory proof = proofOf(0);
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, uint256(31_337), uint256(1)));
        receipts.verifyChannel(receipt, channel, proof);
    }

    function test_NamesItsEscrow() external view {
        assertEq(receipts.escrow(), address(escrow));
    }

    /* STEPS */

    function redeemSum(uint96 sum) private {
        assertEq(redeem(sum), sum);
    }

    function receiptOf(uint256 index) private view returns (IReceipts.Receipt memory receipt) {
        receipt.executionId = ExecutionId.wrap(keccak256(abi.encode(id(), index)));
        receipt.node = node.addr;
        receipt.units = 1e6;
        receipt.details.contextKind = 1;
        receipt.details.contextId = id();
        receipt.details.buyer = channel.payer;
        receipt.details.sequence = uint64(index);
        receipt.details.manifestHash = "manifest";
        receipt.details.outputHash = bytes32(index + 1);
        receipt.details.unitKind = 2;
        receipt.details.unitSize = 1e6;
        receipt.details.price = EACH;
        receipt.details.amount = EACH;
        receipt.details.token = channel.token;
    }

    function hashOf(IReceipts.Receipt memory receipt) private view returns (bytes32) {
        return marketStatements.hashReceipt(receipt.executionId, receipt.node, receipt.units, receipt.details);
    }

    function leafOf(uint256 index) private view returns (bytes32) {
        return ReceiptTrees.leafOf(hashOf(receiptOf(index)), uint64(index), EACH * uint96(index + 1));
    }

    function allLeaves() private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](COUNT);
        for (uint256 i = 0; i < COUNT; ++i) {
            leaves[i] = leafOf(i);
        }
    }

    function proofOf(uint256 index) private view returns (IReceipts.VoucherProof memory proof) {
        bytes32[] memory leaves = allLeaves();
        proof.cumulativeAfter = EACH * uint96(index + 1);
        proof.siblings = ReceiptTrees.proofOf(leaves, index);
        proof.cumulative = ALL;
        proof.receiptsRoot = ReceiptTrees.rootOf(leaves);
        proof.signature = sign(signer, voucherDigest(id(), ALL, proof.receiptsRoot));
    }

    /// @return r, s, x, y.
    function proveP256(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = signP256(key, digest);
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return abi.encode(r, s, x, y);
    }

    function verify(uint256 index, IReceipts.VoucherProof memory proof)
        private
        view
        returns (IReceipts.ChannelVerification memory)
    {
        return receipts.verifyChannel(receiptOf(index), channel, proof);
    }

    /// @return What the lens says if one word of the details is another.
    function verifyAltered(uint256 word) private view returns (IReceipts.ChannelVerification memory) {
        IReceipts.Receipt memory receipt = receiptOf(0);
        bytes memory details = abi.encode(receipt.details);
        details[32 * word + 31] ^= 0x01;
        receipt.details = abi.decode(details, (IJobMarket.ReceiptDetails));
        return receipts.verifyChannel(receipt, channel, proofOf(0));
    }

    function assertNotIncluded(IReceipts.Receipt memory receipt, IReceipts.VoucherProof memory proof) private view {
        IReceipts.ChannelVerification memory answer = receipts.verifyChannel(receipt, channel, proof);
        assertTrue(answer.signed, "signed");
        assertFalse(answer.included, "included");
        assertFalse(answer.covered, "covered");
    }

    function assertNotSigned(IReceipts.VoucherProof memory proof) private view {
        IReceipts.ChannelVerification memory answer = receipts.verifyChannel(receiptOf(0), channel, proof);
        assertFalse(answer.signed, "signed");
        assertFalse(answer.covered, "covered");
    }
}
