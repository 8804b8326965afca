import type { Comparison, Lane } from "../experiment/types.ts";
import { toSeconds } from "../kernel/time.ts";
import { OUTCOMES, type Run } from "../record/run.ts";
import { seriesOf } from "./json/series.ts";
import { ALL_MEASURES } from "./measureRows.ts";

/** One line of a family: labels in their order, value, seconds after the start of the window. */
interface Sample {
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: number;
}

interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "info";
  readonly help: string;
  /** In order of time for each set of labels; those of one set lie together. */
  samples(lane: Lane): readonly Sample[];
}

/**
 * A comparison as OpenMetrics 1.0 text with timestamps, as `promtool tsdb create-blocks-from openmetrics` takes it. Times
 * are seconds after the start of the window. Counters count from there, so that a rate over them is the run's.
 * @param version of Drydock
 */
export function comparisonOpenMetrics({ scenario, seed, lanes }: Comparison, version: string): string {
  const about = { scenario: scenario.name, seed, version };
  const families = [runInfo(about), requests, attempts, pods, errorRatio, measures];
  const blocks = families.map((family) => {
    const { name, type, help } = family;
    const samples = lanes.flatMap((lane) => family.samples(lane).map((sample) => line(name, lane, sample)));
    return [`# TYPE ${name} ${type}`, `# HELP ${name} ${escaped(help)}`, ...samples];
  });
  return `${[...blocks.flat(), "# EOF"].join("\n")}\n`;
}

function line(name: string, { strategy }: Lane, { suffix = "", labels, value, at }: Sample): string {
  const pairs = Object.entries({ strategy, ...labels }).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${suffix}{${pairs.join(",")}} ${value} ${at}`;
}

/** Names and texts come from files: a line's end or a quote in them must not end the label. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function runInfo(about: Readonly<Record<string, string>>): Family {
  return {
    name: "drydock_run",
    type: "info",
    help: "The rehearsal that the other series are of.",
    samples: ({ run }) => [
      { suffix: "_info", labels: { ...about, digest: run.digest, result: run.rollout.result }, value: 1, at: 0 },
    ],
  };
}

const requests: Family = {
  name: "drydock_requests",
  type: "counter",
  help: "User-visible requests by the outcome of their last attempt, where they arrived.",
  samples({ run }) {
    const { requests } = seriesOf(run);
    return OUTCOMES.flatMap((outcome) => counted({ outcome }, requests[outcome], run));
  },
};

const attempts: Family = {
  name: "drydock_attempts",
  type: "counter",
  help: "Attempts by the version that processed them and their outcome, where they ended; none: no version did.",
  samples({ run }) {
    const { attempts } = seriesOf(run);
    return Object.entries(attempts).flatMap(([version, columns]) =>
      OUTCOMES.flatMap((outcome) => counted({ version, outcome }, columns[outcome], run)),
    );
  },
};

/** The sum up to the end of each bucket, from 0 on. */
function counted(
  labels: Readonly<Record<string, string>>,
  column: readonly number[],
  { traffic, window }: Run,
): readonly Sample[] {
  let sum = 0;
  const sums = column.map((value, index) => {
    sum += value;
    return {
      suffix: "_total",
      labels,
      value: sum,
      at: toSeconds(Math.min((index + 1) * traffic.bucket, window.end - window.start)),
    };
  });
  return [{ suffix: "_total", labels, value: 0, at: 0 }, ...sums];
}

const pods: Family = {
  name: "drydock_available_pods",
  type: "gauge",
  help: "Available pods by version.",
  samples({ run }) {
    const { at_s, available_pods } = seriesOf(run);
    return Object.entries(available_pods).flatMap(([version, column]) =>
      column.map((value, index) => ({ labels: { version }, value, at: at_s[index] ?? 0 })),
    );
  },
};

const errorRatio: Family = {
  name: "drydock_seen_error_ratio",
  type: "gauge",
  help: "The error ratio that monitoring saw at each of its evaluations.",
  samples({ run: { monitoring, window } }) {
    const scopes = [
      ["service", monitoring.service],
      ["newVersion", monitoring.newVersion],
    ] as const;
    return scopes.flatMap(([scope, seen]) =>
      seen.flatMap(({ at, errorRatio }) =>
        errorRatio === null || at < window.start || at >= window.end
          ? []
          : [{ labels: { scope }, value: errorRatio, at: toSeconds(at - window.start) }],
      ),
    );
  },
};

const measures: Family = {
  name: "drydock_measure",
  type: "gauge",
  help: "A measure of the whole run, in the unit that its name ends with; shares are 0 to 1.",
  samples: ({ run, measures }) =>
    ALL_MEASURES.flatMap((measure) => {
      const value = measures[measure];
      return value === null ? [] : [{ labels: { measure }, value, at: toSeconds(run.window.end - run.window.start) }];
    }),
};
