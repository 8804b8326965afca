import type { Detail, LogEntry } from "../kernel/log.ts";
import type { ClusterRecord } from "./clusterRecord.ts";
import type {
  AcknowledgementRecord,
  AlertRecord,
  MonitoringRecord,
  NotificationRecord,
  Seen,
} from "./monitoringRecord.ts";
import type { ProxyRecord } from "./proxyRecord.ts";
import { RecordHash } from "./recordHash.ts";
import type {
  ContainerRecord,
  LatencyRecord,
  MirroredRecord,
  Objectives,
  PodRecord,
  Prices,
  RequestSample,
  RolloutRecord,
  Run,
  Span,
  TrafficRecord,
  TrafficTotals,
  UserHistories,
  UserRecord,
} from "./run.ts";

/** A run whose digest has not been taken yet. */
export type UnsealedRun = Omit<Run, "digest" | "digests">;

/**
 * Takes the digest of a finished run. Every field of the record enters it in a fixed order, so equal digests mean equal
 * records. The four parts are hashed apart: when a digest changes they tell where to look.
 */
export function sealRun(run: UnsealedRun): Run {
  const { scenario, strategy, carriedOutBy, seed, window, versions, desiredReplicas, desired, kernelEvents, ...parts } =
    run;
  const { pods, proxies, events, rollout, traffic, monitoring, objectives, prices, clusters, ...rest } = parts;
  nothingElse(rest);
  const digests = {
    control: controlDigest(events, rollout),
    pods: new RecordHash().list(pods, writePod).list(proxies, writeProxy).hex,
    traffic: trafficDigest(traffic),
    monitor: monitorDigest(monitoring),
  };
  const whole = new RecordHash().text(scenario).text(strategy).text(carriedOutBy).text(seed);
  writeSpan(whole, window);
  whole.list(versions, (h, { name, role, faulty, containers, ...more }) => {
    nothingElse(more);
    h.text(name).text(role).flag(faulty).list(containers, writeContainer);
  });
  whole.number(desiredReplicas).number(kernelEvents);
  whole.list(desired, (h, { at, replicas }) => h.number(at).number(replicas));
  if (clusters !== undefined) whole.list(clusters, writeCluster);
  writeObjectives(whole, objectives);
  writePrices(whole, prices);
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

/** Does nothing, but does not compile when a field joined the record and not the digest. */
function nothingElse(_rest: Readonly<Record<string, never>>): void {}

function controlDigest(events: readonly LogEntry[], rollout: RolloutRecord): string {
  const hash = new RecordHash().list(events, writeEvent);
  writeRollout(hash, rollout);
  return hash.hex;
}

function writeCluster(hash: RecordHash, cluster: ClusterRecord): void {
  const { name, share, sent, pods, proxies, desired, rollout, traffic, ...rest } = cluster;
  nothingElse(rest);
  hash.text(name).number(share);
  hash.list(sent, (h, step) => h.number(step.at).number(step.share));
  for (const { first, count } of [pods, proxies]) hash.number(first).number(count);
  hash.list(desired, (h, { at, replicas }) => h.number(at).number(replicas));
  writeRollout(hash, rollout);
  hash.text(trafficDigest(traffic));
}

function writeRollout(hash: RecordHash, rollout: RolloutRecord): void {
  const { result, submittedAt, completedAt, faultAt, detectedAt, abortedAt, rolledBackAt, ...shares } = rollout;
  const { weights, released, ...rest } = shares;
  nothingElse(rest);
  hash.text(result).number(submittedAt);
  for (const at of [completedAt, faultAt, detectedAt, abortedAt, rolledBackAt]) hash.optional(at, writeNumber);
  hash.list(weights, (h, { at, weight }) => h.number(at).number(weight));
  if (released !== undefined) hash.list(released, (h, { at, share }) => h.number(at).number(share));
}

function writeEvent(hash: RecordHash, { id, at, kind, subject, cause, detail, ...rest }: LogEntry): void {
  nothingElse(rest);
  hash.number(id).number(at).text(kind).text(subject).number(cause);
  writeDetail(hash, detail);
}

/** Facts by name, in the order of their names: how an object was put together is no part of what it says. */
function writeDetail(hash: RecordHash, detail: Detail): void {
  hash.list(Object.keys(detail).sort(), (h, name) => {
    const value = detail[name] as string | number | boolean;
    h.text(name).text(typeof value);
    if (typeof value === "string") h.text(value);
    else if (typeof value === "number") h.number(value);
    else h.flag(value);
  });
}

function writeContainer(hash: RecordHash, { name, kind, image, ...rest }: ContainerRecord): void {
  nothingElse(rest);
  hash.text(name).text(kind).text(image);
}

function writePod(hash: RecordHash, pod: PodRecord): void {
  const { id, name, version, replicaSet, node, zone, cpuMilli, memoryBytes, transitions, ...spans } = pod;
  const { billed, available, endpointReady, routed, ...rest } = spans;
  nothingElse(rest);
  hash
    .number(id)
    .text(name)
    .number(version)
    .text(replicaSet)
    .text(node)
    .text(zone)
    .number(cpuMilli)
    .number(memoryBytes);
  hash.list(transitions, (h, { at, state, cause }) => h.number(at).text(state).number(cause));
  hash.optional(billed, writeSpan).list(available, writeSpan).list(endpointReady, writeSpan).list(routed, writeSpan);
}

function writeProxy(hash: RecordHash, { name, node, open, programmed, ...rest }: ProxyRecord): void {
  nothingElse(rest);
  hash.text(name).text(node).list(open, writeSpan);
  hash.list(programmed, (h, { pod, start, end, ...more }) => {
    nothingElse(more);
    h.number(pod).number(start).number(end);
  });
}

function trafficDigest(traffic: TrafficRecord): string {
  const { bucket, buckets, arrived, requests, attempts, latency, totals, ...single } = traffic;
  const { users, faultyWrites, histories, sample, mirrored, ...rest } = single;
  nothingElse(rest);
  const hash = new RecordHash().number(bucket).number(buckets);
  hash.counts(arrived).sparse(requests).sparse(attempts);
  writeLatency(hash, latency);
  writeTotals(hash, totals);
  writeUsers(hash, users);
  writeHistories(hash, histories);
  writeSample(hash, sample);
  if (mirrored !== undefined) writeMirrored(hash, mirrored);
  if (faultyWrites !== undefined) hash.number(faultyWrites);
  return hash.hex;
}

function writeLatency(hash: RecordHash, { bucket, overTime, all, byVersion, ...rest }: LatencyRecord): void {
  nothingElse(rest);
  hash.number(bucket).sparse(overTime).sparse(all);
  hash.list(byVersion, (h, bins) => h.sparse(bins));
}

function writeTotals(hash: RecordHash, totals: TrafficTotals): void {
  const { requests, requestsByOutcome, requestsInFlight, attempts, attemptsByOutcome, attemptsInFlight, ...rest } =
    totals;
  nothingElse(rest);
  hash.number(requests).numbers(requestsByOutcome).number(requestsInFlight);
  hash.number(attempts).numbers(attemptsByOutcome).number(attemptsInFlight);
}

function writeMirrored(hash: RecordHash, { attempts, byOutcome, inFlight, writes, ...rest }: MirroredRecord): void {
  nothingElse(rest);
  hash.number(attempts).list(byOutcome, writeNumber).number(inFlight).number(writes);
}

function writeUsers(hash: RecordHash, { count, requests, bad, exposures, ...rest }: UserRecord): void {
  nothingElse(rest);
  hash.number(count).counts(requests).sparse(bad).sparse(exposures);
}

function writeHistories(hash: RecordHash, { user, arrivedAt, outcome, ...rest }: UserHistories): void {
  nothingElse(rest);
  hash.counts(user).numbers(arrivedAt).bytes(outcome);
}

function writeSample(hash: RecordHash, sample: RequestSample): void {
  const { stride, arrivedAt, endedAt, pod, version, outcome, attempts, user, ...rest } = sample;
  nothingElse(rest);
  hash.number(stride).numbers(arrivedAt).numbers(endedAt);
  hash.counts(pod).bytes(version).bytes(outcome).bytes(attempts).counts(user);
}

function monitorDigest(monitoring: MonitoringRecord): string {
  const { scrapeInterval, threshold, service, newVersion, alerts, ...told } = monitoring;
  const { scrapes, notifications, acknowledgements, ...rest } = told;
  nothingElse(rest);
  const hash = new RecordHash().number(scrapeInterval).number(threshold);
  hash.list(service, writeSeen).list(newVersion, writeSeen).list(alerts, writeAlert).list(scrapes, writeNumber);
  return hash.list(notifications, writeNotification).list(acknowledgements, writeAcknowledgement).hex;
}

function writeSeen(hash: RecordHash, { at, errorRatio, ...rest }: Seen): void {
  nothingElse(rest);
  hash.number(at).optional(errorRatio, writeNumber);
}

function writeAlert(hash: RecordHash, alert: AlertRecord): void {
  const { rule, cluster, pendingAt, firingAt, resolvedAt, ...rest } = alert;
  nothingElse(rest);
  if (cluster !== undefined) hash.text(cluster);
  hash.text(rule).number(pendingAt).optional(firingAt, writeNumber).optional(resolvedAt, writeNumber);
}

function writeName(hash: RecordHash, name: string): void {
  hash.text(name);
}

function writeNotification(hash: RecordHash, notification: NotificationRecord): void {
  const { at, receiver, reason, firing, resolved, ...rest } = notification;
  nothingElse(rest);
  hash.number(at).text(receiver).text(reason).list(firing, writeName).list(resolved, writeName);
}

function writeAcknowledgement(hash: RecordHash, acknowledgement: AcknowledgementRecord): void {
  const { alert, pagedAt, acknowledgedAt, ...rest } = acknowledgement;
  nothingElse(rest);
  hash.text(alert).number(pagedAt).number(acknowledgedAt);
}

function writeObjectives(hash: RecordHash, objectives: Objectives): void {
  const { availability, latency, period, window, badRatio, ...rest } = objectives;
  nothingElse(rest);
  hash.number(availability).number(latency).number(period).number(window).number(badRatio);
}

function writePrices(hash: RecordHash, prices: Prices): void {
  const { currency, cpuHour, memoryGibHour, badRequest, delayDay, personHour, ...rest } = prices;
  nothingElse(rest);
  hash.text(currency).number(cpuHour).number(memoryGibHour).number(badRequest).number(delayDay).number(personHour);
}

function writeSpan(hash: RecordHash, { start, end, ...rest }: Span): void {
  nothingElse(rest);
  hash.number(start).number(end);
}

function writeNumber(hash: RecordHash, value: number): void {
  hash.number(value);
}
