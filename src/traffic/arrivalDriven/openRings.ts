import type { Micros } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";

/** Whole numbers kept per open attempt: request, user, tags. */
const WHOLE = 4;
/** Times and amounts kept per open attempt: first, at, start, demand. */
const REAL = 4;

/**
 * Per pod, the attempts a client still waits for, in order of their (already decided) end or of their arrival: one slab of typed arrays for
 * all pods, a ring of equal size for each.
 *
 * The order is kept apart from the content: `places` holds, ring by ring, a permutation of content places, so that
 * sorting in a new attempt moves two small columns and a place is reused without a free list. The content is only read
 * when a pod dies.
 */
export class OpenRings {
  private readonly sorted: boolean;
  private ring = 16;
  private pods = 0;
  private ends = new Float64Array(0);
  private places = new Int32Array(0);
  private reals = new Float64Array(0);
  private wholes = new Int32Array(0);
  private heads = new Int32Array(0);
  private counts = new Int32Array(0);

  /** `byArrival` saves the sorting where nobody compares pods; the count may then include attempts that have ended. */
  constructor(order: "byEnd" | "byArrival") {
    this.sorted = order === "byEnd";
  }

  /** Makes room for pods 0 … `pods` − 1. */
  reserve(pods: number): void {
    if (pods > this.pods) this.lay(Math.max(pods, 2 * this.pods), this.ring);
  }

  /** Attempts of the pod that end after `now`. Those that ended are forgotten, by arrival as far as they are first. */
  count(pod: number, now: Micros): number {
    let left = this.counts[pod] as number;
    if (left === 0) return 0;
    const { ends, ring } = this;
    const base = pod * ring;
    let head = this.heads[pod] as number;
    while (left > 0 && (ends[base + head] as number) <= now) {
      head = (head + 1) & (ring - 1);
      left--;
    }
    this.heads[pod] = head;
    this.counts[pod] = left;
    return left;
  }

  /** Adds an attempt that was sent to the pod; all that ended by its arrival are forgotten first. */
  add(pod: number, attempt: Attempt): void {
    const open = this.count(pod, attempt.at);
    if (open === this.ring) this.lay(this.pods, 2 * this.ring);
    const { ends, places, ring, end } = { ends: this.ends, places: this.places, ring: this.ring, end: attempt.end };
    const base = pod * ring;
    const head = this.heads[pod] as number;
    let at = base + ((head + open) & (ring - 1));
    const place = places[at] as number;
    for (let i = this.sorted ? open - 1 : -1; i >= 0; i--) {
      const before = base + ((head + i) & (ring - 1));
      if ((ends[before] as number) <= end) break;
      ends[at] = ends[before] as number;
      places[at] = places[before] as number;
      at = before;
    }
    ends[at] = end;
    places[at] = place;
    this.counts[pod] = open + 1;
    this.write(base + place, attempt);
  }

  /** Fills in the i-th of the pod's attempts that `count` has left. */
  read(pod: number, i: number, into: Attempt): void {
    const at = pod * this.ring + (((this.heads[pod] as number) + i) & (this.ring - 1));
    const content = pod * this.ring + (this.places[at] as number);
    const tags = this.wholes[WHOLE * content + 2] as number;
    into.pod = pod;
    into.end = this.ends[at] as number;
    into.first = this.reals[REAL * content] as number;
    into.at = this.reals[REAL * content + 1] as number;
    into.start = this.reals[REAL * content + 2] as number;
    into.demand = this.reals[REAL * content + 3] as number;
    into.request = this.wholes[WHOLE * content] as number;
    into.user = this.wholes[WHOLE * content + 1] as number;
    into.number = tags >> 4;
    into.outcome = (tags >> 1) & 7;
    into.faulty = (tags & 1) === 1;
  }

  clear(pod: number): void {
    this.counts[pod] = 0;
  }

  private write(content: number, attempt: Attempt): void {
    const { reals, wholes } = this;
    reals[REAL * content] = attempt.first;
    reals[REAL * content + 1] = attempt.at;
    reals[REAL * content + 2] = attempt.start;
    reals[REAL * content + 3] = attempt.demand;
    wholes[WHOLE * content] = attempt.request;
    wholes[WHOLE * content + 1] = attempt.user;
    wholes[WHOLE * content + 2] = (attempt.number << 4) | (attempt.outcome << 1) | (attempt.faulty ? 1 : 0);
  }

  /** Lays the slab out anew; every ring then starts at its first place. */
  private lay(pods: number, ring: number): void {
    const old = { ...this.columns(), ring: this.ring, pods: this.pods };
    const heads = this.heads;
    const counts = this.counts;
    this.ends = new Float64Array(pods * ring);
    this.places = new Int32Array(pods * ring);
    this.reals = new Float64Array(REAL * pods * ring);
    this.wholes = new Int32Array(WHOLE * pods * ring);
    this.heads = new Int32Array(pods);
    this.counts = new Int32Array(pods);
    this.counts.set(counts);
    for (let i = 0; i < pods * ring; i++) this.places[i] = i % ring;
    for (let pod = 0; pod < old.pods; pod++) {
      for (let i = 0; i < (counts[pod] as number); i++) {
        const from = pod * old.ring + (((heads[pod] as number) + i) & (old.ring - 1));
        const content = pod * old.ring + (old.places[from] as number);
        const to = pod * ring + i;
        this.ends[to] = old.ends[from] as number;
        this.reals.set(old.reals.subarray(REAL * content, REAL * content + REAL), REAL * to);
        this.wholes.set(old.wholes.subarray(WHOLE * content, WHOLE * content + WHOLE), WHOLE * to);
      }
    }
    this.pods = pods;
    this.ring = ring;
  }

  private columns() {
    return { ends: this.ends, places: this.places, reals: this.reals, wholes: this.wholes };
  }
}
