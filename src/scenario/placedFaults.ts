import * as v from "valibot";
import { complaintOf } from "../quantity/complaint.ts";
import { printDuration } from "../quantity/duration.ts";
import type { Findings } from "./check.ts";
import { type FaultPlacement, firstTimeOf } from "./faultPlacement.ts";
import type { Registry } from "./registry.ts";
import type { FaultUse, Scenario } from "./scenario.ts";

/** The list of faults that `placements` describe, checked as those of a file are. */
export function placedFaults(
  scenario: Scenario,
  placements: readonly FaultPlacement[],
  { registry, findings }: { readonly registry: Registry; readonly findings: Findings },
): readonly FaultUse[] {
  return placements.flatMap((placement, index): readonly FaultUse[] => {
    const refuse = (message: string, fix: string): readonly FaultUse[] => {
      findings.error(["faults", index], { code: "bad-fault", message, fix });
      return [];
    };
    if ("own" in placement) {
      const use = scenario.faults[placement.own];
      if (use === undefined) return refuse(`the scenario has no fault ${placement.own + 1}`, "choose one that it has");
      if (placement.at === null) return [use];
      if (firstTimeOf(use) === null) return refuse(`${use.kind} comes by chance`, "leave its time as it is");
      const at = { ...(use.parameters.at as object), first: placement.at };
      return [{ ...use, parameters: { ...use.parameters, at } }];
    }
    const { added: kind, at, parameters } = placement;
    const definition = registry.faults.find(({ name, target }) => name === kind && target === "world");
    if (definition === undefined) return refuse(`there is no fault ${kind} of the world`, "choose one that there is");
    const checked = v.safeParse(definition.parameters, { at: printDuration(at), ...parameters });
    if (checked.success) return [{ kind, parameters: checked.output as FaultUse["parameters"] }];
    for (const issue of checked.issues) findings.error(["faults", index, kind, ...pathOf(issue)], complaintOf(issue));
    return [];
  });
}

function pathOf({ path }: v.BaseIssue<unknown>): readonly string[] {
  return (path ?? []).map(({ key }) => String(key));
}
