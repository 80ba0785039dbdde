// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {BaseTest} from "../support/BaseTest.sol";

/// @dev The rules hold as long as nobody can put other code in their place.
contract NoAdministratorTest is BaseTest {
    uint8 private constant CALLCODE = 0xf2;
    uint8 private constant DELEGATECALL = 0xf4;
    uint8 private constant INVALID = 0xfe;
    uint8 private constant SELFDESTRUCT = 0xff;
    uint256 private constant MOST_DATA = 128;

    function test_NobodyAdministersAnything() external view {
        string[14] memory names = [
            "Escrow",
            "EscrowStatements",
            "Staking",
            "JobMarket",
            "MarketStatements",
            "OfferBook",
            "ReplicaMarket",
            "Arbiter",
            "ReplicaArbiter",
            "Jury",
            "HeaderRandomness",
            "Attestations",
            "Receipts",
            "ReceiptToken"
        ];
        string[6] memory powers =
            ["owner()", "admin()", "pause()", "implementation()", "transferOwnership(address)", "sweep(address)"];
        for (uint256 i = 0; i < names.length; ++i) {
            bytes memory code = vm.getDeployedCode(string.concat(names[i], ".sol:", names[i]));
            _assertFinal(names[i], code);
            for (uint256 j = 0; j < powers.length; ++j) {
                assertFalse(_pushes(code, bytes4(keccak256(bytes(powers[j])))), string.concat(names[i], powers[j]));
            }
        }
    }

    /// @dev Walks the instructions, and jumps over what is pushed. Data may follow the last INVALID.
    function _assertFinal(string memory name, bytes memory code) private pure {
        bool suspect = false;
        uint256 lastInvalid = 0;
        for (uint256 i = 0; i < code.length; ++i) {
            uint8 instruction = uint8(code[i]);
            if (instruction == INVALID) {
                assertFalse(suspect, name);
                lastInvalid = i;
            }
            if (instruction == DELEGATECALL || instruction == CALLCODE || instruction == SELFDESTRUCT) suspect = true;
            if (instruction >= 0x60 && instruction <= 0x7f) i += instruction - 0x5f;
        }
        if (suspect) assertLt(code.length - lastInvalid, MOST_DATA, name);
    }

    /// @dev Whether a selector is compared with what was called.
    function _pushes(bytes memory code, bytes4 selector) private pure returns (bool) {
        for (uint256 i = 0; i < code.length; ++i) {
            uint8 instruction = uint8(code[i]);
            if (instruction == 0x63 && i + 4 < code.length) {
                bytes4 pushed = bytes4(bytes.concat(code[i + 1], code[i + 2], code[i + 3], code[i + 4]));
                if (pushed == selector) return true;
            }
            if (instruction >= 0x60 && instruction <= 0x7f) i += instruction - 0x5f;
        }
        return false;
    }
}
