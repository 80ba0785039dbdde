// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

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
        expectForeign(staking);
    }

    function test_RevertWhen_StakingNamesAnotherEscrow() external {
        expectForeign(deployStaking(stranger.addr, nextButOne(), address(dollar), THAW_TIME));
    }

    function test_RevertWhen_StakingNamesAnotherToken() external {
        expectForeign(deployStaking(address(escrow), nextButOne(), stranger.addr, THAW_TIME));
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

    function expectForeign(IStaking foreign) private {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_StakingForeign.selector, address(foreign)));
        deployMarket(foreign, address(dollar), parameters());
    }

    function expectOutOfRange(
        bytes32 parameter,
        uint256 lowest,
        uint256 highest,
        uint256 given,
        IJobMarket.Parameters memory chosen
    ) private {
        IStaking own = deployStaking(address(escrow), nextButOne(), address(dollar), THAW_TIME);
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_ParameterOutOfRange.selector, parameter, lowest, highest, given)
        );
        deployMarket(own, address(dollar), chosen);
    }

    function deployWith(IJobMarket.Parameters memory chosen) private {
        IStaking own = deployStaking(address(escrow), nextButOne(), address(dollar), THAW_TIME);
        IJobMarket deployed = deployMarket(own, address(dollar), chosen);
        assertEq(deployed.declineTime(), chosen.declineTime);
        assertEq(deployed.minimumWindow(), chosen.minimumWindow);
        assertEq(deployed.livenessPenalty(), chosen.livenessPenalty);
    }

    /// @dev The address of the contract that this test creates after the next one.
    function nextButOne() private view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
    }
}
