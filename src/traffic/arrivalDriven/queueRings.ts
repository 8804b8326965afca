import type { Attempt } from "../attempt.ts";

/**
 * Per pod, when each waiting attempt leaves its queue, to be served or because its client gave up. First come, first
 * served and one patience for all: the times of a pod never fall, so a ring is a queue.
 */
export class QueueRings {
  private ring = 8;
  private pods = 0;
  private leaves = new Float64Array(0);
  /** [pod]: where its ring begins and how many it holds, side by side in memory. */
  private cursors = new Int32Array(0);

  /** Makes room for pods 0 … `pods` − 1. */
  reserve(pods: number): void {
    if (pods > this.pods) this.lay(Math.max(pods, 2 * this.pods), this.ring);
  }

  /** Attempts that wait in the pod when this one arrives. Those that left are forgotten. */
  waiting(pod: number, arriving: Attempt): number {
    const { cursors } = this;
    let left = cursors[2 * pod + 1] as number;
    if (left === 0) return 0;
    const { leaves, ring } = this;
    const now = arriving.at;
    const base = pod * ring;
    let head = cursors[2 * pod] as number;
    while (left > 0 && (leaves[base + head] as number) <= now) {
      head = (head + 1) & (ring - 1);
      left--;
    }
    cursors[2 * pod] = head;
    cursors[2 * pod + 1] = left;
    return left;
  }

  /** One more waits in its pod, until `attempt.end`. */
  add(attempt: Attempt): void {
    const { cursors } = this;
    const cursor = 2 * attempt.pod;
    const waiting = cursors[cursor + 1] as number;
    if (waiting < this.ring) {
      const place = ((cursors[cursor] as number) + waiting) & (this.ring - 1);
      this.leaves[attempt.pod * this.ring + place] = attempt.end;
      cursors[cursor + 1] = waiting + 1;
    } else {
      this.lay(this.pods, 2 * this.ring);
      this.add(attempt);
    }
  }

  clear(pod: number): void {
    this.cursors[2 * pod + 1] = 0;
  }

  /** Lays the slab out anew; every ring then starts at its first place. */
  private lay(pods: number, ring: number): void {
    const leaves = new Float64Array(pods * ring);
    const cursors = new Int32Array(2 * pods);
    for (let pod = 0; pod < this.pods; pod++) {
      const head = this.cursors[2 * pod] as number;
      const count = this.cursors[2 * pod + 1] as number;
      cursors[2 * pod + 1] = count;
      for (let i = 0; i < count; i++) {
        const from = pod * this.ring + ((head + i) & (this.ring - 1));
        leaves[pod * ring + i] = this.leaves[from] as number;
      }
    }
    this.leaves = leaves;
    this.cursors = cursors;
    this.pods = pods;
    this.ring = ring;
  }
}
