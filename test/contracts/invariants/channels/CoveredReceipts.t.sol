// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {IReceipts} from "../../../../contracts/receipts/IReceipts.sol";
import {ExecutionId} from "../../../../contracts/types/Ids.sol";
import {ReceiptTrees} from "../support/ReceiptTrees.sol";
import {InvariantBase} from "../support/InvariantBase.sol";
import {World} from "../support/World.sol";

/// @dev `verifyChannel` says *covered* of exactly what was signed and paid, on channels with random receipts and payments (RCP-3).
contract CoveredReceiptsTest is InvariantBase, World {
    uint256 private constant CHANNELS = 24;

    address private _signer;
    IChannels.Channel private _channel;
    uint96[] private _sums;
    bytes32[] private _leaves;

    function setUp() public {
        _createWorld();
        _signer = _account("signer");
        _channel = IChannels.Channel(buyers[0], _signer, providers[0], address(dollar), 1 hours, 0);
    }

    function test_RCP_3_CoversExactlyWhatWasSignedAndPaid() public {
        for (uint64 i; i < CHANNELS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("channel", i)));
            _channel.salt = i;
            vm.prank(_channel.payer);
            escrow.openChannel(_channel, 0);
            _work(seed);
            uint96 redeemed = _redeem(seed);
            for (uint256 j; j < _leaves.length; ++j) {
                _check(j, redeemed);
            }
        }
    }

    /// @dev A few receipts for up to a dollar each.
    function _work(uint256 seed) private {
        delete _sums;
        delete _leaves;
        uint96 sum;
        for (uint256 i; i <= seed % 9; ++i) {
            sum += uint96(uint256(keccak256(abi.encode(seed, i))) % DOLLAR);
            _sums.push(sum);
            _leaves.push(ReceiptTrees.leafOf(_hash(_receipt(i)), uint64(i), sum));
        }
    }

    /// @dev Of a sum that lies at a receipt's edge, or anywhere.
    function _redeem(uint256 seed) private returns (uint96 sum) {
        sum = _sums[(seed >> 8) % _sums.length];
        if (seed & 16 != 0) sum = sum + uint96((seed >> 16) % 3) - 1;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[_signer], _voucher(sum, 0));
        bytes32 vs = bytes32(uint256(s) | (v == 28 ? 1 << 255 : 0));
        IChannels.Redemption[] memory items = new IChannels.Redemption[](1);
        items[0] = IChannels.Redemption(_channel.payer, _signer, 1 hours, _channel.salt, sum, 0, r, vs);
        escrow.redeem(address(dollar), _channel.payee, items);
    }

    function _check(uint256 index, uint96 redeemed) private view {
        IReceipts.VoucherProof memory proof = _proof(index, _signer);
        IReceipts.Receipt memory receipt = _receipt(index);
        assertEq(_covered(receipt, proof), redeemed >= _sums[index], "covers what was not paid, or the reverse");
        assertFalse(_covered(receipt, _proof(index, _channel.payer)), "another's voucher covers");
        receipt.details.outputHash ^= bytes32(uint256(1));
        assertFalse(_covered(receipt, proof), "covers another output");
        receipt = _receipt(index);
        proof.cumulativeAfter ^= 1;
        assertFalse(_covered(receipt, proof), "covers at another sum");
        proof.cumulativeAfter ^= 1;
        proof.receiptsRoot ^= bytes32(uint256(1));
        assertFalse(_covered(receipt, proof), "covers under another root");
    }

    function _covered(IReceipts.Receipt memory receipt, IReceipts.VoucherProof memory proof)
        private
        view
        returns (bool)
    {
        return receipts.verifyChannel(receipt, _channel, proof).covered;
    }

    function _receipt(uint256 index) private view returns (IReceipts.Receipt memory receipt) {
        receipt.executionId = ExecutionId.wrap(keccak256(abi.encode(_id(), index)));
        receipt.node = nodes[0];
        receipt.details.contextKind = 1;
        receipt.details.contextId = _id();
        receipt.details.sequence = uint64(index);
        receipt.details.outputHash = bytes32(index << 8);
    }

    function _proof(uint256 index, address by) private view returns (IReceipts.VoucherProof memory proof) {
        proof.cumulativeAfter = _sums[index];
        proof.siblings = ReceiptTrees.proofOf(_leaves, index);
        proof.cumulative = _sums[_sums.length - 1];
        proof.receiptsRoot = ReceiptTrees.rootOf(_leaves);
        proof.signature = _sign(by, _voucher(proof.cumulative, proof.receiptsRoot));
    }

    function _hash(IReceipts.Receipt memory receipt) private view returns (bytes32) {
        return marketStatements.hashReceipt(receipt.executionId, receipt.node, receipt.units, receipt.details);
    }

    function _id() private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Channel(address payer,address signer,address payee,address token,uint32 closeDelay,uint64 salt)"
        );
        return keccak256(abi.encode(typeHash, _channel));
    }

    function _voucher(uint96 sum, bytes32 root) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Escrow"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
        bytes32 structHash = keccak256(abi.encode(typeHash, _id(), sum, root));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
