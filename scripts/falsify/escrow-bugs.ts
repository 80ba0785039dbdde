import { type Bug, bug } from "./bug.ts";

const accountSlot = "contracts/escrow/AccountSlot.sol";
const deposits = "contracts/escrow/Deposits.sol";
const ledger = "contracts/escrow/Ledger.sol";
const operators = "contracts/escrow/Operators.sol";
const withdrawals = "contracts/escrow/Withdrawals.sol";

/** Against the promises of the accounts. */
export const escrowBugs: readonly Bug[] = [
  bug(
    "ESC-1",
    "a settlement debits the payment and forgets the refund",
    operators,
    "_debitFor(address(0), msg.sender, token, payment + refund);",
    "_debitFor(address(0), msg.sender, token, payment);",
  ),
  bug(
    "ESC-2",
    "a withdrawal debits the receiver",
    withdrawals,
    "_debitFor(to, msg.sender, token, amount);",
    "_debitFor(to, to, token, amount);",
  ),
  bug(
    "ESC-3",
    "a draw leaves the cap as it was",
    operators,
    "allowance.cap = cap - uint128(amount);",
    "allowance.cap = cap;",
  ),
  bug(
    "ESC-3",
    "an expired allowance still draws",
    operators,
    "if (block.timestamp > expiry) revert Escrow_OperatorExpired(owner, msg.sender, expiry);",
    "",
  ),
  bug(
    "ESC-4",
    "an order of an older epoch still draws",
    ledger,
    "if (given != current) revert Escrow_EpochOutdated(owner, token, current, given);",
    "",
  ),
  bug("ESC-4", "raising the epoch raises nothing", accountSlot, "slot.epoch() + 1", "slot.epoch()"),
  bug(
    "ESC-5",
    "a deposit that arrives short is credited in full",
    deposits,
    "if (received != amount) revert",
    "if (received > amount) revert",
  ),
  {
    promise: "ESC-6",
    fault: "a move asks the token",
    file: operators,
    edits: [
      {
        find: 'import {AccountSlot} from "./AccountSlot.sol";',
        put: 'import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";\nimport {AccountSlot} from "./AccountSlot.sol";',
      },
      {
        find: "_debitFor(to, msg.sender, token, amount);",
        put: "IERC20(token).balanceOf(to);\n        _debitFor(to, msg.sender, token, amount);",
      },
    ],
  },
  bug(
    "ESC-7",
    "a deposit and a withdrawal do not look at the lock",
    ledger,
    "_requireUnlocked();\n        _locked = true;",
    "_locked = true;",
  ),
  bug("ESC-7", "the lock does not lock", ledger, "if (_locked) revert Escrow_Reentered();", ""),
];
