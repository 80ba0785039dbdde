// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJury} from "contracts/disputes/jury/IJury.sol";

import {JuryTest} from "./JuryTest.sol";

contract PanelsTest is JuryTest {
    function test_DrawsAPanelOfThree() external {
        openCase();
        uint256 before = vm.snapshotState();
        draw();
        uint64[] memory panel = new uint64[](3);
        (panel[0], panel[1], panel[2]) = (seatIn(0), seatIn(1), seatIn(2));
        vm.revertToState(before);
        randomness.tell(caseOf().ticket, keccak256(abi.encode("seed", 0)));
        vm.expectEmit(address(jury));
        emit IJury.PanelDrawn(id, 0, panel);
        jury.draw(id);
        assertCase(IJury.CaseState.Committing);
        assertTrue(seatIn(0) != seatIn(1) && seatIn(1) != seatIn(2) && seatIn(0) != seatIn(2));
        for (uint8 i; i < 3; ++i) {
            assertEq(jury.seatOf(seatIn(i)).duties, 1);
        }
        assertEq(seatIn(3), 0);
    }

    function test_RevertWhen_TheSeedIsUnknown() external {
        openCase();
        vm.expectRevert(abi.encodeWithSelector(IJury.Jury_SeedUnknown.selector, id, 1));
        jury.draw(id);
    }

    function test_RevertWhen_DrawnTwice() external {
        openCase();
        draw();
        expectWrongState(IJury.CaseState.Committing);
        jury.draw(id);
    }

    function test_FailsWhenNobodyDraws() external {
        openCase();
        vm.warp(caseOf().drawBy);
        assertCase(IJury.CaseState.Drawing);
        vm.warp(caseOf().drawBy + 1);
        expectWrongState(IJury.CaseState.Failed);
        jury.draw(id);
    }

    function testFuzz_AllPanelsOfACaseAreOneDraw(bytes32 seed) external {
        vm.assume(seed != 0);
        openCase();
        draw(seed);
        vm.warp(caseOf().revealBy + 1);
        jury.startNextRound(id);
        draw(keccak256(abi.encode(seed)));
        vm.warp(caseOf().revealBy + 1);
        jury.startNextRound(id);
        draw(keccak256(abi.encode(seed, 2)));
        for (uint8 i; i < 25; ++i) {
            assertGt(seatIn(i), 0);
            assertLe(seatIn(i), SEATS);
            assertEq(jury.seatOf(seatIn(i)).duties, 1, "drawn twice");
        }
    }
}
