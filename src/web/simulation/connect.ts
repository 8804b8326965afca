import { SECOND } from "../../kernel/time.ts";
import { sharedScales, widest } from "../charts/frame.ts";
import { ghostAfter } from "../ghost.ts";
import { laneModel } from "../lanes/laneModel.ts";
import type { Player } from "../player.ts";
import type { PageStore, Result, Trouble } from "../store.ts";
import { firstWorker } from "./firstWorker.ts";
import { createLatestWins, type Failure } from "./latest.ts";
import { type Compared, type Rehearsal, rehearsalOf } from "./messages.ts";
import { createSeedTable } from "./seedTable.ts";
import { createWorkerLine, type WorkerLine } from "./workerLine.ts";

/** A live answer that takes longer than this is ended. */
const LIVE_SECONDS = 20;
const BACKGROUND_SECONDS = 60;
/** Playing starts this long before the release, or the first seconds would show nothing but routine. */
const LEAD = 15 * SECOND;

export interface Simulation {
  /** Rehearses the world that the store now describes. */
  rehearse(): void;
  /** Ends the run of further seeds; those that have come stay. */
  stopSeeds(): void;
}

/** Joins the store with the workers: one for the person who waits, the others for the seeds behind the intervals. */
export function connectSimulation(store: PageStore, player: Player): Simulation {
  const wish = (): Rehearsal => rehearsalOf(store.getState());
  const seeds = createSeedTable(store, backgroundLines(navigator.hardwareConcurrency));
  const live = createLatestWins(createWorkerLine(LIVE_SECONDS, firstWorker), {
    onCompared: (compared) => show(store, player, compared),
    onFailed: (failure, rehearsal) => store.setState({ trouble: trouble(failure, rehearsal) }),
    onIdle: () => {
      store.setState({ working: false });
      seeds.fill(wish());
    },
  });
  store.subscribe(
    ({ dragging }) => dragging,
    (dragging) => {
      if (!dragging) store.setState(({ result }) => (result === null ? {} : { result: rescaled(result) }));
    },
  );
  return {
    rehearse() {
      const wanted = wish();
      seeds.expect(wanted);
      store.setState({ working: true });
      live.request(wanted);
    },
    stopSeeds: () => seeds.stop(),
  };
}

/** One processor stays with the person and one with the picture; of more than five, somebody else wants some, too. */
function backgroundLines(processors: number): readonly WorkerLine[] {
  const count = Math.min(4, Math.max(1, processors - 2));
  return Array.from({ length: count }, () => createWorkerLine(BACKGROUND_SECONDS));
}

/** The new result takes the place of the old one; the first one starts to play. */
function show(store: PageStore, player: Player, { comparison, knobs, ownFaults, account }: Compared): void {
  const lanes = comparison.lanes.map((lane) => laneModel(lane, comparison.scenario));
  const shownStrategies = comparison.lanes.map(({ strategy }) => strategy);
  const { result: before, dragging } = store.getState();
  const own = sharedScales(lanes);
  const scales = dragging && before !== null ? widest(before.scales, own) : own;
  const result: Result = { comparison, lanes, scales, shownStrategies, knobs, ownFaults, account };
  const run = comparison.lanes[0]?.run ?? comparison.twin;
  player.load(run.window);
  // A bad link stays told of until it is dismissed: the first result is not what it was opened for.
  store.setState((state) => {
    const { trouble } = state;
    return { result, ghost: ghostAfter(state, result), trouble: trouble?.kind === "badLink" ? trouble : null };
  });
  if (before !== null) return;
  player.seek(Math.max(run.window.start, run.rollout.submittedAt - LEAD));
  if (!store.getState().reducedMotion) player.play();
}

/** Axes that stood still while a slider was held fit the result again. */
function rescaled(result: Result): Result {
  return { ...result, scales: sharedScales(result.lanes) };
}

function trouble(failure: Failure, { seed }: Rehearsal): Trouble {
  switch (failure.kind) {
    case "problems":
      return { kind: "problems", problems: failure.problems };
    case "limit":
      return { kind: "limit", limit: failure.limit, message: failure.message };
    case "timeout":
      return { kind: "timeout", seconds: failure.seconds };
    case "crash":
      return { kind: "crash", message: failure.message, seed };
  }
}
