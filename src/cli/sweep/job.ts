import { planDigest, type SweepPlan } from "../../experiment/sweep/plan.ts";
import { printYaml } from "../../scenario/print.ts";

export interface JobOptions {
  readonly name: string;
  readonly image: string;
  readonly shards: number;
  readonly parallelism: number;
  /** `drydock sweep …` without the file, the shard and the folder. */
  readonly flags: readonly string[];
}

const FOLDER = "/results";
const FILE = "/sweep/scenario.yaml";

/**
 * What a cluster needs to run the shards: the scenario, a volume for the pieces, an Indexed Job (Kubernetes v1.33 and later for
 * `backoffLimitPerIndex`) whose pods take their shard from `JOB_COMPLETION_INDEX`, and a Job that merges. Merging ends with an error
 * while pieces are missing, and is tried again until they are all there.
 */
export function kubernetesJob(plan: SweepPlan, options: JobOptions): string {
  const { shards, parallelism, flags } = options;
  const name = `${options.name}-sweep-${planDigest(plan).slice(0, 8)}`;
  const labels = { "app.kubernetes.io/name": name };
  const shard = [
    "sweep",
    FILE,
    ...flags,
    "--shard",
    `$(JOB_COMPLETION_INDEX)/${shards}`,
    "--out",
    FOLDER,
    "--timeout",
    "24h",
  ];
  const merge = ["merge", FOLDER, "--csv", "--out", `${FOLDER}/sweep.csv`, "--force"];
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, labels },
    // Pods on several nodes write to it.
    spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "1Gi" } } },
  };
  const config = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, labels },
    data: { "scenario.yaml": plan.text },
  };
  const sweeping = {
    completionMode: "Indexed",
    completions: shards,
    parallelism: Math.min(parallelism, shards),
    // A pod that was evicted or killed starts again, and goes on where it was.
    backoffLimitPerIndex: 6,
    maxFailedIndexes: 0,
    template: podTemplate({ ...options, name, labels, args: shard, cpu: "1" }),
  };
  const merging = {
    backoffLimit: 1000,
    template: podTemplate({ ...options, name, labels, args: merge, cpu: "250m" }),
  };
  const job = (suffix: string, spec: object) => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `${name}${suffix}`, labels },
    spec,
  });
  return [config, claim, job("", sweeping), job("-merge", merging)].map(printYaml).join("---\n");
}

interface PodOptions {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly args: readonly string[];
  readonly cpu: string;
}

function podTemplate({ name, labels, image, args, cpu }: PodOptions): object {
  const container = {
    name: "drydock",
    image,
    args,
    resources: { requests: { cpu, memory: "512Mi" }, limits: { memory: "1Gi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
    volumeMounts: [
      { name: "scenario", mountPath: "/sweep", readOnly: true },
      { name: "results", mountPath: FOLDER },
    ],
  };
  return {
    metadata: { labels },
    spec: {
      restartPolicy: "Never",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [container],
      volumes: [
        { name: "scenario", configMap: { name } },
        { name: "results", persistentVolumeClaim: { claimName: name } },
      ],
    },
  };
}

/** The image that the Jobs run: build it in a folder with the packed package, `npm pack`. */
export function containerfile(version: string): string {
  return [
    "FROM docker.io/library/node:22-slim",
    `COPY drydock-${version}.tgz /tmp/`,
    `RUN npm install --global --omit=dev --ignore-scripts /tmp/drydock-${version}.tgz && rm /tmp/drydock-${version}.tgz`,
    "USER node",
    'ENTRYPOINT ["drydock"]',
    "",
  ].join("\n");
}
