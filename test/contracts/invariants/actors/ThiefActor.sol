// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {IJobMarket} from "../../../../contracts/market/IJobMarket.sol";
import {IStaking} from "../../../../contracts/staking/IStaking.sol";
import {ExecutionId, JobId} from "../../../../contracts/types/Ids.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {AnybodyActor} from "./AnybodyActor.sol";

/// @dev Everything that must be refused, with calldata of the thief's choice. A refusal is the action's success.
abstract contract ThiefActor is AnybodyActor {
    HostileToken internal hostile;

    /// @dev Calls as anybody; what gets through breaks the promise `id`.
    function _mustFail(address caller, address target, bytes memory data, bytes32 id, string memory what)
        private
        returns (bool refused)
    {
        vm.prank(caller);
        (bool success,) = target.call(data);
        if (success) _breach(id, what);
        return !success;
    }

    /* THE MARKET */

    /// @dev A valid call of the job's state, one word of it replaced by another.
    function thiefForgesWord(uint256 seed, uint256 word, bytes32 value) external counted("thiefForgesWord") {
        JobId jobId = _needRunningOrLater(seed);
        vm.warp(_now() + _bound(_mix(seed, "wait"), 0, 3 hours));
        bytes memory data = _anybodysCall(jobId);
        word = _bound(word, 0, (data.length - 4) / 32 - 1);
        if (!_replace(data, 4 + word * 32, value)) return;
        if (_mustFail(thief, address(market), data, "MKT-9", "a forged word was taken")) _done("thiefForgesWord");
    }

    function _replace(bytes memory data, uint256 offset, bytes32 value) private pure returns (bool changed) {
        assembly ("memory-safe") {
            let place := add(add(data, 32), offset)
            changed := iszero(eq(mload(place), value))
            mstore(place, value)
        }
    }

    /// @dev The step that anybody may take from the job's state, once its clock is over.
    function _anybodysCall(JobId jobId) private view returns (bytes memory) {
        GhostJob storage job = jobs[jobId];
        if (job.state == IJobMarket.JobState.Running) {
            return abi.encodeCall(market.expire, (job.order, job.termsHash, job.execution));
        }
        if (job.state == IJobMarket.JobState.Submitted) {
            return abi.encodeCall(market.settleSilent, (job.order, job.termsHash, job.execution, _work(jobId)));
        }
        return abi.encodeCall(market.resolveByTimeout, (job.order, job.terms, job.execution, _work(jobId)));
    }

    /// @dev One job's order with another's record.
    function thiefSwapsRecords(uint256 seed) external counted("thiefSwapsRecords") {
        JobId one = _needRunningOrLater(seed);
        JobId other = _needFreshRunning(_mix(seed, "other"));
        GhostJob storage job = jobs[one];
        GhostJob storage stranger = jobs[other];
        vm.warp(_now() + 3 hours);
        bytes memory data = [
            abi.encodeCall(market.expire, (job.order, job.termsHash, stranger.execution)),
            abi.encodeCall(market.settleSilent, (job.order, job.termsHash, stranger.execution, _work(one))),
            abi.encodeCall(market.resolveByTimeout, (job.order, stranger.terms, job.execution, _work(one)))
        ][seed % 3];
        // Claims by one node in one second on like orders make like records: then it is no foreign one.
        if (_same(job, stranger)) return;
        if (_mustFail(thief, address(market), data, "MKT-9", "a foreign record was taken")) _done("thiefSwapsRecords");
    }

    function _same(GhostJob storage job, GhostJob storage other) private view returns (bool) {
        return keccak256(abi.encode(job.execution)) == keccak256(abi.encode(other.execution))
            || job.termsHash == other.termsHash;
    }

    /// @dev Steps of buyer, node and resolver, by somebody else, in the second in which nothing else forbids them.
    function thiefImpersonates(uint256 seed, uint128 units) external counted("thiefImpersonates") {
        uint256 which = (seed >> 8) % 7;
        JobId jobId = _freshIn(
            [
                IJobMarket.JobState.Open,
                IJobMarket.JobState.Open,
                IJobMarket.JobState.Open,
                IJobMarket.JobState.Running,
                IJobMarket.JobState.Running,
                IJobMarket.JobState.Submitted,
                IJobMarket.JobState.Disputed
            ][which],
            seed
        );
        bytes memory data = _sidesCall(jobId, which, units);
        if (_mustFail(thief, address(market), data, "MKT-11", "somebody else took a side's step")) {
            _done("thiefImpersonates");
        }
    }

    function _freshIn(IJobMarket.JobState state, uint256 seed) private returns (JobId jobId) {
        if (state == IJobMarket.JobState.Open) return _post(seed);
        jobId = _needFreshRunning(seed);
        if (state == IJobMarket.JobState.Running) return jobId;
        _submit(jobId, seed, uint128(seed >> 128));
        if (state == IJobMarket.JobState.Disputed) _dispute(jobId, seed);
    }

    function _sidesCall(JobId jobId, uint256 which, uint128 units) private returns (bytes memory) {
        GhostJob storage job = jobs[jobId];
        if (which == 0) return abi.encodeCall(market.cancel, (job.order, job.termsHash));
        if (which == 1) return abi.encodeCall(market.claim, (job.order, job.terms));
        if (which == 2) return _othersOrder(job);
        if (which == 3) return abi.encodeCall(market.decline, (jobId, job.execution));
        IJobMarket.Work memory stated = IJobMarket.Work(units, 0);
        if (which == 4) return abi.encodeCall(market.submit, (jobId, job.execution, stated));
        if (which == 5) {
            return abi.encodeCall(market.dispute, (job.order, job.termsHash, job.execution, IJobMarket.Complaint.Wrong));
        }
        IJobMarket.Verdict memory verdict = IJobMarket.Verdict(IJobMarket.Finding.Upheld, 0, thief);
        return abi.encodeCall(market.resolve, (job.order, job.terms, job.execution, _work(jobId), verdict));
    }

    /// @dev A new order of a buyer that could pay for it.
    function _othersOrder(GhostJob storage job) private returns (bytes memory) {
        IJobMarket.JobOrder memory order = job.order;
        order.salt |= 1 << 63;
        _afford(order);
        return abi.encodeCall(market.post, (order, job.terms));
    }

    /// @dev The node's and the buyer's signatures for something else: another attempt, job, sum, contract, chain or struct.
    function thiefReplaysSignatures(uint256 seed, uint128 units) external counted("thiefReplaysSignatures") {
        JobId jobId = _needFreshRunning(seed);
        bytes32[6] memory foreign = _foreignDigests(jobId, units);
        for (uint256 i; i < foreign.length; ++i) {
            if (!_mustFail(
                    thief,
                    address(market),
                    _cosignedBy(jobId, units, foreign[i]),
                    "SIG-1",
                    "a signature for something else was taken"
                )) return;
        }
        _done("thiefReplaysSignatures");
    }

    function _cosignedBy(JobId jobId, uint128 units, bytes32 digest) private view returns (bytes memory) {
        GhostJob storage job = jobs[jobId];
        return abi.encodeCall(
            market.settleCosigned,
            (
                job.order,
                job.termsHash,
                job.execution,
                IJobMarket.Work(units, marketStatements.hashStructReceiptDetails(_details(jobId, units))),
                _sign(job.execution.node, digest),
                _signAsBuyer(job.order.buyer, digest)
            )
        );
    }

    /// @dev A receipt of another attempt and of another node, an order, a profile, details alone, and something else.
    function _foreignDigests(JobId jobId, uint128 units) private view returns (bytes32[6] memory) {
        GhostJob storage job = jobs[jobId];
        IJobMarket.ReceiptDetails memory details = _details(jobId, units);
        ExecutionId nextAttempt = marketStatements.executionIdOf(jobId, job.attempt + 1);
        ExecutionId thisAttempt = marketStatements.executionIdOf(jobId, job.attempt);
        return [
            marketStatements.hashReceipt(nextAttempt, job.execution.node, units, details),
            marketStatements.hashReceipt(thisAttempt, thief, units, details),
            JobId.unwrap(jobId),
            staking.hashNodeProfile(_profile(job.execution.provider, job.execution.node, thief)),
            marketStatements.hashStructReceiptDetails(details),
            keccak256(abi.encode(jobId, units))
        ];
    }

    /// @dev Signed by one side alone, or by the thief.
    function thiefSignsAlone(uint256 seed, uint128 units) external counted("thiefSignsAlone") {
        JobId jobId = _needFreshRunning(seed);
        GhostJob storage job = jobs[jobId];
        IJobMarket.ReceiptDetails memory details = _details(jobId, units);
        IJobMarket.Work memory work = IJobMarket.Work(units, marketStatements.hashStructReceiptDetails(details));
        bytes32 digest = marketStatements.hashReceipt(
            marketStatements.executionIdOf(jobId, job.attempt), job.execution.node, units, details
        );
        bytes memory nodes_ = _sign(job.execution.node, digest);
        bytes memory buyers_ = _signAsBuyer(job.order.buyer, digest);
        bool nodeAlone = seed % 2 == 0;
        bytes memory data = abi.encodeCall(
            market.settleCosigned,
            (job.order, job.termsHash, job.execution, work, nodeAlone ? nodes_ : buyers_, nodeAlone ? nodes_ : buyers_)
        );
        address caller = (seed >> 8) % 2 == 0 ? thief : (nodeAlone ? job.execution.node : job.order.buyer);
        if (_mustFail(caller, address(market), data, "MKT-11", "one side settled alone")) _done("thiefSignsAlone");
    }

    /// @dev A dispute by the word of both sides, whoever of them or else brings it: over the submitted receipt, or another one.
    function bothTakeDisputeBack(uint256 seed, uint128 units) external counted("bothTakeDisputeBack") {
        JobId jobId = _freshIn(IJobMarket.JobState.Disputed, seed);
        GhostJob storage job = jobs[jobId];
        // In the second of the submission these units make that very receipt.
        if (seed % 2 == 0) units = job.units;
        bytes32 digest = marketStatements.hashReceipt(
            marketStatements.executionIdOf(jobId, job.attempt), job.execution.node, units, _details(jobId, units)
        );
        bytes memory data = _cosignedBy(jobId, units, digest);
        address caller = [thief, job.order.buyer, job.execution.node][(seed >> 8) % 3];
        if (_mustFail(caller, address(market), data, "DSP-2", "a dispute was taken back")) {
            _done("bothTakeDisputeBack");
        }
    }

    /// @dev A job that was never posted, with records that look right.
    function thiefInventsJob(uint256 seed, uint128 units) external counted("thiefInventsJob") {
        GhostJob storage job = jobs[_needRunningOrLater(seed)];
        IJobMarket.JobOrder memory order = job.order;
        order.salt = uint64(_mix(seed, "salt") | 1 << 63);
        order.buyer = seed % 2 == 0 ? thief : order.buyer;
        IJobMarket.Execution memory execution = job.execution;
        execution.payee = thief;
        IJobMarket.Work memory work = IJobMarket.Work(units, 0);
        bytes[6] memory data = [
            abi.encodeCall(market.dispute, (order, job.termsHash, execution, IJobMarket.Complaint.Wrong)),
            abi.encodeCall(market.lapse, (order, job.termsHash)),
            abi.encodeCall(market.expire, (order, job.termsHash, execution)),
            abi.encodeCall(market.settleSilent, (order, job.termsHash, execution, work)),
            abi.encodeCall(market.resolveByTimeout, (order, job.terms, execution, work)),
            abi.encodeCall(market.settleCosigned, (order, job.termsHash, execution, work, "", ""))
        ];
        vm.warp(_now() + 3 hours);
        if (_mustFail(order.buyer, address(market), data[(seed >> 8) % 6], "MKT-4", "a job never funded moved money")) {
            _done("thiefInventsJob");
        }
    }

    /// @dev An ended job, by every step with the record that once was right.
    function thiefReopens(uint256 seed) external counted("thiefReopens") {
        JobId jobId = _needEnded(seed);
        GhostJob storage job = jobs[jobId];
        if (_isLive(job.state)) return;
        IJobMarket.Work memory work = _work(jobId);
        bytes[8] memory data = [
            abi.encodeCall(market.cancel, (job.order, job.termsHash)),
            abi.encodeCall(market.lapse, (job.order, job.termsHash)),
            abi.encodeCall(market.decline, (jobId, job.execution)),
            abi.encodeCall(market.expire, (job.order, job.termsHash, job.execution)),
            abi.encodeCall(market.settleSilent, (job.order, job.termsHash, job.execution, work)),
            abi.encodeCall(market.resolveByTimeout, (job.order, job.terms, job.execution, work)),
            abi.encodeCall(market.submit, (jobId, job.execution, work)),
            abi.encodeCall(market.dispute, (job.order, job.termsHash, job.execution, IJobMarket.Complaint.Wrong))
        ];
        address caller = [job.order.buyer, job.execution.node, thief][(seed >> 8) % 3];
        vm.warp(_now() + _bound(_mix(seed, "wait"), 0, 3 hours));
        if (_mustFail(caller, address(market), data[(seed >> 16) % 8], "MKT-3", "an ended job moved")) {
            _done("thiefReopens");
        }
    }

    /* STAKING */

    function thiefActsAsMarket(uint256 seed, uint96 amount) external counted("thiefActsAsMarket") {
        address provider = _oneOf(providers, seed);
        bytes memory data = [
            abi.encodeCall(IStaking.commit, (_oneOf(nodes, seed), 0)),
            abi.encodeCall(IStaking.release, (provider, 0)),
            abi.encodeCall(IStaking.slash, (provider, 0, 0, thief, 0))
        ][seed % 3];
        // The last argument of each is an amount; zero and others are tried alike.
        if (seed % 2 == 0) _replace(data, 36, bytes32(uint256(amount)));
        address caller = (seed >> 8) % 2 == 0 ? thief : provider;
        if (_mustFail(caller, address(staking), data, "STK-5", "not the market, yet it moved exposure")) {
            _done("thiefActsAsMarket");
        }
    }

    function thiefTakesNode(uint256 seed) external counted("thiefTakesNode") {
        address node = _oneOf(nodes, seed);
        address caller = seed % 2 == 0 ? thief : node;
        address fresh = address(uint160(_mix(seed, "fresh")));
        IStaking.NodeProfile memory profile = _profile(caller, fresh, thief);
        bytes32 foreign = staking.hashNodeProfile(_profile(ghostNodes[node].provider, fresh, thief));
        IStaking.NodeProfile memory own = _profile(caller, node, thief);
        bytes[8] memory data = [
            abi.encodeCall(IStaking.rotateNode, (node, profile, _sign(node, staking.hashNodeProfile(profile)))),
            abi.encodeCall(
                IStaking.rotateNode, (node, _profile(ghostNodes[node].provider, fresh, thief), _sign(node, foreign))
            ),
            abi.encodeCall(IStaking.setProfile, (own, _sign(node, staking.hashNodeProfile(own)))),
            abi.encodeCall(IStaking.setPayee, (node, thief)),
            abi.encodeCall(IStaking.setPaused, (node, true)),
            abi.encodeCall(IStaking.retireNode, (node)),
            abi.encodeCall(IStaking.registerNode, (profile, _sign(node, staking.hashNodeProfile(profile)))),
            abi.encodeCall(IStaking.registerNode, (profile, _sign(node, foreign)))
        ];
        if (_mustFail(caller, address(staking), data[(seed >> 8) % 8], "STK-6", "a node changed hands")) {
            _done("thiefTakesNode");
        }
    }

    /* THE ESCROW */

    function thiefDraws(uint256 seed, uint128 amount, uint24 epoch) external counted("thiefDraws") {
        address owner = _oneOf(owners, seed);
        if (owner == thief) return;
        amount = uint128(_bound(amount, 1, type(uint128).max));
        if (seed % 4 != 0) epoch = epochs[owner];
        bytes memory data = abi.encodeCall(IEscrow.draw, (owner, address(dollar), amount, epoch));
        if (_mustFail(thief, address(escrow), data, "ESC-3", "a stranger drew")) _done("thiefDraws");
    }

    /// @dev An authorization carried into another account, for another sum, or meant for an operator's pull.
    function thiefRedirects(uint256 seed, uint256 amount, bytes32 salt) external counted("thiefRedirects") {
        address owner = _oneOf(providers, seed);
        amount = _bound(amount, 2, 100 * DOLLAR);
        _pour(owner, amount);
        bytes memory plain = _authorize(owner, amount, salt, address(escrow), address(0));
        bytes memory pull = _authorize(owner, amount, salt, address(escrow), address(market));
        bytes memory data = [
            abi.encodeCall(
                IEscrow.depositWithAuthorization, (thief, address(dollar), amount, type(uint256).max, salt, plain)
            ),
            abi.encodeCall(
                IEscrow.depositWithAuthorization, (owner, address(dollar), amount - 1, type(uint256).max, salt, plain)
            ),
            abi.encodeCall(
                IEscrow.depositWithAuthorization, (owner, address(dollar), amount, type(uint256).max, salt, pull)
            )
        ][(seed >> 8) % 3];
        if (_mustFail(thief, address(escrow), data, "SIG-1", "an authorization was turned")) _done("thiefRedirects");
    }

    /// @dev A token of the thief's own in the same escrow. Only its own accounts may suffer.
    /// @dev Every trick, one after the other.
    function hostileDeposit(uint256 amount) external counted("hostileDeposit") {
        amount = _bound(amount, 1, type(uint96).max);
        vm.startPrank(thief);
        hostile.approve(address(escrow), type(uint256).max);
        for (uint256 i; i <= uint256(type(HostileToken.Trick).max); ++i) {
            hostile.mint(thief, amount);
            hostile.play(HostileToken.Trick(i), address(escrow), _callsBack());
            try escrow.deposit(thief, address(hostile), amount) {
                _judgeHostile(true);
            } catch {
                _judgeHostile(false);
            }
        }
        vm.stopPrank();
        _done("hostileDeposit");
    }

    function hostileWithdraw(uint256 amount) external counted("hostileWithdraw") {
        amount = _bound(amount, 1, type(uint96).max);
        vm.startPrank(thief);
        hostile.approve(address(escrow), type(uint256).max);
        for (uint256 i; i <= uint256(type(HostileToken.Trick).max); ++i) {
            hostile.mint(thief, amount);
            hostile.play(HostileToken.Trick.None, address(0), new bytes[](0));
            escrow.deposit(thief, address(hostile), amount);
            hostile.play(HostileToken.Trick(i), address(escrow), _callsBack());
            try escrow.withdraw(address(hostile), amount, thief) {
                if (hostile.trick() == HostileToken.Trick.SaysNo) {
                    _breach("ESC-5", "a token said no and was not heard");
                }
            } catch {}
        }
        vm.stopPrank();
        if (hostile.entered() != 0) _breach("ESC-7", "the escrow was entered while it called a token");
        _done("hostileWithdraw");
    }

    function _judgeHostile(bool taken) private {
        HostileToken.Trick trick = hostile.trick();
        bool inexact = trick == HostileToken.Trick.KeepsPart || trick == HostileToken.Trick.MovesNothing
            || trick == HostileToken.Trick.SaysNo;
        if (taken && inexact) _breach("ESC-5", "a deposit was credited that did not arrive");
        if (!taken && trick == HostileToken.Trick.None) _breach("ESC-5", "an exact deposit was refused");
        if (hostile.entered() != 0) _breach("ESC-7", "the escrow was entered while it called a token");
    }

    /// @dev What the token calls while the escrow waits for it. A deposit and a withdrawal of the same sum: what arrives is exact still.
    function _callsBack() private view returns (bytes[] memory data) {
        data = new bytes[](6);
        data[0] = abi.encodeCall(IEscrow.deposit, (thief, address(hostile), 1));
        data[1] = abi.encodeCall(IEscrow.withdraw, (address(hostile), 1, thief));
        data[2] = abi.encodeCall(IEscrow.move, (address(hostile), thief, 0));
        data[3] = abi.encodeCall(IEscrow.settle, (address(hostile), thief, 0, thief, 0));
        data[4] = abi.encodeCall(IEscrow.raiseEpoch, (address(hostile)));
        data[5] = abi.encodeCall(IEscrow.setOperator, (thief, address(hostile), 1, type(uint40).max));
    }
}
