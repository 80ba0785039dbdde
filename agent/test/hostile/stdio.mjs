// Breaks the protocol in one of many ways; which one, the program's first argument says.
import { finished, frame, ready, report, say, write } from "./speak.mjs";

const way = ready().args[1];
const ways = {
  garbage: () => write(Buffer.alloc(4_096, 0xff)),
  unknownKind: () => write(frame(9, "x")),
  hugeFrame: () => write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0])),
  notJson: () => write(frame(0, "{")),
  unknownMessage: () => say({ type: "gift", amount: 1 }),
  unknownField: () => say({ ...finished(), extra: true }),
  unknownOutcome: () => say(finished({ outcome: "out-of-time" })),
  twoReadies: () => say({ type: "ready" }),
  twoResults: () => {
    say(finished());
    say(finished());
  },
  bytesFirst: () => write(frame(1, "x")),
  tooManyBytes: () => {
    say(finished({ stdoutBytes: 1 }));
    write(frame(1, "xx"));
  },
  tooFewBytes: () => {
    say(finished({ stdoutBytes: 2 }));
    write(frame(1, "x"));
  },
  outputAfterResult: () => {
    say(finished());
    write(frame(2, "x"));
  },
  tooMuchOutput: () => say(finished({ stdoutBytes: 1_000_000 })),
  tooMuchFuel: () => say(finished({ fuel: "99999999999" })),
  negativeFuel: () => say(finished({ fuel: "-1" })),
  climbingPath: () => say(finished({ files: [{ path: "../../ledger.db", size: 0 }] })),
  absolutePath: () => say(finished({ files: [{ path: "/etc/passwd", size: 0 }] })),
  samePathTwice: () =>
    say(
      finished({
        files: [
          { path: "a", size: 0 },
          { path: "a", size: 0 },
        ],
      }),
    ),
  flood: () => {
    for (;;) write(frame(2, Buffer.alloc(1 << 16)));
  },
  silence: () => undefined,
  abort: () => process.abort(),
  exitCode: () => process.exit(3),
  honest: () => report("fine"),
  memory: () => {
    const held = [];
    for (;;) held.push(Buffer.alloc(32 << 20, held.length + 1));
  },
  endless: () => {
    for (;;);
  },
};
ways[way]();
process.exit(0);
