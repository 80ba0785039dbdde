import { ProgramStopped } from "./errno.ts";

/** Counts what the program's standard output, standard error and files hold together, before any of it is stored. */
export class OutputMeter {
  private used = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Takes `bytes` more; ends the program where that is beyond the limit. */
  take(bytes: number): void {
    if (this.used + bytes > this.limit) throw new ProgramStopped("out-of-output");
    this.used += bytes;
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }
}
