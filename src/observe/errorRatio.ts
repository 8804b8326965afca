import { HOUR, MILLISECOND, MINUTE, type Micros, SECOND } from "../kernel/time.ts";

/** The counter of answers that the proxy exposes, by `version` and `code`. */
export const REQUESTS = "http_requests_total";

export interface ErrorRatio {
  /** Of one version alone; null: of everything, what reached no version included. */
  readonly version: string | null;
  /** Of one cluster alone; null or absent: of all. */
  readonly cluster?: string | null;
  readonly window: Micros;
  /** With fewer requests in the window there is no ratio. */
  readonly minRequests: number;
  /** The counter to ask; left out: users' requests. */
  readonly counter?: string;
}

/** The query for the share of answers that failed, as seen at the proxy: 5xx, a broken connection, no answer in time. */
export function errorRatioQuery(ratio: ErrorRatio): string {
  return ratioBy("sum", ratio);
}

/** The same of every cluster by itself. */
export function errorRatioByCluster(ratio: Omit<ErrorRatio, "cluster">): string {
  return ratioBy("sum by (cluster)", ratio);
}

function ratioBy(sum: string, { version, cluster = null, window, minRequests, counter = REQUESTS }: ErrorRatio) {
  const of = labelMatchers({ version, cluster });
  const all = `${counter}{${of.join()}}[${durationText(window)}]`;
  const failed = `${counter}{${[...of, 'code=~"5.."'].join()}}[${durationText(window)}]`;
  const enough = minRequests > 0 ? `>= ${minRequests}` : "> 0";
  return `${sum}(rate(${failed})) / ${sum}(rate(${all})) and ${sum}(increase(${all})) ${enough}`;
}

/** What a selector says of the version and the cluster it is about. */
export function labelMatchers({ version, cluster = null }: Pick<ErrorRatio, "version" | "cluster">): string[] {
  return [
    ...(version === null ? [] : [`version=${JSON.stringify(version)}`]),
    ...(cluster === null ? [] : [`cluster=${JSON.stringify(cluster)}`]),
  ];
}

const UNITS: readonly (readonly [unit: string, span: Micros])[] = [
  ["h", HOUR],
  ["m", MINUTE],
  ["s", SECOND],
  ["ms", MILLISECOND],
];

/** A duration as queries write it, in whole milliseconds: `1m30s`. */
export function durationText(span: Micros): string {
  let left = Math.round(span / MILLISECOND) * MILLISECOND;
  let text = "";
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0) text += count + unit;
    left -= count * size;
  }
  return text;
}
