import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../../scripts/packages.mjs";
import type { Subject } from "./digests.ts";

const FOLDER = join(ROOT, "scenarios");

/** All scenario files, in order of their names. */
export function allSubjects(): readonly Subject[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => subject(join(FOLDER, name)));
}

function subject(file: string): Subject {
  return { name: relative(FOLDER, file), text: readFileSync(file, "utf8") };
}
