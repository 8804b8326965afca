/** Where a chart puts a value: its own unit to px. */
export type Scale = (value: number) => number;

/** A pair of ends: of an axis in px, or of what stands on it. */
export type Ends = readonly [number, number];

/** Straight: the ends of the values lie at the ends of the axis. Without extent everything lies in the middle. */
export function linearScale([low, high]: Ends, [from, to]: Ends): Scale {
  if (low === high) return () => (from + to) / 2;
  return (value) => {
    const share = (value - low) / (high - low);
    return from * (1 - share) + to * share;
  };
}

/** Square root: 1 of 100 stands at a tenth of the axis. For values of 0 and more. */
export function rootScale([low, high]: Ends, axis: Ends): Scale {
  const straight = linearScale([Math.sqrt(low), Math.sqrt(high)], axis);
  return (value) => straight(Math.sqrt(value));
}

/** Logarithmic: equal ratios lie equally far apart. For values above 0. */
export function logScale([low, high]: Ends, axis: Ends): Scale {
  const straight = linearScale([Math.log(low), Math.log(high)], axis);
  return (value) => straight(Math.log(value));
}
