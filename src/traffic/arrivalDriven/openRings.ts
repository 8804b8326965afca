import type { Micros } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";

/** Numbers kept per open attempt, see `write`. */
const WIDTH = 8;

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
  private ring = 8;
  private pods = 0;
  private ends = new Float64Array(0);
  private places = new Int32Array(0);
  private contents = new Float64Array(0);
  /** [pod]: where its ring begins and how many it holds, side by side in memory. */
  private cursors = new Int32Array(0);

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
    const { cursors } = this;
    let left = cursors[2 * pod + 1] as number;
    if (left === 0) return 0;
    const { ends, ring } = this;
    const base = pod * ring;
    let head = cursors[2 * pod] as number;
    while (left > 0 && (ends[base + head] as number) <= now) {
      head = (head + 1) & (ring - 1);
      left--;
    }
    cursors[2 * pod] = head;
    cursors[2 * pod + 1] = left;
    return left;
  }

  /** Adds an attempt that was sent to the pod; all that ended by its arrival are forgotten first. */
  add(pod: number, attempt: Attempt): void {
    const open = this.count(pod, attempt.at);
    if (open === this.ring) this.lay(this.pods, 2 * this.ring);
    const { ends, places, ring } = this;
    const { end } = attempt;
    const base = pod * ring;
    const head = this.cursors[2 * pod] as number;
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
    this.cursors[2 * pod + 1] = open + 1;
    this.write(base + place, attempt);
  }

  /** Fills in the i-th of the pod's attempts that `count` has left. */
  read(pod: number, i: number, into: Attempt): void {
    const at = pod * this.ring + (((this.cursors[2 * pod] as number) + i) & (this.ring - 1));
    const from = WIDTH * (pod * this.ring + (this.places[at] as number));
    const { contents } = this;
    const tags = contents[from + 6] as number;
    into.pod = pod;
    into.end = this.ends[at] as number;
    into.first = contents[from] as number;
    into.at = contents[from + 1] as number;
    into.start = contents[from + 2] as number;
    into.demand = contents[from + 3] as number;
    into.request = contents[from + 4] as number;
    into.user = contents[from + 5] as number;
    into.number = tags >> 4;
    into.outcome = (tags >> 1) & 7;
    into.faulty = (tags & 1) === 1;
  }

  clear(pod: number): void {
    this.cursors[2 * pod + 1] = 0;
  }

  private write(place: number, attempt: Attempt): void {
    const { contents } = this;
    const to = WIDTH * place;
    contents[to] = attempt.first;
    contents[to + 1] = attempt.at;
    contents[to + 2] = attempt.start;
    contents[to + 3] = attempt.demand;
    contents[to + 4] = attempt.request;
    contents[to + 5] = attempt.user;
    contents[to + 6] = (attempt.number << 4) | (attempt.outcome << 1) | (attempt.faulty ? 1 : 0);
  }

  /** Lays the slab out anew; every ring then starts at its first place. */
  private lay(pods: number, ring: number): void {
    const { ends, places, contents, cursors, ring: oldRing, pods: oldPods } = this;
    this.ends = new Float64Array(pods * ring);
    this.places = new Int32Array(pods * ring);
    this.contents = new Float64Array(WIDTH * pods * ring);
    this.cursors = new Int32Array(2 * pods);
    for (let i = 0; i < pods * ring; i++) this.places[i] = i & (ring - 1);
    for (let pod = 0; pod < oldPods; pod++) {
      const head = cursors[2 * pod] as number;
      const count = cursors[2 * pod + 1] as number;
      this.cursors[2 * pod + 1] = count;
      for (let i = 0; i < count; i++) {
        const at = pod * oldRing + ((head + i) & (oldRing - 1));
        const from = WIDTH * (pod * oldRing + (places[at] as number));
        const to = pod * ring + i;
        this.ends[to] = ends[at] as number;
        this.contents.set(contents.subarray(from, from + WIDTH), WIDTH * to);
      }
    }
    this.pods = pods;
    this.ring = ring;
  }
}
