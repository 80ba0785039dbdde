// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {ReplicaThief} from "./ReplicaThief.sol";

/// @dev Replicated jobs, beside a market that commits the same stake: everybody acts, and the books are compared after each call.
abstract contract ReplicaCampaign is StdInvariant, StdAssertions, ReplicaThief {
    /// @dev A quarter of a run's calls must have done what they meant to.
    uint256 private constant LEAST_SHARE = 4;

    function setUp() public virtual {
        _createWorld();
        for (uint256 i; i < 2; ++i) {
            _credit(buyers[i], 5_000 * DOLLAR);
            _allow(buyers[i], address(replicaMarket), type(uint96).max);
        }
        for (uint256 i; i < CREW; ++i) {
            _hire(i);
        }
        _track(judge);
        _track(thief);
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    function _hire(uint256 i) private {
        address provider = _account(string.concat("crew ", vm.toString(i)));
        crew.push(provider);
        _fund(provider, CREW_STAKE);
        _allow(provider, address(staking), CREW_STAKE);
        vm.prank(provider);
        staking.add(CREW_STAKE, 0);
        staked[provider] = CREW_STAKE;
        added += CREW_STAKE;
        crewNodes.push(_register(provider, provider));
        spareNodes.push(_register(provider, provider));
        _track(provider);
    }

    function _actions() internal pure returns (bytes4[] memory selectors) {
        bytes4[24] memory list = [
            this.post.selector,
            this.cancel.selector,
            this.lapse.selector,
            this.claim.selector,
            this.decline.selector,
            this.commit.selector,
            this.reveal.selector,
            this.callResolver.selector,
            this.resolve.selector,
            this.timeOut.selector,
            this.settleDue.selector,
            this.settleTooEarly.selector,
            this.collect.selector,
            this.claimElsewhere.selector,
            this.thiefClaimsTwice.selector,
            this.thiefRevealsEarly.selector,
            this.thiefCommitsLate.selector,
            this.thiefComesLate.selector,
            this.thiefOpensWrongly.selector,
            this.thiefImpersonates.selector,
            this.thiefForgesRecords.selector,
            this.thiefReopens.selector,
            this.thiefSettlesWrongly.selector,
            this.thiefActsAsMarket.selector
        ];
        selectors = new bytes4[](list.length);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
    }

    /// @dev No actor saw the promise broken.
    function _assertKept(bytes32 id) internal view {
        assertEq(breaches[id], "", "a promise was broken");
    }

    /// @dev Prints what was tried and done in the run, and refuses a run in which most actions died.
    function afterInvariant() public {
        uint256 tried;
        uint256 done;
        for (uint256 i; i < actions.length; ++i) {
            emit log_named_string(string(abi.encodePacked(actions[i])), _share(actions[i]));
            tried += calls[actions[i]];
            done += successes[actions[i]];
        }
        assertGe(done * LEAST_SHARE, tried, "most actions of the run did nothing");
    }

    function _share(bytes32 action) internal view returns (string memory) {
        return string.concat(vm.toString(successes[action]), " of ", vm.toString(calls[action]));
    }
}
