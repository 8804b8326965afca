import { printBytes } from "../../quantity/bytes.ts";
import type { Parsed } from "../../quantity/complaint.ts";
import { parseCount } from "../../quantity/count.ts";
import { printCpu } from "../../quantity/cpu.ts";
import { printDuration } from "../../quantity/duration.ts";
import { DEFAULTS } from "../defaults.ts";
import { type ContainersPart, readContainers } from "./containers.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { type PlacementPart, readPlacement } from "./placement.ts";
import { type ProbePart, readProbe } from "./probe.ts";
import { parseCpuRequest, parseMemoryRequest, sleepOf } from "./quantities.ts";
import type { Report } from "./report.ts";

const SPEC: Path = ["spec", "template", "spec"];

/** What a pod template says about its pods, in the language of scenario files. */
export interface PodPart extends ContainersPart {
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly readinessProbe: ProbePart | null;
  readonly livenessProbe: ProbePart | null;
  readonly startupProbe: ProbePart | null;
  readonly preStop: string;
  readonly terminationGracePeriodSeconds: number;
  readonly priority: number;
  readonly preemptionPolicy: "PreemptLowerPriority" | "Never";
  readonly placement: PlacementPart;
}

/** What the scheduler counts for a container that requests nothing (Kubernetes v1.36 `scheduler/util/pod_resources.go`). */
const UNREQUESTED = { cpuMilli: 100, memoryBytes: 200 * 1024 * 1024 };

/** Reads the pod template of a Deployment. */
export function readPod(document: ManifestDocument, report: Report): PodPart {
  const at = (field: string) => document.items([...SPEC, field]).map((_, index): Path => [...SPEC, field, index]);
  const [containers, initContainers] = [at("containers"), at("initContainers")];
  const context = { document, containers, report };
  return {
    resources: readResources(document, containers, report),
    readinessProbe: readProbe("readinessProbe", context),
    livenessProbe: readProbe("livenessProbe", context),
    startupProbe: readProbe("startupProbe", context),
    preStop: printDuration(readPreStop(document, containers)),
    terminationGracePeriodSeconds: readGrace(document, report),
    priority: readPriority(document, report),
    preemptionPolicy: readPreemptionPolicy(document),
    placement: readPlacement(document, report),
    ...readContainers({ ...context, initContainers }),
  };
}

