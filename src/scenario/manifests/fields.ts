import { type Place, placeAt, printPath, type Tree } from "../yaml/tree.ts";

/** What became of one field of a manifest. */
export interface FieldUse {
  /** Which document, e.g. `Deployment default/web`. */
  readonly document: string;
  /** Where in it, e.g. `spec.replicas`; empty for the document as a whole. */
  readonly path: string;
  /** 1-based; 0 for what stands nowhere in the text. */
  readonly line: number;
  /** used: as written. assumed: not written; what Kubernetes or Drydock takes instead. ignored: written, without effect here. */
  readonly use: "used" | "assumed" | "ignored";
  /** What it became, or why it was ignored. */
  readonly became: string;
}

export type Path = readonly (string | number)[];

/** One document of a manifest, and the book that is kept about its fields: none is dropped in silence. */
export class ManifestDocument {
  readonly kind: string;
  readonly apiVersion: string;
  readonly tree: Tree;
  private readonly uses = new Map<string, FieldUse>();
  /** Paths that were spoken of, as printed, and the paths above those. */
  private readonly settled = new Set<string>();
  private readonly above = new Set<string>();

  constructor(tree: Tree) {
    this.tree = tree;
    this.kind = this.text(["kind"]);
    this.apiVersion = this.text(["apiVersion"]);
  }

  get name(): string {
    return this.text(["metadata", "name"]);
  }

  get namespace(): string {
    return this.text(["metadata", "namespace"]) || "default";
  }

  /** `Deployment default/web` */
  get title(): string {
    if (this.name !== "") return `${this.kind || "document"} ${this.namespace}/${this.name}`;
    const isWorkflow = this.kind === "" && this.at(["jobs"]) !== undefined;
    return `${isWorkflow ? "workflow" : this.kind || "document"} on line ${this.tree.place.line}`;
  }

  at(path: Path): Tree | undefined {
    let tree: Tree | undefined = this.tree;
    for (const step of path) {
      if (tree?.kind === "list" && typeof step === "number") tree = tree.items[step];
      else tree = tree?.kind === "mapping" ? tree.fields.get(String(step))?.value : undefined;
    }
    return tree;
  }

  /** The plain value at a path; undefined when nothing is written there, or `null`, or something that is not plain. */
  value(path: Path): string | number | boolean | undefined {
    const tree = this.at(path);
    return tree?.kind === "plain" && tree.value !== null ? tree.value : undefined;
  }

  text(path: Path): string {
    const value = this.value(path);
    return value === undefined ? "" : String(value);
  }

  /** Items of a list at a path. */
  items(path: Path): readonly Tree[] {
    const tree = this.at(path);
    return tree?.kind === "list" ? tree.items : [];
  }

  /** Something of it has been used, assumed or ignored. */
  get isSpokenOf(): boolean {
    return this.settled.size > 0;
  }

  place(path: Path): Place {
    return placeAt(this.tree, path);
  }

  used(path: Path, became: string): void {
    this.note("used", path, became);
  }

  assumed(path: Path, became: string): void {
    this.note("assumed", path, became);
  }

  ignored(path: Path, why: string): void {
    this.note("ignored", path, why);
  }

  /** Everything said about the document, and all that was not spoken of as ignored; in the order of the text. */
  book(): readonly FieldUse[] {
    for (const path of IDENTITY) this.settled.add(path);
    this.above.add("metadata");
    if (!this.settled.has("")) this.collect(this.tree, []);
    return [...this.uses.values()].sort((a, b) => a.line - b.line || (a.path < b.path ? -1 : 1));
  }

  private note(use: FieldUse["use"], path: Path, became: string): void {
    const printed = printPath(path);
    const line = this.at(path) === undefined ? 0 : this.place(path).line;
    this.settled.add(printed);
    for (let length = 0; length < path.length; length++) this.above.add(printPath(path.slice(0, length)));
    this.uses.set(printed, { document: this.title, path: printed, line, use, became });
  }

  private collect(tree: Tree, path: Path): void {
    const printed = printPath(path);
    if (this.settled.has(printed)) return;
    if (tree.kind === "plain" || (path.length > 0 && !this.above.has(printed))) {
      this.ignored(path, whyIgnored(path));
    } else if (tree.kind === "list") {
      for (const [index, item] of tree.items.entries()) this.collect(item, [...path, index]);
    } else {
      for (const [key, field] of tree.fields) this.collect(field.value, [...path, key]);
    }
  }
}

/** What only says which document it is. */
const IDENTITY = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

const CONFIGURATION = "what the process is told does not change how it is rolled out";
const SECURITY = "who may do what is not modelled";
const STORAGE = "volumes are taken as mounted in the time of the sandbox";
const NETWORK = "names and addresses are not modelled";
const PLACEMENT = "the default scheduler places all pods";

const WHY = new Map([
  ["labels", "labels matter here only where selectors meet them"],
  ["annotations", "annotations do not change a rehearsal"],
  ["schedulerName", PLACEMENT],
  ["nodeName", PLACEMENT],
  ["runtimeClassName", "all nodes are alike"],
  ["revisionHistoryLimit", "old ReplicaSets cost nothing here"],
  ["paused", "a release that is paused never begins; it is rehearsed as if it were resumed"],
  ["limits", "CPU limits throttle, which is not modelled; memory limits count for the container that serves"],
  ["imagePullPolicy", "counts for the container that serves"],
  ["imagePullSecrets", "the registry lets everybody pull"],
  ["readinessGates", "whoever sets the condition is not modelled; taken as True at once"],
  ["postStart", "nobody can tell from here how long it takes; taken as 0s"],
  ["restartPolicy", "Always, the only one a Deployment may have"],
  ["activeDeadlineSeconds", "a Deployment's pods may have none"],
  ["env", CONFIGURATION],
  ["envFrom", CONFIGURATION],
  ["command", CONFIGURATION],
  ["args", CONFIGURATION],
  ["workingDir", CONFIGURATION],
  ["securityContext", SECURITY],
  ["serviceAccountName", SECURITY],
  ["serviceAccount", SECURITY],
  ["automountServiceAccountToken", SECURITY],
  ["hostPID", SECURITY],
  ["hostIPC", SECURITY],
  ["shareProcessNamespace", SECURITY],
  ["volumes", STORAGE],
  ["volumeMounts", STORAGE],
  ["volumeDevices", STORAGE],
  ["ports", NETWORK],
  ["hostNetwork", NETWORK],
  ["hostAliases", NETWORK],
  ["hostname", NETWORK],
  ["subdomain", NETWORK],
  ["dnsPolicy", NETWORK],
  ["dnsConfig", NETWORK],
  ["enableServiceLinks", NETWORK],
  ["permissions", SECURITY],
  ["secrets", SECURITY],
  ["runs-on", "one runner is as fast as another"],
  ["steps", "how long steps take is not in the file"],
  ["run-name", "a name changes nothing"],
  ["destination", "there is one cluster"],
  ["source", "what is in the repository stands in the manifests, or is assumed"],
  ["sources", "what is in the repository stands in the manifests, or is assumed"],
  ["status", "a status is what was, not what is wanted"],
]);

function whyIgnored(path: Path): string {
  const own = WHY.get(String(path.at(-1))) ?? (path.at(-2) === "limits" ? WHY.get("limits") : undefined);
  return own ?? "does not change a rehearsal, or is not modelled";
}
