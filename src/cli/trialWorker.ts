import { parentPort } from "node:worker_threads";
import { runTrial } from "../experiment/trial.ts";
import type { TrialTask, TrialVerdict } from "./trials.ts";

/** One thread of an experiment: takes a trial, answers with its result, and waits. */
parentPort?.on("message", (task: TrialTask) => parentPort?.postMessage(answer(task)));

function answer({ index, trial }: TrialTask): TrialVerdict {
  try {
    return { index, result: runTrial(trial) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { index, failure: { name, message: `${message} (seed ${trial.seed})`, stack: stack ?? "" } };
  }
}
