// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAgenticCommerce} from "../../../../contracts/adapters/erc8183/IAgenticCommerce.sol";
import {Actor} from "../actors/Actor.sol";

/// @dev Everybody tries every step on every job, the right person more often than others. What should happen is said by the ghost
/// alone: a step that is due must succeed, any other must be refused.
abstract contract CommerceActor is Actor {
    uint256 private constant MOST_JOBS = 80;
    uint256 internal constant GRACE = 1 days;
    bytes32 internal constant MODEL = "COM-2";

    struct GhostOrder {
        address client;
        address seller;
        address evaluator;
        uint256 expiredAt;
        uint256 price;
        uint256 funded;
        IAgenticCommerce.JobStatus status;
    }

    IAgenticCommerce public commerce;
    GhostOrder[] internal orders;
    address[] internal people;

    function _createCommerce() internal {
        _createWorld();
        commerce = IAgenticCommerce(vm.deployCode("AgenticCommerce.sol:AgenticCommerce", abi.encode(escrow)));
        people = [buyers[0], buyers[1], providers[0], providers[1], judge, thief];
        for (uint256 i; i < people.length; ++i) {
            expected[people[i]][address(dollar)] = _free(people[i]);
            _allow(people[i], address(commerce), 2_000 * uint128(DOLLAR));
            caps[people[i]][address(commerce)] = 2_000 * DOLLAR;
        }
    }

    /* ACTIONS */

    function create(uint256 seed) external counted("create") {
        if (orders.length == MOST_JOBS) {
            vm.warp(_now() + 1);
            return _done("create");
        }
        (address client, address seller) = (people[seed % 2], people[2 + _mix(seed, "seller") % 2]);
        address evaluator = _mix(seed, "evaluator") % 3 == 0 ? client : judge;
        uint256 expiredAt = _now() + 6 minutes + _mix(seed, "time") % 2 days;
        vm.prank(client);
        uint256 jobId = commerce.createJob(seller, evaluator, uint48(expiredAt), "", address(0), 0);
        uint256 first = 1 + _mix(seed, "price") % (100 * DOLLAR);
        vm.prank(seller);
        commerce.setBudget(jobId, address(dollar), first, "");
        orders.push(GhostOrder(client, seller, evaluator, expiredAt, first, 0, IAgenticCommerce.JobStatus.Open));
        _done("create");
    }

    function price(uint256 seed) external counted("price") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus.Open);
        address caller = _caller(seed, job.seller);
        uint256 amount = _mix(seed, "amount") % (200 * DOLLAR);
        bool due = _isOpen(job) && caller == job.seller && amount != 0;
        bytes memory step = abi.encodeCall(IAgenticCommerce.setBudget, (jobId, address(dollar), amount, ""));
        if (!_try(caller, step, due)) return;
        job.price = amount;
        _done("price");
    }

    function fund(uint256 seed) external counted("fund") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus.Open);
        address caller = _caller(seed, job.client);
        uint256 said = _mix(seed, "said") % 8 == 0 ? job.price + 1 : job.price;
        bool due = _isOpen(job) && caller == job.client && job.price != 0 && said == job.price
            && expected[caller][address(dollar)] >= said && caps[caller][address(commerce)] >= said;
        if (!_try(caller, abi.encodeCall(IAgenticCommerce.fund, (jobId, address(dollar), said, "")), due)) return;
        (job.status, job.funded) = (IAgenticCommerce.JobStatus.Funded, said);
        caps[caller][address(commerce)] -= said;
        _debit(caller, said);
        _done("fund");
    }

    function submit(uint256 seed) external counted("submit") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus.Funded);
        address caller = _caller(seed, job.seller);
        bool due = job.status == IAgenticCommerce.JobStatus.Funded && caller == job.seller && _now() < job.expiredAt;
        if (!_try(caller, abi.encodeCall(IAgenticCommerce.submit, (jobId, "", "")), due)) return;
        job.status = IAgenticCommerce.JobStatus.Submitted;
        _done("submit");
    }

    function complete(uint256 seed) external counted("complete") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus.Submitted);
        address caller = _caller(seed, job.evaluator);
        bool due = job.status == IAgenticCommerce.JobStatus.Submitted && caller == job.evaluator;
        if (!_try(caller, abi.encodeCall(IAgenticCommerce.complete, (jobId, "", "")), due)) return;
        _end(job, IAgenticCommerce.JobStatus.Completed, job.seller);
        _done("complete");
    }

    function reject(uint256 seed) external counted("reject") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus(seed % 3));
        bool open = job.status == IAgenticCommerce.JobStatus.Open;
        address caller = _caller(seed, open ? job.client : job.evaluator);
        bool due = open ? caller == job.client || caller == job.seller : _holdsMoney(job) && caller == job.evaluator;
        if (!_try(caller, abi.encodeCall(IAgenticCommerce.reject, (jobId, "", "")), due)) return;
        _end(job, IAgenticCommerce.JobStatus.Rejected, job.client);
        _done("reject");
    }

    function claimRefund(uint256 seed) external counted("claimRefund") {
        if (orders.length == 0) return;
        (uint256 jobId, GhostOrder storage job) = _pick(seed, IAgenticCommerce.JobStatus(seed % 3));
        if (_mix(seed, "rare") % 4 == 0) _waitsFor(_exitOf(job), seed);
        bool due = job.status <= IAgenticCommerce.JobStatus.Submitted && _now() >= _exitOf(job);
        if (!_try(_caller(seed, thief), abi.encodeCall(IAgenticCommerce.claimRefund, (jobId)), due)) return;
        _end(job, IAgenticCommerce.JobStatus.Expired, job.client);
        _done("claimRefund");
    }

    function gift(uint256 seed) external counted("gift") {
        address giver = _oneOf(people, seed);
        uint256 amount = _mix(seed, "amount") % DOLLAR;
        if (amount > expected[giver][address(dollar)]) return;
        vm.prank(giver);
        escrow.move(address(dollar), address(commerce), amount);
        _debit(giver, amount);
        gifts[address(commerce)] += amount;
        _done("gift");
    }

    function waitAWhile(uint256 seed) external counted("waitAWhile") {
        vm.warp(_now() + seed % 10 minutes);
        _done("waitAWhile");
    }

    /* THE GHOST */

    function _end(GhostOrder storage job, IAgenticCommerce.JobStatus status, address to) internal {
        if (job.funded != 0) _credit(to, job.funded);
        (job.status, job.funded) = (status, 0);
    }

    function _holdsMoney(GhostOrder storage job) internal view returns (bool) {
        return job.status == IAgenticCommerce.JobStatus.Funded || job.status == IAgenticCommerce.JobStatus.Submitted;
    }

    /// @dev From when on a stranger ends it.
    function _exitOf(GhostOrder storage job) internal view returns (uint256) {
        return job.status == IAgenticCommerce.JobStatus.Submitted ? job.expiredAt + GRACE : job.expiredAt;
    }

    function _isOpen(GhostOrder storage job) private view returns (bool) {
        return job.status == IAgenticCommerce.JobStatus.Open && _now() < job.expiredAt;
    }

    /// @dev Mostly a job in the status that the step is for, the newest first, if there is one.
    function _pick(uint256 seed, IAgenticCommerce.JobStatus wanted)
        private
        view
        returns (uint256 jobId, GhostOrder storage job)
    {
        uint256 index = orders.length - 1;
        while (index != 0 && (orders[index].status != wanted || orders[index].expiredAt <= _now())) --index;
        if (_mix(seed, "any") % 4 == 0) index = _mix(seed, "job") % orders.length;
        return (index + 1, orders[index]);
    }

    /// @dev Mostly who should.
    function _caller(uint256 seed, address right) private view returns (address) {
        return _mix(seed, "caller") % 4 != 0 ? right : _oneOf(people, _mix(seed, "who"));
    }

    function _try(address caller, bytes memory step, bool due) private returns (bool success) {
        vm.prank(caller);
        (success,) = address(commerce).call(step);
        if (success && !due) _breach(MODEL, "a step that was not due succeeded");
        if (!success && due) _breach(MODEL, "a step that was due was refused");
    }
}
