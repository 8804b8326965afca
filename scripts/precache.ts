import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin } from "vite";

const WORKER = "sw.js";

/** Tells the service worker, once the page is built, of which files the page is made. */
export function precache(): Plugin {
  return {
    name: "drydock-precache",
    apply: "build",
    writeBundle({ dir }) {
      if (dir === undefined) return;
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== WORKER)
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dir.length + 1)
            .split(sep)
            .join("/"),
        )
        .sort();
      const hash = createHash("sha256");
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)));
      const built = JSON.stringify({ name: hash.digest("hex").slice(0, 16), files });
      const path = join(dir, WORKER);
      // The code stands in a string of the worker's script, whichever quotes the minifier chose for it.
      const code = readFileSync(path, "utf8");
      const filled = code.replace(/(["'`])__BUILT__\1/, () => JSON.stringify(built));
      if (filled === code) throw new Error(`${WORKER} has no place for the list of files`);
      writeFileSync(path, filled);
    },
  };
}
