const LEVELS = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];
export type Log = (level: Level, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** One JSON object a line, to standard error; nothing below `least`. */
export function createLog(least: Level, write: (line: string) => unknown = (line) => process.stderr.write(line)): Log {
  return (level, message, facts = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...facts })}\n`);
  };
}
