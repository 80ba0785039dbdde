// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {IBatchSettlement} from "../../../../contracts/adapters/x402/IBatchSettlement.sol";
import {SettlementActor} from "./SettlementActor.sol";

/// @dev docs/protocol/invariants.md, BAT. Actors handle the refusals they provoke, so that a revert of an action is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract SettlementPromisesTest is StdInvariant, StdAssertions, SettlementActor {
    uint256 private constant STEPS = 300;

    function setUp() public {
        _createSettlement();
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    function invariant_BAT_1_accountIsUnclaimedAndUnsettled() public view {
        (uint256 sum, uint256 said) = (gifts[address(settlement)], gifts[address(settlement)]);
        for (uint256 i; i < configs.length; ++i) {
            sum += ghosts[i].balance - ghosts[i].claimed;
            (uint128 balance, uint128 claimed) = settlement.channels(settlement.getChannelId(configs[i]));
            said += balance - claimed;
        }
        for (uint256 i; i < people.length; ++i) {
            sum += unsettled[people[i]];
            (uint128 claimed, uint128 settled) = settlement.receivers(people[i], address(dollar));
            said += claimed - settled;
        }
        assertEq(_free(address(settlement)), sum, "account and books differ");
        assertEq(said, sum, "the contract's own books differ");
    }

    function invariant_BAT_2_nobodyGetsMoreThanWasSignedAndPutIn() public view {
        for (uint256 i; i < configs.length; ++i) {
            (uint128 balance, uint128 claimed) = settlement.channels(settlement.getChannelId(configs[i]));
            assertEq(balance, ghosts[i].balance, "a balance moved");
            assertEq(claimed, ghosts[i].claimed, "a claim moved");
            assertLe(claimed, ghosts[i].greatestSigned, "more was claimed than was signed");
            assertLe(claimed, balance, "more was claimed than was put in");
        }
        for (uint256 i; i < people.length; ++i) {
            assertEq(_free(people[i]), expected[people[i]][address(dollar)], "an account moved without its owner");
        }
        assertEq(breaches[MODEL], "", "a promise was broken");
    }

    /// @dev After any history each payer leaves alone, each receiver has what it claimed, and nothing but gifts stays.
    function test_BAT_3_EverybodyLeavesAlone() external {
        bytes4[] memory actions_ = _actions();
        for (uint256 i; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("step", i)));
            (bool success,) = address(this).call(abi.encodeWithSelector(actions_[seed % actions_.length], seed));
            assertTrue(success);
        }
        for (uint256 i; i < configs.length; ++i) {
            _leave(i);
        }
        for (uint256 i; i < people.length; ++i) {
            settlement.settle(people[i], address(dollar));
        }
        assertEq(_free(address(settlement)), gifts[address(settlement)], "money stayed");
        assertEq(breaches[MODEL], "", "a promise was broken");
        for (uint256 i; i < actions.length; ++i) {
            assertGt(successes[actions[i]], STEPS / 100, string(abi.encodePacked(actions[i])));
        }
    }

    /// @dev All was claimed before the withdrawal was executed: it ends, so that the payer can leave with what it puts in later.
    function test_BAT_3_AWithdrawalThatFindsNothingEnds() external {
        IBatchSettlement.ChannelConfig memory config = configs[0];
        vm.startPrank(config.payer);
        settlement.deposit(config, 5, address(escrow), "");
        settlement.initiateWithdraw(config, 5);
        vm.stopPrank();
        IBatchSettlement.VoucherClaim[] memory rows = new IBatchSettlement.VoucherClaim[](1);
        bytes32 digest = settlement.getVoucherDigest(settlement.getChannelId(config), 5);
        rows[0] = IBatchSettlement.VoucherClaim(
            IBatchSettlement.Voucher(config, 5), _sign(config.payerAuthorizer, digest), 5
        );
        vm.prank(config.receiver);
        settlement.claim(rows);
        vm.warp(_now() + DELAY);
        settlement.finalizeWithdraw(config);
        vm.startPrank(config.payer);
        settlement.deposit(config, 3, address(escrow), "");
        settlement.initiateWithdraw(config, 3);
        vm.warp(_now() + DELAY);
        settlement.finalizeWithdraw(config);
        assertEq(_free(config.payer), expected[config.payer][address(dollar)] - 5, "it could not leave");
    }

    /// @dev What is under way first, then the rest.
    function _leave(uint256 i) private {
        for (uint256 round; round < 2; ++round) {
            if (ghosts[i].dueAt != 0) {
                vm.warp(_now() + DELAY);
                settlement.finalizeWithdraw(configs[i]);
                _takeOut(i, ghosts[i].pending);
                ghosts[i].dueAt = 0;
            }
            uint256 left = ghosts[i].balance - ghosts[i].claimed;
            if (round == 1 || left == 0) continue;
            vm.prank(configs[i].payer);
            settlement.initiateWithdraw(configs[i], uint128(left));
            (ghosts[i].pending, ghosts[i].dueAt) = (left, _now() + DELAY);
        }
    }

    function _actions() private pure returns (bytes4[] memory selectors) {
        bytes4[9] memory list = [
            this.fill.selector,
            this.fillFromWallet.selector,
            this.initiateWithdraw.selector,
            this.finalizeWithdraw.selector,
            this.claim.selector,
            this.claimSigned.selector,
            this.settle.selector,
            this.refund.selector,
            this.gift.selector
        ];
        selectors = new bytes4[](list.length);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
    }
}
