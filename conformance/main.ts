import { adapters } from "./adapters/index.ts";
import { conformance } from "./command.ts";

const { status, stdout, stderr } = conformance(process.argv.slice(2), adapters);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
