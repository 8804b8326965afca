import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./packages.mjs";
import { referenceText } from "./referenceText.ts";

/** Writes the reference of the scenario language from the schemas that read it: `npm run reference`. */
writeFileSync(join(ROOT, "docs/reference.md"), referenceText());
console.log("docs/reference.md");
