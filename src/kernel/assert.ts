/** A mistake of ours, not of the person at the keyboard: the run stops and says where it was. */
export class AssertionFailed extends Error {
  override readonly name = "AssertionFailed";
}

/** A bound that keeps every run finite was reached; `limit` says which one, in the words of the scenario file. */
export class LimitReached extends Error {
  override readonly name = "LimitReached";
  readonly limit: string;
  constructor(limit: string, message: string) {
    super(message);
    this.limit = limit;
  }
}

/** Stops the run when `condition` is false. Call it at boundaries, for what must hold and for what must not. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message);
}
