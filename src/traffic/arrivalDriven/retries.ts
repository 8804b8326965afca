import { type Micros, NEVER } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";

/**
 * Attempts that have failed or are known to fail, waiting to be tried again: a binary heap ordered by (due, request).
 * A request waits at most once, so the order is total. Only failures ever come here.
 */
export class Retries {
  /** When the next retry is due, `NEVER` when none waits. */
  nextDue: Micros = NEVER;
  private size = 0;
  private due = new Float64Array(64);
  private first = new Float64Array(64);
  private failedAt = new Float64Array(64);
  private demand = new Float64Array(64);
  private request = new Int32Array(64);
  private user = new Int32Array(64);
  private number = new Int32Array(64);
  private outcome = new Int32Array(64);
  private heap = new Int32Array(64).map((_, i) => i);

  /** Lets the attempt's request wait until `due` for its attempt `next`. */
  add(attempt: Attempt, due: Micros, next: number): void {
    if (this.size === this.heap.length) this.grow();
    // The heap is a permutation of all slots; those behind `size` are free.
    const slot = this.heap[this.size] as number;
    this.due[slot] = due;
    this.first[slot] = attempt.first;
    this.failedAt[slot] = attempt.end;
    this.demand[slot] = attempt.demand;
    this.request[slot] = attempt.request;
    this.user[slot] = attempt.user;
    this.number[slot] = next;
    this.outcome[slot] = attempt.outcome;
    this.siftUp(this.size++);
    this.nextDue = this.due[this.heap[0] as number] as number;
  }

  /** Removes the next one and fills in the attempt that had failed, with the number of the one that follows. */
  take(attempt: Attempt): void {
    const slot = this.heap[0] as number;
    attempt.first = this.first[slot] as number;
    attempt.end = this.failedAt[slot] as number;
    attempt.demand = this.demand[slot] as number;
    attempt.request = this.request[slot] as number;
    attempt.user = this.user[slot] as number;
    attempt.number = this.number[slot] as number;
    attempt.outcome = this.outcome[slot] as number;
    this.removeAt(0);
  }

  /** The request does not wait any more: what had made it wait did not happen. False when it was not waiting. */
  remove(request: number): boolean {
    for (let i = 0; i < this.size; i++) {
      if (this.request[this.heap[i] as number] !== request) continue;
      this.removeAt(i);
      return true;
    }
    return false;
  }

  /** How many waiting requests arrived in [start, end). */
  waitingOf(start: Micros, end: Micros): number {
    let count = 0;
    for (let i = 0; i < this.size; i++) {
      const first = this.first[this.heap[i] as number] as number;
      if (first >= start && first < end) count++;
    }
    return count;
  }

  private removeAt(i: number): void {
    const slot = this.heap[i] as number;
    const last = --this.size;
    const moved = this.heap[last] as number;
    this.heap[last] = slot;
    if (i !== last) {
      this.heap[i] = moved;
      this.siftDown(i);
      if (this.heap[i] === moved) this.siftUp(i);
    }
    this.nextDue = last === 0 ? NEVER : (this.due[this.heap[0] as number] as number);
  }

  private before(a: number, b: number): boolean {
    const gap = (this.due[a] as number) - (this.due[b] as number);
    return gap < 0 || (gap === 0 && (this.request[a] as number) < (this.request[b] as number));
  }

  private siftUp(from: number): void {
    const { heap } = this;
    const slot = heap[from] as number;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(slot, heap[parent] as number)) break;
      heap[i] = heap[parent] as number;
      i = parent;
    }
    heap[i] = slot;
  }

  private siftDown(from: number): void {
    const { heap, size } = this;
    const slot = heap[from] as number;
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(heap[child + 1] as number, heap[child] as number)) child++;
      if (!this.before(heap[child] as number, slot)) break;
      heap[i] = heap[child] as number;
      i = child;
    }
    heap[i] = slot;
  }

  private grow(): void {
    const capacity = 2 * this.heap.length;
    const wider = <A extends Float64Array | Int32Array>(into: A, from: A): A => {
      into.set(from);
      return into;
    };
    const old = this.heap.length;
    this.due = wider(new Float64Array(capacity), this.due);
    this.first = wider(new Float64Array(capacity), this.first);
    this.failedAt = wider(new Float64Array(capacity), this.failedAt);
    this.demand = wider(new Float64Array(capacity), this.demand);
    this.request = wider(new Int32Array(capacity), this.request);
    this.user = wider(new Int32Array(capacity), this.user);
    this.number = wider(new Int32Array(capacity), this.number);
    this.outcome = wider(new Int32Array(capacity), this.outcome);
    this.heap = wider(new Int32Array(capacity), this.heap);
    for (let i = old; i < capacity; i++) this.heap[i] = i;
  }
}
