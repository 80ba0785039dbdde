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
const orderRules = "contracts/market/OrderRules.sol";
const sessions = "contracts/escrow/Sessions.sol";

/** What several have in common. */
const CHECKS = "An order that breaks two rules is refused for either: which one is named first is nobody's promise.";
const ELSEWHERE = "Two places in storage, neither of which is read for the other; a revert takes both back.";
const REFUND = "Who refuses a receipt gives everything back: the sum is written there.";

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
  {
    file: orderRules,
    before: "_checkMoney(order); _checkTimes(order, minimumWindow);",
    after: "_checkTimes(order, minimumWindow); _checkMoney(order);",
    reason: CHECKS,
  },
  {
    file: orderRules,
    before: "_checkTimes(order, minimumWindow); _checkTerms(terms);",
    after: "_checkTerms(terms); _checkTimes(order, minimumWindow);",
    reason: CHECKS,
  },
  {
    file: "contracts/market/JobStore.sol",
    before:
      "_escrow.settle(order.token, execution.payee, outcome.payment, order.buyer, outcome.refund); _staking.release(execution.provider, execution.exposure);",
    after:
      "_staking.release(execution.provider, execution.exposure); _escrow.settle(order.token, execution.payee, outcome.payment, order.buyer, outcome.refund);",
    reason: "Neither reads what the other one writes, and neither can be refused for what the other one did.",
  },
  {
    file: "contracts/market/Disputes.sol",
    before: "Outcome(JobState.RefundedEquivocation, 0, 0, receiptHash),",
    after: "Outcome(JobState.RefundedEquivocation, 0, 1, receiptHash),",
    reason: REFUND,
  },
  {
    file: staking,
    before: "_providers[provider].exposure -= exposure; _providers[provider].active -= fee + burn;",
    after: "_providers[provider].active -= fee + burn; _providers[provider].exposure -= exposure;",
    reason: ELSEWHERE,
  },
  {
    file: sessions,
    before: "_raiseEpoch(key, token, slot.minus(amount)); _credit(msg.sender, token, amount);",
    after: "_credit(msg.sender, token, amount); _raiseEpoch(key, token, slot.minus(amount));",
    reason: ELSEWHERE,
  },
  {
    file: sessions,
    before: "_debitFor(key, msg.sender, token, budget); _credit(key, token, budget);",
    after: "_credit(key, token, budget); _debitFor(key, msg.sender, token, budget);",
    reason: "Two accounts: nobody is its own session.",
  },
  {
    file: "contracts/escrow/Operators.sol",
    before:
      "_accounts[owner][token] = slot.withNextNonce(); _setOperator(owner, grant.operator, token, grant.cap, grant.expiry);",
    after:
      "_setOperator(owner, grant.operator, token, grant.cap, grant.expiry); _accounts[owner][token] = slot.withNextNonce();",
    reason: ELSEWHERE,
  },
  {
    file: "contracts/market/Disputes.sol",
    before: "Outcome(JobState.RefundedResolved, 0, 0, receiptHash),",
    after: "Outcome(JobState.RefundedResolved, 0, 1, receiptHash),",
    reason: REFUND,
  },
  {
    file: "contracts/market/JobStore.sol",
    before:
      "execution.provider, execution.exposure, execution.exposure - verdict.fee, verdict.feeRecipient, verdict.fee",
    after:
      "execution.provider, execution.exposure, execution.exposure + verdict.fee, verdict.feeRecipient, verdict.fee",
    reason: "Staking burns no more than the exposure less the fee, whatever it is told.",
  },
  {
    file: accountSlot,
    before: "uint256 private constant ENDED = 1 << 185;",
    after: "uint256 private constant ENDED = 2 << 185;",
    reason: "Nobody else reads the slot: an unused bit serves as well.",
  },
  {
    file: "contracts/market/Disputes.sol",
    before: "if (verdict.finding != Finding.Upheld && order.exposure < limit) limit = order.exposure;",
    after: "if (verdict.finding != Finding.Upheld && order.exposure <= limit) limit = order.exposure;",
    reason: "At equality nothing is assigned that was not there.",
  },
  {
    file: "contracts/types/Signers.sol",
    before: "return signature.length > 32 && bytes32(signature[signature.length - 32:]) == UNDEPLOYED",
    after: "return signature.length > 33 && bytes32(signature[signature.length - 32:]) == UNDEPLOYED",
    reason: "One byte before the end is neither a wrapped signature nor any other: it is refused in both ways.",
  },
  {
    file: "contracts/escrow/EscrowDomain.sol",
    before: "_chainId = block.chainid;",
    after: "",
    reason: "The domain is computed anew where the chain is another one: dearer, and the same.",
  },
  {
    file: "contracts/escrow/ChannelSlot.sol",
    before: "uint40 private constant OPEN = type(uint40).max;",
    after: "uint40 private constant OPEN = (type(uint40).max - 1);",
    reason: "A mark beyond every time that a close can have: the one before the last is, too.",
  },
  {
    file: "contracts/escrow/Deposits.sol",
    before: "uint256 received = balance > balanceBefore ? balance - balanceBefore : 0;",
    after: "uint256 received = balance >= balanceBefore ? balance - balanceBefore : 0;",
    reason: "At equality both are nothing.",
  },
];
