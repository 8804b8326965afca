import type { Deletion, EvictedPod } from "../../../src/cluster/eviction.ts";

/** How the store of the table answers deletions. */
interface Behaviour {
  readonly always: Deletion | null;
  /** The first deletion finds that the pod runs by now. */
  readonly runsAfterFirst: boolean;
  /** The caller of the eviction asks for a version of the pod that is not stored. */
  readonly callerAsksForVersion: boolean;
}

const OK: Deletion = { answer: "deleted" };
const CONFLICT: Deletion = {
  answer: "conflict",
  error: 'Operation cannot be fulfilled on tests "2": message: Conflict',
};
const BAD_REQUEST: Deletion = { answer: "failed", error: "test designed to error: BadRequest" };

const always = (answer: Deletion): Behaviour => ({
  always: answer,
  runsAfterFirst: false,
  callerAsksForVersion: false,
});

/** Reads what the table says of its store in words; null: other words than those known. */
export function behaviourOf(words: string): Behaviour | null {
  if (words === "ok") return always(OK);
  if (words.startsWith("every delete -> 409")) return always(CONFLICT);
  if (words === "400 error") return always(BAD_REQUEST);
  const runsAfterFirst = words === "as t2" || words.includes("becomes Running");
  const callerAsksForVersion = words.includes("caller supplied resourceVersion");
  if (!runsAfterFirst && !words.startsWith("first delete -> 409") && !words.startsWith("as t1")) return null;
  return { always: null, runsAfterFirst, callerAsksForVersion };
}

/** The store of the table: somebody else writes the pod before the first deletion, and once more before the second. */
export class EvictionStore {
  deletions = 0;
  private pod: EvictedPod;
  private readonly behaviour: Behaviour;

  constructor(pod: Omit<EvictedPod, "version">, behaviour: Behaviour) {
    this.pod = { ...pod, version: 1 };
    this.behaviour = behaviour;
  }

  read(): EvictedPod {
    return this.pod;
  }

  /** What the budget allows afterwards is not told. */
  charge(): void {}

  delete(version: number | null): Deletion {
    this.deletions++;
    const { always, runsAfterFirst } = this.behaviour;
    if (always !== null) return always;
    if (this.deletions === 1) {
      this.pod = { ...this.pod, version: 2, phase: runsAfterFirst ? "Running" : this.pod.phase };
      return CONFLICT;
    }
    if (version === null || version === 3) return OK;
    this.pod = { ...this.pod, version: 3 };
    return CONFLICT;
  }
}
