import { fidelity } from "./command.ts";

const { status, stdout, stderr } = fidelity(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
