import type { Affinity } from "./affinity.ts";

/** Pods that come to a list of endpoints and that leave it. */
export interface EndpointsChange {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** The pods behind one backend, as one proxy knows them. */
export class Endpoints {
  /** A view on the first part of `room`. */
  pods: Int32Array = new Int32Array(0);
  /** Round robin's place; it goes on when the list changes. */
  turn = 0;
  /** The clients that stay with a pod; null: none do. */
  readonly affinity: Affinity | null;
  private room = new Int32Array(8);

  constructor(affinity: Affinity | null) {
    this.affinity = affinity;
  }

  set(pods: readonly number[]): void {
    this.reserve(pods.length);
    this.room.set(pods);
    this.pods = this.room.subarray(0, pods.length);
  }

  has(pod: number): boolean {
    return this.pods.includes(pod);
  }

  /** Keeps the list in the order of the pods' numbers, in which it was before. */
  change({ added, removed }: EndpointsChange): void {
    let count = this.pods.length;
    for (const pod of removed) {
      const place = this.placeOf(pod, count);
      if (place === count || this.room[place] !== pod) continue;
      this.room.copyWithin(place, place + 1, count--);
    }
    this.reserve(count + added.length);
    for (const pod of added) {
      const place = this.placeOf(pod, count);
      if (place < count && this.room[place] === pod) continue;
      this.room.copyWithin(place + 1, place, count++);
      this.room[place] = pod;
    }
    this.pods = this.room.subarray(0, count);
  }

  /** Where the pod is among the first `count`, or would be. */
  private placeOf(pod: number, count: number): number {
    let [from, to] = [0, count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.room[middle] as number) < pod) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private reserve(count: number): void {
    if (count <= this.room.length) return;
    const wider = new Int32Array(Math.max(count, 2 * this.room.length));
    wider.set(this.pods);
    this.room = wider;
  }
}
