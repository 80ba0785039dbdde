// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Escrow} from "contracts/escrow/Escrow.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobMarket} from "contracts/market/JobMarket.sol";
import {Staking} from "contracts/staking/Staking.sol";

import {Deployed} from "../support/Deployed.sol";

contract DeploymentTest is Deployed {
    function test_NamesWhatItBelongsTo() external view {
        assertEq(market.escrow(), address(escrow));
        assertEq(market.staking(), address(staking));
        assertEq(market.token(), address(dollar));
        assertEq(market.declineTime(), DECLINE_TIME);
        assertEq(market.minimumWindow(), MINIMUM_WINDOW);
        assertEq(market.livenessPenalty(), LIVENESS_PENALTY);
    }

    function test_RevertWhen_StakingNamesAnotherMarket() external {
        expectForeign(escrow, address(dollar), staking);
    }

    function test_RevertWhen_StakingNamesAnotherEscrow() external {
        Staking foreign = new Staking(new Escrow(), nextButOne(), address(dollar), THAW_TIME);
        expectForeign(escrow, address(dollar), foreign);
    }

    function test_RevertWhen_StakingNamesAnotherToken() external {
        Staking foreign = new Staking(escrow, nextButOne(), address(0xbeef), THAW_TIME);
        expectForeign(escrow, address(dollar), foreign);
    }

    function test_RevertWhen_AParameterIsOutOfRange() external {
        expectOutOfRange("declineTime", 1, 1 days, 0, IJobMarket.Parameters(0, MINIMUM_WINDOW, 0));
        expectOutOfRange("declineTime", 1, 1 days, 1 days + 1, IJobMarket.Parameters(1 days + 1, MINIMUM_WINDOW, 0));
        expectOutOfRange("minimumWindow", 1, 30 days, 0, IJobMarket.Parameters(1, 0, 0));
        expectOutOfRange("minimumWindow", 1, 30 days, 30 days + 1, IJobMarket.Parameters(1, 30 days + 1, 0));
        expectOutOfRange("livenessPenalty", 0, 1_000, 1_001, IJobMarket.Parameters(1, 1, 1_001));
    }

    function test_TakesParametersAtTheirBounds() external {
        deployWith(IJobMarket.Parameters(1, 1, 0));
        deployWith(IJobMarket.Parameters(1 days, 30 days, 1_000));
    }

    function expectForeign(IEscrow escrow_, address token, Staking foreign) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_StakingForeign.selector, address(foreign)));
        new JobMarket(escrow_, foreign, token, parameters());
    }

    function expectOutOfRange(
        bytes32 parameter,
        uint256 lowest,
        uint256 highest,
        uint256 given,
        IJobMarket.Parameters memory chosen
    ) private {
        Staking own = new Staking(escrow, nextButOne(), address(dollar), THAW_TIME);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_ParameterOutOfRange.selector, parameter, lowest, highest, given)
        );
        new JobMarket(escrow, own, address(dollar), chosen);
    }

    function deployWith(IJobMarket.Parameters memory chosen) private {
        Staking own = new Staking(escrow, nextButOne(), address(dollar), THAW_TIME);
        JobMarket deployed = new JobMarket(escrow, own, address(dollar), chosen);
        assertEq(deployed.declineTime(), chosen.declineTime);
        assertEq(deployed.minimumWindow(), chosen.minimumWindow);
        assertEq(deployed.livenessPenalty(), chosen.livenessPenalty);
    }

    /// @dev The address of the contract that this test creates after the next one.
    function nextButOne() private view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
    }
}
