import { type Bug, bug } from "./bug.ts";

const cases = "contracts/disputes/jury/Cases.sol";
const caseRecord = "contracts/disputes/jury/CaseRecord.sol";
const commitReveal = "contracts/disputes/randomness/CommitRevealRandomness.sol";
const drawing = "contracts/disputes/jury/Drawing.sol";
const headers = "contracts/disputes/randomness/HeaderRandomness.sol";
const jury = "contracts/disputes/jury/Jury.sol";
const seats = "contracts/disputes/jury/Seats.sol";

/** Against the promises of juries and their randomness. */
export const juryBugs: readonly Bug[] = [
  bug("JRY-1", "a penalty is not counted", seats, "        kept += penalty;\n", ""),
  bug("JRY-1", "a share is paid and stays owed", jury, "        owed -= share;\n", ""),
  bug(
    "JRY-2",
    "anybody withdraws a seat",
    seats,
    "_requireSeatOwner(seat);\n        SeatRecord storage record",
    "SeatRecord storage record",
  ),
  bug(
    "JRY-2",
    "a seat on duty is withdrawn",
    seats,
    "if (record.duties != 0) revert Jury_OnDuty(seat, record.duties);",
    "",
  ),
  bug(
    "JRY-3",
    "a panel is drawn from the pool as it is now",
    seats,
    "_pool[position + 1].upperLookupRecent(_snapshotOf(openedAt))",
    "_pool[position + 1].latest()",
  ),
  bug("JRY-3", "a seat serves as soon as it is bought", seats, "return openedAt - _seasonTime;", "return openedAt;"),
  bug(
    "JRY-3",
    "a seat is drawn twice",
    drawing,
    "(places[i], values[i]) = (place, _valueAt(i, places, values, i));",
    "",
  ),
  bug(
    "JRY-4",
    "anybody speaks for a juror",
    cases,
    "if (msg.sender != juror) revert Jury_NotJuror(jobId, chair, juror, msg.sender);",
    "juror;",
  ),
  bug(
    "JRY-4",
    "a commitment names neither chair nor juror",
    cases,
    "jobId, chair, juror, delivered, correct, salt));",
    "jobId, delivered, correct, salt));",
  ),
  bug("JRY-5", "half of a panel is a majority", caseRecord, "if (self.votes[i] > half)", "if (self.votes[i] >= half)"),
  bug(
    "JRY-5",
    "a living case lapses",
    jury,
    "if (state != CaseState.Failed && !cut) revert Jury_StillDisputed(jobId, state);",
    "",
  ),
  bug(
    "JRY-5",
    "a panel is drawn for a job that ended",
    cases,
    "        _market.requireDisputed(jobId);\n        uint8 round = case_.round;\n        uint256[] memory",
    "        uint8 round = case_.round;\n        uint256[] memory",
  ),
  bug(
    "JRY-5",
    "another round starts for a job that ended",
    cases,
    "        _market.requireDisputed(jobId);\n\n        _startRound",
    "        _startRound",
  ),
  bug(
    "JRY-5",
    "an appeal is taken for a job that ended",
    cases,
    "        _market.requireDisputed(jobId);\n        uint8 round = case_.round;\n        uint96 price",
    "        uint8 round = case_.round;\n        uint96 price",
  ),
  bug("JRY-2", "a panel that was cut short is fined", jury, "|| !case_.cut;", "|| true;"),
  bug("JRY-7", "a majority is lost with its job", jury, "if (ruling == 0) ruling = case_.standing;", ""),
  bug("JRY-6", "a released seat keeps its duty", seats, "        --_seats[seat].duties;\n", "        seat;\n"),
  bug(
    "JRY-6",
    "a case lasts a month longer than its verdict counts",
    caseRecord,
    "if (block.timestamp > self.verdictBy) return",
    "if (block.timestamp > self.verdictBy + 30 days) return",
  ),
  bug(
    "JRY-6",
    "a case is opened that cannot end in time",
    cases,
    "if (needed > verdictBy) revert",
    "if (false) revert",
  ),
  bug(
    "JRY-7",
    "the jury takes more than its fee",
    jury,
    "IJobMarket.Verdict(finding, fee, address(this))",
    "IJobMarket.Verdict(finding, fee + 1, address(this))",
  ),
  bug(
    "JRY-7",
    "the first majority is the verdict",
    caseRecord,
    "return current == 0 ? self.standing : current;",
    "return self.standing == 0 ? current : self.standing;",
  ),
  bug(
    "JRY-8",
    "a draw looks through the whole pool",
    cases,
    "        case_.drawn = true;\n",
    "        case_.drawn = true;\n        for (uint64 i = 1; i <= poolSize(); ++i) if (_ownerOf(i) == address(1)) revert();\n",
  ),
  bug(
    "RND-1",
    "any header will do",
    headers,
    "if (expected != given) revert Randomness_NotCanonical(number, expected, given);",
    "(expected, given);",
  ),
  bug(
    "RND-2",
    "a secret returns its deposit twice",
    commitReveal,
    "        _commitments[ticket][msg.sender] = 0;\n",
    "",
  ),
  bug(
    "RND-2",
    "a commitment does not name who made it",
    commitReveal,
    "address(this), ticket, participant, secret));",
    "address(this), ticket, secret));",
  ),
];
