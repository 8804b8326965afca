import { NEVER } from "../kernel/time.ts";
import type { ProgrammedSpan, ProxyRecord } from "./proxyRecord.ts";
import { OUTCOME_COUNT, type PodRecord, type Run, type Span } from "./run.ts";
import { countOverlapping, integrate, totalLength } from "./spans.ts";

/**
 * What must hold of every run, whatever happened in it: nothing is lost, nothing is counted twice, nothing happens
 * before its cause. Answers one sentence per broken law; an empty list is the only good answer.
 */
export function violations(run: Run): string[] {
  const broken: string[] = [];
  const law = (holds: boolean, sentence: () => string) => {
    if (!holds) broken.push(sentence());
  };
  checkRequests(run, law);
  checkAttempts(run, law);
  checkUsers(run, law);
  checkHistories(run, law);
  checkSample(run, law);
  checkMirrored(run, law);
  for (const pod of run.pods) checkPod(run, pod, law);
  for (const proxy of run.proxies) checkProxy(run, proxy, law);
  checkPodTime(run, law);
  checkEvents(run, law);
  checkRollout(run, law);
  checkClusters(run, law);
  return broken;
}

type Law = (holds: boolean, sentence: () => string) => void;

/** arrivals = Σ outcomes + in flight, in every bucket and as a whole. */
function checkRequests({ traffic }: Run, law: Law): void {
  const { totals, buckets } = traffic;
  law(traffic.arrived.length === buckets, () => `${traffic.arrived.length} buckets of arrivals, not ${buckets}`);
  law(traffic.requests.length === buckets * OUTCOME_COUNT, () => "requests have another number of buckets");
  const byOutcome = new Float64Array(OUTCOME_COUNT);
  let arrived = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    let decided = 0;
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
      const count = traffic.requests[bucket * OUTCOME_COUNT + outcome] as number;
      decided += count;
      byOutcome[outcome] = (byOutcome[outcome] as number) + count;
    }
    const came = traffic.arrived[bucket] as number;
    arrived += came;
    law(decided <= came, () => `bucket ${bucket}: ${decided} requests ended, ${came} arrived`);
  }
  law(arrived === totals.requests, () => `${arrived} requests in the buckets, ${totals.requests} in the totals`);
  checkOutcomes(law, "requests", { counted: byOutcome, told: totals.requestsByOutcome });
  const decided = sum(totals.requestsByOutcome);
  law(totals.requestsInFlight >= 0, () => `${totals.requestsInFlight} requests in flight`);
  law(
    totals.requests === decided + totals.requestsInFlight,
    () => `${totals.requests} requests, but ${decided} ended and ${totals.requestsInFlight} in flight`,
  );
}

/** Σ by version + unserved = attempts; a request is at least one attempt. */
function checkAttempts({ traffic, versions }: Run, law: Law): void {
  const { totals } = traffic;
  const rows = versions.length + 1;
  law(
    traffic.attempts.length === traffic.buckets * rows * OUTCOME_COUNT,
    () => `attempts have ${traffic.attempts.length} counts, not ${traffic.buckets * rows * OUTCOME_COUNT}`,
  );
  const byOutcome = new Float64Array(OUTCOME_COUNT);
  for (let i = 0; i < traffic.attempts.length; i++) {
    const outcome = i % OUTCOME_COUNT;
    byOutcome[outcome] = (byOutcome[outcome] as number) + (traffic.attempts[i] as number);
  }
  checkOutcomes(law, "attempts", { counted: byOutcome, told: totals.attemptsByOutcome });
  const ended = sum(totals.attemptsByOutcome);
  law(totals.attemptsInFlight >= 0, () => `${totals.attemptsInFlight} attempts in flight`);
  law(
    totals.attempts === ended + totals.attemptsInFlight,
    () => `${totals.attempts} attempts, but ${ended} ended and ${totals.attemptsInFlight} in flight`,
  );
  law(totals.attempts >= totals.requests, () => `${totals.attempts} attempts for ${totals.requests} requests`);
}

interface OutcomeCounts {
  readonly counted: Float64Array;
  readonly told: readonly number[];
}

function checkOutcomes(law: Law, what: string, { counted, told }: OutcomeCounts): void {
  for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) {
    law(
      counted[outcome] === told[outcome],
      () => `${what}: outcome ${outcome} is ${counted[outcome]} in the buckets, ${told[outcome]} in the totals`,
    );
  }
}

