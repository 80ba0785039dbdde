// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IJobMarket} from "../market/IJobMarket.sol";
import {Signatures} from "../types/Signatures.sol";
import {TypedData} from "../types/TypedData.sol";
import {IERC5192} from "./IERC5192.sol";
import {IReceiptToken} from "./IReceiptToken.sol";
import {IReceipts} from "./IReceipts.sol";
import {ReceiptPicture} from "./ReceiptPicture.sol";

/// @title ReceiptToken
/// @dev Calls the receipts' lens, and a buyer's contract statically.
contract ReceiptToken is ERC721, IERC5192, IReceiptToken {
    bytes32 private constant MINT_RECEIPT_TYPEHASH = keccak256("MintReceipt(bytes32 receiptHash,uint40 deadline)");
    uint256 private constant WHOLE = 10_000;
    /// @dev More than any amount has digits would only be zeros.
    uint256 private constant MOST_DECIMALS = 36;

    IReceipts private immutable _receipts;
    /// @dev The market's token, and how many digits of an amount stand behind the point.
    address private immutable _token;
    uint8 private immutable _decimals;

    /// @dev Two slots each, beside owner and balance.
    mapping(uint256 tokenId => Minted) private _minted;

    constructor(IReceipts receipts_) ERC721("ComputeHive Receipt", "HIVERECEIPT") {
        _receipts = receipts_;
        _token = IJobMarket(receipts_.market()).token();
        _decimals = _decimalsOf(_token);
    }

    /* MINTING */

    /// @inheritdoc IReceiptToken
    function mint(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) external returns (uint256 tokenId) {
        if (msg.sender != order.buyer) {
            revert ReceiptToken_NotBuyer(order.buyer, msg.sender);
        }
        return _mintReceipt(receipt, order, terms, _receipts.verify(receipt, order, terms));
    }

    /// @inheritdoc IReceiptToken
    function mintFor(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        uint40 deadline,
        bytes calldata signature
    ) external returns (uint256 tokenId) {
        if (block.timestamp > deadline) revert ReceiptToken_StatementExpired(deadline);
        IReceipts.Verification memory verification = _receipts.verify(receipt, order, terms);
        if (!Signatures.isBy(order.buyer, hashMintReceipt(verification.receiptHash, deadline), signature)) {
            revert ReceiptToken_SignatureInvalid(order.buyer);
        }
        return _mintReceipt(receipt, order, terms, verification);
    }

    function _mintReceipt(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms,
        IReceipts.Verification memory verification
    ) private returns (uint256 tokenId) {
        bytes32 receiptHash = verification.receiptHash;
        tokenId = uint256(receiptHash);
        if (!verification.recorded) revert ReceiptToken_NotRecorded(receiptHash);
        if (verification.state > IJobMarket.JobState.SettledSplit) {
            revert ReceiptToken_NotSettled(receiptHash, verification.state);
        }
        if (!verification.consistent) revert ReceiptToken_Inconsistent(receiptHash);
        if (_ownerOf(tokenId) != address(0)) revert ReceiptToken_Minted(tokenId);

        bool split = verification.state == IJobMarket.JobState.SettledSplit;
        _minted[tokenId] = Minted({
            units: receipt.units,
            paid: split ? uint96(uint256(verification.amount) * terms.timeoutSplit / WHOLE) : verification.amount,
            unitKind: order.unitKind,
            outcome: receipt.details.outcome,
            state: verification.state,
            mintedAt: uint40(block.timestamp),
            node: bytes8(bytes20(receipt.node)),
            programHash: bytes8(receipt.details.programHash),
            outputHash: bytes8(receipt.details.outputHash)
        });
        _mint(order.buyer, tokenId);

        emit Locked(tokenId);
        emit ReceiptMinted(tokenId, order.buyer, receipt.executionId);
    }

    /* NOT TRANSFERABLE */

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @dev The way of every transfer.
    function transferFrom(address, address, uint256) public pure override {
        revert ReceiptToken_NotTransferable();
    }

    /// @dev Whoever could be approved could do nothing.
    function approve(address, uint256) public pure override {
        revert ReceiptToken_NotTransferable();
    }

    /// @dev The same.
    function setApprovalForAll(address, bool) public pure override {
        revert ReceiptToken_NotTransferable();
    }

    /* VIEWS */

    /// @inheritdoc ERC721
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        return ReceiptPicture.uri(bytes32(tokenId), mintedOf(tokenId), _token, _decimals);
    }

    /// @inheritdoc IReceiptToken
    function mintedOf(uint256 tokenId) public view returns (Minted memory) {
        _requireOwned(tokenId);
        return _minted[tokenId];
    }

    /// @inheritdoc IReceiptToken
    function receipts() external view returns (address) {
        return address(_receipts);
    }

    /// @inheritdoc IReceiptToken
    function hashMintReceipt(bytes32 receiptHash, uint40 deadline) public view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encode(MINT_RECEIPT_TYPEHASH, receiptHash, deadline));
        return MessageHashUtils.toTypedDataHash(TypedData.domainSeparator("ComputeHive Receipts"), structHash);
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC5192).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev A token that does not say it plainly is shown in its smallest unit.
    function _decimalsOf(address token) private view returns (uint8) {
        (bool success, bytes memory answer) = token.staticcall(abi.encodeCall(IERC20Metadata.decimals, ()));
        if (!success || answer.length != 32) return 0;
        uint256 decimals = abi.decode(answer, (uint256));
        return decimals > MOST_DECIMALS ? 0 : uint8(decimals);
    }
}
