import { ImagePullBackoff, type ImagePullPolicy, PullQuota } from "../../../src/cluster/imagePull.ts";
import { adapter } from "../../adapter.ts";
import { seconds } from "./times.ts";

interface GivenPulls {
  readonly image: string;
  readonly policy: ImagePullPolicy;
  readonly inspectError: string | null;
  readonly pullError: string | null;
  readonly qps: number;
  readonly burst: number;
  readonly imagePresent: boolean;
  readonly backoff: { readonly initialSeconds: number; readonly maxSeconds: number };
  readonly secondsBetweenAttempts: number;
}

interface GivenAttempt {
  readonly error: string | null;
  readonly pullStarted: boolean;
  readonly pullFinished: boolean;
}

/** More than any table plays. */
const ATTEMPTS = 10;

/** A registry's own words for what went wrong are passed on; a status code is not such a word. */
const errorOf = (pullError: string | null) =>
  pullError === null || /^\d+$/.test(pullError) ? "ErrImagePull" : pullError;

function attempts(input: GivenPulls): GivenAttempt[] {
  const { initialSeconds, maxSeconds } = input.backoff;
  const backoff = new ImagePullBackoff({ initial: seconds(initialSeconds), max: seconds(maxSeconds) });
  const quota = new PullQuota({ perSecond: input.qps, burst: input.burst });
  const presence = input.inspectError !== null ? "unknown" : input.imagePresent ? "present" : "absent";
  return Array.from({ length: ATTEMPTS }, (_, i) => {
    const now = seconds((i + 1) * input.secondsBetweenAttempts);
    const step = backoff.step(input.image, { name: input.image, policy: input.policy, presence }, now);
    if (step === "present") return { error: null, pullStarted: false, pullFinished: false };
    if (step !== "pull") return { error: step, pullStarted: false, pullFinished: false };
    const isRefused = !quota.take(now);
    if (!isRefused && input.pullError === null) return { error: null, pullStarted: true, pullFinished: true };
    backoff.failed(input.image, now);
    return { error: isRefused ? "ErrImagePull" : errorOf(input.pullError), pullStarted: true, pullFinished: false };
  });
}

export const images = [
  adapter<GivenPulls, { attempts: GivenAttempt[] }>({
    file: "image_pull_sequences",
    matches: "as told",
    // Calls to the container runtime and event reasons are not modelled.
    expected: ({ attempts: wanted }) => ({
      attempts: Object.fromEntries(
        wanted.map(({ error, pullStarted, pullFinished }, i) => [i, { error, pullStarted, pullFinished }]),
      ),
    }),
    run: (input) => ({ attempts: Object.fromEntries(attempts(input).map((one, i) => [i, one])) }),
  }),
];
