// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "contracts/market/IJobMarket.sol";
import {IStaking} from "contracts/staking/IStaking.sol";
import {JobId} from "contracts/types/Ids.sol";

import {MarketTest} from "../support/MarketTest.sol";
import {WalletDigests} from "../support/WalletDigests.sol";
import {FloorMeter} from "./FloorMeter.sol";

/// @dev The floors of what Transactions.t.sol and SignedOrders.t.sol measure, under the same names after "floor: ".
/// forge-config: default.isolate = true
contract MarketFloorsGasTest is MarketTest, FloorMeter {
    bytes32 private constant MUCH = bytes32(uint256(1_000e18));

    address private floorEscrow;
    address private floorStaking;
    address private floorMarket;

    function setUp() public override {
        super.setUp();
        floorEscrow = deployCode("FloorEscrow.sol:FloorEscrow");
        floorStaking = deployCode("FloorStaking.sol:FloorStaking", abi.encode(floorEscrow, dollar));
        floorMarket = deployCode("FloorMarket.sol:FloorMarket", abi.encode(floorEscrow, floorStaking));
        _live();
        order.salt += 1;
        _seed();
    }

    /* STAKE */

    function test_Stake() external {
        fund(provider.addr, 100e6);
        Call memory adding = Call(address(staking), abi.encodeCall(IStaking.add, (50e6, 0)));
        uint256 used = sendBoth(provider.addr, adding, Call(floorStaking, abi.encodePacked(uint8(1), uint96(50e6))));
        recordFloor("add to a stake", used);
    }

    /* POSTED JOBS */

    function test_PostedLife() external {
        uint256 posting = _post();
        uint256 claiming = _claim();
        recordFloor("post a job", posting);
        recordFloor("claim a job", claiming);

        uint256 snapshot = vm.snapshotState();
        uint256 settling = _settleCosigned();
        recordFloor("settle co-signed, by the node", settling);
        recordFloor("post + claim + co-signed settle, by the node", posting + claiming + settling);
        vm.revertToState(snapshot);

        snapshot = vm.snapshotState();
        settling = _settleRelayed();
        recordFloor("settle co-signed, relayed with both signatures", settling);
        recordFloor("post + claim + co-signed settle, relayed", posting + claiming + settling);
        vm.revertToState(snapshot);

        (uint256 submitting, uint256 silent) = _settleSilent();
        recordFloor("submit", submitting);
        recordFloor("settle by silence", silent);
        recordFloor("claim + submit + settle by silence", claiming + submitting + silent);
        recordFloor("post + claim + submit + settle by silence", posting + claiming + submitting + silent);
    }

    /* SIGNED ORDERS */

    function test_FromADeposit() external {
        uint256 claiming = _claimSigned(3, signCompact(buyer, JobId.unwrap(jobId())));
        recordFloor("claim a job from a deposit", claiming);

        uint256 snapshot = vm.snapshotState();
        recordFloor("claim from a deposit + co-signed settle", claiming + _settleCosigned());
        vm.revertToState(snapshot);

        (uint256 submitting, uint256 silent) = _settleSilent();
        recordFloor("claim from a deposit + submit + settle by silence", claiming + submitting + silent);
    }

    function test_FromTheWallet() external {
        uint256 claiming = _claimFromWallet();
        recordFloor("claim a job funded by the wallet", claiming);
        recordFloor("claim from the wallet + co-signed settle", claiming + _settleCosigned());
    }

    function test_FromTheWalletOfANewBuyer() external {
        buyer = stranger;
        order.buyer = stranger.addr;
        uint256 claiming = _claimFromWallet();
        recordFloor("claim from the wallet + co-signed settle, the account is born", claiming + _settleCosigned());
    }

    /* STEPS: of the market and of its floor */

    function _post() private returns (uint256) {
        return _both(buyer.addr, abi.encodeCall(IJobMarket.post, (order, terms)), abi.encodePacked(uint8(1), _order()));
    }

    function _claim() private returns (uint256) {
        return _both(node.addr, abi.encodeCall(IJobMarket.claim, (order, terms)), abi.encodePacked(uint8(2), _order()));
    }

    function _claimSigned(uint8 step, bytes memory signature) private returns (uint256) {
        return _both(
            node.addr,
            abi.encodeCall(IJobMarket.claimSigned, (order, terms, signature)),
            abi.encodePacked(step, _order(), signature)
        );
    }

    /// @dev The token looks at the authorization: the floor's names the floor, and its packed order.
    function _claimFromWallet() private returns (uint256) {
        order.funding = 1;
        deal(address(dollar), buyer.addr, 1_000e6, true);
        bytes memory signature = _authorized(address(market), address(escrow), JobId.unwrap(jobId()));
        bytes memory floorSignature = _authorized(floorMarket, floorEscrow, _floorJobId());
        return _both(
            node.addr,
            abi.encodeCall(IJobMarket.claimSigned, (order, terms, signature)),
            abi.encodePacked(uint8(4), _order(), floorSignature)
        );
    }

    function _settleCosigned() private returns (uint256) {
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = signCompact(buyer, receiptHash(work));
        return _both(
            node.addr,
            abi.encodeCall(IJobMarket.settleCosigned, (order, termsHash(), _running(), work, "", signature)),
            abi.encodePacked(
                uint8(6), _orderAlone(), keccak256(_terms()), _record(), work.units, work.detailsHash, signature
            )
        );
    }

    function _settleRelayed() private returns (uint256) {
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        bytes memory signature = signCompact(buyer, receiptHash(work));
        bytes memory nodeSignature = signCompact(node, receiptHash(work));
        bytes memory floorData =
            abi.encodePacked(uint8(6), _orderAlone(), keccak256(_terms()), _record(), work.units, work.detailsHash);
        return _both(
            stranger.addr,
            abi.encodeCall(IJobMarket.settleCosigned, (order, termsHash(), _running(), work, nodeSignature, signature)),
            abi.encodePacked(floorData, signature, nodeSignature)
        );
    }

    function _settleSilent() private returns (uint256 submitting, uint256 settling) {
        skip(60);
        IJobMarket.Work memory work = defaultWork();
        IJobMarket.Execution memory execution = _running();
        submitting = _both(
            node.addr,
            abi.encodeCall(IJobMarket.submit, (jobId(), execution, work)),
            abi.encodePacked(uint8(5), _floorJobId(), _record(), work.units, work.detailsHash)
        );
        execution.submittedAt = clock();
        execution.receiptHash = receiptHash(work);
        bytes memory submitted = abi.encodePacked(_record(), clock(), execution.receiptHash);
        skip(WINDOW + 1);
        settling = _both(
            provider.addr,
            abi.encodeCall(IJobMarket.settleSilent, (order, termsHash(), execution, work)),
            abi.encodePacked(uint8(7), _orderAlone(), keccak256(_terms()), submitted, work.units, work.detailsHash)
        );
    }

    function _both(address from, bytes memory data, bytes memory floorData) private returns (uint256) {
        return sendBoth(from, Call(address(market), data), Call(floorMarket, floorData));
    }

    /* WHAT IS BROUGHT */

    /// @dev Claimed in the first second.
    function _running() private view returns (IJobMarket.Execution memory execution) {
        execution.node = node.addr;
        execution.provider = provider.addr;
        execution.payee = payee.addr;
        execution.exposure = order.exposure;
        execution.claimedAt = uint40(START);
        execution.submitBy = uint40(START) + order.runTime;
    }

    function _record() private view returns (bytes memory) {
        uint40 submitBy = uint40(START) + order.runTime;
        return abi.encodePacked(node.addr, provider.addr, payee.addr, order.exposure, uint40(START), submitBy);
    }

    function _order() private view returns (bytes memory) {
        return abi.encodePacked(_orderAlone(), _terms());
    }

    function _terms() private view returns (bytes memory) {
        bytes memory first = abi.encodePacked(
            terms.manifestHash, terms.resourceClass, terms.resolver, terms.verdictTime, terms.timeoutSplit
        );
        return abi.encodePacked(first, terms.policy, terms.provider, terms.node, terms.offerId, terms.exclusiveUntil);
    }

    function _orderAlone() private view returns (bytes memory) {
        bytes memory money =
            abi.encodePacked(order.buyer, order.token, order.maxPay, order.bond, order.fixedPrice, order.price);
        bytes memory times =
            abi.encodePacked(order.unitKind, order.exposure, order.claimBefore, order.runTime, order.window);
        return abi.encodePacked(money, times, order.onSilence, order.funding, order.epoch, order.salt);
    }

    function _floorJobId() private view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encodePacked(_orderAlone(), keccak256(_terms())));
        return keccak256(abi.encodePacked(hex"1901", type(uint256).max, structHash));
    }

    function _authorized(address operator, address receiver, bytes32 intent) private view returns (bytes memory) {
        WalletDigests.Pull memory pull =
            WalletDigests.Pull(address(dollar), order.buyer, receiver, uint256(order.maxPay) + order.bond);
        bytes32 nonce = keccak256(abi.encode(operator, intent));
        return sign(buyer, WalletDigests.authorization(pull, order.claimBefore, nonce));
    }

    /* BEFORE */

    /// @dev One life that is paid: payee and market have accounts then.
    function _live() private {
        post();
        IJobMarket.Work memory work = defaultWork();
        IJobMarket.Execution memory execution = claim();
        bytes memory signature = sign(buyer, receiptHash(work));
        vm.prank(node.addr);
        market.settleCosigned(order, termsHash(), execution, work, "", signature);
    }

    /// @dev The same accounts, allowances, stake and node for the floors.
    function _seed() private {
        deal(address(dollar), floorEscrow, 10_000e6, true);
        address[5] memory owners = [buyer.addr, provider.addr, payee.addr, floorMarket, floorStaking];
        for (uint256 i = 0; i < owners.length; ++i) {
            vm.store(floorEscrow, keccak256(abi.encode(owners[i], dollar)), MUCH);
        }
        vm.store(floorEscrow, keccak256(abi.encode(buyer.addr, floorMarket, dollar)), MUCH);
        vm.store(floorEscrow, keccak256(abi.encode(provider.addr, floorStaking, dollar)), MUCH);
        vm.store(floorStaking, keccak256(abi.encode(provider.addr, 1)), MUCH);
        bytes32 nodeSlot = keccak256(abi.encode(node.addr, 2));
        vm.store(floorStaking, nodeSlot, bytes32(uint256(uint160(provider.addr))));
        vm.store(floorStaking, bytes32(uint256(nodeSlot) + 1), bytes32(uint256(uint160(payee.addr))));
    }
}

/// @dev The same transactions once more: each floor does what the market does.
/// forge-config: default.isolate = true
contract MarketFloorsEffectsTest is MarketFloorsGasTest {
    constructor() {
        comparing = true;
    }
}
