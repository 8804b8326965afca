import { OUTCOME_COUNT } from "../record/run.ts";
import { type Attempt, NO_POD } from "./attempt.ts";

/** Attempts by the pod they were sent to and what became of them: [pod][outcome], in columns that grow with the pods. */
export class PodCounts {
  private counts = new Float64Array(64 * OUTCOME_COUNT);

  count({ pod, outcome }: Attempt, sign: number): void {
    if (pod === NO_POD) return;
    const cell = pod * OUTCOME_COUNT + outcome;
    if (cell >= this.counts.length) this.makeRoom(cell);
    this.counts[cell] = (this.counts[cell] as number) + sign;
  }

  /** As far as `into` reaches. */
  read(into: Float64Array): void {
    into.fill(0);
    into.set(this.counts.subarray(0, into.length));
  }

  private makeRoom(cell: number): void {
    const counts = new Float64Array(2 * cell);
    counts.set(this.counts);
    this.counts = counts;
  }
}
