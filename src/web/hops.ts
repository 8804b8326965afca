import type { PageStore } from "./store.ts";

/** Two to three outcomes a second can be taken in one by one (hypothetical-outcome plots: 400 ms a frame). */
const OUTCOME_MS = 400;

/**
 * Shows the outcomes of the seeds in the table one after the other, instead of all at once, while `hop` is set: how often
 * the ranking changes from one seed to the next is how much of it is luck. Each seed's place comes round in order.
 */
export function keepHops(store: PageStore): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  store.subscribe(
    ({ hop }) => hop !== null,
    (hopping) => {
      clearInterval(timer);
      if (!hopping) return;
      timer = setInterval(() => {
        store.setState(({ hop, replication }) => {
          if (hop === null || replication === null) return { hop: null };
          return { hop: (hop + 1) % replication.seeds.length };
        });
      }, OUTCOME_MS);
    },
  );
}
