// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IReceiptToken} from "contracts/receipts/IReceiptToken.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";
import {ExecutionId} from "contracts/types/Ids.sol";

import {BaseTest} from "../support/BaseTest.sol";
import {Xml} from "../support/Xml.sol";

/// @dev The token over a lens that says what the test wants, so that the picture meets every value.
contract ReceiptPictureTest is BaseTest {
    string private constant JSON_HEAD = "data:application/json;base64,";
    string private constant SVG_HEAD = "data:image/svg+xml;base64,";

    IReceipts.Verification private verification;
    address public market = address(this);
    address public token = address(this);
    uint8 public decimals = 6;

    IReceiptToken private tokens;

    function setUp() external {
        vm.warp(1_800_000_000);
        tokens = IReceiptToken(deployCode("ReceiptToken.sol:ReceiptToken", abi.encode(address(this))));
        verification.recorded = verification.consistent = true;
        verification.state = IJobMarket.JobState.SettledCosigned;
        verification.receiptHash = 0x65d19884b47112474e38d49df17ec0e61187c3927bc8fe823cc2b657b16253fc;
        verification.amount = 25_500_000;
    }

    /// @dev What the token asks.
    function verify(IReceipts.Receipt calldata, IJobMarket.JobOrder calldata, IJobMarket.JobTerms calldata)
        external
        view
        returns (IReceipts.Verification memory)
    {
        return verification;
    }

    function test_MetadataAreJson() external {
        string memory json = mint(8e12, 0, 0);
        assertEq(vm.parseJsonString(json, ".name"), "ComputeHive receipt 0x65d19884b4711247");
        assertGt(bytes(vm.parseJsonString(json, ".description")).length, 0);
        string[2][9] memory expected = [
            ["paid", "25.5"],
            ["token", shortened(address(this))],
            ["units", "8000000000000"],
            ["unit", "fuel"],
            ["outcome", "exited"],
            ["settled", "both sides signed"],
            ["node", "0x00000000000a11ce"],
            ["program", "0x70726f6772616d00"],
            ["output", "0x6f75747075740000"]
        ];
        for (uint256 i = 0; i < expected.length; ++i) {
            string memory at = string.concat(".attributes[", vm.toString(i), "]");
            assertEq(vm.parseJsonString(json, string.concat(at, ".trait_type")), expected[i][0]);
            assertEq(vm.parseJsonString(json, string.concat(at, ".value")), expected[i][1]);
        }
        assertEq(vm.parseJsonUint(json, ".attributes[9].value"), 1_800_000_000);
    }

    function test_PictureIsXmlAndSaysTheSame() external {
        string memory svg = pictureOf(mint(8e12, 0, 0));
        assertTrue(Xml.isElement(svg));
        string[8] memory words = [
            ">25.5</text>",
            ">paid, both sides signed</text>",
            ">8000000000000</text>",
            ">fuel</text>",
            ">exited</text>",
            ">0x65d19884b4711247</text>",
            ">1800000000</text>",
            "prefers-color-scheme:dark"
        ];
        for (uint256 i = 0; i < words.length; ++i) {
            assertTrue(vm.contains(svg, words[i]), words[i]);
        }
    }

    /// @dev Whatever node and buyer may state: the picture stays XML, the metadata JSON.
    function testFuzz_NothingBreaksTheDocument(
        uint128 units,
        uint96 amount,
        uint8 outcome,
        uint8 unitKind,
        uint8 state,
        bytes32 receiptHash,
        address node,
        bytes32[2] calldata hashes
    ) external {
        verification.receiptHash = receiptHash;
        verification.amount = amount;
        verification.state = IJobMarket.JobState(bound(state, 7, 10));
        (nodeSaid, programSaid, outputSaid) = (node, hashes[0], hashes[1]);
        string memory json = mint(units, outcome, unitKind);
        assertEq(vm.parseJsonString(json, ".attributes[2].value"), vm.toString(units));
        assertAttribute(json, 7, vm.toString(abi.encodePacked(bytes8(hashes[0]))));
        assertAttribute(json, 8, vm.toString(abi.encodePacked(bytes8(hashes[1]))));
        assertTrue(Xml.isElement(pictureOf(json)));
    }

    function test_AmountsAreExact() external {
        assertPaid(0, "0");
        assertPaid(1, "0.000001");
        assertPaid(10, "0.00001");
        assertPaid(999_999, "0.999999");
        assertPaid(1_000_000, "1");
        assertPaid(1_000_001, "1.000001");
        assertPaid(type(uint96).max, "79228162514264337593543.950335");
    }

    function test_AmountsOfTokensWithManyOrNoDecimals() external {
        decimals = 36;
        redeploy();
        assertPaid(1e6, "0.000000000000000000000000000001");
        decimals = 37;
        redeploy();
        assertPaid(1e6, "1000000");
        token = address(0xdead);
        redeploy();
        assertPaid(1e6, "1000000");
        token = address(this);
        vm.mockCallRevert(address(this), abi.encodeCall(IERC20Metadata.decimals, ()), "");
        redeploy();
        assertPaid(1e6, "1000000");
    }

    function test_UnitsOutcomesAndSettlementsHaveTheirNames() external {
        string[3] memory units = ["fuel", "seconds", "tokens"];
        for (uint8 i = 0; i < units.length; ++i) {
            assertAttribute(fresh(0, i), 3, units[i]);
        }
        string[9] memory outcomes = [
            "exited",
            "trapped",
            "out of fuel",
            "out of memory",
            "out of stack",
            "out of output",
            "out of time",
            "7",
            "8"
        ];
        for (uint8 i = 0; i < outcomes.length; ++i) {
            assertAttribute(fresh(i, 0), 4, outcomes[i]);
        }
        string[4] memory settled =
            ["both sides signed", "the buyer was silent", "the resolver upheld it", "split by time-out"];
        for (uint8 i = 0; i < settled.length; ++i) {
            verification.state = IJobMarket.JobState(7 + i);
            assertAttribute(fresh(0, 0), 5, settled[i]);
        }
    }

    function test_WhatIsNoXmlIsSeen() external pure {
        string[8] memory broken =
            ["", "<a>", "<a></b>", "<a>&</a>", "<a b=c/>", "<a></a><b></b>", "text", "<a b=\"<\"></a>"];
        for (uint256 i = 0; i < broken.length; ++i) {
            assertFalse(Xml.isElement(broken[i]), broken[i]);
        }
        assertTrue(Xml.isElement("<a b=\"c\"><d/>text<e></e></a>"));
    }

    /* STEPS */

    address private nodeSaid = address(bytes20(bytes8(0x00000000000a11ce)));
    bytes32 private programSaid = "program";
    bytes32 private outputSaid = "output";

    function mint(uint128 units, uint8 outcome, uint8 unitKind) private returns (string memory json) {
        IReceipts.Receipt memory receipt;
        receipt.executionId = ExecutionId.wrap("execution");
        receipt.node = nodeSaid;
        receipt.units = units;
        receipt.details.outcome = outcome;
        receipt.details.programHash = programSaid;
        receipt.details.outputHash = outputSaid;
        IJobMarket.JobOrder memory order;
        order.buyer = address(this);
        order.unitKind = unitKind;
        IJobMarket.JobTerms memory terms;
        terms.timeoutSplit = 10_000;
        uint256 tokenId = tokens.mint(receipt, order, terms);
        return decoded(IERC721Metadata(address(tokens)).tokenURI(tokenId), JSON_HEAD);
    }

    /// @dev Of a receipt with another hash.
    function fresh(uint8 outcome, uint8 unitKind) private returns (string memory) {
        verification.receiptHash = keccak256(abi.encode(verification.receiptHash));
        return mint(1, outcome, unitKind);
    }

    function redeploy() private {
        tokens = IReceiptToken(deployCode("ReceiptToken.sol:ReceiptToken", abi.encode(address(this))));
    }

    function assertPaid(uint96 amount, string memory text) private {
        verification.amount = amount;
        assertAttribute(fresh(0, 0), 0, text);
    }

    function assertAttribute(string memory json, uint256 index, string memory expected) private pure {
        string memory path = string.concat(".attributes[", vm.toString(index), "].value");
        assertEq(vm.parseJsonString(json, path), expected);
    }

    /// @return The first eight bytes.
    function shortened(address account) private pure returns (string memory) {
        return vm.toString(abi.encodePacked(bytes8(bytes20(account))));
    }

    function pictureOf(string memory json) private pure returns (string memory) {
        return decoded(vm.parseJsonString(json, ".image"), SVG_HEAD);
    }

    function decoded(string memory uri, string memory head) private pure returns (string memory) {
        string[] memory parts = vm.split(uri, head);
        assertEq(parts.length, 2);
        assertEq(parts[0], "");
        return string(Base64.decode(parts[1]));
    }
}
