// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @dev Whether a text is one well-formed XML element with plain attributes: what a picture may be made of.
library Xml {
    function isElement(string memory text) internal pure returns (bool) {
        bytes memory source = bytes(text);
        bytes32[] memory open = new bytes32[](32);
        uint256 depth;
        uint256 at;
        while (at < source.length) {
            // Text stands within an element, and holds no reference.
            if (source[at] != "<") {
                if (depth == 0 || source[at] == "&" || source[at] == ">") return false;
                ++at;
                continue;
            }
            bool ends = source[++at] == "/";
            if (ends) ++at;
            bytes32 name;
            (name, at) = _name(source, at);
            if (name == 0) return false;
            bool empty;
            (empty, at) = _attributes(source, at);
            if (at == 0) return false;
            if (ends) {
                if (depth == 0 || open[--depth] != name) return false;
                if (depth == 0) return at == source.length;
            } else if (!empty) {
                open[depth++] = name;
            }
        }
        return false;
    }

    function _name(bytes memory source, uint256 at) private pure returns (bytes32 name, uint256) {
        uint256 from = at;
        while (at < source.length && _isLetter(source[at])) ++at;
        bytes memory letters = new bytes(at - from);
        for (uint256 i = 0; i < letters.length; ++i) {
            letters[i] = source[from + i];
        }
        return (letters.length == 0 ? bytes32(0) : keccak256(letters), at);
    }

    /// @return empty Whether the element ends here. @return After `>`, or zero if it is malformed.
    function _attributes(bytes memory source, uint256 at) private pure returns (bool empty, uint256) {
        while (at < source.length && source[at] == " ") {
            bytes32 name;
            (name, at) = _name(source, at + 1);
            if (name == 0 || source[at] != "=" || source[at + 1] != '"') return (false, 0);
            for (at += 2; source[at] != '"'; ++at) {
                if (source[at] == "<" || source[at] == "&") return (false, 0);
            }
            ++at;
        }
        empty = source[at] == "/";
        if (empty) ++at;
        return source[at] == ">" ? (empty, at + 1) : (false, 0);
    }

    function _isLetter(bytes1 letter) private pure returns (bool) {
        return (letter >= "a" && letter <= "z") || (letter >= "A" && letter <= "Z") || letter == "-";
    }
}
