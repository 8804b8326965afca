import { type Labels, METRIC_NAME } from "./labels.ts";
import type { Grouping } from "./syntax.ts";

/**
 * The labels of the group that a label set falls into. `others` leaves the metric's name out as well
 * (`engine.go:generateGroupingKey`). Remembered by label set: the series of a service are few, and come back each time.
 */
export function grouper({ labels: named, keeps }: Grouping): (labels: Labels) => Labels {
  const wanted = new Set(named);
  const known = new WeakMap<Labels, Labels>();
  const keep =
    keeps === "named"
      ? (name: string) => wanted.has(name)
      : (name: string) => name !== METRIC_NAME && !wanted.has(name);
  return (labels) => {
    let group = known.get(labels);
    if (group === undefined) {
      group = labels.filter(keep);
      known.set(labels, group);
    }
    return group;
  };
}
