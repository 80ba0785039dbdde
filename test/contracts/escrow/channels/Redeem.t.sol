// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {RevertingAccount} from "../../support/accounts/Accounts.sol";
import {RedeemingTest} from "./RedeemingTest.sol";

contract RedeemTest is RedeemingTest {
    /* WHAT IS PAID */

    function test_PaysFromTheReservation() external {
        open(RESERVE);
        vm.expectEmit(address(escrow));
        emit IChannels.Redeemed(id(), 4e6, ROOT);
        vm.prank(stranger.addr);
        assertEq(redeem(4e6), 4e6);
        assertBooks(4e6, RESERVE - 4e6);
    }

    function test_PaysFromTheReservationFirst() external {
        open(RESERVE);
        assertEq(redeem(RESERVE + 3e6), RESERVE + 3e6);
        assertBooks(RESERVE + 3e6, 0);
    }

    function test_PaysFromFreeMoney() external {
        open(0);
        assertEq(redeem(4e6), 4e6);
        assertBooks(4e6, 0);
    }

    function test_PayingOneselfMovesNothing() external {
        channel.payee = buyer.addr;
        open(RESERVE);
        assertEq(redeem(RESERVE + 3e6), RESERVE + 3e6);
        assertEq(freeOf(buyer.addr), MONEY);
        close();
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_PaysTheSmallestUnitOfFreeMoney() external {
        open(0);
        assertEq(redeem(1), 1);
        assertBooks(1, 0);
    }

    function test_PaysTheDifferenceToWhatWasRedeemed() external {
        open(RESERVE);
        redeem(4e6);
        assertEq(redeem(7e6), 3e6);
        assertBooks(7e6, RESERVE - 7e6);
    }

    function test_PaysWhatIsThereAndSaysWhatIsShort() external {
        open(RESERVE);
        uint96 due = uint96(MONEY) + 5e6;
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionShort(id(), 5e6, IChannels.Shortfall.AccountLow);
        vm.expectEmit(address(escrow));
        emit IChannels.Redeemed(id(), uint96(MONEY), ROOT);
        assertEq(redeem(due), MONEY);
        assertBooks(uint96(MONEY), 0);

        // The rest stays due, by the same voucher.
        fund(buyer.addr, 20e6);
        assertEq(redeem(due), 5e6);
        assertEq(freeOf(buyer.addr), 15e6);
        assertEq(freeOf(payee.addr), due);
    }

    function test_PaysNothingOfAnEmptyAccount() external {
        open(0);
        vm.prank(buyer.addr);
        escrow.withdraw(address(dollar), MONEY, buyer.addr);
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionShort(id(), 4e6, IChannels.Shortfall.AccountLow);
        assertEq(redeem(4e6), 0);
        assertEq(escrow.channelOf(id()).redeemed, 0);
    }

    /// @dev A raised epoch cuts the free money off at once, and never a reservation.
    function test_PaysTheReservationAloneOnceTheEpochWasRaised() external {
        open(RESERVE);
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionShort(id(), 3e6, IChannels.Shortfall.EpochRaised);
        assertEq(redeem(RESERVE + 3e6), RESERVE);
        assertBooks(RESERVE, 0);
    }

    function testFuzz_PaysTheSameWhetherSplitOrNot(uint96 first, uint96 second) external {
        first = uint96(bound(first, 1, MONEY));
        second = uint96(bound(second, first, 2 * MONEY));
        open(RESERVE);
        uint256 snapshot = vm.snapshotState();
        uint256 together = redeem(second);
        vm.revertToState(snapshot);
        uint256 split = redeem(first) + redeem(second);
        assertEq(split, together);
    }

    /// @dev All that is there, and all that is due: nothing is short.
    function test_PaysTheLastOfItAndSaysNothingElse() external {
        open(RESERVE);
        uint96 all = uint96(MONEY);
        vm.recordLogs();
        assertEq(redeem(all), all);
        assertEq(vm.getRecordedLogs().length, 1, "one event");
        assertEq(freeOf(buyer.addr), 0);
    }

    function testFuzz_PaysTheLesserOfDueAndThere(uint96 reserve, uint96 free, uint96 due) external {
        reserve = uint96(bound(reserve, 0, MONEY));
        open(reserve);
        free = uint96(bound(free, 0, MONEY - reserve));
        if (MONEY - reserve - free != 0) {
            vm.prank(buyer.addr);
            escrow.withdraw(address(dollar), MONEY - reserve - free, buyer.addr);
        }
        due = uint96(bound(due, 1, type(uint96).max));
        uint256 there = uint256(reserve) + free;
        uint256 paid = redeem(due);
        assertEq(paid, due < there ? due : there, "paid");
        assertEq(freeOf(payee.addr), paid, "payee");
        assertEq(freeOf(buyer.addr) + escrow.channelOf(id()).reserved, there - paid, "payer");
        assertEq(escrow.channelOf(id()).redeemed, paid, "redeemed");
    }

    /* WHAT IS REFUSED */

    /// @dev The attack that empties any account: a voucher of the thief's own on a channel that the victim never opened.
    function test_RefusesAVictimsNeverOpenedChannel() external {
        Vm.Wallet memory thief = vm.createWallet("thief");
        channel.signer = thief.addr;
        channel.payee = thief.addr;
        expectRefusal(IChannels.Refusal.NeverOpened);
        vm.prank(thief.addr);
        uint256 paid =
            escrow.redeem(address(dollar), thief.addr, only(redemption(channel, thief.privateKey, uint96(MONEY))));
        assertEq(paid, 0);
        assertEq(freeOf(buyer.addr), MONEY);
        assertEq(freeOf(thief.addr), 0);
    }

    function test_RefusesAClosedChannel() external {
        open(RESERVE);
        close();
        expectRefusal(IChannels.Refusal.Closed);
        assertEq(redeem(4e6), 0);
        assertEq(freeOf(buyer.addr), MONEY);
    }

    function test_RefusesWhatIsNotNew() external {
        open(RESERVE);
        redeem(4e6);
        expectRefusal(IChannels.Refusal.NothingDue);
        assertEq(redeem(4e6), 0);
        expectRefusal(IChannels.Refusal.NothingDue);
        assertEq(redeem(3e6), 0);
        assertBooks(4e6, RESERVE - 4e6);
    }

    function test_RefusesAnotherSigner() external {
        open(RESERVE);
        assertRefused(redemption(channel, buyer.privateKey, 4e6));
        assertRefused(redemption(channel, payee.privateKey, 4e6));
    }

    function test_RefusesAnAlteredVoucher() external {
        open(RESERVE);
        IChannels.Redemption memory item = redemption(4e6);
        item.cumulative += 1;
        assertRefused(item);
        item = redemption(4e6);
        item.receiptsRoot = "another";
        assertRefused(item);
        item = redemption(4e6);
        item.r = bytes32(uint256(item.r) ^ 1);
        assertRefused(item);
        item = redemption(4e6);
        item.vs = bytes32(uint256(item.vs) ^ (1 << 255));
        assertRefused(item);
    }

    /// @dev The slot is added to without a check, because no sum reaches beyond its type: a signer that signs more meets the decoder.
    function test_RevertWhen_ASumHasBitsBeyondItsType() external {
        open(RESERVE);
        uint256 sum = (1 << 96) | 4e6;
        bytes32 typeHash = keccak256("Voucher(bytes32 channelId,uint96 cumulative,bytes32 receiptsRoot)");
        bytes32 digest = digestOf(keccak256(abi.encode(typeHash, id(), sum, ROOT)));
        IChannels.Redemption memory item = redemption(4e6);
        (item.r, item.vs) = vm.signCompact(signer.privateKey, digest);
        bytes memory data = abi.encodeCall(IChannels.redeem, (channel.token, channel.payee, only(item)));
        // Behind the selector: token, payee, offset, length, and four members of the item.
        assembly ("memory-safe") {
            mstore(add(data, 0x124), sum)
        }
        (bool success,) = address(escrow).call(data);
        assertFalse(success);
        assertBooks(0, RESERVE);
    }

    function test_RefusesAMirroredSignature() external {
        open(RESERVE);
        bytes32 digest = voucherDigest(id(), 4e6, ROOT);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(signer.privateKey, digest);
        IChannels.Redemption memory item = redemption(4e6);
        // The mirrored s has 256 bits at most times, and the parity's bit is its highest: keep what is left of it.
        item.r = r;
        item.vs = bytes32((ORDER_OF_SECP256K1 - uint256(s)) | (v == 27 ? 1 << 255 : 0));
        assertRefused(item);
        item.vs = bytes32(uint256(type(uint256).max >> 1));
        assertRefused(item);
    }

    /// @dev ecrecover answers zero for what is no signature; no channel has the zero address for its signer.
    function test_RefusesNoSignatureAtAll() external {
        open(RESERVE);
        IChannels.Redemption memory item = redemption(4e6);
        (item.r, item.vs) = (0, 0);
        assertRefused(item);
        item.signer = address(0);
        channel.signer = address(0);
        expectRefusal(IChannels.Refusal.NeverOpened);
        escrow.redeem(address(dollar), payee.addr, only(item));
    }

    /// @dev One channel's voucher on another with the same signer; another chain's, another contract's; another struct's.
    function test_RefusesAVoucherForSomethingElse() external {
        open(RESERVE);
        IChannels.Redemption memory item = redemption(4e6);
        channel.salt += 1;
        open(RESERVE);
        item.salt = channel.salt;
        assertRefused(item);

        bytes32 structHash = voucherHash(id(), 4e6, ROOT);
        assertRefused(signedOver(digestAt(structHash, block.chainid + 1, address(escrow))));
        assertRefused(signedOver(digestAt(structHash, block.chainid, address(market))));
        assertRefused(signedOver(structHash));
        assertRefused(signedOver(closeDigest(4e6)));
    }

    /// @dev The payer as its own signer, and a delegation that would deny everything: nobody asks it (EIP-7702).
    function test_DelegationSetAfterSigningChangesNothing() external {
        channel.signer = buyer.addr;
        open(RESERVE);
        IChannels.Redemption memory item = redemption(channel, buyer.privateKey, 4e6);
        vm.signAndAttachDelegation(address(new RevertingAccount()), buyer.privateKey);
        vm.prank(stranger.addr);
        assertEq(escrow.redeem(address(dollar), payee.addr, only(item)), 4e6);
        assertGt(buyer.addr.code.length, 0, "delegated");
    }

    /* STEPS */

    function signedOver(bytes32 digest) private view returns (IChannels.Redemption memory item) {
        item = redemption(4e6);
        (item.r, item.vs) = vm.signCompact(signer.privateKey, digest);
    }

    function assertRefused(IChannels.Redemption memory item) private {
        vm.expectEmit(address(escrow));
        emit IChannels.RedemptionRefused(idOf(item), IChannels.Refusal.SignatureInvalid);
        assertEq(escrow.redeem(address(dollar), payee.addr, only(item)), 0);
        assertEq(freeOf(payee.addr), 0);
    }
}
