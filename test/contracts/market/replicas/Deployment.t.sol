// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IReplicaMarket} from "contracts/market/replicas/IReplicaMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {Deployed} from "../../support/Deployed.sol";

contract ReplicaDeploymentTest is Deployed {
    function test_NamesWhatItBelongsTo() external {
        IStaking own = stakingFor(address(escrow), nextButOne(), address(dollar));
        IReplicaMarket deployed = deploy(own, IReplicaMarket.Parameters(MINIMUM_WINDOW, LIVENESS_PENALTY));
        assertEq(own.market(), stranger.addr);
        assertEq(own.replicaMarket(), address(deployed));
        assertEq(deployed.escrow(), address(escrow));
        assertEq(deployed.staking(), address(own));
        assertEq(deployed.token(), address(dollar));
        assertEq(deployed.minimumWindow(), MINIMUM_WINDOW);
        assertEq(deployed.livenessPenalty(), LIVENESS_PENALTY);
    }

    function test_RevertWhen_StakingNamesAnotherMarketOfReplicas() external {
        expectForeign(staking);
    }

    function test_RevertWhen_StakingNamesItAsMarketOfJobs() external {
        bytes memory arguments = abi.encode(escrow, nextButOne(), stranger.addr, dollar, THAW_TIME);
        expectForeign(IStaking(deployCode("Staking.sol:Staking", arguments)));
    }

    function test_RevertWhen_StakingNamesAnotherEscrow() external {
        expectForeign(stakingFor(stranger.addr, nextButOne(), address(dollar)));
    }

    function test_RevertWhen_StakingNamesAnotherToken() external {
        expectForeign(stakingFor(address(escrow), nextButOne(), stranger.addr));
    }

    function test_RevertWhen_StakingNamesNoMarketOfReplicas() external {
        vm.expectRevert(IStaking.Staking_ZeroAddress.selector);
        stakingFor(address(escrow), address(0), address(dollar));
    }

    function test_RevertWhen_AParameterIsOutOfRange() external {
        expectOutOfRange("minimumWindow", 1, 30 days, 0, IReplicaMarket.Parameters(0, 0));
        expectOutOfRange("minimumWindow", 1, 30 days, 30 days + 1, IReplicaMarket.Parameters(30 days + 1, 0));
        expectOutOfRange("livenessPenalty", 0, 1_000, 1_001, IReplicaMarket.Parameters(1, 1_001));
    }

    function expectForeign(IStaking foreign) private {
        vm.expectRevert(abi.encodeWithSelector(IReplicaMarket.Replica_StakingForeign.selector, address(foreign)));
        deploy(foreign, IReplicaMarket.Parameters(MINIMUM_WINDOW, LIVENESS_PENALTY));
    }

    function expectOutOfRange(
        bytes32 parameter,
        uint256 lowest,
        uint256 highest,
        uint256 given,
        IReplicaMarket.Parameters memory chosen
    ) private {
        IStaking own = stakingFor(address(escrow), nextButOne(), address(dollar));
        bytes4 selector = IReplicaMarket.Replica_ParameterOutOfRange.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, parameter, lowest, highest, given));
        deploy(own, chosen);
    }

    function stakingFor(address escrow_, address replicaMarket, address token) private returns (IStaking) {
        bytes memory arguments = abi.encode(escrow_, stranger.addr, replicaMarket, token, THAW_TIME);
        return IStaking(deployCode("Staking.sol:Staking", arguments));
    }

    function deploy(IStaking staking_, IReplicaMarket.Parameters memory chosen) private returns (IReplicaMarket) {
        bytes memory arguments = abi.encode(escrow, staking_, address(dollar), chosen);
        return IReplicaMarket(deployCode("ReplicaMarket.sol:ReplicaMarket", arguments));
    }

    /// @dev The address of the contract that this test creates after the next one.
    function nextButOne() private view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
    }
}
