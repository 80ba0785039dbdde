// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IArbiter} from "../../../../contracts/disputes/IArbiter.sol";
import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IMarketStatements} from "../../../../contracts/market/IMarketStatements.sol";
import {IOfferBook} from "../../../../contracts/market/IOfferBook.sol";
import {IReplicaMarket} from "../../../../contracts/market/replicas/IReplicaMarket.sol";
import {IReceipts} from "../../../../contracts/receipts/IReceipts.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {ITestDollar} from "../../../../contracts/testing/ITestDollar.sol";
import {Permit2Deployer} from "../../support/Permit2.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";
import {BuyerWallet} from "./BuyerWallet.sol";
import {RogueResolver} from "./RogueResolver.sol";
import {RefusingPolicy, WillingPolicy} from "./Policies.sol";

/// @dev The deployed contracts and the people. Contracts come as artifacts, so that a mutant is compiled without the tests.
abstract contract World is Permit2Deployer {
    uint32 internal constant THAW_TIME = 60;
    uint32 internal constant DECLINE_TIME = 10;
    uint32 internal constant MINIMUM_WINDOW = 60;
    uint16 internal constant LIVENESS_PENALTY = 100;
    uint96 internal constant ARBITER_FEE = 200_000;

    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant DOLLAR = 1e6;

    IEscrow public escrow;
    IStaking public staking;
    IJobMarket public market;
    IReplicaMarket public replicaMarket;
    IMarketStatements public marketStatements;
    IOfferBook public offers;
    IReceipts public receipts;
    IArbiter public arbiter;
    IERC20 public dollar;

    RogueResolver public rogue;
    address public willing;
    address public refusing;

    address internal judge = address(uint160(0xA4B1));
    address internal thief = address(uint160(0x7415F));
    address[] internal buyers;
    address[] internal providers;
    address[] internal nodes;
    BuyerWallet internal wallet;

    mapping(address account => uint256 key) internal keys;
    uint256 private _pours;

    /// @dev Deploys everything, funds three buyers (one of them a contract) and two providers with two nodes each.
    function _createWorld() internal {
        vm.warp(START);
        _deploy();
        _createBuyers();
        _createProviders();
    }

    function _deploy() private {
        dollar = IERC20(vm.deployCode("TestDollar.sol:TestDollar"));
        escrow = IEscrow(vm.deployCode("Escrow.sol:Escrow"));
        address futureMarket = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        address futureReplicaMarket = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 2);
        staking = IStaking(
            vm.deployCode(
                "Staking.sol:Staking", abi.encode(escrow, futureMarket, futureReplicaMarket, dollar, THAW_TIME)
            )
        );
        market = IJobMarket(
            vm.deployCode(
                "JobMarket.sol:JobMarket",
                abi.encode(
                    escrow, staking, dollar, IJobMarket.Parameters(DECLINE_TIME, MINIMUM_WINDOW, LIVENESS_PENALTY)
                )
            )
        );
        replicaMarket = IReplicaMarket(
            vm.deployCode(
                "ReplicaMarket.sol:ReplicaMarket",
                abi.encode(escrow, staking, dollar, IReplicaMarket.Parameters(MINIMUM_WINDOW, LIVENESS_PENALTY))
            )
        );
        marketStatements = IMarketStatements(vm.deployCode("MarketStatements.sol:MarketStatements", abi.encode(market)));
        offers = IOfferBook(vm.deployCode("OfferBook.sol:OfferBook", abi.encode(staking)));
        receipts = IReceipts(vm.deployCode("Receipts.sol:Receipts", abi.encode(market)));
        arbiter = IArbiter(vm.deployCode("Arbiter.sol:Arbiter", abi.encode(market, judge, ARBITER_FEE)));
        rogue = new RogueResolver(market);
        deployPermit2();
        willing = address(new WillingPolicy());
        refusing = address(new RefusingPolicy());
    }

    function _createBuyers() private {
        address owner = _account("wallet owner");
        wallet = new BuyerWallet(owner);
        buyers = [_account("buyer 0"), _account("buyer 1"), address(wallet)];
        for (uint256 i; i < buyers.length; ++i) {
            _fund(buyers[i], 5_000 * DOLLAR);
            _allow(buyers[i], address(market), 3_000 * uint128(DOLLAR));
        }
    }

    function _createProviders() private {
        providers = [_account("provider 0"), _account("provider 1")];
        for (uint256 i; i < providers.length; ++i) {
            _fund(providers[i], 2_000 * DOLLAR);
            _allow(providers[i], address(staking), 1_000 * uint128(DOLLAR));
            vm.prank(providers[i]);
            staking.add(500 * uint96(DOLLAR), 0);
            for (uint256 j; j < 2; ++j) {
                _register(providers[i], j == 0 ? providers[i] : _account("payee"));
            }
        }
    }

    function _fund(address owner, uint256 amount) internal {
        _pour(owner, amount);
        vm.startPrank(owner);
        dollar.approve(address(escrow), type(uint256).max);
        escrow.deposit(owner, address(dollar), amount);
        vm.stopPrank();
    }

    function _allow(address owner, address operator, uint128 cap) internal {
        vm.prank(owner);
        escrow.setOperator(operator, address(dollar), cap, type(uint40).max);
    }

    /// @dev The next node key, registered for `provider`.
    function _register(address provider, address payee) internal returns (address node) {
        node = _account(string.concat("node ", vm.toString(nodes.length)));
        IStaking.NodeProfile memory profile = _profile(provider, node, payee);
        bytes memory signature = _sign(node, staking.hashNodeProfile(profile));
        vm.prank(provider);
        staking.registerNode(profile, signature);
        nodes.push(node);
    }

    function _profile(address provider, address node, address payee)
        internal
        pure
        returns (IStaking.NodeProfile memory)
    {
        return IStaking.NodeProfile({
            provider: provider,
            node: node,
            payee: payee,
            resourceClass: "cpu.v1",
            region: "eu-north",
            capabilityHash: 0,
            tlsKeyHash: 0,
            endpoint: ""
        });
    }

    function _account(string memory name) internal returns (address account) {
        uint256 key = uint256(keccak256(bytes(name)));
        account = vm.addr(key);
        keys[account] = key;
    }

    function _sign(address signer, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[signer], digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev From the faucet, which gives at most one drip to each receiver: every call asks for a new one.
    function _pour(address to, uint256 amount) internal {
        address source = address(uint160(uint256(keccak256(abi.encode("faucet", ++_pours)))));
        ITestDollar(address(dollar)).drip(source);
        vm.prank(source);
        dollar.transfer(to, amount);
    }
}
