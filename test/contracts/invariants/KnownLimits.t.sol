// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {ExecutionId} from "../../../contracts/types/Ids.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Squatter} from "./support/Squatter.sol";
import {Stage} from "./support/Stage.sol";

/// @dev What docs/protocol/threats.md says remains: written down as tests, so that a change is noticed.
contract KnownLimitsTest is InvariantBase, Stage {
    /// @dev In storage, because the compiler takes the chain's id for constant within a test.
    uint256 private _origin;

    function setUp() public {
        _createWorld();
        _origin = block.chainid;
    }

    function _free(address owner) private view returns (uint256) {
        return escrow.accountOf(owner, address(dollar)).free;
    }

    function _verdict(Scene memory scene, IJobMarket.Finding finding, uint96 fee, address recipient) private {
        rogue.resolve(
            scene.order, scene.terms, scene.execution, scene.work, IJobMarket.Verdict(finding, fee, recipient)
        );
    }

    /// @dev A provider that is its own buyer has its stake out at once; stake that backs others' jobs stays.
    function test_ThawTimeCanBeAvoidedByAnOwnVerdict() public {
        Scene memory other = _reach(IJobMarket.JobState.Running);
        Scene memory scene = _order();
        scene.order.buyer = providers[0];
        scene.order.maxPay = 1;
        scene.order.bond = 100_000_000;
        scene.order.exposure = 100_000_000;
        _hash(scene);
        vm.prank(providers[0]);
        escrow.setOperator(address(market), address(dollar), 200_000_000, type(uint40).max);
        uint256 before = _free(providers[0]);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        _dispute(scene);
        _verdict(scene, IJobMarket.Finding.Wrong, 100_000_000, providers[0]);

        assertEq(_free(providers[0]), before + 100_000_000, "stake that never thawed");
        assertEq(staking.burned(), 0);
        assertEq(staking.providerOf(providers[0]).exposure, other.order.exposure, "others' exposure");
        assertGe(staking.providerOf(providers[0]).active, other.order.exposure, "still covered");
    }

    /// @dev The buyer's own resolver takes min(bond, exposure) and burns the rest: nodes look who resolves.
    function test_ABuyersOwnResolverTakesTheFeeFromAnHonestNode() public {
        Scene memory scene = _reach(IJobMarket.JobState.Disputed);
        uint256 before = _free(thief);
        _verdict(scene, IJobMarket.Finding.Wrong, scene.order.bond, thief);
        assertEq(_free(thief), before + scene.order.bond);
        assertEq(staking.burned(), scene.order.exposure - scene.order.bond);
    }

    /// @dev Who holds a node key and buys from it before a resolver of its own has the provider's free stake as the fee, in one
    /// block; what the job locked comes back. The stake that backs others' jobs stays.
    function test_AStolenNodeKeyTakesTheFreeStakeAtOnce() public {
        Scene memory other = _reach(IJobMarket.JobState.Running);
        uint96 free = staking.providerOf(providers[0]).active - other.order.exposure;
        _fund(thief, free + 1);
        _allow(thief, address(market), free + 1);
        Scene memory scene = _order();
        scene.order.buyer = thief;
        scene.order.maxPay = 1;
        scene.order.bond = free;
        scene.order.exposure = free;
        _hash(scene);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        _dispute(scene);
        _verdict(scene, IJobMarket.Finding.Wrong, free, thief);

        assertEq(_free(thief), 2 * uint256(free) + 1, "its own money, and the stake");
        assertEq(staking.providerOf(providers[0]).active, other.order.exposure, "only what is exposed is left");
        assertEq(staking.burned(), 0);
    }

    /// @dev A node that declines and claims in one transaction: its buyer never finds the job open, until nobody can claim it.
    function test_DecliningAndClaimingAtOnceKeepsTheBuyerFromCancelling() public {
        Scene memory scene = _reach(IJobMarket.JobState.Running);
        vm.etch(nodes[0], address(new Squatter()).code);
        for (uint256 i; i < 3; ++i) {
            skip(DECLINE_TIME - 1);
            vm.prank(nodes[0]);
            Squatter(nodes[0]).claimAnew(market, scene.jobId, scene.execution, scene.order, scene.terms);
            scene.execution.claimedAt = uint40(vm.getBlockTimestamp());
            scene.execution.submitBy = uint40(vm.getBlockTimestamp() + scene.order.runTime);
            vm.prank(scene.order.buyer);
            vm.expectRevert(
                abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, scene.jobId, IJobMarket.JobState.Running)
            );
            market.cancel(scene.order, scene.termsHash);
        }

        vm.warp(scene.order.claimBefore);
        vm.prank(nodes[0]);
        vm.expectRevert();
        Squatter(nodes[0]).claimAnew(market, scene.jobId, scene.execution, scene.order, scene.terms);
        uint256 before = _free(scene.order.buyer);
        market.expire(scene.order, scene.termsHash, scene.execution);
        assertEq(_free(scene.order.buyer), before + scene.order.maxPay + scene.order.bond, "at the latest then");
    }

    /// @dev A resolver that has a second, and a split of zero: the buyer disputes, waits, and has work and bond.
    function test_AResolverWithoutTimeLeavesTheWorkForNothing() public {
        Scene memory scene = _order();
        scene.terms.verdictTime = 1;
        scene.terms.timeoutSplit = 0;
        _hash(scene);
        uint256 before = _free(scene.order.buyer);
        _post(scene);
        _claim(scene, nodes[0]);
        _submit(scene);
        _dispute(scene);
        skip(2);
        market.resolveByTimeout(scene.order, scene.terms, scene.execution, scene.work);

        assertEq(_free(scene.order.buyer), before, "it paid nothing");
    }

    /// @dev A buyer that signed a dispute, which nobody carried, and then signs the receipt: who has the dispute carries it all the same.
    function test_ADisputeThatWasNotCarriedStandsInFrontOfAnAcceptanceBySignature() public {
        Scene memory scene = _reach(IJobMarket.JobState.Submitted);
        ExecutionId executionId = marketStatements.executionIdOf(scene.jobId, 0);
        bytes memory disputed =
            _sign(buyers[0], marketStatements.hashDisputeExecution(executionId, scene.execution.receiptHash, 1));
        bytes memory accepted = _sign(buyers[0], scene.execution.receiptHash);

        vm.startPrank(thief);
        market.disputeFor(scene.order, scene.termsHash, scene.execution, IJobMarket.Complaint.Wrong, disputed);
        scene.execution.disputedAt = uint40(vm.getBlockTimestamp());
        scene.execution.complaint = 1;
        vm.expectRevert(
            abi.encodeWithSelector(IJobMarket.Market_WrongState.selector, scene.jobId, IJobMarket.JobState.Disputed)
        );
        market.settleCosigned(scene.order, scene.termsHash, scene.execution, scene.work, "", accepted);
        vm.stopPrank();
    }

    /// @dev On a chain with another id the market computes no ids: its jobs stand still, the accounts do not.
    function test_AChangedChainIdStopsJobsAndNotAccounts() public {
        Scene memory scene = _reach(IJobMarket.JobState.Open);
        vm.chainId(4242);
        vm.prank(scene.order.buyer);
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_WrongChain.selector, _origin, 4242));
        market.cancel(scene.order, scene.termsHash);
        vm.prank(scene.order.buyer);
        escrow.withdraw(address(dollar), 1, scene.order.buyer);
    }
}
