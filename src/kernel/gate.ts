import type { LogId } from "./log.ts";

/** What of a kernel a gate needs: who waits goes on under the cause it came with. */
interface Causes {
  readonly cause: LogId;
  because<T>(cause: LogId, body: () => T): T;
}

/**
 * Lets through whoever needs something that may be down, now or as soon as it is up again, first come, first served. Closed
 * twice, it has to be opened twice.
 */
export class Gate {
  private readonly causes: Causes;
  private closed = 0;
  private waiting: { readonly cause: LogId; readonly body: () => void }[] = [];

  constructor(causes: Causes) {
    this.causes = causes;
  }

  get isOpen(): boolean {
    return this.closed === 0;
  }

  close(): void {
    this.closed++;
  }

  open(): void {
    this.closed--;
    if (this.closed > 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const { cause, body } of waiting) this.causes.because(cause, () => this.pass(body));
  }

  /** Runs `body` now, or when the gate is opened. */
  pass(body: () => void): void {
    if (this.isOpen) body();
    else this.waiting.push({ cause: this.causes.cause, body });
  }
}
