import { SingleBar } from "cli-progress";

const QUIET_MS = 1_000;

/** Reports how far a long piece of work is. */
export interface Progress {
  readonly step: (done: number, of: number) => void;
  readonly end: () => void;
}

/** A bar on stderr, for work that takes longer than a second, and only where somebody can see it. */
export function progressBar(what: string): Progress {
  if (!process.stderr.isTTY) return { step: () => {}, end: () => {} };
  const startedAt = Date.now();
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${what} {bar} {value}/{total}`,
    clearOnComplete: true,
    hideCursor: true,
  });
  let shown = false;
  return {
    step(done, of) {
      if (!shown && Date.now() - startedAt < QUIET_MS) return;
      if (!shown) bar.start(of, done);
      shown = true;
      bar.update(done);
      bar.render();
    },
    end() {
      if (shown) bar.stop();
    },
  };
}
