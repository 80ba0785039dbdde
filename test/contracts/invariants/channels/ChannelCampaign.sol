// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";

import {IEscrowStatements} from "../../../../contracts/escrow/IEscrowStatements.sol";
import {ChannelThief} from "./ChannelThief.sol";

/// @dev Accounts, channels and sessions without jobs: everybody acts, and the books are compared after each call.
abstract contract ChannelCampaign is StdInvariant, StdAssertions, ChannelThief {
    /// @dev A quarter of a run's calls must have done what they meant to.
    uint256 private constant LEAST_SHARE = 4;

    function setUp() public virtual {
        _createWorld();
        statements = IEscrowStatements(vm.deployCode("EscrowStatements.sol:EscrowStatements", abi.encode(escrow)));
        _openBooks();
        targetContract(address(this));
        targetSelector(FuzzSelector({addr: address(this), selectors: _actions()}));
    }

    /// @dev Writes down what _createWorld did.
    function _openBooks() private {
        for (uint256 i; i < buyers.length; ++i) {
            _credit(buyers[i], 5_000 * DOLLAR);
        }
        for (uint256 i; i < providers.length; ++i) {
            _credit(providers[i], 1_500 * DOLLAR);
            _credit(address(staking), 500 * DOLLAR);
        }
        address[5] memory others = [address(market), address(escrow), thief, operator, vm.addr(1)];
        for (uint256 i; i < others.length; ++i) {
            _track(others[i]);
        }
    }

    function _actions() internal pure returns (bytes4[] memory selectors) {
        bytes4[25] memory list = [
            this.deposit.selector,
            this.withdraw.selector,
            this.move.selector,
            this.sendUnasked.selector,
            this.openChannel.selector,
            this.openSigned.selector,
            this.topUpChannel.selector,
            this.startClose.selector,
            this.closeByPayee.selector,
            this.closeAfterDelay.selector,
            this.redeem.selector,
            this.redeemBatch.selector,
            this.withdrawSigned.selector,
            this.raise.selector,
            this.waitAWhile.selector,
            this.openSession.selector,
            this.emptySession.selector,
            this.returnBudget.selector,
            this.thiefInventsChannel.selector,
            this.thiefSignsVouchers.selector,
            this.thiefTurnsVouchers.selector,
            this.thiefOpensForOthers.selector,
            this.thiefReopensChannels.selector,
            this.thiefTakesSides.selector,
            this.thiefReplaysStatements.selector
        ];
        selectors = new bytes4[](list.length + 3);
        for (uint256 i; i < list.length; ++i) {
            selectors[i] = list[i];
        }
        selectors[list.length] = this.thiefUsesSessions.selector;
        selectors[list.length + 2] = this.endSession.selector;
        selectors[list.length + 1] = this.thiefPreparesTheft.selector;
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
