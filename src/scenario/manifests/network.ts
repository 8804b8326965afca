import type { ManifestDocument, Path } from "./fields.ts";

/** What a Service says of the way to its pods, as `network` in the words of scenario files. */
export type NetworkPart = Readonly<Record<string, unknown>>;

const ENTRIES = new Map([
  ["NodePort", { entry: "nodePort", became: "users connect to a port of any node" }],
  ["LoadBalancer", { entry: "loadBalancer", became: "users connect through a load balancer in front of all nodes" }],
]);

/** Reads of a Service how connections come in and which endpoints they may go to; empty: as usual. */
export function readNetwork(document: ManifestDocument): NetworkPart {
  const entry = ENTRIES.get(document.text(["spec", "type"]));
  if (entry !== undefined) document.used(["spec", "type"], entry.became);
  return {
    ...(entry === undefined ? {} : { entry: entry.entry }),
    ...trafficPolicies(document, entry === undefined ? "inside" : "outside"),
    ...notReadyAddresses(document),
    ...sessionAffinity(document),
  };
}

function trafficPolicies(document: ManifestDocument, from: "inside" | "outside"): NetworkPart {
  const inner: Path = ["spec", "internalTrafficPolicy"];
  if (document.text(inner) === "Local") document.ignored(inner, "no user runs on the pods' own nodes");
  const outer: Path = ["spec", "externalTrafficPolicy"];
  const policy = document.text(outer);
  if (from === "inside" || (policy !== "Local" && policy !== "Cluster")) return {};
  document.used(outer, policy === "Local" ? "a node leads to its own pods only" : "a node leads to all pods");
  return { externalTrafficPolicy: policy };
}

function notReadyAddresses(document: ManifestDocument): NetworkPart {
  const path: Path = ["spec", "publishNotReadyAddresses"];
  if (document.value(path) !== true) return {};
  document.used(path, "users are sent to pods whether they are ready or not");
  return { publishNotReadyAddresses: true };
}

function sessionAffinity(document: ManifestDocument): NetworkPart {
  if (document.text(["spec", "sessionAffinity"]) !== "ClientIP") return {};
  document.used(["spec", "sessionAffinity"], "a user's connections go to the same pod again");
  const path: Path = ["spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"];
  const seconds = document.value(path);
  // Kubernetes v1.36 `validateClientIPAffinityConfig`: more than 0 and at most a day.
  if (typeof seconds !== "number" || !(seconds > 0 && seconds <= 86_400)) return { sessionAffinity: "ClientIP" };
  document.used(path, `for ${seconds} s after the last one`);
  return { sessionAffinity: "ClientIP", sessionAffinityTimeout: `${seconds}s` };
}
