import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../scripts/packages.mjs";

/** A project of somebody else's, with Drydock as it comes out of `npm pack`. */
const project = mkdtempSync(join(tmpdir(), "drydock-package-"));
const scenario = join("node_modules", "drydock", "scenarios", "bad-release.yaml");
const WITHOUT_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/;
let missingNetwork = "";

function run(command: string, args: readonly string[], cwd = project): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26 });
}

beforeAll(() => {
  run(process.execPath, ["scripts/build.mjs", "lib", "cli"], ROOT);
  const packed = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", project], ROOT));
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "somebody-elses", private: true, type: "module" }),
  );
  try {
    run("npm", [
      "install",
      "--prefer-offline",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `./${packed[0].filename}`,
    ]);
  } catch (error) {
    const { stderr } = error as { stderr: string };
    if (process.env.CI === "true" || !WITHOUT_NETWORK.test(stderr)) throw error;
    missingNetwork = "the npm registry cannot be reached to install the package's dependencies";
  }
});

afterAll(() => rmSync(project, { recursive: true }));

describe("the installed package", () => {
  test("brings the command", (context) => {
    context.skip(missingNetwork !== "", missingNetwork);
    const table = run("npx", ["--no-install", "drydock", "compare", scenario]);
    expect(table).toMatch(/recreate +rolling +blueGreen +canary/);
  });

  test("brings no more than it needs", (context) => {
    context.skip(missingNetwork !== "", missingNetwork);
    const { dependencies } = JSON.parse(readFileSync(join(project, "node_modules/drydock/package.json"), "utf8"));
    for (const page of ["d3", "lit-html", "zustand", "vite"]) expect(dependencies).not.toHaveProperty(page);
  });

  test("answers the same from the library as from the command, bit for bit", (context) => {
    context.skip(missingNetwork !== "", missingNetwork);
    const script = `
      import { readFileSync } from "node:fs";
      import { compare, readScenario, simulate } from "drydock";
      const reading = readScenario(readFileSync(${JSON.stringify(scenario)}, "utf8"));
      const { lanes } = compare(reading.value, { strategies: ["rolling"] });
      const rolling = reading.value.strategies.find(({ name }) => name === "rolling");
      console.log(JSON.stringify([lanes[0].run.digest, simulate(reading.value, rolling).digest, lanes[0].measures]));
    `;
    writeFileSync(join(project, "rehearse.js"), script);
    const [compared, simulated, measures] = JSON.parse(run(process.execPath, ["rehearse.js"]));
    const json = run("npx", ["--no-install", "drydock", "run", scenario, "--strategy", "rolling", "--json"]);
    const { digest, measures: printed } = JSON.parse(json).strategies.rolling;
    expect(compared).toMatch(/^[0-9a-f]{16}$/);
    expect([compared, simulated, measures]).toEqual([digest, digest, printed]);
  });

  test("gives the same intervals from its threads as from one seed after the other", (context) => {
    context.skip(missingNetwork !== "", missingNetwork);
    const script = `
      import { readFileSync } from "node:fs";
      import { compare, readScenario } from "drydock";
      const { value } = readScenario(readFileSync(${JSON.stringify(scenario)}, "utf8"));
      console.log(JSON.stringify(compare(value, { strategies: ["canary"], seeds: 4 }).lanes[0].intervals));
    `;
    writeFileSync(join(project, "replicate.js"), script);
    const inOrder = JSON.parse(run(process.execPath, ["replicate.js"]));
    const args = ["compare", scenario, "--strategy", "canary", "--seeds", "4", "--threads", "2", "--json"];
    const { intervals } = JSON.parse(run("npx", ["--no-install", "drydock", ...args])).strategies.canary;
    expect(Object.keys(inOrder).length).toBeGreaterThan(10);
    // The JSON writes `medianLow` as `median_low`; everything it has must be what the library has.
    const camel = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    for (const [id, summary] of Object.entries<Record<string, unknown>>(inOrder)) {
      const printed = Object.keys(intervals[id]);
      expect(printed.length).toBeGreaterThan(8);
      for (const name of printed) expect([id, name, intervals[id][name]]).toEqual([id, name, summary[camel(name)]]);
    }
  });

  test.each(["nodenext", "bundler"])("has types that a strict compiler takes, resolved by %s", (moduleResolution) => {
    if (missingNetwork !== "") return;
    writeFileSync(
      join(project, "typed.ts"),
      `import { compare, type Comparison, MEASURES, readScenario, simulate, type Run } from "drydock";
       const reading = readScenario("");
       if (reading.ok) {
         const comparison: Comparison = compare(reading.value, { seeds: 2 });
         const share: number | null | undefined = comparison.lanes[0]?.measures.hurt_users;
         const strategy = reading.value.strategies[0];
         if (strategy !== undefined) simulate(reading.value, strategy) satisfies Run;
         // @ts-expect-error: there is no such measure
         comparison.lanes[0]?.measures.no_such_measure;
         void [share, MEASURES.apdex.unit];
       }`,
    );
    const options = {
      strict: true,
      noEmit: true,
      target: "es2022",
      skipLibCheck: false,
      types: [],
      lib: ["es2023", "dom"],
    };
    const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
    const config = { compilerOptions: { ...options, module, moduleResolution }, files: ["typed.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    expect(run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", project])).toBe("");
  });
});