/** What the users had adds up to what there was; nobody had more bad requests than requests, or was exposed unseen. */
function checkUsers({ traffic, versions }: Run, law: Law): void {
  const { users, totals } = traffic;
  const columns = [users.requests, users.bad, users.exposures];
  law(
    columns.every((column) => column.length === users.count),
    () => `columns of users are not ${users.count} long`,
  );
  const requests = sum(users.requests);
  law(requests === totals.requests, () => `users sent ${requests} requests, ${totals.requests} arrived`);
  const bad = sum(users.bad);
  const badTotal = sum(totals.requestsByOutcome.slice(1));
  law(bad === badTotal, () => `users had ${bad} bad requests, there were ${badTotal}`);
  for (let user = 0; user < users.count; user++) {
    const had = users.requests[user] as number;
    const failed = users.bad[user] as number;
    // A sentence is only prepared for what is broken: there are very many users.
    if (failed > had) law(false, () => `user ${user} had ${failed} bad of ${had} requests`);
    if (had === 0 && users.exposures[user] !== 0) {
      law(false, () => `user ${user} met the faulty version without a request`);
    }
  }
  law(
    versions.some(({ faulty }) => faulty) || sum(users.exposures) === 0,
    () => "users met a faulty version, but no version is faulty",
  );
  const written = traffic.faultyWrites ?? 0;
  law(written <= sum(users.exposures), () => `a faulty version wrote ${written} times, more often than it was met`);
}

/** Who was followed was followed throughout, in order of time. */
function checkHistories({ traffic, window }: Run, law: Law): void {
  const { histories, users } = traffic;
  const { user, arrivedAt, outcome } = histories;
  law(arrivedAt.length === user.length && outcome.length === user.length, () => "columns of the histories differ");
  const kept = new Map<number, number>();
  let before = window.start;
  for (let i = 0; i < user.length; i++) {
    const at = arrivedAt[i] as number;
    if (at < before || at >= window.end) law(false, () => `histories: request ${i} arrived out of order, at ${at} µs`);
    before = at;
    kept.set(user[i] as number, (kept.get(user[i] as number) ?? 0) + 1);
  }
  for (const [who, count] of kept) {
    const had = users.requests[who];
    if (count !== had) law(false, () => `user ${who} was followed for ${count} of ${had} requests`);
  }
}

function checkSample({ traffic, pods, versions, window }: Run, law: Law): void {
  const { sample, totals } = traffic;
  const length = sample.arrivedAt.length;
  const columns = [sample.endedAt, sample.pod, sample.version, sample.outcome, sample.attempts, sample.user];
  law(
    columns.every((column) => column.length === length),
    () => "columns of the sample differ in length",
  );
  law(
    Math.abs(length - totals.requests / sample.stride) <= 1,
    () => `${length} sampled of ${totals.requests} at stride ${sample.stride}`,
  );
  for (let i = 0; i < length; i++) {
    const arrived = sample.arrivedAt[i] as number;
    if (arrived < window.start || arrived >= window.end) law(false, () => `sample ${i} arrived outside the window`);
    if ((sample.outcome[i] as number) >= 0 && (sample.endedAt[i] as number) < arrived) {
      law(false, () => `sample ${i} ended before it arrived`);
    }
    if ((sample.pod[i] as number) >= pods.length || (sample.version[i] as number) >= versions.length) {
      law(false, () => `sample ${i} names nobody`);
    }
  }
}

/** A copy ends once, and only what was processed can have written. */
function checkMirrored({ traffic: { mirrored } }: Run, law: Law): void {
  if (mirrored === undefined) return;
  const { attempts, byOutcome, inFlight, writes } = mirrored;
  law(
    attempts === sum(byOutcome) + inFlight && inFlight >= 0,
    () => `${attempts} copies, but ${sum(byOutcome)} ended and ${inFlight} in flight`,
  );
  law(writes >= 0 && writes <= attempts, () => `${writes} writes of ${attempts} copies`);
}

/** A pod is paid for, available, listed and sent traffic in order, and all of it within its life. */
function checkPod(run: Run, pod: PodRecord, law: Law): void {
  const { transitions } = pod;
  const first = transitions[0];
  law(run.pods[pod.id] === pod, () => `pod ${pod.name} is not at its position ${pod.id}`);
  law(pod.version >= 0 && pod.version < run.versions.length, () => `pod ${pod.name} is of no version`);
  law(first !== undefined, () => `pod ${pod.name} was never created`);
  if (first === undefined) return;
  const life = { start: first.at, end: lifeEnd(run, pod) };
  for (let i = 1; i < transitions.length; i++) {
    const [before, after] = [transitions[i - 1], transitions[i]];
    law((before?.at ?? 0) <= (after?.at ?? 0), () => `pod ${pod.name} changes back in time`);
    law(before?.state !== "gone", () => `pod ${pod.name} lives after it was gone`);
  }
  checkSpans(law, `pod ${pod.name}: billed`, { spans: pod.billed === null ? [] : [pod.billed], life });
  checkSpans(law, `pod ${pod.name}: available`, { spans: pod.available, life });
  checkSpans(law, `pod ${pod.name}: listed as ready`, { spans: pod.endpointReady, life });
  for (const { at, cause } of transitions) {
    const event = run.events[cause];
    law(cause < run.events.length, () => `pod ${pod.name} changes for a reason that is not in the log`);
    law(event === undefined || event.at <= at, () => `pod ${pod.name} changes before its reason`);
  }
  // A proxy may send traffic to a pod that is gone already: that is how requests are lost. But not before it is created.
  const born = { start: life.start, end: NEVER };
  checkSpans(law, `pod ${pod.name}: sent traffic`, { spans: pod.routed, life: born });
}

