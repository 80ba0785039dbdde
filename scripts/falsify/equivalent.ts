/** A change that no test can notice, with the reason. `before` and `after` are as `scripts/mutate.ts` prints them. */
export interface Equivalent {
  file: string;
  before: string;
  after: string;
  reason: string;
}

const redemptions = "contracts/escrow/Redemptions.sol";
const accountSlot = "contracts/escrow/AccountSlot.sol";
const price = "contracts/market/Price.sol";
const staking = "contracts/staking/Staking.sol";

export const equivalents: readonly Equivalent[] = [
  {
    file: redemptions,
    before: "if (amount > reserved) {",
    after: "if (amount >= reserved) {",
    reason: "Exactly the reservation: nothing is wanted of the free money, and both ways pay the reservation.",
  },
  {
    file: "contracts/market/JobStore.sol",
    before:
      "_giveBack(order); _staking.slash( execution.provider, execution.exposure, execution.exposure - verdict.fee, verdict.feeRecipient, verdict.fee );",
    after:
      "_staking.slash( execution.provider, execution.exposure, execution.exposure - verdict.fee, verdict.feeRecipient, verdict.fee ); _giveBack(order);",
    reason: "Two moves between accounts that nobody can refuse: neither reads what the other one writes.",
  },
  {
    file: "contracts/escrow/Operators.sol",
    before: "_debitFor(address(0), msg.sender, token, payment + refund);",
    after: "_debitFor(address(1), msg.sender, token, payment + refund);",
    reason: "Nobody has a key for either address, so that neither owns a session.",
  },
  {
    file: accountSlot,
    before: "uint256 private constant ENDED = 1 << 185;",
    after: "uint256 private constant ENDED = 1 << 186;",
    reason: "Nobody else reads the slot: an unused bit serves as well.",
  },
  {
    file: accountSlot,
    before: "uint256 private constant EXISTS = 1 << 255;",
    after: "uint256 private constant EXISTS = 1 << 254;",
    reason: "Nobody else reads the slot: an unused bit serves as well.",
  },
  {
    file: price,
    before: "return sum < order.maxPay ? uint96(sum) : order.maxPay;",
    after: "return sum <= order.maxPay ? uint96(sum) : order.maxPay;",
    reason: "At equality both are the same number.",
  },
  {
    file: staking,
    before: "if (fee > exposure) fee = exposure;",
    after: "if (fee >= exposure) fee = exposure;",
    reason: "At equality nothing is assigned that was not there.",
  },
  {
    file: staking,
    before: "if (burn > exposure - fee) burn = exposure - fee;",
    after: "if (burn >= exposure - fee) burn = exposure - fee;",
    reason: "At equality nothing is assigned that was not there.",
  },
];
