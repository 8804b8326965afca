import { MINUTE } from "../../../kernel/time.ts";
import { printDuration } from "../../../quantity/duration.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import { conditionOf, type Release } from "./condition.ts";
import { type Handover, handoverOf, helmOf } from "./deploySteps.ts";
import { readConcurrency, readEnvironment } from "./gates.ts";
import { readLegs } from "./matrix.ts";

/** A workflow of GitHub Actions: it has jobs and something that starts it, and is no object of Kubernetes. */
export function isWorkflow(document: ManifestDocument): boolean {
  return document.kind === "" && document.at(["jobs"])?.kind === "mapping";
}

export interface WorkflowPart {
  /** `delivery.workflow` in the words of scenario files. */
  readonly workflow: unknown;
  /** `delivery.helm`, likewise; null: the job that deploys runs no Helm. */
  readonly helm: unknown;
}

/** How long a job may take unless it says so (GitHub-hosted runners). */
const TIMEOUT_MINUTES = 360;
const TIMEOUT_MAX = 35 * 24 * 60;

/** Reads the workflow that delivers a release; null: it has no job. */
export function readWorkflow(document: ManifestDocument): WorkflowPart | null {
  const tree = document.at(["jobs"]);
  const names = tree?.kind === "mapping" ? [...tree.fields.keys()] : [];
  if (names.length === 0) return null;
  const release = readTrigger(document);
  const jobs = names.map((name) => readJob(document, name, { release, names }));
  const deploying = jobs.filter(({ handover, runs }) => handover !== null && runs !== "never" && runs !== "failure");
  // Of several environments the last one is where the users are.
  const last = deploying.at(-1) ?? jobs.filter(({ hasEnvironment }) => hasEnvironment).at(-1) ?? jobs.at(-1);
  tell(document, { deploying, last });
  const helm = last?.handover?.by === "helm" ? helmOf(last.handover) : null;
  document.assumed(["jobs", "*", "steps"], "each job takes 1m: how long its steps take is not in the file");
  document.assumed(["jobs", "*", "runs-on"], "a runner is there after 10s in the median");
  return {
    workflow: {
      concurrency: readConcurrency(document, []),
      jobs: jobs.map(({ file, name }) => ({ ...file, deploys: name === last?.name })),
    },
    helm,
  };
}

function tell(
  document: ManifestDocument,
  { deploying, last }: { readonly deploying: readonly Job[]; readonly last: Job | undefined },
): void {
  if (last === undefined) return;
  for (const { handover, name } of deploying) {
    if (handover === null) continue;
    if (name === last.name) document.used(handover.path, `hands the change over, by ${handover.by}`);
    else document.assumed(handover.path, `hands over to somewhere else: ${last.name} is the one that reaches users`);
  }
  if (last.handover === null) {
    document.assumed(["jobs", last.name], "hands the change over at its end: no step of any job is known to do so");
  }
}

/** What starts the run of a release. */
function readTrigger(document: ManifestDocument): Release {
  const path: Path = ["on"];
  const tree = document.at(path);
  const list = document.items(path).map((_, index) => document.text([...path, index]));
  const events = tree?.kind === "mapping" ? [...tree.fields.keys()] : list.length > 0 ? list : [document.text(path)];
  const isPush = events.includes("push");
  const event = isPush ? "push" : (events[0] ?? "");
  const isTag =
    isPush &&
    document.at(["on", "push", "tags"]) !== undefined &&
    document.at(["on", "push", "branches"]) === undefined;
  if (isPush) document.used(path, isTag ? "a tag is pushed" : "the release is pushed");
  else document.assumed(path, `the release starts it by ${event === "" ? "an event" : event}`);
  return { event, isTag };
}

interface Job {
  readonly name: string;
  readonly file: Readonly<Record<string, unknown>>;
  readonly handover: Handover | null;
  readonly hasEnvironment: boolean;
  readonly runs: string;
}

interface Around {
  readonly release: Release;
  readonly names: readonly string[];
}

function readJob(document: ManifestDocument, name: string, { release, names }: Around): Job {
  const path: Path = ["jobs", name];
  const runs = readCondition(document, path, release);
  const environment = readEnvironment(document, path);
  const uses = document.text([...path, "uses"]);
  if (uses !== "") {
    document.assumed([...path, "uses"], `one job: what ${uses} does stands in another file`);
  }
  const goesOn: Path = [...path, "continue-on-error"];
  const continueOnError = document.value(goesOn) === true;
  if (continueOnError) document.used(goesOn, "what needs it goes on without it");
  const file = {
    name,
    needs: readNeeds(document, path, names),
    timeout: readTimeout(document, path),
    environment,
    concurrency: readConcurrency(document, path),
    ...(runs === "success" ? {} : { runs }),
    ...(continueOnError ? { continueOnError } : {}),
    ...readLegs(document, path),
  };
  return { name, file, handover: handoverOf(document, path), hasEnvironment: environment !== null, runs };
}

function readCondition(document: ManifestDocument, job: Path, release: Release): string {
  const path: Path = [...job, "if"];
  const written = document.text(path);
  if (written === "") return "success";
  const { runs, isGuessed } = conditionOf(written, release);
  const words = {
    success: "after success",
    always: "whatever came before",
    failure: "after a failure",
    never: "never",
  };
  if (isGuessed) document.assumed(path, `it runs ${words[runs]}: the rest of the condition is only known then`);
  else document.used(path, `for a release it runs ${words[runs]}`);
  return runs;
}

function readNeeds(document: ManifestDocument, job: Path, names: readonly string[]): readonly string[] {
  const path: Path = [...job, "needs"];
  const list = document.items(path).map((_, index) => document.text([...path, index]));
  const needs = list.length > 0 ? list : [document.text(path)].filter((one) => one !== "");
  if (needs.length > 0) document.used(path, "starts when these have ended");
  return needs.filter((one) => names.includes(one) || one !== "");
}

function readTimeout(document: ManifestDocument, job: Path): string {
  const path: Path = [...job, "timeout-minutes"];
  const written = document.value(path);
  if (typeof written === "number" && written > 0) {
    document.used(path, `cancelled after ${written} min`);
    return printDuration(Math.round(Math.min(written, TIMEOUT_MAX) * MINUTE));
  }
  if (written !== undefined) document.assumed(path, `${TIMEOUT_MINUTES} min: it is only known when it runs`);
  return printDuration(TIMEOUT_MINUTES * MINUTE);
}
