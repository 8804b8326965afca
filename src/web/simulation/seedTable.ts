import type { Measures } from "../../measures/ids.ts";
import type { PageStore, Replication } from "../store.ts";
import { createBackground } from "./background.ts";
import { type Rehearsal, rehearsalOf } from "./messages.ts";
import type { WorkerLine } from "./workerLine.ts";

/** Keeps `replication` in the store: the measures of further seeds of the world on show, as they come. */
export interface SeedTable {
  /** Another rehearsal is wished for. Unless it is one of the table's own seeds, the table is cleared. */
  expect(wanted: Rehearsal): void;
  /** The page has come to rest on a result: its seeds are run in the background, unless they are there already. */
  fill(wanted: Rehearsal): void;
}

export function createSeedTable(store: PageStore, line: WorkerLine): SeedTable {
  const background = createBackground(line, {
    onReplicated: (seed, lanes) =>
      store.setState(({ replication }) =>
        replication === null ? {} : { replication: grown(replication, seed, lanes) },
      ),
    onStopped: () =>
      store.setState(({ replication }) =>
        replication === null ? {} : { replication: { ...replication, wanted: replication.seeds.length } },
      ),
    onCatalogue: (catalogue, strategies) => store.setState({ catalogue, strategies }),
  });
  let world: Rehearsal | null = null;

  const isFamily = ({ preset, ownText, strategies, changes, seed }: Rehearsal): boolean =>
    world !== null &&
    world.strategies === strategies &&
    world.preset === preset &&
    world.ownText === ownText &&
    world.changes === changes &&
    (world.seed === seed || store.getState().replication?.seeds.includes(seed) === true);

  const begin = (wanted: Rehearsal): void => {
    const { result, wantedSeeds, trouble } = store.getState();
    if (result === null || trouble !== null) return;
    const { seed, lanes } = result.comparison;
    world = wanted;
    store.setState({
      replication: { seeds: [seed], byLane: lanes.map(({ measures }) => [measures]), wanted: wantedSeeds },
    });
    background.start({ ...wanted, seed }, wantedSeeds - 1);
  };
  store.subscribe(
    ({ wantedSeeds }) => wantedSeeds,
    () => begin(rehearsalOf(store.getState())),
  );

  return {
    expect(wanted) {
      if (isFamily(wanted)) return;
      background.stop();
      world = null;
      store.setState({ replication: null });
    },
    fill(wanted) {
      if (world === null) begin(wanted);
    },
  };
}

function grown(replication: Replication, seed: string, lanes: readonly Measures[]): Replication {
  const byLane = replication.byLane.map((known, lane) => {
    const measures = lanes[lane];
    return measures === undefined ? known : [...known, measures];
  });
  return { ...replication, seeds: [...replication.seeds, seed], byLane };
}
