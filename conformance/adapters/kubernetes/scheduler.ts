import { leastAllocatedScore, UNSAID_REQUEST } from "../../../src/cluster/leastAllocated.ts";
import { backoffDuration, backoffTime } from "../../../src/cluster/schedulerBackoff.ts";
import { adapter } from "../../adapter.ts";
import { seconds, since } from "./times.ts";

type Quantities = Readonly<Record<string, string>>;

interface GivenPod {
  readonly nodeName: string;
  readonly containerRequests: readonly Quantities[];
}

interface GivenScoring {
  readonly pod: GivenPod;
  readonly nodes: readonly { readonly name: string; readonly allocatable: Quantities }[];
  readonly existingPods: readonly GivenPod[];
  readonly resources: readonly { readonly name: string; readonly weight: number }[];
}

const UNSAID: Readonly<Record<string, number>> = UNSAID_REQUEST;

const requestOf = ({ containerRequests }: GivenPod, resource: string) =>
  containerRequests.reduce((sum, request) => sum + Number(request[resource] ?? UNSAID[resource] ?? 0), 0);

function scoreNode(input: GivenScoring, node: GivenScoring["nodes"][number]) {
  const there = input.existingPods.filter(({ nodeName }) => nodeName === node.name);
  const resources = input.resources.map(({ name, weight }) => {
    const isCommon = name in UNSAID;
    return {
      allocatable: Number(node.allocatable[name] ?? 0),
      requested: [input.pod, ...there].reduce((sum, pod) => sum + requestOf(pod, name), 0),
      weight,
      counts: isCommon || requestOf(input.pod, name) > 0 ? "always" : "not asked for",
    } as const;
  });
  return leastAllocatedScore(resources);
}

/** Instants of the back-off table lie near this one. */
const at = since("2023-10-01T00:00:00Z");

export const scheduler = [
  adapter<GivenScoring>({
    file: "scheduler_least_allocated",
    run(input) {
      const scores = input.nodes.map((node) => ({ node: node.name, score: scoreNode(input, node) }));
      const isError = scores.some(({ score }) => score === undefined);
      return { scores: isError ? null : scores, error: isError };
    },
  }),
  adapter<
    { initialNanos: number | string; maxNanos: number | string; count: number },
    { durationNanos: number | string }
  >({
    file: "scheduler_backoff_duration",
    run({ initialNanos, maxNanos, count }) {
      return { durationNanos: backoffDuration({ initial: Number(initialNanos), max: Number(maxNanos) }, count) };
    },
    expected: ({ durationNanos }) => ({ durationNanos: Number(durationNanos) }),
  }),
  adapter<
    {
      initialSeconds: number;
      maxSeconds: number;
      pod: {
        UnschedulableCount?: number;
        ConsecutiveErrorsCount?: number;
        Timestamp: string;
        BackoffExpiration?: string;
      };
    },
    { backoffUntil: string | null }
  >({
    file: "scheduler_backoff_time",
    run({ initialSeconds, maxSeconds, pod }) {
      const config = { initial: seconds(initialSeconds), max: seconds(maxSeconds) };
      const until = backoffTime(config, {
        unschedulableCount: pod.UnschedulableCount ?? 0,
        consecutiveErrors: pod.ConsecutiveErrorsCount ?? 0,
        queuedAt: at(pod.Timestamp),
        expiresAt: pod.BackoffExpiration === undefined ? null : at(pod.BackoffExpiration),
      });
      return { backoffUntil: until };
    },
    expected: ({ backoffUntil }) => ({ backoffUntil: backoffUntil === null ? null : at(backoffUntil) }),
  }),
];
