import { describe, expect, test } from "vitest";
import type { FieldUse } from "../../src/scenario/manifests/fields.ts";
import { type ManifestOptions, type ManifestRehearsal, readManifests } from "../../src/scenario/manifests/read.ts";
import { writeManifests } from "../../src/scenario/manifests/write/write.ts";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web.shop
  namespace: prod
  annotations: {team: a}
spec:
  replicas: 4
  minReadySeconds: 5
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web, tier: front}
    spec:
      terminationGracePeriodSeconds: 45
      affinity: {nodeAffinity: {}}
      containers:
        - name: web
          image: registry.example:5000/shop/web:1.4.2@sha256:0000000000000000000000000000000000000000000000000000000000000000
          resources:
            requests: {cpu: 250m, memory: 128Mi}
            limits: {cpu: 1}
          readinessProbe:
            httpGet: {path: /ready, port: 80}
            periodSeconds: 3
          lifecycle:
            preStop:
              exec: {command: ["/bin/sh", "-c", "sleep 15"]}
`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: prod}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`;

function read(text: string, options: ManifestOptions = {}): ManifestRehearsal {
  const reading = readManifests(text, options);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

function problems(text: string): string[] {
  return readManifests(text).problems.map(
    ({ line, column, code, severity }) => `${line}:${column} ${code}${severity === "warning" ? "?" : ""}`,
  );
}

function entry({ fields }: ManifestRehearsal, path: string, document = ""): FieldUse | undefined {
  return fields.find((field) => field.path === path && field.document.startsWith(document));
}

describe("a Deployment", () => {
  const rehearsal = read(WEB);
  const { scenario } = rehearsal;

  test("becomes a scenario of its own numbers", () => {
    expect(scenario.name).toBe("web-shop");
    expect(scenario.release).toMatchObject({ from: "1.4.2", to: "next" });
    expect(scenario.service).toMatchObject({
      replicas: 4,
      cpuMilli: 250,
      memoryBytes: 134_217_728,
      minReady: 5_000_000,
      preStop: 15_000_000,
      terminationGracePeriod: 45_000_000,
      readinessProbe: { period: 3_000_000, failureThreshold: 3 },
    });
  });

  test("brings its own strategy with its parameters, and the others to compare with", () => {
    expect(scenario.strategies.map(({ name }) => name)).toEqual(["recreate", "rolling", "blueGreen", "canary"]);
    expect(scenario.strategies[1]?.parameters).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test("is loaded in proportion to its size", () => {
    expect(scenario.traffic.rate).toEqual([{ from: 0, perSecond: 200 }]);
  });

  test.each([
    ["spec.replicas", "used", 8],
    ["spec.strategy.rollingUpdate.maxSurge", "used", 11],
    ["spec.strategy.type", "assumed", 0],
    ["spec.progressDeadlineSeconds", "assumed", 0],
    ["spec.template.spec.containers[0].readinessProbe.timeoutSeconds", "assumed", 0],
    ["spec.template.spec.containers[0].resources.limits", "ignored", 25],
    ["spec.template.spec.affinity", "used", 19],
    ["metadata.annotations", "ignored", 6],
    ["traffic.rate", "assumed", 0],
    ["service.boot", "assumed", 0],
  ])("accounts for %s as %s", (path, use, line) => {
    expect(entry(rehearsal, path)).toMatchObject({ document: "Deployment prod/web.shop", use, line });
  });

  test("can be rehearsed with a good release, or a worse one", () => {
    expect(read(WEB).scenario.release.faults).toMatchObject([{ kind: "errorShare", parameters: { share: 0.05 } }]);
    expect(read(WEB, { errorShare: 0 }).scenario.release.faults).toEqual([]);
  });

  test("may ask to be recreated", () => {
    const recreate = WEB.replace("    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}", "    type: Recreate");
    expect(entry(read(recreate), "spec.strategy.type")).toMatchObject({ use: "used", became: "the strategy recreate" });
  });
});

/** A Deployment whose pod template has this spec, on one line. */
const withPod = (spec: string, rest = "") =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {${rest}selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: ${spec}}}\n`;

describe("the containers of a Deployment's pods", () => {
  const TWO = withPod(
    "{initContainers: [{name: migrate, image: m:1}, {name: mesh, image: p:1, restartPolicy: Always}], containers: [{name: web, image: w:1}, {name: metrics, image: x:1}]}",
  );

  test("are started as written: init containers and sidecars first, the first regular one serves, the others beside it", () => {
    const { service } = read(TWO).scenario;
    expect(service.initContainers).toMatchObject([
      { name: "migrate", restarts: "onFailure", run: { value: 2_000_000 } },
      { name: "mesh", restarts: "always" },
    ]);
    expect(service.otherContainers).toMatchObject([{ name: "metrics" }]);
  });

  test("say for each what it became, and what had to be assumed of all", () => {
    const rehearsal = read(TWO);
    const pod = "spec.template.spec";
    expect(entry(rehearsal, `${pod}.initContainers[0].name`)?.became).toMatch(/to its end before the next/);
    expect(entry(rehearsal, `${pod}.initContainers[1].name`)?.became).toMatch(/sidecar/);
    expect(entry(rehearsal, `${pod}.containers[1].image`)?.use).toBe("used");
    expect(entry(rehearsal, "service.initContainers")).toMatchObject({ use: "assumed" });
    expect(entry(rehearsal, "service.containers")).toMatchObject({ use: "assumed" });
    expect(entry(read(WEB), "service.containers")).toBeUndefined();
  });

  test("are killed at the memory limit of the one that serves, and at none where none is written", () => {
    const limited = (limit: string) =>
      read(withPod(`{containers: [{name: a, resources: {${limit}}}]}`)).scenario.service;
    expect(limited("limits: {memory: 1Gi}, requests: {memory: 256Mi}")).toMatchObject({
      memoryBytes: 2 ** 28,
      memoryLimitBytes: 2 ** 30,
    });
    expect(limited("limits: {memory: 1Gi}")).toMatchObject({ memoryBytes: 2 ** 30, memoryLimitBytes: 2 ** 30 });
    expect(limited("requests: {memory: 1Gi}")).toMatchObject({ memoryLimitBytes: null });
  });

  test.each([
    ["image: a:1.2", "IfNotPresent"],
    ["image: a", "Always"],
    ["image: 'reg:5000/a'", "Always"],
    ["image: a:latest", "Always"],
    [`image: 'a@sha256:${"0".repeat(64)}'`, "IfNotPresent"],
    ["image: a, imagePullPolicy: Never", "Never"],
  ])("%s is pulled by the policy %s", (written, policy) => {
    expect(read(withPod(`{containers: [{name: a, ${written}}]}`)).scenario.service.imagePullPolicy).toBe(policy);
  });

  test("may not have a policy that there is none of, nor an image that is no image", () => {
    expect(problems(withPod("{containers: [{name: a, imagePullPolicy: Often}]}"))).toEqual(["4:127 unknown-policy"]);
    expect(problems(withPod("{containers: [{name: a, image: 'A:1'}]}"))).toEqual(["4:117 bad-image?"]);
  });

  test("are killed by a failed liveness probe within its own grace; a readiness probe has none", () => {
    const probed = (probe: string) =>
      withPod(`{containers: [{name: a, ${probe}: {terminationGracePeriodSeconds: 7}}]}`);
    expect(read(probed("livenessProbe")).scenario.service.livenessProbe).toMatchObject({ terminationGracePeriod: 7e6 });
    expect(read(probed("startupProbe")).scenario.service.startupProbe).toMatchObject({ terminationGracePeriod: 7e6 });
    expect(problems(probed("readinessProbe"))).toEqual(["4:158 forbidden-field?"]);
  });

  test("have the priority that is written, or that of a class every cluster has", () => {
    const priority = (spec: string) => read(withPod(`{${spec}, containers: [{name: a}]}`)).scenario.service.priority;
    expect(priority("priority: 5")).toBe(5);
    expect(priority("priorityClassName: system-cluster-critical")).toBe(2_000_000_000);
    expect(priority("priorityClassName: gold")).toBe(0);
  });

  test("have the priority of a PriorityClass beside them, or of the one that is the default", () => {
    const classOf = (more: string) =>
      `---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: gold}\nvalue: 7000\n${more}`;
    const service = (spec: string, more: string) =>
      read(`${withPod(`{${spec}containers: [{name: a}]}`)}\n${classOf(more)}`).scenario.service;
    expect(service("priorityClassName: gold, ", "")).toMatchObject({ priority: 7000, preemption: "lower priority" });
    expect(service("priorityClassName: gold, ", "preemptionPolicy: Never\n").preemption).toBe("never");
    expect(service("", "globalDefault: true\n").priority).toBe(7000);
    expect(service("", "").priority).toBe(0);
  });

  test("may run where the manifest says, on nodes that have what it asks for", () => {
    const { scenario } = read(
      withPod(
        "{nodeSelector: {disk: ssd}, tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}], containers: [{name: a}]}",
      ),
    );
    expect(scenario.service.placement).toMatchObject({ nodeSelector: { disk: "ssd" }, tolerations: [{ key: "gpu" }] });
    expect(scenario.cluster.nodes.every(({ labels }) => labels?.disk === "ssd")).toBe(true);
  });

  test("keep apart as the manifest says, by the labels of the template", () => {
    const rule = (labels: string) =>
      `{podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: ${labels}}}]}}`;
    const { scenario } = read(withPod(`{affinity: ${rule("{a: b}")}, containers: [{name: a}]}`));
    const [term] = scenario.service.placement?.podAntiAffinity.required ?? [];
    expect(term?.selector?.matchLabels).toEqual({ a: "b" });
    expect(scenario.service.labels).toMatchObject({ a: "b" });
  });

  test("are written with their placement, which is read again as it was", () => {
    const affinity =
      "{nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchExpressions: [{key: disk, operator: Exists}]}}]}, podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 9, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}}]}}";
    const spread =
      "[{maxSkew: 2, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, matchLabelKeys: [pod-template-hash], labelSelector: {matchLabels: {a: b}}}]";
    const first = read(
      withPod(
        `{nodeSelector: {disk: ssd}, affinity: ${affinity}, topologySpreadConstraints: ${spread}, tolerations: [{operator: Exists}, {key: x, value: y, effect: NoExecute, tolerationSeconds: 7}], containers: [{name: a}]}`,
      ),
    ).scenario;
    const strategy = first.strategies.find(({ name }) => name === "rolling");
    const written = writeManifests(first, {
      strategy: strategy as NonNullable<typeof strategy>,
      as: "deployment",
      file: {},
    });
    const second = read("value" in written ? written.value : "").scenario;
    expect(first.service.placement?.spread).toHaveLength(1);
    expect(second.service.placement).toEqual(first.service.placement);
    expect(second.service.labels).toEqual(first.service.labels);
  });

  test("need no pods of others to run beside", () => {
    const rule =
      "{podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: cache}}}]}}";
    const rehearsal = read(withPod(`{affinity: ${rule}, containers: [{name: a}]}`));
    expect(rehearsal.scenario.service.placement).toBeNull();
    const path = "spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]";
    expect(entry(rehearsal, path)?.use).toBe("ignored");
  });

  test.each([
    "securityContext: {runAsNonRoot: true}",
    "topologySpreadConstraints: [{maxSkew: 1}]",
    "volumes: [{name: v}]",
    "serviceAccountName: robot",
    "readinessGates: [{conditionType: x}]",
    "hostNetwork: true",
  ])("say why %s has no effect", (field) => {
    const [name] = field.split(":");
    const found = entry(read(withPod(`{${field}, containers: [{name: a}]}`)), `spec.template.spec.${name}`);
    expect(found?.use).toBe("ignored");
    expect(found?.became).not.toMatch(/^does not change/);
  });

  test("say that a release of a paused Deployment would not begin", () => {
    const rehearsal = read(withPod("{containers: [{name: a}]}", "paused: true, "));
    expect(entry(rehearsal, "spec.paused")).toMatchObject({ use: "ignored", became: expect.stringMatching(/paused/) });
  });
});

describe("the pods of a Deployment", () => {
  const pod = (spec: string) =>
    read(
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: ${spec}}}\n`,
    ).scenario.service;

  test("request what their containers and sidecars request together", () => {
    const spec =
      "{containers: [{resources: {requests: {cpu: 1, memory: 1Gi}}}, {resources: {requests: {cpu: 500m}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 100m}}}]}";
    expect(pod(spec)).toMatchObject({ cpuMilli: 1600, memoryBytes: 1_073_741_824 });
  });

  test("request what an init container requests, where that is more", () => {
    const spec =
      "{containers: [{resources: {requests: {cpu: 1, memory: 1Gi}}}], initContainers: [{resources: {requests: {cpu: 3, memory: 1Mi}}}]}";
    expect(pod(spec)).toMatchObject({ cpuMilli: 3000, memoryBytes: 1_073_741_824 });
  });

  test("request their limits where nothing else is said", () => {
    expect(pod("{containers: [{resources: {limits: {cpu: 2, memory: 256M}}}]}")).toMatchObject({
      cpuMilli: 2000,
      memoryBytes: 256_000_000,
    });
  });

  test("count as the scheduler counts them when they request nothing", () => {
    expect(pod("{containers: [{name: web}]}")).toMatchObject({ cpuMilli: 100, memoryBytes: 209_715_200 });
  });

  test.each([
    ["{sleep: {seconds: 7}}", 7_000_000],
    ['{exec: {command: ["sleep", "10"]}}', 10_000_000],
    ['{exec: {command: ["/usr/bin/sleep", "1m"]}}', 60_000_000],
    ['{exec: {command: ["sh", "-c", "sleep 5; nginx -s quit"]}}', 5_000_000],
    ['{exec: {command: ["nginx", "-s", "quit"]}}', 0],
    ["{httpGet: {path: /stop}}", 0],
  ])("wait with SIGTERM for preStop %s", (hook, micros) => {
    expect(pod(`{containers: [{lifecycle: {preStop: ${hook}}}]}`).preStop).toBe(micros);
  });

  test("are restarted and held back by the liveness and start-up probes of a container", () => {
    const probed = pod(
      "{containers: [{name: web, livenessProbe: {httpGet: {path: /}, periodSeconds: 3}, startupProbe: {tcpSocket: {port: 1}, failureThreshold: 30}}]}",
    );
    expect(probed.livenessProbe).toMatchObject({ period: 3e6, failureThreshold: 3, successThreshold: 1 });
    expect(probed.startupProbe).toMatchObject({ period: 10e6, failureThreshold: 30 });
    expect(pod("{containers: [{name: web}]}").livenessProbe).toBeNull();
  });

  test("are ready as soon as they run when no container is probed", () => {
    expect(pod("{containers: [{name: web}]}").readinessProbe).toBeNull();
  });
});

