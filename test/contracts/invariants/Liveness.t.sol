// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";

/// @dev Everybody but one stands still for ever, in every live state: that one alone gets out what the table says (MKT-8).
/// The token is dead, too: no step of a job needs it (ESC-6).
contract LivenessTest is InvariantBase, Stage {
    uint256 private _buyerBefore;
    uint256 private _payeeBefore;

    function setUp() public {
        _createWorld();
        _buyerBefore = _free(buyers[0]);
        _payeeBefore = _free(providers[0]);
    }

    function _free(address owner) private view returns (uint256) {
        return escrow.accountOf(owner, address(dollar)).free;
    }

    function _run(Scene memory scene, address alone, string memory action) private {
        (, bytes memory data) = _callOf(scene, action);
        vm.prank(alone);
        (bool success,) = address(market).call(data);
        assertTrue(success, string.concat(action, " was refused"));
    }

    function _assertAccounts(uint256 buyerPays, uint256 payeeGets) private view {
        assertEq(_free(buyers[0]), _buyerBefore - buyerPays, "the buyer's money");
        assertEq(_free(providers[0]), _payeeBefore + payeeGets, "the payee's money");
        assertEq(_free(address(market)), 0, "the market kept money");
        assertEq(staking.providerOf(providers[0]).exposure, 0, "stake stayed exposed");
    }

    function test_MKT_8_BuyerAloneLeavesOpen() public {
        Scene memory scene = _reach(IJobMarket.JobState.Open);
        _run(scene, scene.order.buyer, "cancel");
        _assertAccounts(0, 0);
    }

    function test_MKT_8_AnybodyAloneLeavesOpen() public {
        _run(_reach(IJobMarket.JobState.Open), thief, "lapse");
        _assertAccounts(0, 0);
    }

    function test_MKT_8_AnybodyAloneLeavesRunning() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        _run(scene, thief, "expire");
        assertEq(uint8(market.jobOf(scene.jobId).state), uint8(IJobMarket.JobState.Open));
        _run(scene, thief, "lapse");
        _assertAccounts(0, 0);
        assertEq(staking.burned(), 20_000, "one per cent of the exposure burns");
    }

    function test_MKT_8_NodeAloneLeavesRunningByDeclining() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        _run(scene, nodes[0], "decline");
        assertEq(staking.providerOf(providers[0]).exposure, 0);
        assertEq(staking.burned(), 0);
    }

    function test_MKT_8_NodeAloneLeavesRunningByWorking() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        _submit(scene);
        _run(scene, nodes[0], "settleSilent");
        _assertAccounts(1_400_000, 1_400_000);
    }

    function test_MKT_8_AnybodyAloneLeavesSubmitted() public {
        _run(_reach(IJobMarket.JobState.Submitted), thief, "settleSilent");
        _assertAccounts(1_400_000, 1_400_000);
    }

    function test_MKT_8_AnybodyAloneLeavesDisputed() public {
        _run(_reach(IJobMarket.JobState.Disputed), thief, "resolveByTimeout");
        _assertAccounts(700_000, 700_000);
    }

    /// @dev The dead token takes every call as a failure; no live state, and no step of stake, notices.
    function test_ESC_6_NoStepOfAJobCallsTheToken() public {
        vm.etch(address(dollar), hex"fe");
        for (uint8 state = 1; state <= uint8(type(IJobMarket.JobState).max); ++state) {
            _reach(IJobMarket.JobState(state));
        }
        _run(_reach(IJobMarket.JobState.Running), nodes[0], "decline");
        _run(_reach(IJobMarket.JobState.Running), thief, "expire");
        vm.startPrank(providers[0]);
        staking.add(1, 0);
        staking.thaw(1);
        staking.cancelThaw();
        staking.thaw(1);
        _pass(THAW_TIME);
        staking.withdraw();
        vm.stopPrank();
    }

    /// @dev Only the way in and the way out of the escrow need it, and they undo themselves.
    function test_ESC_6_ADeadTokenRefusesWithdrawalsAlone() public {
        vm.etch(address(dollar), hex"fe");
        vm.prank(buyers[0]);
        (bool success,) = address(escrow).call(abi.encodeCall(escrow.withdraw, (address(dollar), 1, buyers[0])));
        assertFalse(success);
        assertEq(_free(buyers[0]), _buyerBefore);
    }
}
