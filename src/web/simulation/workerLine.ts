import { type Answer, isAnswer, type Question } from "./messages.ts";
import workerUrl from "./sim.worker.ts?worker&url";

/** What became of a question. */
export type Reply = Answer | { readonly kind: "timeout"; readonly seconds: number };

/** A line to a worker that answers one question at a time. */
export interface WorkerLine {
  /** Hangs up on the question before, if it is still open: its answer never arrives. */
  ask(question: UnnumberedQuestion, onReply: (reply: Reply) => void): void;
  readonly busy: boolean;
}

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;
export type UnnumberedQuestion = WithoutId<Question>;

/** Opens the worker; tests put another one in its place. */
export type OpenWorker = () => Worker;

/**
 * A worker that does not answer in time, or dies, is ended and replaced at the next question; so a bad scenario costs
 * its own answer and nothing else.
 */
export function createWorkerLine(seconds: number, open: OpenWorker = openSimulation): WorkerLine {
  let worker: Worker | null = null;
  let nextId = 1;
  let pending: { id: number; onReply: (reply: Reply) => void; timer: ReturnType<typeof setTimeout> } | null = null;

  const settle = (reply: Reply): void => {
    if (pending === null) return;
    clearTimeout(pending.timer);
    const { onReply } = pending;
    pending = null;
    onReply(reply);
  };
  const hangUp = (): void => {
    worker?.terminate();
    worker = null;
  };
  const connect = (): Worker => {
    const opened = open();
    opened.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isAnswer(data) && data.id === pending?.id) settle(data);
    });
    opened.addEventListener("error", (event) => {
      event.preventDefault();
      hangUp();
      settle({ kind: "crash", id: pending?.id ?? 0, message: event.message || "The worker stopped." });
    });
    return opened;
  };

  return {
    get busy() {
      return pending !== null;
    },
    ask(question, onReply) {
      if (pending !== null) clearTimeout(pending.timer);
      worker ??= connect();
      const id = nextId++;
      const timer = setTimeout(() => {
        hangUp();
        settle({ kind: "timeout", seconds });
      }, seconds * 1000);
      pending = { id, onReply, timer };
      worker.postMessage({ ...question, id } satisfies Question);
    },
  };
}

/** The page's policy lets no script through but the worker that was built with it. */
export function openSimulation(): Worker {
  return new Worker(trusted(workerUrl) as string, { type: "module", name: "drydock-simulation" });
}

/** Trusted Types, where the browser has them; TypeScript's DOM library has no types for them yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let policy: { createScriptURL(url: string): unknown } | undefined;

function trusted(url: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return url;
  policy ??= trustedTypes.createPolicy("drydock-worker", {
    createScriptURL: (wanted) => {
      if (wanted !== workerUrl) throw new TypeError("Only the page's own worker may be opened.");
      return wanted;
    },
  });
  return policy.createScriptURL(url);
}
