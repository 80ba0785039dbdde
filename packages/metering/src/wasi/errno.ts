/** Error numbers of WASI preview 1 that the host answers with. */
export const Errno = {
  success: 0,
  badf: 8,
  exist: 20,
  fault: 21,
  ilseq: 25,
  inval: 28,
  isdir: 31,
  mfile: 33,
  nametoolong: 37,
  noent: 44,
  nospc: 51,
  nosys: 52,
  notdir: 54,
  notempty: 55,
  notsup: 58,
  perm: 63,
  rofs: 69,
  spipe: 70,
  notcapable: 76,
} as const;

/** A WASI call fails: the program gets the number. */
export class WasiError extends Error {
  override readonly name = "WasiError";
  readonly errno: number;

  constructor(errno: number) {
    super(`WASI error ${errno}`);
    this.errno = errno;
  }
}

/** The program ends inside a WASI call. */
export class ProgramStopped extends Error {
  override readonly name = "ProgramStopped";
  readonly reason: "exited" | "out-of-fuel" | "out-of-output";
  readonly exitCode: number;

  constructor(reason: ProgramStopped["reason"], exitCode = 0) {
    super(`The program stopped: ${reason}`);
    this.reason = reason;
    this.exitCode = exitCode;
  }
}