/** A proxy sends users to pods that were created, and to each of them in order. What none of them does is not routed. */
function checkProxy(run: Run, { name, programmed }: ProxyRecord, law: Law): void {
  let before: ProgrammedSpan = { pod: -1, start: 0, end: 0 };
  for (const span of programmed) {
    const pod = run.pods[span.pod];
    const inOrder = span.pod > before.pod || (span.pod === before.pod && span.start >= before.end);
    law(pod !== undefined, () => `proxy ${name} sends to pod ${span.pod}, which there is not`);
    law(inOrder && span.start <= span.end, () => `proxy ${name} sends to pod ${span.pod} out of order`);
    law(
      span.start >= (pod?.transitions[0]?.at ?? 0),
      () => `proxy ${name} sends to pod ${span.pod} before its creation`,
    );
    before = span;
  }
}

interface SpansOfLife {
  readonly spans: readonly Span[];
  readonly life: Span;
}

function checkSpans(law: Law, what: string, { spans, life }: SpansOfLife): void {
  let end = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    law(span.start <= span.end, () => `${what} until before it began, at ${span.start} µs`);
    law(span.start >= end, () => `${what} twice at ${span.start} µs`);
    law(span.start >= life.start && span.end <= life.end, () => `${what} outside its life, at ${span.start} µs`);
    end = span.end;
  }
}

/** ∫ pods dt = Σ lifetimes, exactly: two ways of adding up the same whole microseconds. */
function checkPodTime(run: Run, law: Law): void {
  const lives = run.pods.flatMap((pod) => (pod.billed === null ? [] : [pod.billed]));
  const everything = { start: 0, end: run.window.end };
  const integral = integrate(countOverlapping(lives, everything));
  const lifetimes = totalLength(lives);
  law(integral === lifetimes, () => `∫ pods dt is ${integral} µs, the lifetimes are ${lifetimes} µs`);
}

function checkEvents({ events }: Run, law: Law): void {
  events.forEach((event, index) => {
    law(event.id === index, () => `event ${index} calls itself ${event.id}`);
    law(event.cause < index, () => `event ${index} (${event.kind}) is caused by a later one, ${event.cause}`);
    law(event.at >= (events[index - 1]?.at ?? 0), () => `event ${index} (${event.kind}) is before the one it follows`);
  });
}

function checkRollout({ rollout }: Run, law: Law): void {
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, weight } of rollout.weights) {
    law(weight >= 0 && weight <= 1, () => `a weight of ${weight} at ${at} µs`);
    law(at >= before, () => `weights are not in the order of time at ${at} µs`);
    before = at;
  }
  for (const { at, share } of rollout.released ?? []) {
    law(share >= 0 && share <= 1, () => `a flag for a share of ${share} at ${at} µs`);
  }
}

/** The users live somewhere, each request went to one cluster, and each pod and proxy belongs to one. */
function checkClusters({ clusters, pods, proxies, traffic }: Run, law: Law): void {
  if (clusters === undefined) return;
  const live = clusters.reduce((sum, { share }) => sum + share, 0);
  law(Math.abs(live - 1) < 1e-9, () => `${live} of the users live at a cluster`);
  const requests = clusters.reduce((sum, { traffic: { totals } }) => sum + totals.requests, 0);
  law(requests === traffic.totals.requests, () => `${requests} requests by cluster, ${traffic.totals.requests} in all`);
  for (const [what, all] of [
    ["pods", pods],
    ["proxies", proxies],
  ] as const) {
    let next = 0;
    for (const cluster of clusters) {
      law(
        cluster[what].first === next,
        () => `${what} of ${cluster.name} begin at ${cluster[what].first}, not ${next}`,
      );
      next += cluster[what].count;
    }
    law(next === all.length, () => `${next} ${what} by cluster, ${all.length} in all`);
  }
}

function lifeEnd(run: Run, pod: PodRecord): number {
  const last = pod.transitions[pod.transitions.length - 1];
  return last?.state === "gone" ? last.at : run.window.end;
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] as number;
  return total;
}
