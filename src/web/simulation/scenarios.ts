import newcomers from "../../../scenarios/bad-release.yaml?raw";
import { DEFAULT_PRESET } from "../defaultPreset.ts";

/**
 * The text of a scenario file that comes with Drydock; undefined: there is none of that name. The one that the page
 * opens on comes with the worker, all others are fetched when one of them is wanted.
 */
export async function scenarioText(name: string): Promise<string | undefined> {
  return name === DEFAULT_PRESET ? newcomers : (await scenarioTexts()).get(name);
}

/** All of them by their names, in order: the path under `scenarios/` without the ending, as `kubernetes/08-liveness`. */
export async function scenarioTexts(): Promise<ReadonlyMap<string, string>> {
  const { LIBRARY } = await import("./library.ts");
  texts ??= new Map(
    Object.entries(LIBRARY)
      .map(([path, text]): [string, string] => [path.replace(/^.*\/scenarios\//, "").replace(/\.yaml$/, ""), text])
      .sort(([a], [b]) => byFolder(a, b)),
  );
  return texts;
}

let texts: ReadonlyMap<string, string> | undefined;

/** What lies in no folder first. */
function byFolder(a: string, b: string): number {
  const depth = Number(a.includes("/")) - Number(b.includes("/"));
  return depth !== 0 ? depth : a < b ? -1 : 1;
}
