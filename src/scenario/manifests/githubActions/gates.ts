import type { ManifestDocument, Path } from "../fields.ts";

/** Names in scenario files are this long at most. */
const NAME_MAX = 100;

/** `concurrency` of a workflow or a job, in the words of scenario files; null: there is none. */
export function readConcurrency(document: ManifestDocument, at: Path): unknown {
  const path: Path = [...at, "concurrency"];
  if (document.at(path) === undefined) return null;
  const group = document.text(path) || document.text([...path, "group"]);
  if (group === "") return null;
  document.used(document.text(path) === "" ? [...path, "group"] : path, "runs of the same group take turns");
  const cancel: Path = [...path, "cancel-in-progress"];
  const written = document.value(cancel);
  if (written !== undefined) {
    if (typeof written === "boolean") document.used(cancel, written ? "a newer run ends this one" : "nothing is ended");
    else document.assumed(cancel, "false: it is only known when it runs");
  }
  const queue = document.text([...path, "queue"]);
  if (queue === "max") document.used([...path, "queue"], "up to 100 wait their turn");
  return {
    group: group.slice(0, NAME_MAX),
    cancelInProgress: written === true,
    // The two exclude each other.
    queue: queue === "max" && written !== true ? "max" : "single",
  };
}

/** `environment` of a job. Who has to approve and how long it waits is set in the repository, not in the file. */
export function readEnvironment(document: ManifestDocument, job: Path): unknown {
  const path: Path = [...job, "environment"];
  const name = document.text(path) || document.text([...path, "name"]);
  if (name === "") return null;
  document.assumed(
    path,
    `${name} lets everybody through at once: its reviewers and wait timer are not in the file; write them as environment.reviewers and environment.waitTimer`,
  );
  return { name: name.slice(0, NAME_MAX) };
}
