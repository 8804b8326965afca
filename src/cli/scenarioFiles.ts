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
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : yamlFilesIn(path);
      return entry.isFile() && YAML.test(entry.name) ? [path] : [];
    });
}

const YAML = /\.ya?ml$/;
/** Hidden folders and packages of others. */
const SKIPPED = /^\.|^node_modules$/;
