// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../../../../contracts/escrow/IChannels.sol";
import {IEscrow} from "../../../../contracts/escrow/IEscrow.sol";
import {GreedyAccount} from "./GreedyAccount.sol";
import {SessionActor} from "./SessionActor.sol";

/// @dev Everything that must be refused or come to nothing. That it did is the action's success.
abstract contract ChannelThief is SessionActor {
    bytes32 private constant UNDEPLOYED = 0x6492649264926492649264926492649264926492649264926492649264926492;

    function _mustFail(address caller, bytes memory data, bytes32 id, string memory what)
        private
        returns (bool refused)
    {
        vm.prank(caller);
        (bool success,) = address(escrow).call(data);
        if (success) _breach(id, what);
        return !success;
    }

    function _thiefKey() private returns (address) {
        return _account("thief's key");
    }

    /// @dev A voucher of the thief's own on a channel that the victim never opened.
    function thiefInventsChannel(uint256 seed, uint96 sum) external counted("thiefInventsChannel") {
        IChannels.Channel memory terms = _newTerms(_payer(seed), seed);
        (terms.payee, terms.signer) = (thief, _thiefKey());
        if (_paysNothing(terms, sum)) _done("thiefInventsChannel");
    }

    /// @dev The thief's signature on a channel that is open, or another signer of the same terms.
    function thiefSignsVouchers(uint256 seed, uint96 sum) external counted("thiefSignsVouchers") {
        IChannels.Channel memory terms = channels[_needPaying(seed)].terms;
        if (seed % 2 == 0) terms.signer = _thiefKey();
        if (_paysNothing(terms, sum)) _done("thiefSignsVouchers");
    }

    function _paysNothing(IChannels.Channel memory terms, uint96 sum) private returns (bool) {
        IChannels.Redemption[] memory items = new IChannels.Redemption[](1);
        items[0] = _item(terms, sum, keys[_thiefKey()]);
        bool nothing = _carry(terms.payee, items, sum) == 0;
        if (!nothing) _breach("CHN-1", "a voucher paid that the channel's signer never signed");
        return nothing;
    }

    /// @dev One channel's voucher under another's terms; the same words for another chain.
    function thiefTurnsVouchers(uint256 seed, uint96 sum) external counted("thiefTurnsVouchers") {
        bytes32 from = _needPaying(seed);
        bytes32 onto = _needPaying(_mix(seed, "other"));
        sum = uint96(_bound(sum, 1, LARGEST_SUM));
        if (keys[channels[from].terms.signer] == 0) {
            // A P-256 key's: its words do not fit the other form.
            return;
        }
        IChannels.Redemption[] memory items = new IChannels.Redemption[](1);
        IChannels.Channel memory terms = channels[onto].terms;
        items[0] = _item(terms, sum, 0);
        bytes32 digest = from == onto ? _foreign(from, sum) : _voucher(from, sum);
        (items[0].r, items[0].vs) = vm.signCompact(keys[channels[from].terms.signer], digest);
        if (_carry(terms.payee, items, seed) != 0) _breach("SIG-2", "a voucher for something else was paid");
        else _done("thiefTurnsVouchers");
    }

    function _foreign(bytes32 id, uint96 sum) private returns (bytes32 digest) {
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        digest = _voucher(id, sum);
        vm.chainId(chain);
    }

    /// @dev By call, by the thief's signature, by a "factory" that is the token or the escrow.
    function thiefOpensForOthers(uint256 seed, uint96 reserve) external counted("thiefOpensForOthers") {
        address victim = _oneOf(buyers, seed);
        IChannels.Channel memory terms = _newTerms(victim, seed);
        (terms.payee, terms.signer) = (thief, _thiefKey());
        reserve = uint96(_bound(reserve, 0, _free(victim)));
        bytes memory data = abi.encodeCall(IChannels.openChannel, (terms, reserve));
        if (seed >> 8 & 3 != 0) {
            uint40 deadline = uint40(_now());
            bytes memory own = _sign(_thiefKey(), statements.hashOpenChannel(terms, reserve, epochs[victim], deadline));
            bytes memory signature = _speakFor(seed >> 10, own);
            data = abi.encodeCall(IChannels.openChannelFor, (terms, reserve, epochs[victim], deadline, signature));
        }
        if (_mustFail(thief, data, "CHN-2", "somebody else opened a channel")) _done("thiefOpensForOthers");
    }

    function _speakFor(uint256 seed, bytes memory own) private view returns (bytes memory) {
        if (seed % 3 == 0) return own;
        bytes memory theft =
            abi.encodeWithSignature("transfer(address,uint256)", thief, dollar.balanceOf(address(escrow)));
        bytes memory entry = abi.encodeCall(IEscrow.move, (address(dollar), thief, 0));
        return bytes.concat(
            seed % 3 == 1 ? abi.encode(address(dollar), theft, own) : abi.encode(address(escrow), entry, own),
            UNDEPLOYED
        );
    }

    /// @dev The thief's own account, which agrees once it is rich, and a "factory" that would make it so.
    function thiefPreparesTheft(uint256 seed, uint256 amount) external counted("thiefPreparesTheft") {
        GreedyAccount account = new GreedyAccount(dollar);
        amount = _bound(amount, 1, dollar.balanceOf(address(escrow)));
        IChannels.Channel memory terms = _newTerms(address(account), seed);
        bytes memory theft = abi.encodeWithSignature("transfer(address,uint256)", account, amount);
        bytes memory signature = bytes.concat(abi.encode(address(dollar), theft, ""), UNDEPLOYED);
        bytes memory data = abi.encodeCall(IChannels.openChannelFor, (terms, 0, 0, uint40(_now()), signature));
        if (_mustFail(thief, data, "CHN-2", "the escrow called what a signature named")) _done("thiefPreparesTheft");
    }

    /// @dev Even the payer opens a channel once.
    function thiefReopensChannels(uint256 seed) external counted("thiefReopensChannels") {
        bytes32 id = seed % 2 == 0 ? _needIn(IChannels.ChannelState.Closed, seed >> 8) : _needPaying(seed >> 8);
        address payer = channels[id].terms.payer;
        bytes memory data = abi.encodeCall(IChannels.openChannel, (channels[id].terms, 0));
        if (_mustFail(payer, data, "CHN-2", "a channel was opened twice")) _done("thiefReopensChannels");
    }

    /// @dev Steps of payer and payee by somebody else.
    function thiefTakesSides(uint256 seed, uint96 amount) external counted("thiefTakesSides") {
        bytes32 id = _needIn(IChannels.ChannelState.Open, seed);
        IChannels.Channel memory terms = channels[id].terms;
        if (terms.payee == thief || terms.payer == thief || sessionOwners[terms.payer] == thief) {
            return;
        }
        uint40 deadline = uint40(_now());
        bytes[5] memory data = [
            abi.encodeCall(IChannels.closeChannel, (terms)),
            abi.encodeCall(IChannels.startClose, (terms)),
            abi.encodeCall(IChannels.topUpChannel, (terms, uint96(_bound(amount, 1, 100)))),
            abi.encodeCall(
                IChannels.closeChannelFor,
                (terms, 0, deadline, _sign(_thiefKey(), statements.hashCloseChannel(id, 0, deadline)))
            ),
            abi.encodeCall(
                IChannels.startCloseFor, (terms, deadline, _sign(_thiefKey(), statements.hashStartClose(id, deadline)))
            )
        ];
        if (_mustFail(thief, data[(seed >> 8) % 5], "CHN-2", "somebody else took a side's step")) {
            _done("thiefTakesSides");
        }
    }

    /// @dev A withdrawal carried twice, under another domain, altered, or signed as something else.
    function thiefReplaysStatements(uint256 seed, uint128 amount) external counted("thiefReplaysStatements") {
        address owner = _oneOf(providers, seed);
        if (_free(owner) < 4) return;
        IEscrow.Withdrawal memory withdrawal = IEscrow.Withdrawal({
            owner: owner,
            token: address(dollar),
            to: owner,
            amount: uint128(_bound(amount, 1, _free(owner) / 4)),
            fee: 0,
            nonce: nonces[owner],
            deadline: uint40(_now())
        });
        bytes memory signature = _sign(owner, _withdrawalDigest(withdrawal, (seed >> 8) % 4));
        if ((seed >> 8) % 4 == 0) {
            escrow.withdrawFor(withdrawal, signature);
            ++nonces[owner];
            _debit(owner, withdrawal.amount);
        } else if ((seed >> 8) % 4 == 1) {
            withdrawal.to = thief;
        }
        bytes memory data = abi.encodeCall(IEscrow.withdrawFor, (withdrawal, signature));
        if (_mustFail(thief, data, "SIG-2", "a statement was carried twice or for something else")) {
            _done("thiefReplaysStatements");
        }
    }

    function _withdrawalDigest(IEscrow.Withdrawal memory withdrawal, uint256 which) private returns (bytes32 digest) {
        if (which == 3) {
            return statements.hashRaiseEpoch(withdrawal.owner, withdrawal.token, 0, withdrawal.deadline);
        }
        uint256 chain = block.chainid;
        if (which == 2) vm.chainId(chain + 1);
        digest = statements.hashWithdrawal(withdrawal);
        vm.chainId(chain);
    }

    /// @dev Sessions of strangers, and keys that pay others than their owner.
    function thiefUsesSessions(uint256 seed, uint128 amount) external counted("thiefUsesSessions") {
        address victim = _oneOf(buyers, seed);
        address key = sessionKeys.length == 0 ? victim : _oneOf(sessionKeys, seed);
        address caller = (seed >> 8) % 2 == 0 || sessionKeys.length == 0 ? thief : key;
        if (sessionOwners[key] == thief) {
            return;
        }
        uint40 deadline = uint40(_now());
        bytes memory own = _sign(_thiefKey(), statements.hashSession(thief, victim, address(dollar), deadline));
        bytes[2] memory thiefs = [
            abi.encodeCall(IEscrow.openSession, (victim, address(dollar), 0, deadline, own)),
            abi.encodeCall(IEscrow.emptySession, (key, address(dollar)))
        ];
        amount = uint128(_bound(amount, 1, 1 + _free(key)));
        bytes[4] memory keys_ = [
            abi.encodeCall(IEscrow.withdraw, (address(dollar), amount, thief)),
            abi.encodeCall(IEscrow.move, (address(dollar), thief, amount)),
            abi.encodeCall(IEscrow.settle, (address(dollar), thief, amount, thief, 0)),
            abi.encodeCall(IEscrow.emptySession, (key, address(dollar)))
        ];
        bytes memory data = caller == thief ? thiefs[(seed >> 16) % 2] : keys_[(seed >> 16) % 4];
        if (_mustFail(caller, data, "SES-1", "a session's money went elsewhere")) _done("thiefUsesSessions");
    }
}
