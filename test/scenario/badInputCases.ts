/** How a case of the catalogue is put to one of our readers, and what must come of it. */
export interface Adapted {
  readonly by: "scenario" | "manifests";
  /** The text of the case in our field names; the catalogue's own when left out. */
  readonly text?: string;
  /** Code of the problem asked for; none for what must be accepted without a word. */
  readonly code?: string;
  /** Where the problem must be placed: line, column. */
  readonly at?: readonly [number, number];
  /** Must stand in the message or the fix. */
  readonly says?: readonly string[];
}

const HEAD = "apiVersion: drydock/v1\nname: web\n";

/** A scenario around a few lines, which begin on line 3. */
function scenario(lines: string): string {
  return `${HEAD}${lines}`;
}

function deployment(spec: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: ${spec}\n`;
}

const WEB =
  "{selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}}";

const laughs = Array.from({ length: 9 }, (_, level) =>
  level === 0
    ? "l0: &l0 [x, x, x, x, x, x, x, x, x]"
    : `l${level}: &l${level} [${Array(9)
        .fill(`*l${level - 1}`)
        .join(", ")}]`,
).join("\n");

/** By id of the catalogue. */
export const ADAPTED: Readonly<Record<string, Adapted>> = {
  "BAD-001": { by: "scenario", code: "syntax", at: [2, 1], says: ["tab used for indentation", "use spaces"] },
  "BAD-002": { by: "scenario", code: "syntax", at: [1, 7], says: ["the quote opened here is never closed"] },
  "BAD-003": { by: "scenario", code: "syntax", at: [1, 1], says: ['"replicas:3" is one word', 'rite "replicas: 3"'] },
  "BAD-004": { by: "scenario", code: "no-break-space", at: [1, 10], says: ["U+00A0", "normal space"] },
  "BAD-005": {
    by: "scenario",
    text: scenario("service:\n  repli\u200bcas: 3\n"),
    code: "unknown-field",
    at: [4, 3],
    says: ["repli<U+200B>cas", "invisible character", 'did you mean "replicas"?'],
  },
  "BAD-006": { by: "scenario", code: "control-character", at: [1, 11], says: ["U+202E"] },
  "BAD-007": { by: "scenario", text: `\ufeff${HEAD}` },
  "BAD-010": { by: "scenario", code: "control-character", at: [1, 7], says: ["U+0000"] },
  "BAD-011": { by: "scenario", code: "control-character", at: [1, 7], says: ["unpaired surrogate U+D800"] },
  "BAD-012": { by: "scenario", text: HEAD.replaceAll("\n", "\r\n") },
  "BAD-013": { by: "scenario", code: "line-ends", at: [1, 5], says: ["carriage return alone"] },
  "BAD-014": { by: "scenario", code: "duplicate-key", at: [2, 1], says: ['"replicas" is already set on line 1'] },
  "BAD-015": { by: "scenario", code: "syntax", at: [1, 8], says: ['"[" is not closed'] },
  "BAD-016": { by: "scenario", code: "empty-file", at: [1, 1], says: ["the file is empty"] },
  "BAD-017": { by: "scenario", code: "empty-file", at: [1, 1], says: ["only comments"] },
  "BAD-018": {
    by: "scenario",
    code: "wrong-type",
    at: [1, 1],
    says: ["expected a mapping at the top level, got a list"],
  },
  "BAD-019": { by: "scenario", code: "not-one-document", at: [2, 1], says: ["exactly one document"] },
  "BAD-020": { by: "manifests", text: `---\n---\n${deployment(WEB)}` },
  "BAD-021": { by: "scenario", code: "not-one-document", at: [3, 1], says: ["content after the end of the document"] },
  "BAD-022": {
    by: "scenario",
    text: `%YAML 1.1\n---\n${HEAD}`,
    code: "yaml-version",
    at: [1, 1],
    says: ["1.1", "1.2"],
  },
  "BAD-023": { by: "scenario", code: "alias-cycle", at: [1, 8], says: ["refers to itself"] },
  "BAD-024": { by: "scenario", code: "alias-unknown", at: [1, 4], says: ['"b" has no anchor'] },
  "BAD-025": { by: "scenario", code: "tag-not-allowed", at: [1, 4], says: ["not allowed"] },
  "BAD-026": { by: "scenario", code: "tag-not-allowed", at: [1, 4], says: ["!!binary is not allowed"] },
  "BAD-027": {
    by: "scenario",
    code: "merge-key",
    at: [1, 5],
    says: ["merge keys are not supported", "rite the fields out"],
  },
  "BAD-028": { by: "scenario", code: "key-not-text", at: [1, 3], says: ["keys must be plain texts"] },
  "BAD-029": { by: "scenario", code: "template", at: [1, 11], says: ["Helm template", "helm template"] },
  "BAD-030": { by: "manifests", code: "template", at: [1, 1], says: ["Helm template"] },
  "BAD-031": { by: "manifests", code: "tool-input", at: [2, 7], says: ["kind Kustomization", "kustomize build"] },
  "BAD-032": {
    by: "manifests",
    text: deployment(WEB.replace("web:1", `"\${IMAGE}"`)),
    code: "placeholder",
    at: [4, 127],
    says: ["{IMAGE} was never filled in"],
  },
  "BAD-033": { by: "scenario", code: "merge-conflict", at: [1, 1], says: ["unresolved merge conflict"] },
  "BAD-034": { by: "scenario", text: `${laughs}\n`, code: "limit-exceeded", says: ["more than 100 alias expansions"] },
  "BAD-035": {
    by: "manifests",
    text: `kind: List\nitems:\n${"- {kind: Pod, metadata: {name: a-pod-among-many}}\n".repeat(210_000)}`,
    code: "file-too-large",
    says: ["10", "MiB", "limit is 1 MiB"],
  },
  "BAD-036": {
    by: "scenario",
    text: Array.from({ length: 50_000 }, (_, index) => `k${index}: 1\n`).join(""),
    code: "limit-exceeded",
    at: [5001, 1],
    says: ["more than 5000 keys in one mapping"],
  },
  "BAD-037": {
    by: "scenario",
    text: "[".repeat(100_000),
    code: "limit-exceeded",
    at: [1, 65],
    says: ["deeper than 64 levels"],
  },
  "BAD-038": {
    by: "scenario",
    text: "-\n".repeat(100_000),
    code: "limit-exceeded",
    at: [10_001, 1],
    says: ["more than 10000 items"],
  },
  "BAD-039": {
    by: "scenario",
    text: scenario(`title: ${"x".repeat(1_000_000)}\n`),
    code: "limit-exceeded",
    at: [3, 8],
    says: ["longer than 4096 characters"],
  },
  "BAD-040": {
    by: "scenario",
    text: scenario("service:\n  replicas: 1000000000\n"),
    code: "out-of-range",
    at: [4, 13],
    says: ["replicas", "1 to 10000"],
  },
  "BAD-041": {
    by: "scenario",
    text: scenario("duration: 1h\ntraffic: {rate: 1000000/s}\n"),
    code: "limit-exceeded",
    at: [4, 17],
    says: ["3.6e9 requests", "2e8"],
  },
  "BAD-042": {
    by: "scenario",
    text: scenario("monitoring: {scrapeInterval: 0s}\n"),
    code: "out-of-range",
    at: [3, 30],
    says: ["scrapeInterval", "100ms"],
  },
  "BAD-043": {
    by: "scenario",
    text: scenario(
      "duration: 30d\ntraffic: {rate: 1/s}\nmonitoring: {scrapeInterval: 100ms, evaluationInterval: 1m}\n",
    ),
    code: "limit-exceeded",
    at: [5, 30],
    says: ["2.6e7 times", "1e7"],
  },
  "BAD-044": {
    by: "scenario",
    text: scenario("traffic: {client: {retries: {max: 1000000, backoff: 0s}}}\n"),
    code: "out-of-range",
    at: [3, 35],
    says: ["at most 10"],
  },
  "BAD-046": {
    by: "scenario",
    text: scenario('service:\n  preStop: "1111111111111111111111111111111111111111111x"\n'),
    code: "not-a-duration",
    at: [4, 12],
    says: ["is not a duration"],
  },
  "BAD-049": { by: "scenario", code: "not-finite", at: [1, 6], says: ["NaN is not a number we accept"] },
  "BAD-050": { by: "scenario", code: "not-finite", at: [1, 6], says: ["must be finite"] },
  "BAD-051": { by: "scenario", code: "not-finite", at: [1, 6], says: ["1e400 is too large"] },
  "BAD-052": {
    by: "scenario",
    text: scenario("seed: 9007199254740993\n"),
    code: "not-exact",
    at: [3, 7],
    says: ["exceeds 2^53-1", "uote it"],
  },
  "BAD-053": {
    by: "scenario",
    text: scenario("service:\n  replicas: -1\n"),
    code: "out-of-range",
    at: [4, 13],
    says: ["negative"],
  },
  "BAD-054": { by: "scenario", text: scenario("service: {minReadySeconds: -0.0}\n") },
  "BAD-055": {
    by: "scenario",
    text: scenario("service:\n  replicas: 2.5\n"),
    code: "not-whole",
    at: [4, 13],
    says: ["must be a whole number"],
  },
  "BAD-056": { by: "scenario", text: scenario("service:\n  replicas: 3.0\n") },
  "BAD-057": {
    by: "scenario",
    text: scenario('service:\n  replicas: "3"\n'),
    code: "not-a-number",
    at: [4, 13],
    says: ['got the text "3"', "emove the quotes"],
  },
  "BAD-058": {
    by: "scenario",
    text: scenario("service:\n  replicas: 0755\n"),
    code: "leading-zero",
    at: [4, 13],
    says: ["755 here, 493 in YAML 1.1", "0o755"],
  },
  "BAD-059": {
    by: "scenario",
    text: scenario("service:\n  replicas: 1_000\n"),
    code: "not-a-number",
    at: [4, 13],
    says: ['got the text "1_000"', "rite 1000"],
  },
  "BAD-060": {
    by: "scenario",
    text: scenario("strategies: [{rolling: {maxSurge: 25}}]\n"),
    code: "percent-doubtful",
    at: [3, 35],
    says: ["25 means 25 pods", "did you mean 25%?"],
  },
  "BAD-061": {
    by: "scenario",
    text: scenario("strategies: [{rolling: {maxUnavailable: 120%}}]\n"),
    code: "out-of-range",
    at: [3, 41],
    says: ["0% to 100%"],
  },
  "BAD-063": {
    by: "scenario",
    text: scenario("service: {baselineErrorShare: 5}\n"),
    code: "out-of-range",
    at: [3, 31],
    says: ["did you mean 5% = 0.05?"],
  },
  "BAD-064": {
    by: "scenario",
    text: scenario("strategies: [{rolling: {maxSurge: 0, maxUnavailable: 0}}]\n"),
    code: "surge-and-unavailable-zero",
    says: ["both 0"],
  },
  "BAD-065": {
    by: "scenario",
    text: scenario("service: {replicas: 3}\nstrategies: [{rolling: {maxSurge: 0, maxUnavailable: 25%}}]\n"),
    code: "rounds-to-zero",
    at: [4, 54],
    says: ["25% of 3 rounds down to 0, so the controller uses 1"],
  },
  "BAD-066": {
    by: "scenario",
    text: scenario("service: {resources: {cpu: 100M}}\n"),
    code: "unit-wrong",
    at: [3, 28],
    says: ["100 million CPUs", "did you mean 100m"],
  },
  "BAD-067": {
    by: "scenario",
    text: scenario("service: {resources: {memory: 128m}}\n"),
    code: "unit-wrong",
    at: [3, 31],
    says: ["did you mean 128Mi?"],
  },
  "BAD-068": {
    by: "scenario",
    text: scenario("service: {resources: {memory: 128MB}}\n"),
    code: "unit-unknown",
    at: [3, 31],
    says: ['unknown suffix "MB"', "128M", "128Mi"],
  },
  "BAD-069": {
    by: "scenario",
    text: scenario("traffic: {client: {timeout: 30}}\n"),
    code: "unit-missing",
    at: [3, 29],
    says: ["30 needs a unit", "30s", "30m"],
  },
  "BAD-070": {
    by: "scenario",
    text: scenario("releaseAt: 10m\nduration: 500m\n"),
    code: "unit-doubtful",
    at: [4, 11],
    says: ["500 minutes", "did you mean 500ms?"],
  },
  "BAD-071": { by: "scenario", text: scenario("monitoring: {for: 1d}\n") },
  "BAD-072": {
    by: "scenario",
    text: scenario("releaseAt: 1:30\n"),
    code: "not-a-duration",
    at: [3, 12],
    says: ["1m30s or 1h30m"],
  },
  "BAD-073": {
    by: "scenario",
    text: scenario("prices: {cpuHour: 29.55}\n"),
    code: "price-doubtful",
    at: [3, 19],
    says: ["730 times the list price", "month"],
  },
  "BAD-074": {
    by: "scenario",
    text: scenario("strategies: [{rolling: {maxSurg: 1}}]\n"),
    code: "unknown-field",
    at: [3, 25],
    says: ['did you mean "maxSurge"?'],
  },
  "BAD-075": {
    by: "scenario",
    text: scenario("__proto__: {polluted: 1}\n"),
    code: "unknown-field",
    at: [3, 1],
    says: ['"__proto__"'],
  },
  "BAD-076": {
    by: "scenario",
    text: scenario("constructor: {prototype: {x: 1}}\n"),
    code: "unknown-field",
    at: [3, 1],
    says: ['"constructor"'],
  },
  "BAD-077": { by: "scenario", text: "apiVersion: drydock/v1\nname: constructor\n" },
  "BAD-078": {
    by: "manifests",
    text: "apiVersion: v1\nkind: Pod\n",
    code: "no-deployment",
    at: [2, 7],
    says: ["kind Pod has no rollout", "Deployment"],
  },
  "BAD-079": {
    by: "manifests",
    code: "api-version",
    at: [1, 13],
    says: ["extensions/v1beta1 was removed in Kubernetes 1.16", "apps/v1"],
  },
  "BAD-080": {
    by: "manifests",
    text: deployment("{}"),
    code: "missing-field",
    at: [4, 1],
    says: ["spec.selector is required"],
  },
  "BAD-081": {
    by: "manifests",
    text: deployment(WEB.replace("{app: web}", "{app: wob}")),
    code: "selector-mismatch",
    at: [4, 38],
    says: ["the selector wants app=wob", "the template label is app=web"],
  },
  "BAD-082": {
    by: "manifests",
    text: `${deployment(WEB)}---\n${deployment(WEB)}`,
    code: "defined-twice",
    at: [8, 18],
    says: ["Deployment default/web is defined twice", "lines 1 and 6"],
  },
  "BAD-083": {
    by: "manifests",
    text: `${deployment(WEB)}---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: webb}}\n`,
    code: "selects-nothing",
    at: [9, 24],
    says: ["Service web selects no pods", "did you mean app=web?"],
  },
  "BAD-084": {
    by: "scenario",
    text: scenario("service:\n  replicas:\n"),
    code: "empty-value",
    at: [4, 3],
    says: ["replicas", "empty"],
  },
  "BAD-085": {
    by: "scenario",
    text: scenario("strategies: [{canary: {steps: [{weight: 50%}, {weight: 20%}]}}]\n"),
    code: "weight-falls",
    at: [3, 56],
    says: ["falls from 50% to 20%"],
  },
  "BAD-087": {
    by: "scenario",
    text: scenario("service: {terminationGracePeriodSeconds: 5, preStop: 10s}\n"),
    code: "grace-too-short",
    at: [3, 54],
    says: ["preStop (10s) uses up the grace period: SIGTERM comes after 5s, and SIGKILL 2s later"],
  },
  "BAD-088": {
    by: "scenario",
    text: scenario("monitoring: {scrapeInterval: 30s, window: 30s}\n"),
    code: "window-too-short",
    at: [3, 43],
    says: ["less than two scrapes", "1m or more"],
  },
  "BAD-091": {
    by: "scenario",
    text: "apiVersion: drydock/v99\nname: web\n",
    code: "api-version",
    at: [1, 13],
    says: ["drydock/v99", "pdate Drydock"],
  },
  "BAD-092": {
    by: "scenario",
    text: 'apiVersion: drydock/v1\nname: "<script>alert(1)</script>"\n',
    code: "bad-name",
    at: [2, 7],
    says: ["lower-case letters, digits and dashes"],
  },
  "BAD-093": { by: "scenario", text: scenario('title: "<img src=x onerror=alert(1)>"\n') },
  "BAD-096": { by: "scenario", code: "control-character", at: [1, 7], says: ["U+001B"] },
  "BAD-097": { by: "scenario", text: scenario('title: "=cmd|calc"\n') },
  "BAD-098": {
    by: "scenario",
    text: 'apiVersion: drydock/v1\nname: "a\\nERROR fake"\n',
    code: "bad-text",
    at: [2, 7],
    says: ["line break"],
  },
  "BAD-099": { by: "scenario", text: scenario('title: "[x](javascript:alert(1))"\n') },
};

/** Cases of the catalogue that reading files has no part in, and why. */
export const NOT_OURS: Readonly<Record<string, string>> = {
  "BAD-008": "bytes, not text: the command line decodes, its tests cover it",
  "BAD-009": "bytes, not text: the command line decodes, its tests cover it",
  "BAD-045": "no pattern of any kind can be written in a scenario",
  "BAD-047": "services do not call one another yet",
  "BAD-048": "no fault repeats",
  "BAD-062": "weights of several versions cannot be written; a step has one weight",
  "BAD-086": "start-up probes are not modelled; a manifest's is reported as ignored",
  "BAD-089": "no expression language can be written in a scenario",
  "BAD-090": "faults are written in the release, so there is no version to name",
  "BAD-094": "no link can be written in a scenario",
  "BAD-095": "no colour can be written in a scenario",
};
