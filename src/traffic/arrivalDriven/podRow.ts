import { type Micros, NEVER } from "../../kernel/time.ts";
import { NO_VERSION } from "../attempt.ts";

/** A slot that was never used has been free since then. */
export const LONG_AGO: Micros = Number.NEGATIVE_INFINITY;

/** Columns of a pod's row. See `Connections`; negative once the listener is closed. */
export const INCARNATION = 0;
export const VERSION = 1;
export const WARM_UNTIL = 2;
/** Until then somebody may wait in the queue, or a slot may be taken by nobody. */
export const CROWDED_UNTIL = 3;
/** What the slots have worked and will have worked when all that is decided is done. */
export const BUSY = 4;
/** From here on: when each slot is free, in order. */
export const FREE = 5;

/** Slots up to which it is cheapest to look at all of them. */
export const FEW_SLOTS = 16;

/** The rows with room for more pods, which have never run. */
export function grown(
  rows: Float64Array,
  size: { readonly room: number; readonly width: number },
): Float64Array<ArrayBuffer> {
  const { room, width } = size;
  const wider = new Float64Array(room * width).fill(LONG_AGO);
  for (let row = 0; row < wider.length; row += width) {
    wider[row + INCARNATION] = 0;
    wider[row + VERSION] = NO_VERSION;
    wider[row + BUSY] = 0;
  }
  wider.set(rows);
  return wider;
}

/** What slots that are free at these times work after `at`; one that is never free does not work. */
export function workAfter(freeTimes: Float64Array, at: Micros): Micros {
  return freeTimes.reduce((sum, free) => (free > at && free < NEVER ? sum + free - at : sum), 0);
}

/** Puts the free time in the first of a pod's places into the order of the others, which stand in order up to `last`. */
export function putInOrder(rows: Float64Array, first: number, last: number): void {
  const free = rows[first] as number;
  let place = first;
  for (; place < last; place++) {
    const later = rows[place + 1] as number;
    if (later >= free) break;
    rows[place] = later;
  }
  rows[place] = free;
}

/** How many of a pod's slots, whose free times stand in order from `first` on, are busy after `now`: found by halving. */
export function busyAmongMany(
  rows: Float64Array,
  { first, slots }: { readonly first: number; readonly slots: number },
  now: Micros,
): number {
  let [free, busy] = [0, 0];
  for (let left = slots; left > 0; left = slots - free - busy) {
    const middle = free + (left >> 1);
    if ((rows[first + middle] as number) > now) busy = slots - middle;
    else free = middle + 1;
  }
  return busy;
}
