import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Test data beside the project, which is not part of it: `../shared` as seen from the project's root. */
const SHARED = join(import.meta.dirname, "../../../shared");

function sharedPath(path: string): string {
  return join(SHARED, path);
}

/** False where the data is not there; whoever asks must say so in the name of what is skipped. */
export function hasShared(path: string): boolean {
  return existsSync(sharedPath(path));
}

export function readShared(path: string): string {
  return readFileSync(sharedPath(path), "utf8");
}