describe("what stands beside a Deployment", () => {
  test("is a Service that says how users come in and which endpoints they meet", () => {
    const service = SERVICE.replace(
      "  ports:",
      [
        "  type: LoadBalancer",
        "  externalTrafficPolicy: Local",
        "  publishNotReadyAddresses: true",
        "  sessionAffinity: ClientIP",
        "  sessionAffinityConfig: {clientIP: {timeoutSeconds: 600}}",
        "  ports:",
      ].join("\n"),
    );
    const rehearsal = read(WEB + service);
    expect(rehearsal.scenario.cluster.network).toMatchObject({
      entry: "loadBalancer",
      externalTrafficPolicy: "Local",
      notReadyAddresses: "published",
      affinityTimeout: 600_000_000,
    });
    for (const path of ["type", "externalTrafficPolicy", "publishNotReadyAddresses", "sessionAffinity"])
      expect(entry(rehearsal, `spec.${path}`, "Service prod/web")).toMatchObject({ use: "used" });
  });

  test("is a Service of the cluster alone, by which nothing changes", () => {
    const { scenario } = read(
      WEB + SERVICE.replace("  ports:", "  type: ClusterIP\n  internalTrafficPolicy: Local\n  ports:"),
    );
    expect(scenario.cluster.network).toEqual(read(WEB).scenario.cluster.network);
    const nodePort = read(WEB + SERVICE.replace("  ports:", "  type: NodePort\n  ports:"));
    expect(nodePort.scenario.cluster.network?.entry).toBe("nodePort");
  });

  test("is a Service that leads to it, or to others", () => {
    const other =
      "---\napiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: prod}\nspec: {selector: {app: db}}\n";
    const rehearsal = read(WEB + SERVICE + other.replace("app: db", "app: nginx"));
    expect(entry(rehearsal, "spec.selector", "Service prod/web")).toMatchObject({ use: "used" });
    expect(entry(rehearsal, "spec.ports", "Service")).toMatchObject({ use: "ignored" });
    expect(entry(rehearsal, "", "Service prod/db")).toMatchObject({ use: "ignored" });
  });

  test("is an autoscaler, which keeps a number of pods at least", () => {
    const scaler = (target: string) =>
      `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: prod}\nspec: {minReplicas: 6, maxReplicas: 20, scaleTargetRef: {kind: Deployment, name: ${target}}}\n`;
    expect(read(WEB + scaler("web.shop")).scenario.service.replicas).toBe(6);
    expect(read(WEB.replace("  replicas: 4\n", "") + scaler("web.shop")).scenario.service.replicas).toBe(6);
    expect(read(WEB + scaler("other")).scenario.service.replicas).toBe(4);
    expect(read(WEB + scaler("web.shop")).scenario.service.autoscaling).toMatchObject({
      minReplicas: 6,
      maxReplicas: 20,
      targetUtilization: 80,
      behavior: null,
    });
  });

  test("is an autoscaler that follows the CPU as its metrics say, and no other metric", () => {
    const scaler = (spec: string) =>
      `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: prod}\nspec: {maxReplicas: 20, scaleTargetRef: {kind: Deployment, name: web.shop}, ${spec}}\n`;
    const cpu = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 65}}}";
    const memory = "{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}";
    const behavior =
      "behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 2, periodSeconds: 30}]}}";
    const both = read(WEB + scaler(`metrics: [${memory}, ${cpu}], ${behavior}`));
    expect(both.scenario.service.autoscaling).toMatchObject({ targetUtilization: 65 });
    expect(both.scenario.service.autoscaling?.behavior?.down).toMatchObject({ stabilization: 60e6 });
    expect(entry(both, "spec.metrics[0]")).toMatchObject({ use: "ignored" });
    expect(entry(both, "spec.metrics[1]")).toMatchObject({ use: "used" });
    const blind = read(WEB + scaler(`metrics: [${memory}]`));
    expect(blind.scenario.service.autoscaling).toBeNull();
    expect(entry(blind, "spec.maxReplicas")).toMatchObject({ use: "ignored" });
  });

  test("is a disruption budget: drains ask it, and no rollout does", () => {
    const budget = (spec: string) =>
      `---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: prod}\nspec: {${spec}}\n`;
    const mine = "selector: {matchLabels: {app: web}}";
    const reading = read(WEB + budget(`minAvailable: "50%", unhealthyPodEvictionPolicy: AlwaysAllow, ${mine}`));
    expect(reading.scenario.service.disruptionBudget).toEqual({
      limit: { minAvailable: "50%" },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    expect(entry(reading, "spec.minAvailable", "PodDisruptionBudget")).toMatchObject({
      use: "used",
      became: expect.stringContaining("evictions"),
    });
    const other = read(WEB + budget("maxUnavailable: 1, selector: {matchLabels: {app: other}}"));
    expect(other.scenario.service.disruptionBudget).toBeNull();
    expect(entry(other, "", "PodDisruptionBudget")).toMatchObject({ use: "ignored" });
    expect(problems(WEB + budget(`maxUnavailable: 1, ${mine}`) + budget(`minAvailable: 1, ${mine}`))).toEqual([
      expect.stringContaining("two-budgets?"),
    ]);
  });

  test("is named when it takes no part", () => {
    expect(
      entry(
        read(`${WEB}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "{{ b }}"}\n`),
        "",
        "ConfigMap",
      ),
    ).toMatchObject({ use: "ignored", line: 33 });
  });

  test("may be another Deployment: the larger one is rehearsed, or the one asked for", () => {
    const small = WEB.replaceAll("web", "small").replace("replicas: 4", "replicas: 2");
    const both = `${small}---\n${WEB}`;
    expect(read(both).scenario.name).toBe("web-shop");
    expect(entry(read(both), "", "Deployment prod/small.shop")).toMatchObject({
      use: "ignored",
      became: expect.stringContaining("most pods"),
    });
    expect(read(both, { deployment: "small.shop" }).scenario.name).toBe("small-shop");
    expect(readManifests(both, { deployment: "smal.shop" }).problems).toMatchObject([
      { code: "no-deployment", fix: "give one of small.shop, web.shop" },
    ]);
  });

  test("may stand in a List", () => {
    const items = [WEB, SERVICE.slice(4)].map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`).join("");
    expect(read(`apiVersion: v1\nkind: List\nitems:\n${items}`).scenario.name).toBe("web-shop");
  });

  test("may all be JSON", () => {
    const json = JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        replicas: 2,
        selector: { matchLabels: { a: "b" } },
        template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "web" }] } },
      },
    });
    expect(read(json).scenario.service.replicas).toBe(2);
  });
});

describe("what is wrong with a manifest", () => {
  test.each([
    ["replicas: 4", "replicas: -4", "8:13 out-of-range"],
    ["replicas: 4", 'replicas: "4"', "8:13 not-a-number"],
    ["replicas: 4", "replicas: 10001", "8:13 out-of-range"],
    ["maxSurge: 1", "maxSurge: 1.5", "11:31 not-whole"],
    ["maxSurge: 1", "maxSurge: 0", "11:50 surge-and-unavailable-zero"],
    ["cpu: 250m", "cpu: 250M", "24:29 unit-wrong"],
    ["memory: 128Mi", "memory: 128m", "24:43 unit-wrong"],
    ["memory: 128Mi", "memory: 128MB", "24:43 unit-unknown"],
    ["apps/v1", "apps/v1beta2", "1:13 api-version"],
    ["{app: web, tier: front}", "{app: wob}", "13:24 selector-mismatch"],
    ["name: web.shop", "name: Web", "4:9 bad-name"],
    ["rollingUpdate:", "type: Rolling\n    rollingUpdate:", "11:11 unknown-strategy"],
    ["sleep 15", "sleep 60", "30:13 grace-too-short?"],
  ])("%s → %s is reported as %s", (from, to, wanted) => {
    expect(problems(WEB.replace(from, to))).toEqual([wanted]);
  });

  test("is less grave where an excerpt or a patch says enough to rehearse it", () => {
    const excerpt =
      "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 60\n";
    expect(problems(excerpt)).toEqual(["1:1 missing-field?", "3:1 missing-field?", "5:5 missing-field?"]);
    expect(read(excerpt).scenario).toMatchObject({ name: "unnamed", service: { terminationGracePeriod: 60_000_000 } });
  });

  test("is that there is nothing to rehearse", () => {
    expect(readManifests(SERVICE).problems).toMatchObject([
      { code: "no-deployment", line: 3, message: "kind Service has no rollout to rehearse" },
    ]);
  });
});
