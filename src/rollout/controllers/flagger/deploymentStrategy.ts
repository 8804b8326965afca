import type { FlaggerAnalysis } from "./spec.ts";

export type FlaggerStrategy = "canary" | "blueGreen" | "abTesting";

/** What an analysis amounts to (Flagger v1.44 `canary.go:DeploymentStrategy`, `scheduler.go:advanceCanary`). */
export function deploymentStrategy({
  hasMatch,
  iterations,
}: Pick<FlaggerAnalysis, "hasMatch" | "iterations">): FlaggerStrategy {
  if (iterations <= 0) return "canary";
  return hasMatch ? "abTesting" : "blueGreen";
}

/** Without a router that knows weights nothing is shifted: ten iterations of blue/green instead (`advanceCanary`). */
export function effectiveAnalysis(provider: string, analysis: FlaggerAnalysis): FlaggerAnalysis {
  if (provider !== "kubernetes") return analysis;
  return { ...analysis, hasMatch: false, iterations: analysis.iterations < 1 ? 10 : analysis.iterations };
}
