import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { escapeControls } from "../report/escape.ts";
import { BadInput } from "./exit.ts";
import { reasonOf } from "./reason.ts";

/** The files named, and the YAML files in the folders named, at any depth, in the order of their paths. */
export function scenarioFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => (isFolder(path) ? yamlFilesIn(path) : [path]));
  if (files.length > 0) return files;
  throw new BadInput([`${escapeControls(paths.join(" "))}: error no-scenarios: There is no .yaml file in it.`]);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new BadInput([`${escapeControls(path)}: error cannot-read: ${reasonOf(error)}.`]);
  }
}

function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
