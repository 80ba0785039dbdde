// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IERC5192} from "contracts/receipts/IERC5192.sol";
import {IReceiptToken} from "contracts/receipts/IReceiptToken.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {SmartAccount} from "../support/accounts/Accounts.sol";

contract ReceiptTokenTest is MarketTest {
    IReceiptToken private token;
    IERC721Metadata private nft;

    function setUp() public override {
        super.setUp();
        token = IReceiptToken(deployCode("ReceiptToken.sol:ReceiptToken", abi.encode(receipts)));
        nft = IERC721Metadata(address(token));
    }

    /* MINTING */

    function test_TheBuyerMintsASettledReceipt() external {
        settle();
        uint256 tokenId = uint256(receiptHash(defaultWork()));
        vm.expectEmit(address(token));
        emit IERC721.Transfer(address(0), buyer.addr, tokenId);
        vm.expectEmit(address(token));
        emit IERC5192.Locked(tokenId);
        vm.expectEmit(address(token));
        emit IReceiptToken.ReceiptMinted(tokenId, buyer.addr, executionIdOf(0));
        vm.prank(buyer.addr);
        assertEq(token.mint(defaultReceipt(), order, terms), tokenId);

        assertEq(nft.ownerOf(tokenId), buyer.addr);
        assertEq(nft.balanceOf(buyer.addr), 1);
        IReceiptToken.Minted memory minted = token.mintedOf(tokenId);
        assertEq(minted.units, UNITS);
        assertEq(minted.paid, AMOUNT);
        assertEq(minted.unitKind, 0);
        assertEq(minted.outcome, 0);
        assertEq(uint8(minted.state), uint8(IJobMarket.JobState.SettledCosigned));
        assertEq(minted.mintedAt, clock());
        assertEq(minted.node, bytes8(bytes20(node.addr)));
        assertEq(minted.programHash, bytes8(digestOf("program")));
        assertEq(minted.outputHash, bytes8(digestOf("output")));
    }

    function test_EverySettledStateIsMinted() external {
        IJobMarket.JobState[4] memory states = settledStates();
        for (uint256 i = 0; i < states.length; ++i) {
            uint256 before = vm.snapshotState();
            reach(states[i]);
            mint();
            IReceiptToken.Minted memory minted = token.mintedOf(uint256(receiptHash(defaultWork())));
            assertEq(uint8(minted.state), uint8(states[i]));
            assertEq(minted.paid, states[i] == IJobMarket.JobState.SettledSplit ? AMOUNT / 2 : AMOUNT);
            vm.revertToState(before);
        }
    }

    function test_RevertWhen_TheReceiptWasRefused() external {
        IJobMarket.JobState[2] memory states =
            [IJobMarket.JobState.RefundedSilent, IJobMarket.JobState.RefundedResolved];
        for (uint256 i = 0; i < states.length; ++i) {
            uint256 before = vm.snapshotState();
            reach(states[i]);
            expectRefusal(
                buyer.addr,
                defaultReceipt(),
                abi.encodeWithSelector(
                    IReceiptToken.ReceiptToken_NotSettled.selector, receiptHash(defaultWork()), states[i]
                )
            );
            vm.revertToState(before);
        }
    }

    function test_RevertWhen_TheReceiptIsNotRecorded() external {
        bytes memory reason =
            abi.encodeWithSelector(IReceiptToken.ReceiptToken_NotRecorded.selector, receiptHash(defaultWork()));
        expectRefusal(buyer.addr, defaultReceipt(), reason);
        post();
        IJobMarket.Execution memory execution = claim();
        expectRefusal(buyer.addr, defaultReceipt(), reason);
        submit(execution, defaultWork());
        expectRefusal(buyer.addr, defaultReceipt(), reason);
    }

    function test_RevertWhen_ItIsAnotherReceiptOfTheSettledJob() external {
        settle();
        IReceipts.Receipt memory other = defaultReceipt();
        other.units += 1;
        bytes32 hash = marketStatements.hashReceipt(other.executionId, other.node, other.units, other.details);
        expectRefusal(buyer.addr, other, abi.encodeWithSelector(IReceiptToken.ReceiptToken_NotRecorded.selector, hash));
    }

    /// @dev Both sides signed words that contradict the order: what was paid is not what the receipt says.
    function test_RevertWhen_ReceiptAndOrderContradictEachOther() external {
        IReceipts.Receipt memory receipt = defaultReceipt();
        receipt.details.amount += 1;
        IJobMarket.Work memory work = IJobMarket.Work(UNITS, detailsHash(receipt.details));
        settle(work);
        expectRefusal(
            buyer.addr,
            receipt,
            abi.encodeWithSelector(IReceiptToken.ReceiptToken_Inconsistent.selector, receiptHash(work))
        );
    }

    function test_RevertWhen_AnybodyElseMints() external {
        settle();
        address[3] memory others = [stranger.addr, node.addr, payee.addr];
        for (uint256 i = 0; i < others.length; ++i) {
            expectRefusal(
                others[i],
                defaultReceipt(),
                abi.encodeWithSelector(IReceiptToken.ReceiptToken_NotBuyer.selector, buyer.addr, others[i])
            );
        }
    }

    /// @dev An order of one's own for the same job: its id is another, so that the market holds nothing.
    function test_RevertWhen_AnotherOrderClaimsTheReceipt() external {
        settle();
        IReceipts.Receipt memory receipt = defaultReceipt();
        order.buyer = stranger.addr;
        expectRefusal(
            stranger.addr,
            receipt,
            abi.encodeWithSelector(
                IReceiptToken.ReceiptToken_NotRecorded.selector,
                marketStatements.hashReceipt(receipt.executionId, receipt.node, receipt.units, receipt.details)
            )
        );
    }

    function test_RevertWhen_ItIsMintedAgain() external {
        settle();
        mint();
        bytes memory reason =
            abi.encodeWithSelector(IReceiptToken.ReceiptToken_Minted.selector, uint256(receiptHash(defaultWork())));
        expectRefusal(buyer.addr, defaultReceipt(), reason);
        bytes memory signature = sign(buyer, mintDigest(address(token), clock()));
        vm.expectRevert(reason);
        token.mintFor(defaultReceipt(), order, terms, clock(), signature);
    }

    /* BY SIGNATURE */

    function test_AnybodyCarriesTheBuyersSignature() external {
        settle();
        assertEq(token.hashMintReceipt(receiptHash(defaultWork()), clock()), mintDigest(address(token), clock()));
        bytes memory signature = sign(buyer, mintDigest(address(token), clock()));
        vm.prank(stranger.addr);
        uint256 tokenId = token.mintFor(defaultReceipt(), order, terms, clock(), signature);
        assertEq(nft.ownerOf(tokenId), buyer.addr);
    }

    function test_AContractBuyerAgreesByItsWord() external {
        SmartAccount account = new SmartAccount();
        order.buyer = address(account);
        fund(address(account), BUYER_MONEY);
        allow(address(account), address(market));
        reach(IJobMarket.JobState.SettledSilent);
        bytes32 digest = mintDigest(address(token), clock());
        vm.expectRevert(abi.encodeWithSelector(IReceiptToken.ReceiptToken_SignatureInvalid.selector, address(account)));
        token.mintFor(defaultReceipt(), order, terms, clock(), "");
        account.approve(digest);
        uint256 tokenId = token.mintFor(defaultReceipt(), order, terms, clock(), "");
        assertEq(nft.ownerOf(tokenId), address(account));
    }

    function test_RevertWhen_TheSignatureIsLate() external {
        settle();
        uint40 deadline = clock();
        bytes memory signature = sign(buyer, mintDigest(address(token), deadline));
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IReceiptToken.ReceiptToken_StatementExpired.selector, deadline));
        token.mintFor(defaultReceipt(), order, terms, deadline, signature);
    }

    function test_RevertWhen_TheSignatureIsForSomethingElse() external {
        settle();
        uint40 deadline = clock();
        expectSignatureRefused(deadline, sign(stranger, mintDigest(address(token), deadline)));
        expectSignatureRefused(deadline, sign(node, mintDigest(address(token), deadline)));
        expectSignatureRefused(deadline, sign(buyer, mintDigest(address(token), deadline + 1)));
        expectSignatureRefused(deadline, sign(buyer, mintDigest(stranger.addr, deadline)));
        expectSignatureRefused(deadline, sign(buyer, receiptHash(defaultWork())));
        expectSignatureRefused(deadline, "");
    }

    /* NOT TRANSFERABLE */

    function test_RevertWhen_TransferredOrApproved() external {
        settle();
        uint256 tokenId = mint();
        vm.startPrank(buyer.addr);
        vm.expectRevert(IReceiptToken.ReceiptToken_NotTransferable.selector);
        nft.transferFrom(buyer.addr, stranger.addr, tokenId);
        vm.expectRevert(IReceiptToken.ReceiptToken_NotTransferable.selector);
        nft.safeTransferFrom(buyer.addr, stranger.addr, tokenId);
        vm.expectRevert(IReceiptToken.ReceiptToken_NotTransferable.selector);
        nft.safeTransferFrom(buyer.addr, stranger.addr, tokenId, "data");
        vm.expectRevert(IReceiptToken.ReceiptToken_NotTransferable.selector);
        nft.approve(stranger.addr, tokenId);
        vm.expectRevert(IReceiptToken.ReceiptToken_NotTransferable.selector);
        nft.setApprovalForAll(stranger.addr, true);
        assertEq(nft.ownerOf(tokenId), buyer.addr);
        assertTrue(IERC5192(address(token)).locked(tokenId));
    }

    function test_RevertWhen_TheTokenWasNeverMinted() external {
        bytes memory reason = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, uint256(1));
        vm.expectRevert(reason);
        IERC5192(address(token)).locked(1);
        vm.expectRevert(reason);
        nft.tokenURI(1);
        vm.expectRevert(reason);
        token.mintedOf(1);
        vm.expectRevert(reason);
        nft.ownerOf(1);
    }

    function test_SaysWhatItIs() external view {
        assertEq(nft.name(), "ComputeHive Receipt");
        assertEq(nft.symbol(), "HIVERECEIPT");
        assertEq(token.receipts(), address(receipts));
        bytes4[4] memory ids = [bytes4(0x01ffc9a7), bytes4(0x80ac58cd), bytes4(0x5b5e139f), bytes4(0xb45a3c0e)];
        for (uint256 i = 0; i < ids.length; ++i) {
            assertTrue(IERC165(address(token)).supportsInterface(ids[i]), vm.toString(ids[i]));
        }
        assertFalse(IERC165(address(token)).supportsInterface(0xffffffff));
    }

    /* STEPS */

    function settle() private {
        settle(defaultWork());
    }

    function settle(IJobMarket.Work memory work) private {
        post();
        IJobMarket.Execution memory execution = claim();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
    }

    function settledStates() private pure returns (IJobMarket.JobState[4] memory) {
        return [
            IJobMarket.JobState.SettledCosigned,
            IJobMarket.JobState.SettledSilent,
            IJobMarket.JobState.SettledResolved,
            IJobMarket.JobState.SettledSplit
        ];
    }

    function reach(IJobMarket.JobState state) private {
        if (state == IJobMarket.JobState.SettledCosigned) return settle();
        if (state == IJobMarket.JobState.RefundedSilent) order.onSilence = 1;
        post();
        IJobMarket.Execution memory execution = submit(claim(), defaultWork());
        if (state == IJobMarket.JobState.SettledSilent || state == IJobMarket.JobState.RefundedSilent) {
            skip(WINDOW + 1);
            return market.settleSilent(order, termsHash(), execution, defaultWork());
        }
        execution = dispute(execution, IJobMarket.Complaint.Wrong);
        if (state == IJobMarket.JobState.SettledSplit) {
            skip(VERDICT_TIME + 1);
            return market.resolveByTimeout(order, terms, execution, defaultWork());
        }
        bool upheld = state == IJobMarket.JobState.SettledResolved;
        IJobMarket.Finding finding = upheld ? IJobMarket.Finding.Upheld : IJobMarket.Finding.Wrong;
        vm.prank(arbiter.addr);
        arbiterContract.rule(order, terms, execution, defaultWork(), finding, "");
    }

    function mint() private returns (uint256) {
        vm.prank(buyer.addr);
        return token.mint(defaultReceipt(), order, terms);
    }

    function defaultReceipt() private view returns (IReceipts.Receipt memory) {
        return IReceipts.Receipt(executionIdOf(0), node.addr, UNITS, defaultDetails());
    }

    function expectRefusal(address caller, IReceipts.Receipt memory receipt, bytes memory reason) private {
        vm.prank(caller);
        vm.expectRevert(reason);
        token.mint(receipt, order, terms);
    }

    function expectSignatureRefused(uint40 deadline, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IReceiptToken.ReceiptToken_SignatureInvalid.selector, buyer.addr));
        token.mintFor(defaultReceipt(), order, terms, deadline, signature);
    }

    /// @dev Computed here from EIP-712 with nothing of the contracts' libraries.
    function mintDigest(address place, uint40 deadline) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ComputeHive Receipts"),
                keccak256("1"),
                block.chainid,
                place
            )
        );
        bytes32 typeHash = keccak256("MintReceipt(bytes32 receiptHash,uint40 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, receiptHash(defaultWork()), deadline));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
