import type { PageStore, Replication } from "../store.ts";
import { createBackground, type ReplicatedSeed } from "./background.ts";
import { type Rehearsal, rehearsalOf } from "./messages.ts";
import type { WorkerLine } from "./workerLine.ts";

/** Keeps `replication` in the store: the measures of further seeds of the world on show, as they come. */
export interface SeedTable {
  /** Another rehearsal is wished for. Unless it is one of the table's own seeds, the table is cleared. */
  expect(wanted: Rehearsal): void;
  /** The page has come to rest on a result: its seeds are run in the background, unless they are there already. */
  fill(wanted: Rehearsal): void;
  /** No further seed: what has come stays. */
  stop(): void;
}

export function createSeedTable(store: PageStore, lines: readonly WorkerLine[]): SeedTable {
  const enough = (): void =>
    store.setState(({ replication }) =>
      replication === null ? {} : { replication: { ...replication, wanted: replication.seeds.length } },
    );
  const background = createBackground(lines, {
    onReplicated: (seeds) =>
      store.setState(({ replication }) => (replication === null ? {} : { replication: grown(replication, seeds) })),
    onStopped: enough,
    onCatalogue: (catalogue, strategies) => store.setState({ catalogue, strategies }),
  });
  let world: Rehearsal | null = null;

  const isFamily = (wanted: Rehearsal): boolean =>
    world !== null &&
    sameWorld(world, wanted) &&
    (world.seed === wanted.seed || store.getState().replication?.seeds.includes(wanted.seed) === true);

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
    stop() {
      background.stop();
      enough();
    },
  };
}

/** Every change makes new objects, so that the same object is the same content. */
function sameWorld(a: Rehearsal, b: Rehearsal): boolean {
  return (Object.keys(a) as (keyof Rehearsal)[]).every((name) => name === "seed" || a[name] === b[name]);
}

function grown({ seeds, byLane, wanted }: Replication, added: readonly ReplicatedSeed[]): Replication {
  return {
    seeds: [...seeds, ...added.map(({ seed }) => seed)],
    byLane: byLane.map((known, lane) => [...known, ...added.flatMap(({ lanes }) => lanes[lane] ?? [])]),
    wanted,
  };
}
