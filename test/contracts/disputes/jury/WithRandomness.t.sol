// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

import {IJury} from "contracts/disputes/jury/IJury.sol";
import {ICommitRevealRandomness} from "contracts/disputes/randomness/ICommitRevealRandomness.sol";
import {IHeaderRandomness} from "contracts/disputes/randomness/IHeaderRandomness.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";

import {JuryTest} from "./JuryTest.sol";

/// @dev A case from the dispute to the verdict, with each form of randomness as it is deployed.
contract WithRandomnessTest is JuryTest {
    function test_ACaseByTheRandomnessOfHeaders() external {
        vm.roll(1_000);
        IHeaderRandomness headers =
            IHeaderRandomness(deployCode("HeaderRandomness.sol:HeaderRandomness", abi.encode(uint64(16))));
        take(address(headers));
        openCase();
        assertEq(caseOf().ticket, 1_016);
        vm.roll(1_017);
        bytes memory header = headerOf(1_016, keccak256("randao"));
        vm.setBlockhash(1_016, keccak256(header));
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_SeedUnknown.selector, id, 1_016));
        jury.draw(id);
        headers.prove(header);
        endWell();
    }

    function test_ACaseByTheRandomnessOfBothSides() external {
        ICommitRevealRandomness secrets = ICommitRevealRandomness(
            deployCode(
                "CommitRevealRandomness.sol:CommitRevealRandomness",
                abi.encode(escrow, dollar, uint96(1e6), uint32(300), uint32(200))
            )
        );
        take(address(secrets));
        openCase();
        address[2] memory sides = [buyer.addr, provider.addr];
        uint64 ticket = caseOf().ticket;
        for (uint256 i; i < 2; ++i) {
            fund(sides[i], 1e6);
            allow(sides[i], address(secrets));
            bytes32 commitment = secrets.secretCommitment(ticket, sides[i], bytes32(i));
            vm.prank(sides[i]);
            secrets.commit(ticket, commitment, 0);
        }
        vm.warp(clock() + 301);
        for (uint256 i; i < 2; ++i) {
            vm.prank(sides[i]);
            secrets.reveal(ticket, bytes32(i));
        }
        endWell();
    }

    /// @dev The jury of this test draws by `source`.
    function take(address source) private {
        jury = IJury(deployCode("Jury.sol:Jury", abi.encode(market, source, juryParameters())));
        for (uint256 i; i < SEATS; ++i) {
            buySeat(jurorAt(i));
        }
        vm.warp(clock() + SEASON_TIME);
        terms.resolver = address(jury);
        order = defaultOrder();
    }

    function endWell() private {
        jury.draw(id);
        vote(0, all(IJobMarket.Finding.Upheld, 3));
        waitForAppeals();
        decide();
        releaseAll(3);
        assertState(IJobMarket.JobState.SettledResolved);
        assertBooks();
    }

    function headerOf(uint256 number, bytes32 prevRandao) private pure returns (bytes memory) {
        bytes[] memory list = new bytes[](21);
        for (uint256 i; i < list.length; ++i) {
            list[i] = RLP.encode(keccak256(abi.encode(i)));
        }
        list[7] = RLP.encode(uint256(0));
        list[8] = RLP.encode(number);
        list[13] = RLP.encode(prevRandao);
        return RLP.encode(list);
    }
}
