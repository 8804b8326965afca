import { type Micros, toSeconds } from "../kernel/time.ts";
import type { PodRecord, Run } from "../record/run.ts";
import { combine, countOverlapping, spansWhere } from "../record/spans.ts";
import { desiredOver } from "./desired.ts";
import { type Tally, tallyWindows, violates } from "./windows.ts";

/** The receiver of notifications who is a person. */
const PERSON = "onCall";

/** From the fault to its discovery, its end for the users and the end of the whole affair; and how long it all took. */
export function timeMeasures(run: Run) {
  const { submittedAt, completedAt, faultAt, detectedAt, abortedAt, rolledBackAt } = run.rollout;
  const pages = run.monitoring.notifications.filter(({ receiver, firing }) => receiver === PERSON && firing.length > 0);
  const page = faultAt === null ? undefined : pages.find(({ at }) => at >= faultAt);
  const answer = run.monitoring.acknowledgements.find(({ pagedAt }) => pagedAt === page?.at);
  return {
    time_to_detect_s: secondsBetween(faultAt, detectedAt),
    time_to_page_s: secondsBetween(faultAt, page?.at ?? null),
    time_to_answer_s: secondsBetween(page?.at ?? null, answer?.acknowledgedAt ?? null),
    time_to_acknowledge_s: secondsBetween(detectedAt, abortedAt),
    time_to_mitigate_s: secondsBetween(faultAt, mitigatedAt(run)),
    time_to_recover_s: secondsBetween(faultAt, recoveredAt(run)),
    alerts_fired: run.monitoring.alerts.filter(({ firingAt }) => happensIn(run, firingAt)).length,
    pages: pages.filter(({ at }) => happensIn(run, at)).length,
    rollout_duration_s: secondsBetween(submittedAt, completedAt),
    lead_time_s: secondsBetween(committedAt(run), completedAt),
    rollback_duration_s: secondsBetween(abortedAt, rolledBackAt),
    drain_tail_s: secondsBetween(completedAt, drainedAt(run)),
  };
}

/** When the release's commit was pushed; null where the rehearsal begins with the release itself. */
export function committedAt({ events }: Run): Micros | null {
  return events.find(({ kind }) => kind === "commitPushed")?.at ?? null;
}

function happensIn({ window }: Run, at: Micros | null): boolean {
  return at !== null && at >= window.start && at < window.end;
}

/** Null when either did not happen, or they happened the other way round (an alarm before the fault found nothing). */
export function secondsBetween(start: Micros | null, stop: Micros | null): number | null {
  return start !== null && stop !== null && stop >= start ? toSeconds(stop - start) : null;
}

/**
 * When the users' bad ratio is back at or under the objective's limit for as long as the objective's window: after the
 * first such span that is over the limit, the first second that is not over it and begins a span that is not. The
 * fault itself when users never saw it go over; null when the run ends before that can be said.
 */
export function mitigatedAt(run: Run): Micros | null {
  const { faultAt } = run.rollout;
  if (faultAt === null) return null;
  const { badRatio: limit, window } = run.objectives;
  const tally = tallyWindows(run, run.traffic.bucket);
  const hold = Math.ceil(window / tally.width);
  const last = tally.total.length - hold;
  let index = Math.max(0, Math.floor((faultAt - tally.start) / tally.width));
  if (index > last) return null;
  while (index <= last && !isOver(tally, { index, hold, limit })) index++;
  if (index > last) return faultAt;
  while (index <= last && (isOver(tally, { index, hold, limit }) || isOver(tally, { index, hold: 1, limit }))) index++;
  return index > last ? null : Math.max(faultAt, tally.start + index * tally.width);
}

/**
 * When the old version serves everything and is whole, no pod beyond the wanted number is left, and the error budget
 * burns slower than it is refilled (burn rate under 1 over the objective's window). Null while that is not reached.
 */
function recoveredAt(run: Run): Micros | null {
  const { faultAt, rolledBackAt } = run.rollout;
  if (faultAt === null || rolledBackAt === null) return null;
  const pods = countOverlapping(run.pods.map(lifeOf(run)), run.window);
  const beyond = combine([pods, desiredOver(run)], ([count = 0, wanted = 0]) => count - wanted);
  const lean = spansWhere(beyond, (count) => count <= 0).find(({ end }) => end > rolledBackAt);
  if (lean === undefined) return null;
  const settled = Math.max(rolledBackAt, lean.start);
  const tally = tallyWindows(run, run.traffic.bucket);
  const hold = Math.ceil(run.objectives.window / tally.width);
  const affordable = 1 - run.objectives.availability;
  const first = Math.floor((settled - tally.start) / tally.width);
  for (let index = first; index + hold <= tally.total.length; index++) {
    const { bad, total } = sumOf(tally, { index, hold });
    if (bad === 0 || bad / total < affordable) return Math.max(settled, tally.start + index * tally.width);
  }
  return null;
}

/** When the last pod of another version than the new one was gone; null while one is left. */
function drainedAt(run: Run): Micros | null {
  let last = run.rollout.completedAt;
  for (const pod of run.pods) {
    if (run.versions[pod.version]?.role === "new") continue;
    const gone = goneAt(pod);
    if (gone === null) return null;
    if (last !== null && gone > last) last = gone;
  }
  return last;
}

function goneAt(pod: PodRecord): Micros | null {
  const last = pod.transitions[pod.transitions.length - 1];
  return last?.state === "gone" ? last.at : null;
}

function lifeOf(run: Run) {
  return (pod: PodRecord) => ({ start: pod.transitions[0]?.at ?? run.window.end, end: goneAt(pod) ?? run.window.end });
}

interface Stretch {
  /** First window. */
  readonly index: number;
  /** Number of windows. */
  readonly hold: number;
}

function isOver(tally: Tally, stretch: Stretch & { limit: number }): boolean {
  const { bad, total } = sumOf(tally, stretch);
  return violates(bad, total, stretch.limit);
}

function sumOf({ bad, total }: Tally, { index, hold }: Stretch): { bad: number; total: number } {
  const sum = { bad: 0, total: 0 };
  for (let i = index; i < index + hold; i++) {
    sum.bad += bad[i] as number;
    sum.total += total[i] as number;
  }
  return sum;
}
