// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBatchSettlement} from "../../../../contracts/adapters/x402/IBatchSettlement.sol";
import {WalletDigests} from "../../support/WalletDigests.sol";
import {Actor} from "../actors/Actor.sol";

/// @dev Payers fill channels from account and wallet, receivers claim with good and bad vouchers, both sides leave, and everybody tries
/// to do what is the others'. What should happen is said by the ghost alone.
abstract contract SettlementActor is Actor {
    uint40 internal constant DELAY = 20 minutes;
    bytes32 internal constant MODEL = "BAT-2";

    struct GhostChannel {
        uint256 balance;
        uint256 claimed;
        uint256 pending;
        uint256 dueAt;
        uint256 nonce;
        uint256 greatestSigned;
    }

    IBatchSettlement public settlement;
    IBatchSettlement.ChannelConfig[] internal configs;
    GhostChannel[] internal ghosts;
    mapping(address receiver => uint256) internal unsettled;
    address[] internal people;
    uint256 private _salts;

    function _createSettlement() internal {
        _createWorld();
        settlement = IBatchSettlement(vm.deployCode("BatchSettlement.sol:BatchSettlement", abi.encode(escrow)));
        address authorizer = _account("authorizer");
        people = [buyers[0], buyers[1], providers[0], providers[1], authorizer, thief];
        for (uint256 i; i < people.length; ++i) {
            expected[people[i]][address(dollar)] = _free(people[i]);
            _allow(people[i], address(settlement), 3_000 * uint128(DOLLAR));
            caps[people[i]][address(settlement)] = 3_000 * DOLLAR;
        }
        for (uint256 i; i < 6; ++i) {
            configs.push(
                IBatchSettlement.ChannelConfig({
                    payer: buyers[i % 2],
                    payerAuthorizer: i < 3 ? authorizer : buyers[i % 2],
                    receiver: providers[i % 2],
                    receiverAuthorizer: i % 3 == 0 ? authorizer : providers[1],
                    token: address(dollar),
                    withdrawDelay: DELAY,
                    salt: bytes32(i)
                })
            );
            ghosts.push();
        }
    }

    /* THE PAYER'S SIDE */

    function fill(uint256 seed) external counted("fill") {
        (uint256 i, GhostChannel storage ghost) = _pick(seed);
        address caller = _caller(seed, configs[i].payer);
        uint128 amount = uint128(_mix(seed, "amount") % (60 * DOLLAR));
        bool due = caller == configs[i].payer && amount != 0 && expected[caller][address(dollar)] >= amount
            && caps[caller][address(settlement)] >= amount;
        if (!_try(caller, abi.encodeCall(IBatchSettlement.deposit, (configs[i], amount, address(escrow), "")), due)) {
            return;
        }
        caps[caller][address(settlement)] -= amount;
        ghost.balance += amount;
        _debit(caller, amount);
        _done("fill");
    }

    /// @dev Sometimes signed for another channel.
    function fillFromWallet(uint256 seed) external counted("fillFromWallet") {
        (uint256 i, GhostChannel storage ghost) = _pick(seed);
        uint128 amount = uint128(1 + _mix(seed, "amount") % (20 * DOLLAR));
        _pour(configs[i].payer, amount);
        bool due = _mix(seed, "turned") % 4 != 0;
        uint256 signedFor = due ? i : (i + 1) % configs.length;
        bytes memory data = _authorization(configs[i].payer, settlement.getChannelId(configs[signedFor]), amount);
        bytes memory step = abi.encodeCall(IBatchSettlement.deposit, (configs[i], amount, address(dollar), data));
        if (!_try(_oneOf(people, seed), step, due)) return;
        ghost.balance += amount;
        _done("fillFromWallet");
    }

    function initiateWithdraw(uint256 seed) external counted("initiateWithdraw") {
        (uint256 i, GhostChannel storage ghost) = _pick(seed);
        address caller = _caller(seed, configs[i].payer);
        uint128 amount = uint128(_mix(seed, "amount") % (30 * DOLLAR));
        bool due = (caller == configs[i].payer || caller == configs[i].payerAuthorizer) && amount != 0
            && ghost.dueAt == 0 && amount <= ghost.balance - ghost.claimed;
        if (!_try(caller, abi.encodeCall(IBatchSettlement.initiateWithdraw, (configs[i], amount)), due)) return;
        (ghost.pending, ghost.dueAt) = (amount, _now() + DELAY);
        _done("initiateWithdraw");
    }

    function finalizeWithdraw(uint256 seed) external counted("finalizeWithdraw") {
        (uint256 i, GhostChannel storage ghost) = _pick(seed);
        if (ghost.dueAt != 0) _waitsFor(ghost.dueAt, seed);
        bool due = ghost.dueAt != 0 && _now() >= ghost.dueAt;
        if (!_try(_oneOf(people, seed), abi.encodeCall(IBatchSettlement.finalizeWithdraw, (configs[i])), due)) return;
        _takeOut(i, ghost.pending);
        (ghost.pending, ghost.dueAt) = (0, 0);
        _done("finalizeWithdraw");
    }

    /* THE RECEIVER'S SIDE */

    function claim(uint256 seed) external counted("claim") {
        (uint256 i,) = _pick(seed);
        address caller = _caller(seed, configs[i].receiver);
        (IBatchSettlement.VoucherClaim[] memory rows, bool valid) = _voucher(i, seed);
        bool due = valid && (caller == configs[i].receiver || caller == configs[i].receiverAuthorizer);
        if (!_try(caller, abi.encodeCall(IBatchSettlement.claim, (rows)), due)) return;
        _count(i, rows[0].totalClaimed);
        _done("claim");
    }

    function claimSigned(uint256 seed) external counted("claimSigned") {
        (uint256 i,) = _pick(seed);
        (IBatchSettlement.VoucherClaim[] memory rows, bool valid) = _voucher(i, seed);
        address signer = _caller(seed, configs[i].receiverAuthorizer);
        bytes memory signature = _sign(signer, settlement.getClaimBatchDigest(rows));
        bool due = valid && signer == configs[i].receiverAuthorizer;
        bytes memory step = abi.encodeCall(IBatchSettlement.claimWithSignature, (rows, signature));
        if (!_try(_oneOf(people, seed), step, due)) return;
        _count(i, rows[0].totalClaimed);
        _done("claimSigned");
    }

    function settle(uint256 seed) external counted("settle") {
        address receiver = _oneOf(people, _mix(seed, "receiver"));
        bytes memory step = abi.encodeCall(IBatchSettlement.settle, (receiver, address(dollar)));
        if (!_try(_oneOf(people, seed), step, true)) return;
        if (unsettled[receiver] != 0) _credit(receiver, unsettled[receiver]);
        unsettled[receiver] = 0;
        _done("settle");
    }

    function refund(uint256 seed) external counted("refund") {
        (uint256 i, GhostChannel storage ghost) = _pick(seed);
        uint128 amount = uint128(_mix(seed, "amount") % (5 * DOLLAR));
        address speaker = _caller(seed, configs[i].receiverAuthorizer);
        bool isSigned = seed % 2 == 0;
        uint256 nonce = _mix(seed, "nonce") % 4 == 0 ? ghost.nonce + 1 : ghost.nonce;
        bool due = amount != 0
            && (speaker == configs[i].receiverAuthorizer || (!isSigned && speaker == configs[i].receiver))
            && (!isSigned || nonce == ghost.nonce);
        bytes memory step = isSigned
            ? abi.encodeCall(
                IBatchSettlement.refundWithSignature,
                (configs[i], amount, nonce, _refundWord(i, speaker, nonce, amount))
            )
            : abi.encodeCall(IBatchSettlement.refund, (configs[i], amount));
        if (!_try(isSigned ? thief : speaker, step, due)) return;
        if (isSigned) ++ghost.nonce;
        uint256 refunded = _takeOut(i, amount);
        ghost.pending = ghost.pending > refunded ? ghost.pending - refunded : 0;
        if (ghost.pending == 0) ghost.dueAt = 0;
        _done("refund");
    }

    function gift(uint256 seed) external counted("gift") {
        address giver = _oneOf(people, seed);
        uint256 amount = _mix(seed, "amount") % DOLLAR;
        if (amount > expected[giver][address(dollar)]) return;
        vm.prank(giver);
        escrow.move(address(dollar), address(settlement), amount);
        _debit(giver, amount);
        gifts[address(settlement)] += amount;
        _done("gift");
    }

    /* THE GHOST */

    function _count(uint256 i, uint256 total) private {
        GhostChannel storage ghost = ghosts[i];
        if (total > ghost.balance) total = ghost.balance;
        if (total <= ghost.claimed) return;
        unsettled[configs[i].receiver] += total - ghost.claimed;
        ghost.claimed = total;
    }

    function _takeOut(uint256 i, uint256 asked) internal returns (uint256 amount) {
        GhostChannel storage ghost = ghosts[i];
        uint256 left = ghost.balance - ghost.claimed;
        amount = asked < left ? asked : left;
        ghost.balance -= amount;
        if (amount != 0) _credit(configs[i].payer, amount);
    }

    /// @dev Valid says whether the contract may take the row: forged ones it may pass over where they count nothing.
    function _voucher(uint256 i, uint256 seed)
        private
        returns (IBatchSettlement.VoucherClaim[] memory rows, bool valid)
    {
        GhostChannel storage ghost = ghosts[i];
        uint128 ceiling = uint128(ghost.claimed + _mix(seed, "ceiling") % (20 * DOLLAR));
        uint128 total = uint128(ceiling - _mix(seed, "total") % (uint256(ceiling) + 2) / 2);
        if (_mix(seed, "more") % 8 == 0) total = ceiling + 1;
        address signer = _caller(_mix(seed, "signer"), configs[i].payerAuthorizer);
        bool isSigned = signer == configs[i].payerAuthorizer;
        if (isSigned && ceiling > ghost.greatestSigned) ghost.greatestSigned = ceiling;
        bytes32 digest = settlement.getVoucherDigest(settlement.getChannelId(configs[i]), ceiling);
        rows = new IBatchSettlement.VoucherClaim[](1);
        rows[0] =
            IBatchSettlement.VoucherClaim(IBatchSettlement.Voucher(configs[i], ceiling), _sign(signer, digest), total);
        uint256 counted_ = total < ghost.balance ? total : ghost.balance;
        valid = total <= ceiling && (isSigned || counted_ <= ghost.claimed);
    }

    function _authorization(address payer, bytes32 channelId, uint256 amount) private returns (bytes memory) {
        bytes32 salt = bytes32(++_salts);
        bytes32 nonce = keccak256(abi.encode(address(settlement), keccak256(abi.encode(channelId, salt))));
        WalletDigests.Pull memory pull = WalletDigests.Pull(address(dollar), payer, address(escrow), amount);
        uint256 validBefore = _now() + 1;
        bytes memory signature = _sign(payer, WalletDigests.authorization(pull, validBefore, nonce));
        return abi.encode(validBefore, salt, signature);
    }

    function _refundWord(uint256 i, address speaker, uint256 nonce, uint128 amount)
        private
        view
        returns (bytes memory)
    {
        return _sign(speaker, settlement.getRefundDigest(settlement.getChannelId(configs[i]), nonce, amount));
    }

    function _pick(uint256 seed) private view returns (uint256 i, GhostChannel storage ghost) {
        i = _mix(seed, "channel") % configs.length;
        ghost = ghosts[i];
    }

    /// @dev Mostly who should; the thief has a key, too.
    function _caller(uint256 seed, address right) private view returns (address) {
        return _mix(seed, "caller") % 4 != 0 ? right : people[_mix(seed, "who") % 5];
    }

    function _try(address caller, bytes memory step, bool due) private returns (bool success) {
        vm.prank(caller);
        (success,) = address(settlement).call(step);
        if (success && !due) _breach(MODEL, "a step that was not due succeeded");
        if (!success && due) _breach(MODEL, "a step that was due was refused");
    }
}
