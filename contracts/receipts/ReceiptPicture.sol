// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IJobMarket} from "../market/IJobMarket.sol";
import {Price} from "../market/Price.sol";
import {IReceiptToken} from "./IReceiptToken.sol";

/// @title Metadata and picture of a minted receipt
/// @notice Every word here is the contract's own; what comes from outside is written as digits, so that nobody can put anything
/// else into the document or the picture.
library ReceiptPicture {
    using Strings for uint256;

    /// @dev On its own ground, so that it can be read on any page; dark where the reader prefers it.
    string private constant HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" role="img" aria-label="Receipt of compute">'
        "<style>rect{fill:#fff;stroke:#c9cbd3}text{font:14px ui-monospace,monospace;fill:#16181d}"
        ".l{fill:#565a66}.b{font-size:30px}.v{text-anchor:end}"
        "@media(prefers-color-scheme:dark){rect{fill:#16181d;stroke:#3a3e49}text{fill:#f3f4f7}.l{fill:#a9adba}}"
        '</style><rect x="1" y="1" width="418" height="418" rx="18"/><text class="l" x="28" y="46">ComputeHive receipt</text>';
    string private constant DESCRIPTION = "A settled receipt of compute, minted by its buyer. It cannot be transferred. Whether the work was done as stated is not "
        "proved by this token: check the receipt, or run the program again.";

    /// @param token In which was paid. Its own name and symbol are not shown: anybody may have chosen them.
    /// @param decimals Of the token.
    function uri(bytes32 receiptHash, IReceiptToken.Minted memory minted, address token, uint8 decimals)
        internal
        pure
        returns (string memory)
    {
        string memory image = Base64.encode(bytes(_svg(receiptHash, minted, _hex(bytes8(bytes20(token))), decimals)));
        string memory json = string.concat(
            '{"name":"ComputeHive receipt ',
            _hex(bytes8(receiptHash)),
            '","description":"',
            DESCRIPTION,
            '","image":"data:image/svg+xml;base64,',
            image,
            '","attributes":[',
            _attributes(minted, _hex(bytes8(bytes20(token))), decimals),
            "]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function _attributes(IReceiptToken.Minted memory minted, string memory token, uint8 decimals)
        private
        pure
        returns (string memory)
    {
        return string.concat(
            _attribute("paid", _amount(minted.paid, decimals)),
            _attribute("token", token),
            _attribute("units", uint256(minted.units).toString()),
            _attribute("unit", _unit(minted.unitKind)),
            _attribute("outcome", _outcome(minted.outcome)),
            _attribute("settled", _settled(minted.state)),
            _attribute("node", _hex(minted.node)),
            _attribute("program", _hex(minted.programHash)),
            _attribute("output", _hex(minted.outputHash)),
            '{"trait_type":"minted","display_type":"date","value":',
            uint256(minted.mintedAt).toString(),
            "}"
        );
    }

    function _attribute(string memory name, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', name, '","value":"', value, '"},');
    }

    function _svg(bytes32 receiptHash, IReceiptToken.Minted memory minted, string memory token, uint8 decimals)
        private
        pure
        returns (string memory)
    {
        string memory sum = string.concat(
            '<text class="b" x="28" y="98">',
            _amount(minted.paid, decimals),
            '</text><text class="l" x="28" y="126">paid, ',
            _settled(minted.state),
            "</text>"
        );
        string memory work = string.concat(
            _row(172, "token", token),
            _row(202, _unit(minted.unitKind), uint256(minted.units).toString()),
            _row(232, "outcome", _outcome(minted.outcome)),
            _row(262, "node", _hex(minted.node)),
            _row(292, "program", _hex(minted.programHash)),
            _row(322, "output", _hex(minted.outputHash)),
            _row(352, "receipt", _hex(bytes8(receiptHash))),
            _row(382, "block time", uint256(minted.mintedAt).toString())
        );
        return string.concat(HEAD, sum, work, "</svg>");
    }

    function _row(uint256 y, string memory label, string memory value) private pure returns (string memory) {
        string memory at = y.toString();
        return string.concat(
            '<text class="l" x="28" y="',
            at,
            '">',
            label,
            '</text><text class="v" x="392" y="',
            at,
            '">',
            value,
            "</text>"
        );
    }

    /// @dev Such as 25.5: without zeros at the end, exact.
    function _amount(uint256 value, uint8 decimals) private pure returns (string memory) {
        uint256 one = 10 ** decimals;
        uint256 fraction = value % one;
        string memory whole = (value / one).toString();
        if (fraction == 0) return whole;
        // The digit before the fraction keeps its leading zeros.
        uint256 digits = one + fraction;
        while (digits % 10 == 0) digits /= 10;
        bytes memory text = bytes(digits.toString());
        text[0] = ".";
        return string.concat(whole, string(text));
    }

    function _hex(bytes8 head) private pure returns (string memory) {
        return Strings.toHexString(abi.encodePacked(head));
    }

    /// @dev The receipt agreed with its order, whose unit kind is known.
    function _unit(uint8 unitKind) private pure returns (string memory) {
        if (unitKind == Price.FUEL) return "fuel";
        return unitKind == Price.SECONDS ? "seconds" : "tokens";
    }

    /// @dev The list of docs/protocol/receipts.md; a node may state any number.
    function _outcome(uint8 outcome) private pure returns (string memory) {
        string[7] memory names =
            ["exited", "trapped", "out of fuel", "out of memory", "out of stack", "out of output", "out of time"];
        return outcome < names.length ? names[outcome] : uint256(outcome).toString();
    }

    function _settled(IJobMarket.JobState state) private pure returns (string memory) {
        if (state == IJobMarket.JobState.SettledCosigned) return "both sides signed";
        if (state == IJobMarket.JobState.SettledSilent) return "the buyer was silent";
        return state == IJobMarket.JobState.SettledResolved ? "the resolver upheld it" : "split by time-out";
    }
}
