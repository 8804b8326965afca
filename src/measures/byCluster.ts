import { clusterRun } from "../record/clusterRun.ts";
import type { Run } from "../record/run.ts";
import { combine, type Steps } from "../record/spans.ts";

/** The run by itself, or each of its clusters by itself, with the share of the users who live there. */
function partsOf(run: Run): readonly { readonly part: Run; readonly share: number }[] {
  const { clusters } = run;
  if (clusters === undefined) return [{ part: run, share: 1 }];
  return clusters.map((cluster) => ({ part: clusterRun(run, cluster), share: cluster.share }));
}

/** The sum of something over all clusters. */
export function overClusters(run: Run, of: (part: Run) => number): number {
  return partsOf(run).reduce((sum, { part }) => sum + of(part), 0);
}

/** What users meet on average: the cluster's number for those who live there. */
export function overUsers(run: Run, of: (part: Run) => number): number {
  return partsOf(run).reduce((sum, { part, share }) => sum + share * of(part), 0);
}

/** The share of all traffic that meets something, from the share of each cluster's: weighted by who is sent there. */
export function shareOfTraffic(run: Run, of: (part: Run) => Steps): Steps {
  const { clusters, window } = run;
  if (clusters === undefined) return of(run);
  const steps = clusters.flatMap((cluster): readonly [Steps, Steps] => {
    const at = [window.start];
    const value = [0];
    for (const step of cluster.sent) {
      if (step.at >= window.end) break;
      if (step.at <= window.start) value[0] = step.share;
      else {
        at.push(step.at);
        value.push(step.share);
      }
    }
    return [of(clusterRun(run, cluster)), { at, value, end: window.end }];
  });
  return combine(steps, (values) => {
    let sum = 0;
    for (let i = 0; i + 1 < values.length; i += 2) sum += (values[i] as number) * (values[i + 1] as number);
    // Shares that sum to one may sum to a little more in floating point.
    return Math.min(1, sum);
  });
}
