// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IJobMarket} from "../../../contracts/market/IJobMarket.sol";
import {IOfferBook} from "../../../contracts/market/IOfferBook.sol";
import {IStaking} from "../../../contracts/staking/IStaking.sol";
import {InvariantBase} from "./support/InvariantBase.sol";
import {Stage} from "./support/Stage.sol";

/// @dev The gas of every step is the same with one record stored and with thousands (MKT-10).
contract FlatGasTest is InvariantBase, Stage {
    uint256 private constant FEW = 4;
    uint256 private constant MANY = 2_000;
    /// @dev Zero and non-zero bytes of ids, and nothing else, may differ.
    uint256 private constant TOLERANCE = 600;

    string[] private _steps;
    mapping(string step => uint256 gas) private _few;
    mapping(string step => uint256 gas) private _many;
    uint64 private _measured;

    function setUp() public {
        _createWorld();
        vm.prank(buyers[0]);
        escrow.setOperator(address(market), address(dollar), type(uint96).max, type(uint40).max);
        _steps = [
            "post",
            "claimSigned",
            "cancel",
            "lapse",
            "claim",
            "decline",
            "submit",
            "expire",
            "settleCosigned",
            "settleSilent",
            "dispute",
            "resolve",
            "resolveByTimeout",
            "proveEquivocation",
            "cancelFor",
            "disputeFor"
        ];
    }

    function test_MKT_10_GasOfJobsDoesNotGrow() public {
        _people(FEW);
        _measureAll(_few);
        _people(MANY);
        _measureAll(_many);
        for (uint256 i; i < _steps.length; ++i) {
            emit log_named_uint(_steps[i], _many[_steps[i]]);
            assertApproxEqAbs(_many[_steps[i]], _few[_steps[i]], TOLERANCE, _steps[i]);
        }
    }

    function test_MKT_10_GasOfNodesAndOffersDoesNotGrow() public {
        uint256[5] memory alone = _gasOfNodeAndOffer();
        for (uint256 i; i < MANY; ++i) {
            _register(providers[0], providers[0]);
            _gasOfOffer(_offer());
        }
        uint256[5] memory among = _gasOfNodeAndOffer();
        for (uint256 i; i < alone.length; ++i) {
            assertApproxEqAbs(among[i], alone[i], TOLERANCE, vm.toString(i));
        }
    }

    /// @return used A registration, another profile, a rotation; an offer, and its end.
    function _gasOfNodeAndOffer() private returns (uint256[5] memory used) {
        (address node, address next) = (_newNode(), _newNode());
        used[0] = _gasOfProfile(node, node);
        used[1] = _gasOfProfile(node, address(0));
        used[2] = _gasOfProfile(next, node);
        IOfferBook.Offer memory offer = _offer();
        used[3] = _gasOfOffer(offer);
        vm.cool(address(offers));
        vm.cool(address(staking));
        vm.prank(providers[0]);
        offers.cancel(offer);
        used[4] = vm.lastCallGas().gasTotalUsed;
    }

    function _cheap() private returns (Scene memory scene) {
        scene = _order();
        scene.order.maxPay = 100;
        scene.order.bond = 1;
        scene.order.exposure = 100;
        _hash(scene);
    }

    /// @dev One job of every live state, so that the first measurement finds every account and counter born.
    function _people(uint256 count) private {
        for (uint256 i; i < count; ++i) {
            Scene memory scene = _cheap();
            _post(scene);
            if (i % 4 != 0) _claim(scene, nodes[0]);
            if (i % 4 > 1) _submit(scene);
            if (i % 4 == 3) _dispute(scene);
        }
    }

    function _measureAll(mapping(string => uint256) storage gas) private {
        IJobMarket.JobState[16] memory from = [
            IJobMarket.JobState.None,
            IJobMarket.JobState.None,
            IJobMarket.JobState.Open,
            IJobMarket.JobState.Open,
            IJobMarket.JobState.Open,
            IJobMarket.JobState.Running,
            IJobMarket.JobState.Running,
            IJobMarket.JobState.Running,
            IJobMarket.JobState.Running,
            IJobMarket.JobState.Submitted,
            IJobMarket.JobState.Submitted,
            IJobMarket.JobState.Disputed,
            IJobMarket.JobState.Disputed,
            IJobMarket.JobState.Submitted,
            IJobMarket.JobState.Open,
            IJobMarket.JobState.Submitted
        ];
        for (uint256 i; i < _steps.length; ++i) {
            uint256 before = vm.snapshotState();
            uint256 used = _measure(_reach(from[i]), _steps[i]);
            vm.revertToState(before);
            gas[_steps[i]] = used;
        }
    }

    function _measure(Scene memory scene, string memory step) private returns (uint256 used) {
        (address caller, bytes memory data) = _carried(scene, step);
        if (caller == address(0)) (caller, data) = _callOf(scene, step);
        address target = _target(step);
        vm.cool(address(market));
        vm.cool(address(escrow));
        vm.cool(address(staking));
        vm.prank(caller);
        (bool success,) = target.call(data);
        used = vm.lastCallGas().gasTotalUsed;
        assertTrue(success, step);
    }

    /// @return caller Zero for what nobody carries.
    function _carried(Scene memory scene, string memory step) private view returns (address caller, bytes memory data) {
        if (_is(step, "cancelFor")) {
            bytes memory consent = _sign(scene.order.buyer, marketStatements.hashCancelJob(scene.jobId));
            return (thief, abi.encodeCall(market.cancelFor, (scene.order, scene.termsHash, consent)));
        }
        if (_is(step, "disputeFor")) {
            bytes32 digest = marketStatements.hashDisputeExecution(
                marketStatements.executionIdOf(scene.jobId, 0), scene.execution.receiptHash, 1
            );
            IJobMarket.Complaint complaint = IJobMarket.Complaint.Wrong;
            bytes memory consent = _sign(scene.order.buyer, digest);
            data =
                abi.encodeCall(market.disputeFor, (scene.order, scene.termsHash, scene.execution, complaint, consent));
            return (thief, data);
        }
    }

    function _newNode() private returns (address) {
        return _account(string.concat("measured ", vm.toString(++_measured)));
    }

    /// @param old The node itself for a registration, none for a new profile, else the key that is rotated out.
    function _gasOfProfile(address node, address old) private returns (uint256 used) {
        IStaking.NodeProfile memory profile = _profile(providers[0], node, providers[0]);
        bytes memory signature = _sign(node, staking.hashNodeProfile(profile));
        vm.cool(address(staking));
        vm.prank(providers[0]);
        if (old == node) staking.registerNode(profile, signature);
        else if (old == address(0)) staking.setProfile(profile, signature);
        else staking.rotateNode(old, profile, signature);
        used = vm.lastCallGas().gasTotalUsed;
    }

    function _offer() private returns (IOfferBook.Offer memory) {
        return IOfferBook.Offer({
            provider: providers[0],
            node: nodes[0],
            token: address(dollar),
            fixedPrice: 1,
            price: 1,
            unitKind: 0,
            exposureLimit: 1,
            resourceClass: "cpu.v1",
            validUntil: type(uint40).max,
            salt: ++_measured
        });
    }

    function _gasOfOffer(IOfferBook.Offer memory offer) private returns (uint256) {
        vm.cool(address(offers));
        vm.cool(address(staking));
        vm.prank(providers[0]);
        offers.post(offer);
        return vm.lastCallGas().gasTotalUsed;
    }
}
