#!/usr/bin/env node
import { complain } from "./complain.ts";
import { buildProgram } from "./program.ts";
import { surviveClosedPipes } from "./terminal.ts";

surviveClosedPipes();
try {
  await buildProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  const { code, lines } = complain(error, process.env.DEBUG);
  process.exitCode = code;
  for (const line of lines) process.stderr.write(`${line}\n`);
}
