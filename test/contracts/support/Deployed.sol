// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IArbiter} from "contracts/disputes/IArbiter.sol";
import {IEscrow} from "contracts/escrow/IEscrow.sol";
import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IMarketStatements} from "contracts/market/IMarketStatements.sol";
import {IOfferBook} from "contracts/market/IOfferBook.sol";
import {IReceipts} from "contracts/receipts/IReceipts.sol";
import {IStaking} from "contracts/staking/IStaking.sol";

import {Vm} from "forge-std/Vm.sol";

import {BaseTest} from "./BaseTest.sol";
import {IDollar} from "./IDollar.sol";

/// @dev The contracts as a deployment leaves them, with a local chain's parameters, and accounts that can sign.
/// They come from their artifacts and are known by their interfaces, so that they run as they are deployed: the tests' own code is
/// compiled in another way.
abstract contract Deployed is BaseTest {
    uint256 internal constant START = 1_800_000_000;
    uint32 internal constant DECLINE_TIME = 10;
    uint32 internal constant MINIMUM_WINDOW = 60;
    uint16 internal constant LIVENESS_PENALTY = 100;
    uint32 internal constant THAW_TIME = 60;
    uint96 internal constant ARBITER_FEE = 2e6;
    /// @dev Where tests of replicated jobs put their market.
    address internal constant REPLICA_MARKET = address(uint160(uint256(keccak256("replica market"))));

    IDollar internal dollar;
    IEscrow internal escrow;
    IStaking internal staking;
    IJobMarket internal market;
    IOfferBook internal offers;
    IMarketStatements internal marketStatements;
    IReceipts internal receipts;
    IArbiter internal arbiterContract;

    Vm.Wallet internal buyer;
    Vm.Wallet internal provider;
    Vm.Wallet internal node;
    Vm.Wallet internal payee;
    Vm.Wallet internal arbiter;
    Vm.Wallet internal stranger;

    function setUp() public virtual {
        vm.warp(START);
        buyer = vm.createWallet("buyer");
        provider = vm.createWallet("provider");
        node = vm.createWallet("node");
        payee = vm.createWallet("payee");
        arbiter = vm.createWallet("arbiter");
        stranger = vm.createWallet("stranger");

        dollar = IDollar(deployCode("TestDollar.sol:TestDollar"));
        escrow = IEscrow(deployCode("Escrow.sol:Escrow"));
        (staking, market) = deployMarket(address(dollar));
        offers = IOfferBook(deployCode("OfferBook.sol:OfferBook", abi.encode(staking)));
        marketStatements = IMarketStatements(deployCode("MarketStatements.sol:MarketStatements", abi.encode(market)));
        receipts = IReceipts(deployCode("Receipts.sol:Receipts", abi.encode(market)));
        arbiterContract = IArbiter(deployCode("Arbiter.sol:Arbiter", abi.encode(market, arbiter.addr, ARBITER_FEE)));
    }

    /// @dev A staking and a market of `token` that name each other.
    function deployMarket(address token) internal returns (IStaking staking_, IJobMarket market_) {
        address predicted = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        staking_ = deployStaking(address(escrow), predicted, token, THAW_TIME);
        market_ = deployMarket(staking_, token, parameters());
    }

    function deployMarket(IStaking staking_, address token, IJobMarket.Parameters memory chosen)
        internal
        returns (IJobMarket)
    {
        return IJobMarket(deployCode("JobMarket.sol:JobMarket", abi.encode(escrow, staking_, token, chosen)));
    }

    function deployStaking(address escrow_, address market_, address token, uint32 thawTime)
        internal
        returns (IStaking)
    {
        return IStaking(
            deployCode("Staking.sol:Staking", abi.encode(escrow_, market_, REPLICA_MARKET, token, thawTime))
        );
    }

    /// @dev The chain's time. The compiler takes `block.timestamp` for constant within a test, which warps through it.
    function clock() internal view returns (uint40) {
        return uint40(vm.getBlockTimestamp());
    }

    function parameters() internal pure returns (IJobMarket.Parameters memory) {
        return IJobMarket.Parameters(DECLINE_TIME, MINIMUM_WINDOW, LIVENESS_PENALTY);
    }

    /// @dev Gives `owner` test dollars in its account, as if deposited from its wallet.
    function fund(address owner, uint256 amount) internal {
        deal(address(dollar), owner, dollar.balanceOf(owner) + amount, true);
        vm.startPrank(owner);
        dollar.approve(address(escrow), amount);
        escrow.deposit(owner, address(dollar), amount);
        vm.stopPrank();
    }

    function allow(address owner, address operator) internal {
        vm.prank(owner);
        escrow.setOperator(operator, address(dollar), type(uint128).max - 1, type(uint40).max);
    }

    function freeOf(address owner) internal view returns (uint256) {
        return escrow.accountOf(owner, address(dollar)).free;
    }

    /// @return 65 bytes: r, s, v.
    function sign(Vm.Wallet memory wallet, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(wallet.privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @return 64 bytes (EIP-2098): r, and s with the parity in its highest bit.
    function signCompact(Vm.Wallet memory wallet, bytes32 digest) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(wallet.privateKey, digest);
        return abi.encodePacked(r, vs);
    }
}
