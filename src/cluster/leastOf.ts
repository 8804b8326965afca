/**
 * The `count` items that come first by a strict order, in that order. A heap of the best so far, its last on top: n items
 * cost n comparisons and little more when few of them are wanted.
 */
export function leastOf<T>(items: readonly T[], count: number, before: (a: T, b: T) => boolean): T[] {
  if (count <= 0) return [];
  const heap: T[] = [];
  for (const item of items) {
    if (heap.length < count) {
      heap.push(item);
      siftUp(heap, before);
    } else if (before(item, heap[0] as T)) {
      heap[0] = item;
      siftDown(heap, before);
    }
  }
  return heap.sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
}

function siftUp<T>(heap: T[], before: (a: T, b: T) => boolean): void {
  let at = heap.length - 1;
  const item = heap[at] as T;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap[parent] as T, item)) break;
    heap[at] = heap[parent] as T;
    at = parent;
  }
  heap[at] = item;
}

function siftDown<T>(heap: T[], before: (a: T, b: T) => boolean): void {
  const item = heap[0] as T;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child] as T, heap[child + 1] as T)) child++;
    if (!before(item, heap[child] as T)) break;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
}
