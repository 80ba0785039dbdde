/** A failure whose message is one sentence for the person at the terminal: no stack is shown. */
export class BootstrapError extends Error {
  constructor(message, { exitCode = 1 } = {}) {
    super(message);
    this.name = "BootstrapError";
    this.exitCode = exitCode;
  }
}
