// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {IAgenticCommerce} from "../../../../contracts/adapters/erc8183/IAgenticCommerce.sol";
import {CommerceActor} from "./CommerceActor.sol";

/// @dev docs/protocol/invariants.md, COM. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract CommercePromisesTest is StdInvariant, StdAssertions, CommerceActor {
    uint256 private constant STEPS = 300;

    function setUp() public {
        _createCommerce();
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    function invariant_COM_1_accountIsWhatLiveJobsWereFundedWith() public view {
        (uint256 sum, uint256 said) = (gifts[address(commerce)], gifts[address(commerce)]);
        for (uint256 i; i < orders.length; ++i) {
            sum += orders[i].funded;
            said += commerce.fundedOf(i + 1);
        }
        assertEq(_free(address(commerce)), sum, "account and books differ");
        assertEq(said, sum, "the contract's own books differ");
    }

    function invariant_COM_2_jobsMoveAndPayAsTheTableSays() public view {
        for (uint256 i; i < orders.length; ++i) {
            assertEq(uint8(commerce.getJob(i + 1).status), uint8(orders[i].status), "a status that no step led to");
        }
        for (uint256 i; i < people.length; ++i) {
            assertEq(_free(people[i]), expected[people[i]][address(dollar)], "an account moved without its owner");
        }
        assertEq(breaches[MODEL], "", "a promise was broken");
    }

    /// @dev After any history a stranger ends what lives, and nothing but gifts stays.
    function test_COM_3_AStrangerEndsEveryJob() external {
        bytes4[] memory actions_ = _actions();
        for (uint256 i; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("step", i)));
            (bool success,) = address(this).call(abi.encodeWithSelector(actions_[seed % actions_.length], seed));
            assertTrue(success);
        }
        vm.warp(_now() + 3 days);
        for (uint256 i; i < orders.length; ++i) {
            if (orders[i].status > IAgenticCommerce.JobStatus.Submitted) continue;
            vm.prank(thief);
            commerce.claimRefund(i + 1);
            _end(orders[i], IAgenticCommerce.JobStatus.Expired, orders[i].client);
        }
        assertEq(_free(address(commerce)), gifts[address(commerce)], "money stayed");
        invariant_COM_2_jobsMoveAndPayAsTheTableSays();
        for (uint256 i; i < actions.length; ++i) {
            assertGt(successes[actions[i]], STEPS / 100, string(abi.encodePacked(actions[i])));
        }
    }

    function _actions() private pure returns (bytes4[] memory selectors) {
        bytes4[9] memory list = [
            this.create.selector,
            this.price.selector,
            this.fund.selector,
            this.submit.selector,
            this.complete.selector,
            this.reject.selector,
            this.claimRefund.selector,
            this.gift.selector,
            this.waitAWhile.selector
        ];
        selectors = new bytes4[](list.length);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
    }
}
