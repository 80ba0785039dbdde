// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

import {ICommitRevealRandomness} from "../../../../contracts/disputes/randomness/ICommitRevealRandomness.sol";
import {IHeaderRandomness} from "../../../../contracts/disputes/randomness/IHeaderRandomness.sol";
import {InvariantBase} from "../support/InvariantBase.sol";
import {World} from "../support/World.sol";

/// @dev docs/protocol/invariants.md, RND: what both forms of randomness promise, over all that anybody may bring.
contract RandomnessTest is InvariantBase, World {
    uint96 private constant DEPOSIT = 1e6;
    uint256 private constant NUMBER = 1_016;

    IHeaderRandomness private _headers;
    ICommitRevealRandomness private _secrets;

    function setUp() public {
        _createWorld();
        vm.roll(NUMBER + 1);
        _headers = IHeaderRandomness(vm.deployCode("HeaderRandomness.sol:HeaderRandomness", abi.encode(uint64(16))));
        _secrets = ICommitRevealRandomness(
            vm.deployCode(
                "CommitRevealRandomness.sol:CommitRevealRandomness",
                abi.encode(escrow, dollar, DEPOSIT, uint32(100), uint32(100))
            )
        );
        for (uint256 i; i < providers.length; ++i) {
            vm.prank(providers[i]);
            escrow.setOperator(address(_secrets), address(dollar), DEPOSIT * 100, type(uint40).max);
        }
    }

    /// @dev Any byte of a header that is changed makes it another block's, which the chain does not know.
    function test_RND_1_OnlyTheVeryBlocksHeaderGivesItsSeed(uint256 place, bytes1 other, bytes32 seed) public {
        vm.assume(seed != 0);
        bytes memory header = _header(NUMBER, seed);
        vm.setBlockhash(NUMBER, keccak256(header));
        bytes memory forged = bytes.concat(header);
        place = bound(place, 0, header.length - 1);
        vm.assume(forged[place] != other);
        forged[place] = other;
        try _headers.prove(forged) {
            assertTrue(false, "a forged header was taken");
        } catch {}
        assertEq(_headers.seedOf(NUMBER), 0);
        _headers.prove(header);
        assertEq(_headers.seedOf(NUMBER), seed);
    }

    /// @dev Whatever is committed, shown, kept back or copied: each reveal returns one deposit, once, and the rest stays.
    function test_RND_2_DepositsReturnForSecretsAlone(bytes32[8] memory secrets, uint256 shown) public {
        uint256[2] memory before = [_free(providers[0]), _free(providers[1])];
        uint256 reveals;
        for (uint256 i; i < secrets.length; ++i) {
            uint256 ticket = _secrets.request();
            _commit(providers[0], ticket, _secrets.secretCommitment(ticket, providers[0], secrets[i]));
            // The other one copies.
            _commit(providers[1], ticket, _secrets.secretCommitment(ticket, providers[0], secrets[i]));
            vm.warp(_secrets.roundOf(ticket).commitBy + 1);
            if (shown >> i & 1 == 1) {
                _reveal(providers[0], ticket, secrets[i], true);
                ++reveals;
            }
            _reveal(providers[1], ticket, secrets[i], false);
            _reveal(providers[0], ticket, secrets[i], shown >> i & 1 == 0);
            if (shown >> i & 1 == 0) ++reveals;
            assertEq(_secrets.seedOf(ticket), 0, "a seed before the time, and one is missing");
            vm.warp(_secrets.roundOf(ticket).revealBy + 1);
            assertTrue(_secrets.seedOf(ticket) != 0, "no seed");
        }
        assertEq(_free(address(_secrets)), DEPOSIT * _secrets.unrevealed());
        assertEq(_free(providers[0]), before[0] - DEPOSIT * (secrets.length - reveals));
        assertEq(_free(providers[1]), before[1] - DEPOSIT * secrets.length);
    }

    function _commit(address participant, uint256 ticket, bytes32 commitment) private {
        vm.prank(participant);
        _secrets.commit(ticket, commitment, 0);
    }

    function _reveal(address participant, uint256 ticket, bytes32 secret, bool may) private {
        vm.prank(participant);
        try _secrets.reveal(ticket, secret) {
            assertTrue(may, "a secret of another, or twice");
        } catch {
            assertFalse(may, "a secret was refused");
        }
    }

    function _free(address owner) private view returns (uint256) {
        return escrow.accountOf(owner, address(dollar)).free;
    }

    /// @dev 21 fields, as blocks have had since Prague.
    function _header(uint256 number, bytes32 prevRandao) private pure returns (bytes memory) {
        bytes[] memory list = new bytes[](21);
        for (uint256 i; i < list.length; ++i) {
            list[i] = RLP.encode(keccak256(abi.encode("field", i)));
        }
        list[6] = RLP.encode(new bytes(256));
        list[7] = RLP.encode(uint256(0));
        list[8] = RLP.encode(number);
        list[13] = RLP.encode(prevRandao);
        return RLP.encode(list);
    }
}
