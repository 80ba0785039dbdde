// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Text that means the same in JSON, in markup and in a URL
/// @notice Two sets of characters, none of which ends or escapes a string anywhere: no quotes, angle brackets, backslashes, spaces,
/// control characters, nothing beyond ASCII. Of the URL's, markup reads the ampersand, which opens a reference there and ends nothing.
library PlainText {
    /// @dev One bit for each character: 0-9 A-Z a-z . - _
    uint256 private constant NAME =
        (0x3ff << 0x30) | (0x3ffffff << 0x41) | (0x3ffffff << 0x61) | (1 << 0x2d) | (1 << 0x2e) | (1 << 0x5f);
    /// @dev Those, and of RFC 3986: ! # $ % & ( ) * + , / : ; = ? @ [ ] ~
    uint256 private constant URL = NAME | (1 << 0x21) | (0xf << 0x23) | (0x1f << 0x28) | (1 << 0x2f) | (3 << 0x3a)
        | (1 << 0x3d) | (3 << 0x3f) | (1 << 0x5b) | (1 << 0x5d) | (1 << 0x7e);

    /// @notice Whether a left-aligned short name holds nothing but its characters, and then zeros.
    function isName(bytes32 name) internal pure returns (bool) {
        uint256 length = lengthOf(name);
        for (uint256 i = 0; i < length; ++i) {
            if (!_isIn(NAME, name[i])) return false;
        }
        return length == 32 || uint256(name) << (length * 8) == 0;
    }

    /// @notice Whether a text is empty, or a web address.
    function isWebAddress(string memory text) internal pure returns (bool) {
        bytes memory characters = bytes(text);
        if (characters.length == 0) return true;
        for (uint256 i = 0; i < characters.length; ++i) {
            if (!_isIn(URL, characters[i])) return false;
        }
        return _beginsWith(characters, "https://") || _beginsWith(characters, "http://");
    }

    /// @notice A short name as text.
    function textOf(bytes32 name) internal pure returns (string memory) {
        bytes memory text = new bytes(lengthOf(name));
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = name[i];
        }
        return string(text);
    }

    /// @return length Up to the first zero.
    function lengthOf(bytes32 name) internal pure returns (uint256 length) {
        while (length < 32 && name[length] != 0) ++length;
    }

    function _isIn(uint256 set, bytes1 character) private pure returns (bool) {
        return (set >> uint8(character)) & 1 == 1;
    }

    /// @dev More must follow.
    function _beginsWith(bytes memory text, bytes memory head) private pure returns (bool) {
        if (text.length <= head.length) return false;
        for (uint256 i = 0; i < head.length; ++i) {
            if (text[i] != head[i]) return false;
        }
        return true;
    }
}
