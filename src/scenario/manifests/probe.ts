import { parseCount } from "../../quantity/count.ts";
import { DEFAULTS } from "../defaults.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import type { Report } from "./report.ts";

/** A probe in the words of scenario files. */
export type ProbePart = Readonly<Record<string, number>>;

export type ProbeName = "readinessProbe" | "livenessProbe" | "startupProbe";

const FIELDS = [
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "successThreshold",
  "failureThreshold",
] as const;
type Field = (typeof FIELDS)[number];

interface Context {
  readonly document: ManifestDocument;
  /** Where the containers stand. */
  readonly containers: readonly Path[];
  readonly report: Report;
}

/** Reads a probe of the pod: that of the first container that has one. */
export function readProbe(name: ProbeName, context: Context): ProbePart | null {
  const { document, containers } = context;
  const probed = containers.filter((path) => document.at([...path, name])?.kind === "mapping");
  const first = probed[0];
  if (first === undefined) {
    if (name === "readinessProbe" && containers[0] !== undefined)
      document.assumed([...containers[0], name], "none; a pod is ready as soon as it runs");
    return null;
  }
  for (const path of probed.slice(1))
    document.ignored([...path, name], "one probe stands for the pod: that of the first container that has one");
  const probe: Record<string, number> = {};
  for (const field of FIELDS) probe[field] = readField([...first, name, field], { ...context, name, field });
  for (const way of ["httpGet", "tcpSocket", "exec", "grpc"]) {
    const path = [...first, name, way];
    if (document.at(path) !== undefined) document.used(path, WAY[name]);
  }
  const grace: Path = [...first, name, "terminationGracePeriodSeconds"];
  const seconds = document.value(grace) === undefined ? undefined : context.report.read(document, grace, parseCount);
  if (seconds !== undefined && name === "readinessProbe")
    context.report.warn(document, grace, {
      code: "forbidden-field",
      message: "a readiness probe has no terminationGracePeriodSeconds",
      fix: "take it away; Kubernetes refuses the Deployment with it",
    });
  else if (seconds !== undefined) {
    probe.terminationGracePeriodSeconds = Math.min(Math.max(1, seconds), 86_400);
    document.used(grace, `SIGKILL comes ${probe.terminationGracePeriodSeconds} s after the container is found dead`);
  }
  return probe;
}

const WAY: Readonly<Record<ProbeName, string>> = {
  readinessProbe: "passes as soon as the process listens",
  livenessProbe: "fails while the process hangs or does not listen; then the container is restarted",
  startupProbe: "passes as soon as the process listens; until then the other probes wait",
};

interface FieldContext extends Context {
  readonly name: ProbeName;
  readonly field: Field;
}

function readField(path: Path, { document, report, name, field }: FieldContext): number {
  if (document.value(path) === undefined) {
    document.assumed(path, `${DEFAULTS.probe[field]}, the default of Kubernetes`);
    return DEFAULTS.probe[field];
  }
  const written = report.read(document, path, parseCount) ?? 0;
  // 0 means the default in Kubernetes, and that is at least 1 for all but the delay; only readiness may ask for more successes.
  const least = field === "initialDelaySeconds" ? 0 : 1;
  const value = field === "successThreshold" && name !== "readinessProbe" ? 1 : Math.max(least, written);
  document.used(path, `${value}`);
  return value;
}
