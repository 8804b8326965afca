import type { Detail } from "../kernel/log.ts";
import { RecordHash } from "./recordHash.ts";
import type { MonitoringRecord, PodRecord, Run, Seen, Span, TrafficRecord } from "./run.ts";

/** A run whose digest has not been taken yet. */
export type UnsealedRun = Omit<Run, "digest" | "digests">;

/**
 * Takes the digest of a finished run. Every field of the record enters it in a fixed order, so equal digests mean equal
 * records. The four parts are hashed apart: when a digest changes they tell where to look.
 */
export function sealRun(run: UnsealedRun): Run {
  const digests = {
    control: controlDigest(run),
    pods: podsDigest(run.pods),
    traffic: trafficDigest(run.traffic),
    monitor: monitorDigest(run.monitoring),
  };
  const whole = header(run);
  whole.text(digests.control).text(digests.pods).text(digests.traffic).text(digests.monitor);
  return { ...run, digest: whole.hex, digests };
}

/** True when the run's digests are those of its contents. */
export function hasValidDigest(run: Run): boolean {
  const { digest, digests, ...parts } = run;
  const again = sealRun(parts);
  return (
    digest === again.digest &&
    digests.control === again.digests.control &&
    digests.pods === again.digests.pods &&
    digests.traffic === again.digests.traffic &&
    digests.monitor === again.digests.monitor
  );
}

function header(run: UnsealedRun): RecordHash {
  const { objectives, prices } = run;
  const hash = new RecordHash();
  hash.text(run.scenario).text(run.strategy).text(run.carriedOutBy).text(run.seed);
  writeSpan(hash, run.window);
  hash.list(run.versions, (h, version) => h.text(version.name).text(version.role).flag(version.faulty));
  hash.number(run.desiredReplicas).number(run.kernelEvents);
  hash.number(objectives.availability).number(objectives.latency).number(objectives.period);
  hash.number(objectives.window).number(objectives.badRatio);
  hash.text(prices.currency).number(prices.cpuHour).number(prices.memoryGibHour);
  return hash.number(prices.badRequest).number(prices.delayDay);
}

function controlDigest({ events, rollout }: UnsealedRun): string {
  const hash = new RecordHash();
  hash.list(events, (h, entry) => {
    h.number(entry.id).number(entry.at).text(entry.kind).text(entry.subject).number(entry.cause);
    writeDetail(h, entry.detail);
  });
  hash.text(rollout.result).number(rollout.submittedAt);
  const instants = [rollout.completedAt, rollout.faultAt, rollout.detectedAt, rollout.abortedAt, rollout.rolledBackAt];
  for (const at of instants) hash.optional(at, writeNumber);
  return hash.list(rollout.weights, (h, { at, weight }) => h.number(at).number(weight)).hex;
}

function podsDigest(pods: readonly PodRecord[]): string {
  const hash = new RecordHash();
  hash.list(pods, (h, pod) => {
    h.number(pod.id).text(pod.name).number(pod.version).text(pod.replicaSet).text(pod.node);
    h.number(pod.cpuMilli).number(pod.memoryBytes);
    h.list(pod.transitions, (g, { at, state, cause }) => g.number(at).text(state).number(cause));
    h.optional(pod.billed, writeSpan);
    h.list(pod.available, writeSpan).list(pod.endpointReady, writeSpan).list(pod.routed, writeSpan);
  });
  return hash.hex;
}

function trafficDigest(traffic: TrafficRecord): string {
  const { latency, totals, users, sample } = traffic;
  const hash = new RecordHash();
  hash.number(traffic.bucket).number(traffic.buckets);
  hash.counts(traffic.arrived).sparse(traffic.requests).sparse(traffic.attempts);
  hash.number(latency.bucket).sparse(latency.overTime).sparse(latency.all);
  hash.list(latency.byVersion, (h, bins) => h.sparse(bins));
  hash.number(totals.requests).numbers(totals.requestsByOutcome).number(totals.requestsInFlight);
  hash.number(totals.attempts).numbers(totals.attemptsByOutcome).number(totals.attemptsInFlight);
  hash.number(users.count).counts(users.requests).sparse(users.bad).sparse(users.exposures);
  hash.number(sample.stride).numbers(sample.arrivedAt).numbers(sample.endedAt);
  hash.counts(sample.pod).counts(sample.version).counts(sample.outcome).counts(sample.attempts).counts(sample.user);
  return hash.hex;
}

function monitorDigest(monitoring: MonitoringRecord): string {
  const hash = new RecordHash();
  hash.number(monitoring.scrapeInterval).number(monitoring.threshold);
  hash.list(monitoring.service, writeSeen).list(monitoring.newVersion, writeSeen);
  hash.list(monitoring.alerts, (h, alert) => {
    h.text(alert.rule).number(alert.pendingAt);
    h.optional(alert.firingAt, writeNumber).optional(alert.resolvedAt, writeNumber);
  });
  return hash.hex;
}

function writeNumber(hash: RecordHash, value: number): void {
  hash.number(value);
}

function writeSpan(hash: RecordHash, span: Span): void {
  hash.number(span.start).number(span.end);
}

function writeSeen(hash: RecordHash, seen: Seen): void {
  hash.number(seen.at).optional(seen.errorRatio, writeNumber);
}

/** Facts by name, in the order of their names: how an object was put together is no part of what it says. */
function writeDetail(hash: RecordHash, detail: Detail): void {
  const names = Object.keys(detail).sort();
  hash.list(names, (h, name) => {
    const value = detail[name] as string | number | boolean;
    h.text(name).text(typeof value);
    if (typeof value === "string") h.text(value);
    else if (typeof value === "number") h.number(value);
    else h.flag(value);
  });
}
