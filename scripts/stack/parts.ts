/** Something that runs and can be stopped. */
export interface Part {
  readonly name: string;
  /** In order, however long that takes. */
  stop(): Promise<void>;
  /** At once. */
  kill(): void;
}

/** What was started, to be stopped in the reverse order. Parts that were added together stop together. */
export class Parts {
  readonly #stages: Part[][] = [];
  /** Also those that are being stopped: a stop that hangs can be cut short. */
  readonly #parts: Part[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  add(...parts: Part[]): void {
    this.#stages.push(parts);
    this.#parts.push(...parts);
  }

  /** One that fails to stop does not keep the others running. */
  async stopAll(): Promise<void> {
    for (let stage = this.#stages.pop(); stage; stage = this.#stages.pop()) {
      await Promise.all(stage.map((part) => this.#stop(part)));
    }
  }

  killAll(): void {
    for (const part of this.#parts.toReversed()) part.kill();
  }

  async #stop({ name, stop }: Part): Promise<void> {
    try {
      await stop();
      this.#say(`${name} stopped.`);
    } catch (error) {
      this.#say(`${name} did not stop as it should: ${(error as Error).message}`);
    }
  }
}