interface Request {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Containers and sidecars together, or the largest init container where that is more (`resourcehelper.PodRequests`). */
function readResources(document: ManifestDocument, containers: readonly Path[], report: Report): PodPart["resources"] {
  const requests = containers.map((path) => readRequest(document, path, report));
  let [cpuMilli, memoryBytes] = [sum(requests, "cpuMilli"), sum(requests, "memoryBytes")];
  const once: Request[] = [];
  document.items([...SPEC, "initContainers"]).forEach((_, index) => {
    const path = [...SPEC, "initContainers", index];
    const request = readRequest(document, path, report);
    if (document.value([...path, "restartPolicy"]) === "Always") {
      document.used([...path, "restartPolicy"], "a sidecar: its requests count all the time");
      cpuMilli += request.cpuMilli;
      memoryBytes += request.memoryBytes;
    } else once.push(request);
  });
  for (const request of once) {
    cpuMilli = Math.max(cpuMilli, request.cpuMilli);
    memoryBytes = Math.max(memoryBytes, request.memoryBytes);
  }
  const where = [...SPEC, "containers", 0, "resources", "requests"];
  if (cpuMilli === 0) {
    cpuMilli = UNREQUESTED.cpuMilli;
    document.assumed([...where, "cpu"], `no CPU requested; ${printCpu(cpuMilli)}, as the scheduler counts it`);
  }
  if (memoryBytes === 0) {
    memoryBytes = UNREQUESTED.memoryBytes;
    document.assumed(
      [...where, "memory"],
      `no memory requested; ${printBytes(memoryBytes)}, as the scheduler counts it`,
    );
  }
  return { cpu: printCpu(cpuMilli), memory: printBytes(memoryBytes) };
}

function sum(requests: readonly Request[], field: keyof Request): number {
  return requests.reduce((total, request) => total + request[field], 0);
}

function readRequest(document: ManifestDocument, container: Path, report: Report): Request {
  const read = (resource: string, parse: (written: unknown) => Parsed<number>) => {
    const requested: Path = [...container, "resources", "requests", resource];
    const limit: Path = [...container, "resources", "limits", resource];
    // The API server takes the limit for the request where only that is given.
    const path = document.value(requested) === undefined ? limit : requested;
    const value = document.value(path);
    if (value === undefined) return 0;
    const amount = report.read(document, path, parse) ?? 0;
    document.used(path, path === limit ? "also its request, since none is written" : "request of a container");
    return amount;
  };
  return { cpuMilli: read("cpu", parseCpuRequest), memoryBytes: read("memory", parseMemoryRequest) };
}

/** The longest of the containers' hooks: the pod is gone when all are done. */
function readPreStop(document: ManifestDocument, containers: readonly Path[]): number {
  let longest = 0;
  for (const container of containers) {
    const hook: Path = [...container, "lifecycle", "preStop"];
    if (document.at(hook) === undefined) continue;
    const seconds = document.value([...hook, "sleep", "seconds"]);
    const command = document
      .items([...hook, "exec", "command"])
      .map((_, index) => document.text([...hook, "exec", "command", index]));
    const span = typeof seconds === "number" && seconds >= 0 ? Math.floor(seconds) * 1_000_000 : sleepOf(command);
    if (span === null) document.ignored(hook, "nobody can tell from here how long it takes; taken as 0s");
    else document.used(hook, `SIGTERM comes ${printDuration(span)} after the deletion`);
    longest = Math.max(longest, span ?? 0);
  }
  if (longest === 0)
    document.assumed([...SPEC, "containers", 0, "lifecycle", "preStop"], "none; SIGTERM comes at once");
  return Math.min(longest, 86_400_000_000);
}

function readGrace(document: ManifestDocument, report: Report): number {
  const path: Path = [...SPEC, "terminationGracePeriodSeconds"];
  if (document.value(path) === undefined) {
    document.assumed(path, `${DEFAULTS.service.terminationGracePeriodSeconds}, the default of Kubernetes`);
    return DEFAULTS.service.terminationGracePeriodSeconds;
  }
  const seconds = report.read(document, path, parseCount) ?? 0;
  document.used(path, `SIGKILL comes ${seconds} s after the deletion`);
  return Math.min(seconds, 86_400);
}

function readPreemptionPolicy(document: ManifestDocument): PodPart["preemptionPolicy"] {
  const path: Path = [...SPEC, "preemptionPolicy"];
  if (document.value(path) === undefined) return "PreemptLowerPriority";
  const isNever = document.text(path) === "Never";
  document.used(path, isNever ? "its pods make nobody leave" : "pods of lower priority make room");
  return isNever ? "Never" : "PreemptLowerPriority";
}

/** What the priority admission controller gives pods of the two classes that every cluster has. */
const SYSTEM_PRIORITIES = new Map([
  ["system-cluster-critical", 2_000_000_000],
  ["system-node-critical", 2_000_001_000],
]);

function readPriority(document: ManifestDocument, report: Report): number {
  const number: Path = [...SPEC, "priority"];
  const name: Path = [...SPEC, "priorityClassName"];
  const className = document.text(name);
  const known = SYSTEM_PRIORITIES.get(className);
  if (known !== undefined) {
    document.used(name, `priority ${known}: others make room for its pods`);
    return known;
  }
  if (className !== "") document.ignored(name, "its PriorityClass does not stand beside it; taken as priority 0");
  if (document.value(number) === undefined) return 0;
  const priority = report.read(document, number, parseCount) ?? 0;
  document.used(number, "pods of lower priority make room");
  return priority;
}
