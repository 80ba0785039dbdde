// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../../support/MarketTest.sol";
import {Permit2Deployer} from "../../support/Permit2.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";

/// @dev Orders that nobody posted: funded by the buyer's one signature in the very call that claims them.
abstract contract ClaimSignedTest is MarketTest, Permit2Deployer {
    uint256 internal constant WALLET = 200e6;
    address private constant PERMIT2 = WalletDigests.PERMIT2;

    function setUp() public virtual override {
        super.setUp();
        deal(address(dollar), buyer.addr, WALLET, true);
        deployPermit2();
        vm.prank(buyer.addr);
        dollar.approve(PERMIT2, type(uint256).max);
    }

    function claimSigned(bytes memory signature) internal returns (IJobMarket.Execution memory execution) {
        vm.prank(node.addr);
        market.claimSigned(order, terms, signature);
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = clock();
        execution.submitBy = clock() + order.runTime;
    }

    function signedOrder() internal view returns (bytes memory) {
        return sign(buyer, JobId.unwrap(jobId()));
    }

    function authorized() internal view returns (bytes memory) {
        return sign(buyer, authorizationDigest());
    }

    function permitted() internal view returns (bytes memory) {
        return sign(buyer, permitDigestFor(market));
    }

    function permitDigestFor(IJobMarket market_) internal view returns (bytes32) {
        bytes32 intent = JobId.unwrap(jobId());
        return WalletDigests.permit2(pull(), address(market_), intent, uint256(intent), order.claimBefore - 1);
    }

    function authorizationDigest() internal view returns (bytes32) {
        return authorizationDigestFor(market);
    }

    function authorizationDigestFor(IJobMarket market_) internal view returns (bytes32) {
        bytes32 nonce = keccak256(abi.encode(address(market_), jobId()));
        return WalletDigests.authorization(pull(), order.claimBefore, nonce);
    }

    function pull() internal view returns (WalletDigests.Pull memory) {
        return WalletDigests.Pull(address(dollar), order.buyer, address(escrow), order.maxPay + order.bond);
    }

    function assertFunded() internal view {
        assertState(IJobMarket.JobState.Running);
        assertEq(freeOf(address(market)), FUNDED, "market");
        assertEq(staking.providerOf(provider.addr).exposure, EXPOSURE, "exposure");
    }

    function expectUnsigned() internal {
        vm.expectRevert(abi.encodeWithSelector(IJobMarket.Market_BuyerSignatureInvalid.selector, jobId(), order.buyer));
    }
}
