// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";

import {EscrowTest} from "../../support/EscrowTest.sol";

contract RedeemPackedTest is EscrowTest {
    function test_PaysAsTheOtherFormDoes() external {
        IChannels.Redemption[] memory items = new IChannels.Redemption[](3);
        for (uint64 i = 0; i < 3; ++i) {
            channel.salt = type(uint64).max - i;
            channel.closeDelay = 30 days - uint32(i);
            open(i == 1 ? 0 : RESERVE);
            items[i] = redemption(RESERVE + i);
        }
        uint256 snapshot = vm.snapshotState();
        uint256 paid = escrow.redeem(address(dollar), payee.addr, items);
        uint256 left = freeOf(buyer.addr);
        vm.revertToState(snapshot);
        assertEq(escrow.redeemPacked(pack(address(dollar), payee.addr, items)), paid);
        assertEq(freeOf(payee.addr), paid);
        assertEq(freeOf(buyer.addr), left);
    }

    function testFuzz_EveryMemberIsRead(uint64 salt, uint32 closeDelay, uint96 cumulative, bytes32 root) external {
        channel.salt = salt;
        channel.closeDelay = uint32(bound(closeDelay, 1, 30 days));
        cumulative = uint96(bound(cumulative, 1, MONEY));
        open(0);
        IChannels.Redemption memory item = redemption(cumulative);
        item.receiptsRoot = root;
        (item.r, item.vs) = vm.signCompact(signer.privateKey, voucherDigest(id(), cumulative, root));
        vm.expectEmit(address(escrow));
        emit IChannels.Redeemed(id(), cumulative, root);
        assertEq(escrow.redeemPacked(pack(address(dollar), payee.addr, only(item))), cumulative);
    }

    function test_RefusesABadRowAndPaysTheNext() external {
        open(RESERVE);
        IChannels.Redemption[] memory items = new IChannels.Redemption[](2);
        items[0] = redemption(3e6);
        items[0].cumulative = 9e6;
        items[1] = redemption(4e6);
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionRefused(id(), IChannels.Refusal.SignatureInvalid);
        assertEq(escrow.redeemPacked(pack(address(dollar), payee.addr, items)), 4e6);
    }

    /// @dev A voucher that lies in calldata behind the packed ones is none of them.
    function test_ReadsNothingBehindTheLastRow() external {
        open(RESERVE);
        bytes memory packed = pack(address(dollar), payee.addr, only(redemption(4e6)));
        bytes memory behind = pack(address(dollar), payee.addr, only(redemption(5e6)));
        assembly ("memory-safe") {
            mstore(behind, 160)
            mcopy(add(behind, 0x20), add(behind, 0x48), 160)
        }
        bytes memory input =
            abi.encodePacked(escrow.redeemPacked.selector, uint256(0x20), uint256(packed.length), packed, behind);
        vm.recordLogs();
        (bool success, bytes memory answer) = address(escrow).call(input);
        assertTrue(success, "refused");
        assertEq(abi.decode(answer, (uint256)), 4e6);
        assertEq(vm.getRecordedLogs().length, 1, "one voucher, one event");
    }

    function test_HeadAlonePaysNothing() external {
        assertEq(escrow.redeemPacked(pack(address(dollar), payee.addr, new IChannels.Redemption[](0))), 0);
    }

    function test_RevertWhen_RowsAreNotWhole() external {
        open(RESERVE);
        bytes memory packed = pack(address(dollar), payee.addr, only(redemption(4e6)));
        expectLengthInvalid(201);
        escrow.redeemPacked(bytes.concat(packed, hex"00"));
        assembly ("memory-safe") {
            mstore(packed, 199)
        }
        expectLengthInvalid(199);
        escrow.redeemPacked(packed);
        expectLengthInvalid(39);
        escrow.redeemPacked(new bytes(39));
        expectLengthInvalid(0);
        escrow.redeemPacked("");
    }

    function test_RevertWhen_RowsAreTooMany() external {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_BatchTooLong.selector, uint256(256), uint256(257)));
        escrow.redeemPacked(new bytes(40 + 257 * 160));
    }

    function expectLengthInvalid(uint256 length) private {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_PackedLengthInvalid.selector, length));
    }
}
