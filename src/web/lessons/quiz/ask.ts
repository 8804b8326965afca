import { type App, seedAfter } from "../../app.ts";
import { rehearseText } from "../../editor/ownText.ts";
import { createWorkerLine, type WorkerLine } from "../../simulation/workerLine.ts";

/** Several worlds may have to be rehearsed until one has an answer, s. */
const ASKING_SECONDS = 40;

let line: WorkerLine | null = null;

/** The question after the one of this seed; null: a first one, which nobody can foresee. */
export function nextQuestion(app: App, seed: string | null): void {
  askQuestion(app, seed === null ? freshSeed() : seedAfter(seed));
}

/**
 * Has the question of this seed drawn and puts it on show. Whatever comes of it, `onSettled` hears whether there is a
 * question.
 */
export function askQuestion(app: App, seed: string, onSettled: (isThere: boolean) => void = () => {}): void {
  line ??= createWorkerLine(ASKING_SECONDS);
  app.store.setState({ working: true });
  line.ask({ kind: "quiz", seed }, (reply) => {
    if (reply.kind === "quiz") {
      rehearseText(app, reply.text);
      onSettled(true);
      return;
    }
    app.store.setState({ working: false });
    onSettled(false);
  });
}

function freshSeed(): string {
  return String(10_000 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 90_000));
}
