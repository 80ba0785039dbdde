// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {ThiefActor} from "./actors/ThiefActor.sol";
import {HostileToken} from "./tokens/HostileToken.sol";

/// @dev The cast on its stage: everybody acts, and each promise is a function of what the books and the contracts say.
abstract contract Campaign is StdInvariant, StdAssertions, ThiefActor {
    /// @dev A quarter of a run's calls must have done what they meant to.
    uint256 private constant LEAST_SHARE = 4;

    function setUp() public virtual {
        _createWorld();
        _openBooks();
        hostile = new HostileToken();
        hostile.settleIn(escrow);
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    /// @dev Writes down what _createWorld did.
    function _openBooks() private {
        for (uint256 i; i < buyers.length; ++i) {
            _credit(buyers[i], 5_000 * DOLLAR);
            caps[buyers[i]][address(market)] = 3_000 * DOLLAR;
            expiries[buyers[i]][address(market)] = type(uint40).max;
        }
        for (uint256 i; i < providers.length; ++i) {
            _credit(providers[i], 1_500 * DOLLAR);
            _credit(address(staking), 500 * DOLLAR);
            stakes[providers[i]].active = 500 * DOLLAR;
            for (uint256 j; j < 2; ++j) {
                address payee = j == 0 ? providers[i] : vm.addr(uint256(keccak256("payee")));
                ghostNodes[nodes[i * 2 + j]] =
                    GhostNode({provider: providers[i], payee: payee, paused: false, retired: false});
                _track(payee);
            }
        }
        address[6] memory others = [address(market), address(staking), address(escrow), thief, judge, operator];
        for (uint256 i; i < others.length; ++i) {
            _track(others[i]);
        }
    }

    function _actions() internal pure returns (bytes4[] memory selectors) {
        bytes4[58] memory list = [
            this.deposit.selector,
            this.depositWithAuthorization.selector,
            this.withdraw.selector,
            this.withdrawTooMuch.selector,
            this.move.selector,
            this.settle.selector,
            this.sendUnasked.selector,
            this.allowMarket.selector,
            this.allowOperator.selector,
            this.draw.selector,
            this.giveBack.selector,
            this.raiseEpoch.selector,
            this.post.selector,
            this.postAgain.selector,
            this.cancel.selector,
            this.dispute.selector,
            this.claim.selector,
            this.decline.selector,
            this.submit.selector,
            this.settleCosigned.selector,
            this.stake.selector,
            this.thaw.selector,
            this.cancelThaw.selector,
            this.withdrawStake.selector,
            this.registerNode.selector,
            this.setPayee.selector,
            this.setPaused.selector,
            this.retireNode.selector,
            this.rotateNode.selector,
            this.setProfile.selector,
            this.postOffer.selector,
            this.cancelOffer.selector,
            this.resolve.selector,
            this.resolveByTimeout.selector,
            this.lapse.selector,
            this.expire.selector,
            this.settleSilent.selector,
            this.passTime.selector,
            this.claimSigned.selector,
            this.claimSignedAgain.selector,
            this.cancelSigned.selector,
            this.cancelFor.selector,
            this.disputeFor.selector,
            this.proveEquivocation.selector,
            this.thiefProvesNothing.selector,
            this.thiefTurnsFunding.selector,
            this.thiefForgesWord.selector,
            this.thiefSwapsRecords.selector,
            this.thiefImpersonates.selector,
            this.thiefReplaysSignatures.selector,
            this.thiefSignsAlone.selector,
            this.bothTakeDisputeBack.selector,
            this.thiefInventsJob.selector,
            this.thiefReopens.selector,
            this.thiefActsAsMarket.selector,
            this.thiefTakesNode.selector,
            this.thiefDraws.selector,
            this.thiefRedirects.selector
        ];
        selectors = new bytes4[](list.length + 2);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
        selectors[list.length] = this.hostileDeposit.selector;
        selectors[list.length + 1] = this.hostileWithdraw.selector;
    }

    /// @dev No actor saw the promise broken.
    function _assertKept(bytes32 id) internal view {
        assertEq(breaches[id], "", string.concat("breach of ", _text(id)));
    }

    function _text(bytes32 word) internal pure returns (string memory) {
        uint256 length;
        while (length < 32 && word[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = word[i];
        }
        return string(text);
    }

    /// @dev Prints what was tried and done in the run, and refuses a run in which most actions died.
    function afterInvariant() public {
        uint256 tried;
        uint256 done;
        for (uint256 i; i < actions.length; ++i) {
            emit log_named_string(_text(actions[i]), _share(actions[i]));
            tried += calls[actions[i]];
            done += successes[actions[i]];
        }
        assertGe(done * LEAST_SHARE, tried, "most actions of the run did nothing");
    }

    function _share(bytes32 action) internal view returns (string memory) {
        return string.concat(vm.toString(successes[action]), " of ", vm.toString(calls[action]));
    }
}
