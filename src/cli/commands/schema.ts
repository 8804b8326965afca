import { scenarioJsonSchema } from "../../scenario/jsonSchema.ts";
import { EXIT, type ExitCode } from "../exit.ts";

/** Prints the JSON Schema of scenario files, for editors. */
export function schemaCommand(): ExitCode {
  process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  return EXIT.ok;
}
