import { nearest } from "../quantity/nearest.ts";
import type { Findings } from "./check.ts";
import type { Scenario } from "./scenario.ts";

/** Faults that speak of dependencies. */
const ABOUT_DEPENDENCIES = ["dependencySlow", "dependencyDown", "connectionsExhausted"];

/** Dependencies have names of their own, share one database at most, and faults speak of those there are. */
export function checkDependencies(scenario: Scenario, findings: Findings): void {
  const { dependencies, faults } = scenario;
  const names = dependencies.map(({ name }) => name);
  let databases = 0;
  dependencies.forEach(({ kind, name }, index) => {
    const path = ["dependencies", index, kind];
    if (names.indexOf(name) < index)
      findings.error([...path, "name"], {
        code: "duplicate-name",
        message: `two dependencies are called ${name}`,
        fix: "give one of them another name",
      });
    if (kind === "database" && ++databases > 1)
      findings.error(path, {
        code: "limit-exceeded",
        message: "a second database; one can be shared by the pods",
        fix: "make one of them a service",
      });
  });
  faults.forEach(({ kind, parameters }, index) => {
    if (!ABOUT_DEPENDENCIES.includes(kind)) return;
    const path = ["faults", index, kind];
    const { name } = parameters;
    if (names.length === 0)
      findings.error(path, {
        code: "no-dependency",
        message: `${kind} needs something that the service calls`,
        fix: "list dependencies:",
      });
    else if (typeof name === "string" && !names.includes(name)) {
      const near = nearest(name, names);
      findings.error([...path, "name"], {
        code: "unknown-dependency",
        message: `no dependency is called ${JSON.stringify(name)}`,
        fix: near === null ? `known: ${names.join(", ")}` : `did you mean ${JSON.stringify(near)}?`,
      });
    }
  });
}
