import { describe, expect, it } from "vitest";
import { readManifests } from "../../src/scenario/manifests/read.ts";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "web:1.2" }] }
`;

const SET = `---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: web }
spec:
  generators:
    - list:
        elements:
          - { cluster: engineering-dev, env: dev }
          - { cluster: us-east, env: prod }
          - { cluster: us-west, env: prod }
  strategy:
    type: RollingSync
    rollingSync:
      steps:
        - matchExpressions: [{ key: stage, operator: In, values: [dev] }]
        - matchExpressions: [{ key: stage, operator: In, values: [prod] }]
          maxUpdate: 50%
  template:
    metadata:
      name: "{{.cluster}}-web"
      labels: { stage: "{{.env}}" }
`;

function read(text: string) {
  const reading = readManifests(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

describe("an ApplicationSet beside a workload", () => {
  it("is a cluster for each element of its list, with the labels that its template gives", () => {
    const { scenario } = read(WEB + SET);
    expect(scenario.clusters.map(({ name, replicas, labels }) => [name, replicas, labels.stage])).toEqual([
      ["engineering-dev", 4, "dev"],
      ["us-east", 4, "prod"],
      ["us-west", 4, "prod"],
    ]);
    expect(scenario.service.replicas).toBe(12);
    expect(scenario.traffic.rate[0]?.perSecond).toBe(3 * (read(WEB).scenario.traffic.rate[0]?.perSecond ?? 0));
  });

  it("brings its steps along, each Application by the workload's own strategy", () => {
    const { scenario } = read(WEB + SET);
    const waves = scenario.strategies.find(({ name }) => name === "wavesByApplicationSet");
    expect(waves?.parameters).toMatchObject({
      steps: [
        { matchExpressions: [{ key: "stage", operator: "In", values: ["dev"] }], maxUpdate: null },
        { matchExpressions: [{ key: "stage", operator: "In", values: ["prod"] }], maxUpdate: "50%" },
      ],
      deployBy: { name: "rolling" },
    });
  });

  it("says what of it was used and what was not", () => {
    const { fields } = read(WEB + SET);
    const said = (path: string) => fields.find((use) => use.document.startsWith("ApplicationSet") && use.path === path);
    expect(said("spec.strategy.type")?.use).toBe("used");
    expect(said("spec.generators[0].list.elements")?.became).toContain("3 clusters");
  });

  it("that finds its clusters by itself leaves the workload in one, and says so", () => {
    const found = SET.replace(/list:[\s\S]*?strategy:/, "clusters: {}\n  strategy:");
    const { scenario, fields } = read(WEB + found);
    expect(scenario.clusters).toEqual([]);
    expect(fields.some(({ path, use }) => path.startsWith("spec.generators[0]") && use === "ignored")).toBe(true);
  });
});
