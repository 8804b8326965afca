import { MANIFEST_TEXT } from "../limits.ts";
import type { Scenario } from "../scenario.ts";
import { parseYaml } from "../yaml/parse.ts";
import { isRollout, readRollout } from "./argo/rollout.ts";
import { type Composition, fileOf, read } from "./compose.ts";
import { type DeploymentPart, readDeployment } from "./deployment.ts";
import { expand } from "./documents.ts";
import type { ManifestDocument } from "./fields.ts";
import { isCanary, readCanary } from "./flagger/canary.ts";
import { originOf, overlaid } from "./origin.ts";
import { Report } from "./report.ts";
import { type Product, writeManifests } from "./write/write.ts";

/** What a workload says by itself. */
export function readPart(
  document: ManifestDocument,
  documents: readonly ManifestDocument[],
  report: Report,
): DeploymentPart | null {
  if (isCanary(document)) return readCanary(document, documents, report);
  return isRollout(document) ? readRollout(document, documents, report) : readDeployment(document, report);
}

/**
 * The scenario file that manifests stand for. For a workload that was exported it is the file it came from, changed where
 * the manifests were edited since; for any other what its fields say, and assumptions.
 */
export function restored(document: ManifestDocument, part: DeploymentPart, about: Composition): unknown {
  const now = fileOf(part, about);
  const origin = originOf(document);
  const { scenario } = origin === null ? { scenario: null } : read(origin, about.registry);
  if (origin === null || scenario === null) return now;
  const then = asExported(scenario, { origin, document, part });
  if (then === null) return now;
  return overlaid(
    origin,
    now,
    fileOf(then, { ...about, assumptions: { ...about.assumptions, replicas: scenario.service.replicas } }),
  );
}

function productOf(document: ManifestDocument): Product {
  if (isCanary(document)) return "flagger";
  return isRollout(document) ? "argo-rollouts" : "deployment";
}

/** What the workload said on the day of its export. */
function asExported(
  scenario: Scenario,
  {
    origin,
    document,
    part,
  }: { readonly origin: unknown; readonly document: ManifestDocument; readonly part: DeploymentPart },
): DeploymentPart | null {
  const strategy = scenario.strategies.find(({ name }) => name === part.strategy.name);
  if (strategy === undefined) return null;
  const written = writeManifests(scenario, {
    strategy,
    file: origin,
    as: productOf(document),
  });
  if ("complaint" in written) return null;
  const documents = expand(parseYaml(written.value, { limits: MANIFEST_TEXT, manner: "manifest" }).documents);
  const [workload] = documents;
  return workload === undefined ? null : readPart(workload, documents, new Report([]));
}
