// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";

import {PaidAccount, ReenteringAccount, RevertingAccount, SmartAccount} from "../../support/accounts/Accounts.sol";
import {AccountFactory, CallingFactory, EIP6492_MAGIC} from "../../support/accounts/Undeployed.sol";
import {EscrowTest} from "../../support/EscrowTest.sol";

/// @dev Openings by signature: of a key, of a contract, of a contract still to be deployed; and what thieves make of them.
contract OpenSignedTest is EscrowTest {
    /* KEYS */

    function test_AnybodyCarriesTheOpeningOfAKey() external {
        vm.prank(stranger.addr);
        assertEq(openFor(sign(buyer, openingDigest(RESERVE, 0))), id());
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
        assertEq(freeOf(buyer.addr), MONEY - RESERVE);
    }

    function test_CompactSignatureCounts() external {
        openFor(signCompact(buyer, openingDigest(RESERVE, 0)));
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
    }

    function test_RevertWhen_AnotherKeySigned() external {
        expectInvalid(buyer.addr);
        openFor(sign(stranger, openingDigest(RESERVE, 0)));
    }

    function test_RevertWhen_SignatureIsMirrored() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(buyer.privateKey, openingDigest(RESERVE, 0));
        expectInvalid(buyer.addr);
        openFor(abi.encodePacked(r, bytes32(ORDER_OF_SECP256K1 - uint256(s)), v == 27 ? 28 : 27));
    }

    function test_RevertWhen_SignatureHasAnotherLength() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        expectInvalid(buyer.addr);
        openFor("");
        expectInvalid(buyer.addr);
        openFor(bytes.concat(signature, hex"00"));
    }

    /// @dev Each member of the statement is bound by the signature.
    function test_RevertWhen_AnythingIsAltered() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        IChannels.Channel memory original = channel;
        channel.signer = stranger.addr;
        expectInvalid(buyer.addr);
        openFor(signature);
        channel = original;
        channel.payee = stranger.addr;
        expectInvalid(buyer.addr);
        openFor(signature);
        channel = original;
        channel.closeDelay += 1;
        expectInvalid(buyer.addr);
        openFor(signature);
        channel = original;
        channel.salt += 1;
        expectInvalid(buyer.addr);
        openFor(signature);
        channel = original;
        expectInvalid(buyer.addr);
        escrow.openChannelFor(channel, RESERVE + 1, 0, deadline, signature);
        expectInvalid(buyer.addr);
        escrow.openChannelFor(channel, RESERVE, 0, deadline + 1, signature);
        expectInvalid(buyer.addr);
        escrow.openChannelFor(channel, RESERVE, 1, deadline, signature);
    }

    function test_RevertWhen_Late() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_StatementExpired.selector, deadline));
        openFor(signature);
        vm.warp(deadline);
        openFor(signature);
    }

    function test_RevertWhen_EpochWasRaised() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        vm.prank(buyer.addr);
        escrow.raiseEpoch(address(dollar));
        vm.expectRevert(
            abi.encodeWithSelector(
                IEscrow.Escrow_EpochOutdated.selector, buyer.addr, address(dollar), uint24(1), uint24(0)
            )
        );
        openFor(signature);
    }

    /// @dev An opening opens once: its channel's tombstone is for ever.
    function test_RevertWhen_Replayed() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        openFor(signature);
        expectWrongState(IChannels.ChannelState.Open);
        openFor(signature);
        close();
        expectWrongState(IChannels.ChannelState.Closed);
        openFor(signature);
    }

    function test_RevertWhen_SignedForAnotherChainOrEscrow() external {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    abi.encodePacked(
                        "OpenChannel(Channel channel,uint96 reserve,uint24 epoch,uint40 deadline)", CHANNEL_TYPE
                    )
                ),
                id(),
                RESERVE,
                uint24(0),
                deadline
            )
        );
        assertEq(digestOf(structHash), openingDigest(RESERVE, 0));
        expectInvalid(buyer.addr);
        openFor(sign(buyer, digestAt(structHash, block.chainid + 1, address(escrow))));
        expectInvalid(buyer.addr);
        openFor(sign(buyer, digestAt(structHash, block.chainid, address(market))));
        // And on a chain that split off, the first chain's signature is worth nothing.
        bytes memory signature = sign(buyer, digestOf(structHash));
        bytes memory forked = sign(buyer, digestAt(structHash, 4242, address(escrow)));
        vm.chainId(4242);
        expectInvalid(buyer.addr);
        openFor(signature);
        openFor(forked);
    }

    function test_RevertWhen_ThePayerIsZero() external {
        channel.payer = address(0);
        expectInvalid(address(0));
        openFor(sign(buyer, openingDigest(0, 0)));
        // ecrecover answers zero for what is no signature.
        expectInvalid(address(0));
        openFor(new bytes(65));
    }

    /// @dev The key's word stands, whatever code its address gets afterwards (EIP-7702).
    function test_DelegationSetAfterSigningChangesNothing() external {
        bytes memory signature = sign(buyer, openingDigest(RESERVE, 0));
        vm.signAndAttachDelegation(address(new RevertingAccount()), buyer.privateKey);
        vm.prank(stranger.addr);
        openFor(signature);
        assertGt(buyer.addr.code.length, 0, "delegated");
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
    }

    /* CONTRACTS */

    function test_ContractAccountConsents() external {
        SmartAccount account = new SmartAccount();
        asPayer(address(account));
        account.approve(openingDigest(RESERVE, 0));
        openFor("any");
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
    }

    function test_RevertWhen_ContractAccountDoesNotConsent() external {
        SmartAccount account = new SmartAccount();
        asPayer(address(account));
        account.approve(openingDigest(RESERVE + 1, 0));
        expectInvalid(address(account));
        openFor("any");
        asPayer(address(new RevertingAccount()));
        expectInvalid(channel.payer);
        openFor("any");
    }

    /// @dev An account that is asked can enter nothing.
    function test_RevertWhen_AnAccountThatIsAskedEntersTheEscrow() external {
        ReenteringAccount account = new ReenteringAccount();
        asPayer(address(account));
        account.aim(address(escrow), abi.encodeCall(IEscrow.move, (address(dollar), stranger.addr, 0)));
        expectInvalid(address(account));
        openFor("any");
    }

    /* CONTRACTS STILL TO BE DEPLOYED */

    function test_UndeployedAccountConsents() external {
        AccountFactory factory = new AccountFactory();
        asPayer(factory.addressOf("salt"));
        bytes memory deployment = abi.encodeCall(AccountFactory.deploy, ("salt", openingDigest(RESERVE, 0)));
        openFor(wrap(address(factory), deployment));
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
        assertGt(channel.payer.code.length, 0, "deployed");
    }

    function test_DeployedAccountIsAskedFirst() external {
        AccountFactory factory = new AccountFactory();
        asPayer(factory.addressOf("salt"));
        factory.deploy("salt", openingDigest(RESERVE, 0));
        // Deploying again would fail; it is not needed.
        openFor(wrap(address(factory), abi.encodeCall(AccountFactory.deploy, ("salt", 0))));
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
    }

    function test_RevertWhen_FactoryDeploysNothing() external {
        AccountFactory factory = new AccountFactory();
        asPayer(factory.addressOf("salt"));
        bytes memory deployment = abi.encodeCall(AccountFactory.deploy, ("pepper", openingDigest(RESERVE, 0)));
        expectInvalid(channel.payer);
        openFor(wrap(address(factory), deployment));
    }

    /// @dev The end of an EIP-6492 signature with nothing before it is a signature like any other: nobody's.
    function test_RevertWhen_NothingIsWrapped() external {
        expectInvalid(channel.payer);
        openFor(abi.encode(EIP6492_MAGIC));
    }

    /// @dev Nobody is to be taken for an undeployed account whom a factory cannot put code at.
    function test_RevertWhen_AFactorySpeaksForAVictim() external {
        AccountFactory factory = new AccountFactory();
        bytes memory deployment = abi.encodeCall(AccountFactory.deploy, ("salt", openingDigest(RESERVE, 0)));
        vm.prank(stranger.addr);
        expectInvalid(buyer.addr);
        openFor(wrap(address(factory), deployment));
        assertEq(freeOf(buyer.addr), MONEY);
    }

    /// @dev The "factory" is the token, and the thief's own account agrees once the theft is done: were the call the escrow's, all
    /// its tokens would be gone.
    function test_RevertWhen_TheFactoryIsTheToken() external {
        uint256 held = dollar.balanceOf(address(escrow));
        channel.payer = address(new PaidAccount(dollar, stranger.addr));
        bytes memory theft = abi.encodeCall(dollar.transfer, (stranger.addr, held));
        expectInvalid(channel.payer);
        escrow.openChannelFor(channel, 0, 0, deadline, wrap(address(dollar), theft));
        assertEq(dollar.balanceOf(address(escrow)), held);
        // The same account agrees where the thief was paid by another.
        deal(address(dollar), stranger.addr, 1, true);
        escrow.openChannelFor(channel, 0, 0, deadline, wrap(address(dollar), theft));
        assertEq(dollar.balanceOf(address(escrow)), held);
    }

    /// @dev The "factory" is the escrow: were the call its own, it would move what stands in its own name.
    function test_RevertWhen_TheFactoryIsTheEscrow() external {
        fund(address(this), 5e6);
        escrow.move(address(dollar), address(escrow), 5e6);
        expectInvalid(buyer.addr);
        openFor(wrap(address(escrow), abi.encodeCall(IEscrow.move, (address(dollar), stranger.addr, 5e6))));
        assertEq(freeOf(address(escrow)), 5e6);
        assertEq(freeOf(stranger.addr), 0);
    }

    /// @dev A factory of good faith towards its account, which tries the escrow on the way: it meets the lock, and it is called
    /// by somebody who is nobody.
    function test_FactoriesEnterNothing() external {
        CallingFactory factory = new CallingFactory();
        fund(address(factory), 5e6);
        asPayer(factory.addressOf("salt"));
        bytes memory entry = abi.encodeCall(IEscrow.withdraw, (address(dollar), 5e6, stranger.addr));
        bytes memory deployment =
            abi.encodeCall(CallingFactory.callAndDeploy, (address(escrow), entry, "salt", openingDigest(RESERVE, 0)));
        openFor(wrap(address(factory), deployment));
        assertTrue(factory.called(), "called");
        assertFalse(factory.succeeded(), "entered");
        assertEq(bytes4(factory.answer()), IEscrow.Escrow_Reentered.selector, "reason");
        assertNotEq(factory.caller(), address(escrow), "the escrow called");
        assertEq(freeOf(factory.caller()), 0);
        assertEq(escrow.channelOf(id()).reserved, RESERVE);
    }

    function test_RevertWhen_WrappedSignatureIsMalformed() external {
        vm.expectRevert();
        openFor(abi.encodePacked(uint256(1), EIP6492_MAGIC));
    }

    /* STEPS */

    function openFor(bytes memory signature) private returns (bytes32) {
        return escrow.openChannelFor(channel, RESERVE, 0, deadline, signature);
    }

    function wrap(address factory, bytes memory data) private pure returns (bytes memory) {
        return bytes.concat(abi.encode(factory, data, bytes("any")), EIP6492_MAGIC);
    }

    function asPayer(address account) private {
        channel.payer = account;
        fund(account, MONEY);
    }

    function expectInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IEscrow.Escrow_SignatureInvalid.selector, account));
    }

    function expectWrongState(IChannels.ChannelState state) private {
        vm.expectRevert(abi.encodeWithSelector(IChannels.Escrow_WrongChannelState.selector, id(), state));
    }
}
