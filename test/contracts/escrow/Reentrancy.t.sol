// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "contracts/escrow/IChannels.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {AuthorizingHookToken, HookToken} from "../support/tokens/HostileTokens.sol";

/// @dev A token that enters again while the escrow calls it. The token acts for itself: it has an account, an allowance, an
/// order and a stake, so that only the lock stands in its way.
contract ReentrancyTest is MarketTest {
    HookToken private hostile;
    IStaking private hostileStaking;
    IJobMarket private hostileMarket;

    function setUp() public override {
        super.setUp();
        hostile = new AuthorizingHookToken();
        (hostileStaking, hostileMarket) = deployMarket(address(hostile));
        hostile.mint(address(this), 1_000e6);
        hostile.approve(address(escrow), type(uint256).max);
        escrow.deposit(address(this), address(hostile), 100e6);
        escrow.deposit(address(hostile), address(hostile), 100e6);
        vm.startPrank(address(hostile));
        escrow.setOperator(address(hostileMarket), address(hostile), 100e6, type(uint40).max);
        escrow.setOperator(address(hostileStaking), address(hostile), 100e6, type(uint40).max);
        escrow.setOperator(address(hostile), address(hostile), 100e6, type(uint40).max);
        vm.stopPrank();
        order.buyer = address(hostile);
        order.token = address(hostile);
        order.maxPay = 10e6;
    }

    function test_RevertWhen_EscrowIsEnteredFromADeposit() external {
        bytes[] memory payloads = escrowEntries();
        for (uint256 i = 0; i < payloads.length; ++i) {
            hostile.hook(address(escrow), payloads[i]);
            escrow.deposit(buyer.addr, address(hostile), 1e6);
            assertRefused();
        }
        assertMoney(100e6, payloads.length * 1e6);
    }

    function test_RevertWhen_EscrowIsEnteredFromAWithdrawal() external {
        bytes[] memory payloads = escrowEntries();
        for (uint256 i = 0; i < payloads.length; ++i) {
            hostile.hook(address(escrow), payloads[i]);
            escrow.withdraw(address(hostile), 1e6, stranger.addr);
            assertRefused();
        }
        assertMoney(100e6 - payloads.length * 1e6, 0);
    }

    function test_RevertWhen_MarketMovesMoneyFromADeposit() external {
        hostile.hook(address(hostileMarket), abi.encodeCall(IJobMarket.post, (order, terms)));
        escrow.deposit(buyer.addr, address(hostile), 1e6);
        assertRefused();

        hostile.hook(address(0), "");
        vm.prank(address(hostile));
        hostileMarket.post(order, terms);
        hostile.hook(address(hostileMarket), abi.encodeCall(IJobMarket.cancel, (order, termsHash())));
        escrow.deposit(buyer.addr, address(hostile), 1e6);
        assertRefused();
        vm.warp(order.claimBefore);
        hostile.hook(address(hostileMarket), abi.encodeCall(IJobMarket.lapse, (order, termsHash())));
        escrow.deposit(buyer.addr, address(hostile), 1e6);
        assertRefused();
    }

    function test_RevertWhen_StakeMovesFromADeposit() external {
        hostile.hook(address(hostileStaking), abi.encodeCall(IStaking.add, (1e6, 0)));
        escrow.deposit(buyer.addr, address(hostile), 1e6);
        assertRefused();
    }

    /// @dev The buyer's token takes the order back while it is asked for the money of the claim.
    function test_RevertWhen_TheTokenCancelsInsideTheClaim() external {
        stakeHostile();
        hostile.mint(address(hostile), 100e6);
        order.funding = 1;
        hostile.hook(address(hostileMarket), abi.encodeCall(IJobMarket.cancel, (order, termsHash())));
        vm.prank(node.addr);
        hostileMarket.claimSigned(order, terms, "");

        assertTrue(hostile.called(), "called");
        assertEq(bytes4(hostile.answer()), IJobMarket.Market_Reentered.selector, "reason");
        IJobMarket.Job memory job = hostileMarket.jobOf(hostileMarket.hashJobOrder(order, terms));
        assertEq(uint8(job.state), uint8(IJobMarket.JobState.Running));
        assertEq(escrow.accountOf(address(hostileMarket), address(hostile)).free, order.maxPay + order.bond);
    }

    /// @dev Views stay open: what they say in the middle of a deposit is what stood before it.
    function test_ViewsAnswerTheStateBefore() external {
        hostile.hook(address(escrow), abi.encodeCall(IEscrow.accountOf, (buyer.addr, address(hostile))));
        escrow.deposit(buyer.addr, address(hostile), 1e6);
        assertTrue(hostile.succeeded());
        assertEq(abi.decode(hostile.answer(), (IEscrow.Account)).free, 0);
    }

    /// @dev The provider's stake and node, in the hostile token.
    function stakeHostile() private {
        escrow.deposit(provider.addr, address(hostile), EXPOSURE);
        IStaking.NodeProfile memory nodeProfile = profile();
        bytes memory signature = sign(node, hostileStaking.hashNodeProfile(nodeProfile));
        vm.startPrank(provider.addr);
        escrow.setOperator(address(hostileStaking), address(hostile), EXPOSURE, type(uint40).max);
        hostileStaking.add(EXPOSURE, 0);
        hostileStaking.registerNode(nodeProfile, signature);
        vm.stopPrank();
    }

    function escrowEntries() private view returns (bytes[] memory payloads) {
        address token = address(hostile);
        IChannels.Channel memory terms = IChannels.Channel(token, token, token, token, 1, 1);
        payloads = new bytes[](29);
        payloads[0] = abi.encodeCall(IEscrow.deposit, (token, token, 1));
        payloads[1] = abi.encodeCall(IEscrow.depositWithPermit, (token, 1, 0, 0, 0, 0));
        payloads[2] = abi.encodeCall(IEscrow.depositWithAuthorization, (token, token, 1, 0, 0, ""));
        payloads[3] = abi.encodeCall(IEscrow.withdraw, (token, 1, stranger.addr));
        payloads[4] = abi.encodeCall(IEscrow.raiseEpoch, (token));
        payloads[5] = abi.encodeCall(IEscrow.setOperator, (stranger.addr, token, 1, type(uint40).max));
        payloads[6] = abi.encodeCall(IEscrow.draw, (token, token, 1, 0));
        payloads[7] = abi.encodeCall(IEscrow.move, (token, stranger.addr, 1));
        payloads[8] = abi.encodeCall(IEscrow.settle, (token, stranger.addr, 1, stranger.addr, 1));
        payloads[9] = abi.encodeCall(IEscrow.depositWithPermit2, (token, token, 1, 0, 0, ""));
        payloads[10] = abi.encodeCall(IEscrow.pullWithAuthorization, (token, token, 1, 0, 0, ""));
        payloads[11] = abi.encodeCall(IEscrow.pullWithPermit2, (token, token, 1, 0, 0, 0, ""));
        payloads[12] =
            abi.encodeCall(IEscrow.withdrawFor, (IEscrow.Withdrawal(token, token, stranger.addr, 1, 0, 0, 0), ""));
        payloads[13] = abi.encodeCall(IEscrow.raiseEpochFor, (token, token, 0, 0, ""));
        payloads[14] = abi.encodeCall(IEscrow.openSession, (token, token, 0, 0, ""));
        payloads[15] = abi.encodeCall(IEscrow.emptySession, (token, token));
        payloads[16] =
            abi.encodeCall(IEscrow.setOperatorFor, (IEscrow.OperatorGrant(token, token, token, 1, 0, 0, 0), ""));
        payloads[17] = abi.encodeCall(IChannels.openChannel, (terms, 1));
        payloads[18] = abi.encodeCall(IChannels.openChannelFor, (terms, 1, 0, 0, ""));
        payloads[19] = abi.encodeCall(IChannels.topUpChannel, (terms, 1));
        payloads[20] = abi.encodeCall(IChannels.topUpChannelFor, (terms, 1, 0, 0, ""));
        payloads[21] = abi.encodeCall(IChannels.startClose, (terms));
        payloads[22] = abi.encodeCall(IChannels.startCloseFor, (terms, 0, ""));
        payloads[23] = abi.encodeCall(IChannels.closeChannel, (terms));
        payloads[24] = abi.encodeCall(IChannels.closeChannelFor, (terms, 0, 0, ""));
        payloads[25] = abi.encodeCall(IChannels.redeem, (token, token, new IChannels.Redemption[](0)));
        payloads[26] = abi.encodeCall(IChannels.redeemP256, (token, token, new IChannels.RedemptionP256[](0)));
        payloads[28] = abi.encodeCall(IEscrow.endSession, (token, token));
        payloads[27] = abi.encodeCall(IChannels.redeemPacked, (new bytes(40)));
    }

    function assertRefused() private view {
        assertTrue(hostile.called(), "called");
        assertFalse(hostile.succeeded(), "succeeded");
        assertEq(bytes4(hostile.answer()), IEscrow.Escrow_Reentered.selector, "reason");
    }

    function assertMoney(uint256 ours, uint256 buyers) private view {
        assertEq(escrow.accountOf(address(this), address(hostile)).free, ours);
        assertEq(escrow.accountOf(buyer.addr, address(hostile)).free, buyers);
        assertEq(escrow.accountOf(address(hostile), address(hostile)).free, 100e6);
        assertEq(hostile.balanceOf(address(escrow)), ours + buyers + 100e6);
    }
}
