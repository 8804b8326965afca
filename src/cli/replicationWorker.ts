import { parentPort, workerData } from "node:worker_threads";
import { replicate } from "../experiment/compare.ts";
import type { ReplicationJob, ReplicationTask, ReplicationVerdict } from "./replications.ts";

/** One thread of the replications: takes a seed, answers with the measures of every strategy under it, and waits. */
const job: ReplicationJob = workerData;

parentPort?.on("message", (task: ReplicationTask) => parentPort?.postMessage(answer(task)));

function answer({ index, seed }: ReplicationTask): ReplicationVerdict {
  try {
    return { index, measures: replicate(job.scenario, { strategies: job.strategies, seed }) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { index, failure: { name, message: `${message} (seed ${seed})`, stack: stack ?? "" } };
  }
}
