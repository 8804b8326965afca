import { isRollout } from "./argo/rollout.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { isCanary } from "./flagger/canary.ts";

/** Fields of `trafficRouting` of a Rollout, and providers of a Canary, by the product that routes. */
const OF_ROLLOUTS = new Map([
  ["istio", "istio"],
  ["nginx", "ingressNginx"],
  ["alb", "awsAlb"],
  ["smi", "smi"],
]);
const OF_CANARIES: readonly (readonly [RegExp, string])[] = [
  [/^$|^istio$/, "istio"],
  [/^nginx$/, "ingressNginx"],
  [/^gatewayapi:/, "gatewayApi"],
  [/^smi:|^linkerd$/, "smi"],
];

const ROUTING: Path = ["spec", "strategy", "canary", "trafficRouting"];

/** A proxy tries an attempt again so often at most. */
const ATTEMPTS_MAX = 4;

/** `traffic.router` in the words of scenario files: who splits the traffic of a Rollout or a Canary; null: nobody that is known. */
export function readRouter(document: ManifestDocument, documents: readonly ManifestDocument[]): unknown {
  const product = productOf(document);
  if (product === null) return null;
  document.assumed(["traffic.router"], `${product}: its weights are obeyed after the time that it takes`);
  const retries = product === "istio" ? retriesOf(document, documents) : null;
  return retries === null ? { product } : { product, retries };
}

function productOf(document: ManifestDocument): string | null {
  if (isCanary(document)) {
    const provider = document.text(["spec", "provider"]);
    return OF_CANARIES.find(([pattern]) => pattern.test(provider))?.[1] ?? null;
  }
  if (!isRollout(document)) return null;
  const tree = document.at(ROUTING);
  const fields = tree?.kind === "mapping" ? [...tree.fields.keys()] : [];
  const known = fields.find((field) => OF_ROLLOUTS.has(field));
  if (known !== undefined) return OF_ROLLOUTS.get(known) ?? null;
  const plugins = document.at([...ROUTING, "plugins"]);
  const names = plugins?.kind === "mapping" ? [...plugins.fields.keys()] : [];
  return names.some((name) => /gateway-?api/i.test(name)) ? "gatewayApi" : null;
}

interface Written {
  readonly document: ManifestDocument;
  readonly path: Path;
}

/** What a VirtualService says of retries: the one that a Rollout names, or the one that Flagger writes for a Canary. */
function retriesOf(document: ManifestDocument, documents: readonly ManifestDocument[]): unknown {
  const found = isCanary(document)
    ? [{ document, path: ["spec", "service", "retries"] }]
    : routesOf(document, documents);
  const written = found.find((one) => one.document.at(one.path) !== undefined);
  if (written === undefined) return null;
  const value = (field: string) => written.document.value([...written.path, field]);
  const attempts = value("attempts");
  if (typeof attempts !== "number" || attempts < 0) return null;
  const played = Math.min(ATTEMPTS_MAX, Math.floor(attempts));
  const more = played < attempts ? `; ${ATTEMPTS_MAX} are played` : "";
  written.document.used([...written.path, "attempts"], `the proxy tries ${attempts} times again${more}`);
  const retryOn = value("retryOn");
  if (typeof retryOn === "string") written.document.used([...written.path, "retryOn"], "what it tries again");
  if (value("perTryTimeout") !== undefined) {
    written.document.ignored([...written.path, "perTryTimeout"], "an attempt lasts as long as its client is patient");
  }
  return { attempts: played, ...(typeof retryOn === "string" ? { retryOn } : {}) };
}

function routesOf(document: ManifestDocument, documents: readonly ManifestDocument[]): readonly Written[] {
  const istio: Path = [...ROUTING, "istio"];
  const listed = document
    .items([...istio, "virtualServices"])
    .map((_, at) => document.text([...istio, "virtualServices", at, "name"]));
  const names = [document.text([...istio, "virtualService", "name"]), ...listed];
  return documents
    .filter(({ kind, name }) => kind === "VirtualService" && names.includes(name))
    .flatMap((each) =>
      each.items(["spec", "http"]).map((_, at) => ({ document: each, path: ["spec", "http", at, "retries"] })),
    );
}
