import { Backoff, crashLoopBackoff, doBackOff } from "../../../src/cluster/backoff.ts";
import { type ProbedPod, type ProbeResult, type ProbeType, ProbeWorker } from "../../../src/cluster/probeWorker.ts";
import { adapter } from "../../adapter.ts";
import { NOW, seconds, since } from "./times.ts";

/** Every table keeps one entry. */
const KEY = "container";

interface GivenBackoff {
  readonly initialSeconds: number;
  readonly maxSeconds: number;
}

const backoffOf = ({ initialSeconds, maxSeconds }: GivenBackoff) =>
  new Backoff({ initial: seconds(initialSeconds), max: seconds(maxSeconds) });

const waiting = [
  adapter<GivenBackoff & { tickSeconds: number; priorTicks: number[] }>({
    file: "backoff_is_in_backoff_since_update",
    run(input) {
      const backoff = backoffOf(input);
      for (const tick of input.priorTicks) backoff.next(KEY, seconds(tick), seconds(tick));
      const inBackOff = backoff.isWaitingSinceUpdate(KEY, seconds(input.tickSeconds));
      return { inBackOff, valueSeconds: inBackOff ? backoff.get(KEY) / seconds(1) : null };
    },
  }),
  adapter<GivenBackoff & { nextCallsBefore: number; secondsBetweenCalls: number }>({
    file: "backoff_slow_sequence",
    run(input) {
      const backoff = backoffOf(input);
      for (let i = 0; i < input.nextCallsBefore; i++) {
        const now = seconds(i * input.secondsBetweenCalls);
        backoff.next(KEY, now, now);
      }
      return { getSeconds: backoff.get(KEY) / seconds(1) };
    },
  }),
  adapter<GivenBackoff & { containerState: string; finishedAtOffsetSeconds: number | null; nextCalledBefore: boolean }>(
    {
      file: "container_restart_do_backoff",
      run(input) {
        const backoff = backoffOf(input);
        const finishedAt = input.finishedAtOffsetSeconds === null ? null : seconds(input.finishedAtOffsetSeconds);
        if (input.nextCalledBefore) backoff.next(KEY, finishedAt ?? 0, 0);
        const retryAt = doBackOff(backoff, KEY, { finishedAt, now: 0 });
        if (retryAt === null) return { inBackOff: false, error: null, retryAtOffsetSeconds: null };
        return { inBackOff: true, error: "CrashLoopBackOff", retryAtOffsetSeconds: retryAt / seconds(1) };
      },
    },
  ),
  adapter<{
    configuredMaxSeconds: number | null;
    features: { ReduceDefaultCrashLoopBackOffDecay: boolean; KubeletCrashLoopBackOffMax: boolean };
  }>({
    file: "crashloop_backoff_configuration",
    run({ configuredMaxSeconds, features }) {
      const { initial, max } = crashLoopBackoff({
        configuredMax: configuredMaxSeconds === null ? null : seconds(configuredMaxSeconds),
        maxIsConfigurable: features.KubeletCrashLoopBackOffMax,
        reducedDecay: features.ReduceDefaultCrashLoopBackOffDecay,
      });
      return { initialSeconds: initial / seconds(1), maxSeconds: max / seconds(1) };
    },
  }),
];

interface GivenProbe {
  readonly probeType: ProbeType;
  readonly initialDelaySeconds?: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

const workerOf = ({ probeType: type, initialDelaySeconds = 0, successThreshold, failureThreshold }: GivenProbe) =>
  new ProbeWorker({ type, initialDelay: seconds(initialDelaySeconds), successThreshold, failureThreshold });

interface GivenContainerStatus {
  readonly name: string;
  readonly containerID?: string;
  readonly state: { readonly running?: { readonly startedAt?: string } | null; readonly terminated?: object | null };
  readonly started?: boolean;
}

interface GivenProbedPod {
  readonly podStatus: { readonly phase: string; readonly containerStatuses?: readonly GivenContainerStatus[] } | null;
  readonly podDeleting: boolean;
  readonly restartPolicy: string;
}

/** The probed container of `probe_do_probe_once`. */
const PROBED = "cOnTaInEr_NaMe";

function probedPod({ podStatus, podDeleting, restartPolicy }: GivenProbedPod): ProbedPod | null {
  if (podStatus === null) return null;
  const status = podStatus.containerStatuses?.find(({ name }) => name === PROBED);
  const phaseIsTerminal = podStatus.phase === "Failed" || podStatus.phase === "Succeeded";
  if (status === undefined) return { phaseIsTerminal, isDeleting: podDeleting, container: null };
  const { running, terminated } = status.state;
  const container = {
    id: status.containerID ?? "",
    state: running ? "running" : terminated ? "terminated" : "waiting",
    startedAt: running?.startedAt === undefined ? 0 : since(NOW)(running.startedAt),
    started: status.started ?? false,
    restarts: restartPolicy !== "Never",
  } as const;
  return { phaseIsTerminal, isDeleting: podDeleting, container };
}

type Step =
  | { readonly op: "tick"; readonly probe: ProbeResult; readonly secondsSinceContainerStart?: number }
  | { readonly op: "newContainerId" }
  | { readonly op: "setStarted"; readonly value: boolean };

function playSteps(worker: ProbeWorker, started: boolean, steps: readonly Step[]) {
  let container = 1;
  let isStarted = started;
  return steps.map((step, index) => {
    if (step.op === "newContainerId") container++;
    if (step.op === "setStarted") isStarted = step.value;
    if (step.op !== "tick") return {};
    const now = seconds(step.secondsSinceContainerStart ?? index);
    const observed = {
      id: `${container}`,
      state: "running",
      startedAt: 0,
      started: isStarted,
      restarts: true,
    } as const;
    const answer = worker.tick(
      { phaseIsTerminal: false, isDeleting: false, container: observed },
      now,
      () => step.probe,
    );
    return {
      keepProbing: answer === "goes on",
      result: worker.result,
      onHold: worker.onHold,
      resultRun: worker.resultRun,
    };
  });
}

const probing = [
  adapter<GivenProbe & GivenProbedPod & { probeResult: ProbeResult }>({
    file: "probe_do_probe_once",
    run(input) {
      const worker = workerOf(input);
      const answer = worker.tick(probedPod(input), 0, () => input.probeResult);
      return { keepProbing: answer === "goes on", resultSet: worker.result !== null, result: worker.result };
    },
  }),
  adapter<GivenProbe & { started: boolean; steps: Step[] }>({
    file: "probe_worker_sequences",
    matches: "as told",
    run: (input) => ({ steps: playSteps(workerOf(input), input.started, input.steps) }),
  }),
];

export const kubelet = [...waiting, ...probing];
