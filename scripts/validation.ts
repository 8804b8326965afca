import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./packages.mjs";

/** A command that checks the simulator against something it did not make up, and ends with `N passed, N failed`. */
interface Check {
  readonly what: string;
  readonly against: string;
  /** Of package.json, with its arguments. */
  readonly script: readonly string[];
  /** What the command reads, relative to the project; the check is left out where it is absent. */
  readonly needs: string | null;
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Cases left out, with the reason the command gives. */
  readonly left: readonly string[];
}

const VECTORS = "../shared/vectors";
const CHECKS: readonly Check[] = [
  {
    what: "Kubernetes: controllers, kubelet, scheduler, endpoints, autoscaler",
    against: "tables of Kubernetes' own tests",
    script: ["conformance", `${VECTORS}/kubernetes`],
    needs: `${VECTORS}/kubernetes`,
  },
  {
    what: "Argo Rollouts: functions of the controllers",
    against: "answers of the real functions, upstream tests",
    script: ["conformance", `${VECTORS}/argo-rollouts`],
    needs: `${VECTORS}/argo-rollouts`,
  },
  {
    what: "Argo Rollouts: whole rollouts, second by second",
    against: "recordings of the real controllers",
    script: ["fidelity", `${VECTORS}/argo-rollouts/traces`],
    needs: `${VECTORS}/argo-rollouts/traces`,
  },
  {
    what: "Prometheus, Alertmanager, Flagger, Argo CD, Helm, Envoy, flagd",
    against: "tables of their own tests and documents",
    script: ["conformance", `${VECTORS}/ecosystem`],
    needs: `${VECTORS}/ecosystem`,
  },
  {
    what: "Queueing, routing, rollouts, blast radius, monitoring, measures, statistics",
    against: "closed forms and independent computations",
    script: ["oracles"],
    needs: "../shared/oracles",
  },
  {
    what: "The same record to the last bit in Chromium and Firefox as in Node",
    against: "every run of every scenario file",
    script: ["parity"],
    needs: null,
  },
  {
    what: "Claims of the scenario files",
    against: "what their authors say they show",
    script: ["drydock", "test", "scenarios"],
    needs: null,
  },
  {
    what: "Worlds drawn at random",
    against: "laws of conservation, causality, determinism",
    script: ["fuzz", "--runs", "2000", "--seconds", "300"],
    needs: null,
  },
];

const CLOSING = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/;

function run({ script, needs }: Check): Outcome | null {
  if (needs !== null && !existsSync(join(ROOT, needs))) return null;
  const [name = "", ...args] = script;
  const { stdout } = spawnSync("npm", ["run", "-s", name, "--", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = stdout.trimEnd().split("\n");
  const closing = lines.map((line) => CLOSING.exec(line)).findLast((match) => match !== null);
  if (closing == null) throw new Error(`npm run ${script.join(" ")} did not say how it ended:\n${stdout.slice(-2000)}`);
  const [, passed, failed, skipped = "0"] = closing;
  const left = lines.filter((line) => line.startsWith("skipped ")).map((line) => line.slice("skipped ".length));
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped), left };
}

const rows: string[] = [];
const leftOut: string[] = [];
for (const check of CHECKS) {
  const outcome = run(check);
  const command = `\`npm run -s ${check.script[0]}${check.script.length > 1 ? ` -- ${check.script.slice(1).join(" ")}` : ""}\``;
  const figures = outcome === null ? ["–", "–", "–"] : [outcome.passed, outcome.failed, outcome.skipped].map(String);
  rows.push(`| ${[check.what, check.against, ...figures, command].join(" | ")} |`);
  for (const reason of outcome?.left ?? []) leftOut.push(`- ${reason.replace(/[|<>]/g, "\\$&")}`);
  console.log(rows.at(-1));
}

writeFileSync(
  join(ROOT, "docs/validation.md"),
  `# How far the simulator agrees with the world

Written by \`npm run validation\`, which runs the commands of the last column and takes down how they ended. The cases
come from outside: nobody wrote them to fit.

| what | against | passed | failed | skipped | command |
| --- | --- | ---: | ---: | ---: | --- |
${rows.join("\n")}

## Skipped, and why

${leftOut.length === 0 ? "Nothing." : leftOut.join("\n")}
`,
);
