import { type Bug, bug } from "./bug.ts";

const channels = "contracts/escrow/Channels.sol";
const hashes = "contracts/escrow/EscrowHash.sol";
const ledger = "contracts/escrow/Ledger.sol";
const redemptions = "contracts/escrow/Redemptions.sol";
const sessions = "contracts/escrow/Sessions.sol";
const withdrawals = "contracts/escrow/Withdrawals.sol";

/** Against the promises of channels, vouchers, sessions and relayed statements. */
export const channelBugs: readonly Bug[] = [
  bug(
    "CHN-1",
    "any signature makes a voucher",
    redemptions,
    "if (!Signatures.isCompactOf(signer, digest, r, vs)) return _refuse(channelId, Refusal.SignatureInvalid);",
    "digest;",
  ),
  bug(
    "CHN-1",
    "a voucher pays its sum and not the difference",
    redemptions,
    "amount = cumulative - slot.redeemed();",
    "amount = cumulative;",
  ),
  bug(
    "CHN-2",
    "a closed channel opens again",
    channels,
    "if (state != ChannelState.None) revert",
    "if (state != ChannelState.None && state != ChannelState.Closed) revert",
  ),
  bug(
    "CHN-2",
    "anybody opens a channel on anybody's account",
    channels,
    "if (msg.sender != channel.payer) revert Escrow_NotPayer(channelId, channel.payer, msg.sender);\n\n        _open(",
    "_open(",
  ),
  bug(
    "CHN-2",
    "the escrow itself calls what a signature names",
    "contracts/types/Signers.sol",
    "_preparer.prepare(factory, data);",
    "factory.call(data);",
  ),
  bug(
    "CHN-3",
    "a redemption leaves the reservation as it was",
    redemptions,
    "slot = slot.paid(amount, amount);",
    "slot = slot.paid(amount, 0);",
  ),
  bug(
    "CHN-4",
    "an older epoch's channel draws on free money",
    redemptions,
    "bool current = account.epoch() == epoch;",
    "bool current = true;",
  ),
  bug(
    "CHN-4",
    "a payer who cannot pay all pays nothing of its free money",
    redemptions,
    "amount = current ? account.free() : 0;",
    "amount = current && account.free() >= wanted ? account.free() : 0;",
  ),
  bug(
    "CHN-5",
    "a refused voucher fails its batch",
    redemptions,
    "emit RedemptionRefused(channelId, reason);",
    "if (true) revert();",
  ),
  bug(
    "CHN-6",
    "a close takes twice its delay",
    channels,
    "uint40 at = uint40(block.timestamp) + delay;",
    "uint40 at = uint40(block.timestamp) + 2 * delay;",
  ),
  bug(
    "CHN-7",
    "a closing channel takes top-ups",
    channels,
    "if (state != ChannelState.Open) revert",
    "if (state != ChannelState.Open && state != ChannelState.Closing) revert",
  ),
  {
    promise: "CHN-8",
    fault: "opening looks through all channels",
    file: channels,
    edits: [
      {
        find: "    mapping(bytes32 channelId => ChannelSlot) internal _channels;",
        put: "    mapping(bytes32 channelId => ChannelSlot) internal _channels;\n    bytes32[] private _all;",
      },
      {
        find: "        ChannelState state = _channels[channelId].state();\n",
        put: "        for (uint256 i = 0; i < _all.length; ++i) if (_all[i] == channelId) revert();\n        _all.push(channelId);\n        ChannelState state = _channels[channelId].state();\n",
      },
    ],
  },
  bug(
    "SES-1",
    "a session's key pays anybody",
    ledger,
    "if (to != sessionOwner) revert Escrow_SessionPaysItsOwner(owner, sessionOwner);",
    "to;",
  ),
  bug(
    "SES-1",
    "anybody makes a session of anybody's account",
    sessions,
    "if (!Signatures.isEcdsaOf(key, digest, signature)) revert Escrow_SignatureInvalid(key);",
    "digest;",
  ),
  bug(
    "SES-1",
    "an ended session keeps what returns to it",
    ledger,
    "if (slot.isEnded()) {",
    "if (slot.isEnded() && amount == 0) {",
  ),
  bug(
    "SIG-2",
    "a withdrawal is carried again and again",
    withdrawals,
    "_less(slot, owner, token, amount + fee).withNextNonce();",
    "_less(slot, owner, token, amount + fee);",
  ),
  bug(
    "SIG-2",
    "a voucher does not name its channel",
    hashes,
    "mstore(add(encoded, 0x20), id)",
    "mstore(add(encoded, 0x20), 0)",
  ),
];
