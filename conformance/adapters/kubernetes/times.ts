/** Turns RFC 3339 instants, to the nanosecond, into µs since `origin`, which should be near: 1 ns is 0.001. */
export function since(origin: string): (instant: string) => number {
  const start = nanoseconds(origin);
  return (instant) => Number(nanoseconds(instant) - start) / 1000;
}

/** As `since`, with null for an instant that was never written. */
export function sinceOrNever(origin: string): (instant: string | null | undefined) => number | null {
  const at = since(origin);
  return (instant) => (instant === null || instant === undefined ? null : at(instant));
}

/** Most tables pin the present to this instant. */
export const NOW = "2024-01-01T00:00:00Z";

export const seconds = (count: number): number => count * 1_000_000;

function nanoseconds(instant: string): bigint {
  const parts = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(instant);
  if (parts === null) throw new Error(`not an instant: ${instant}`);
  const [, whole, fraction = "", zone] = parts;
  return BigInt(Date.parse(`${whole}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0").slice(0, 9));
}
