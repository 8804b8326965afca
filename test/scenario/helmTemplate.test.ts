import { expect, test } from "vitest";
import { readManifests } from "../../src/scenario/manifests/read.ts";

const manifest = (replicas: string, image: string, more = "") => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: ${image}
${more}`;

test.each([
  ["a number", manifest("{{ .Values.replicas }}", "web:1")],
  ["a quoted number", manifest('"{{ .Values.replicas }}"', "web:1")],
  ["a part of a text", manifest("2", '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"')],
  ["a block of its own line", manifest("2", "web:1", "          {{- toYaml .Values.resources | nindent 10 }}\n")],
  ["a condition around everything", `{{- if .Values.enabled }}\n${manifest("2", "web:1")}{{- end }}\n`],
  ["a quoted name of the release", manifest("2", "web:1").replace("{name: web}", '{name: "{{ .Release.Name }}-web"}')],
  ["a helper", manifest("2", "web:1").replace("{name: web}", `{name: '{{ include "web.name" . }}'}`)],
])("a Helm template with %s to fill in says to render it first, and nothing else", (_, text) => {
  const { ok, problems } = readManifests(text);
  expect(ok).toBe(false);
  expect(problems.map(({ code }) => code)).toEqual(["template"]);
  expect(problems[0]?.fix).toContain("helm template");
});

test("what others fill in, and what only speaks of Helm, can be read", () => {
  const text = manifest("2", "web:1", "# rendered from {{ .Values.image }}\n");
  expect(readManifests(text).ok).toBe(true);
  const alert = `---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: r}\nspec: {text: "{{ $labels.pod }} {{ $value }}"}\n`;
  expect(readManifests(text + alert).ok).toBe(true);
});
