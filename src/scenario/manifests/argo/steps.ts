import { toData } from "../../yaml/tree.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import type { Report } from "../report.ts";
import { goDuration } from "./goDuration.ts";
import type { Templates } from "./templates.ts";

export interface Reading {
  readonly document: ManifestDocument;
  readonly templates: Templates;
  readonly report: Report;
}

/** One step of a canary, in the words of scenario files. */
export function readStep(path: Path, reading: Reading): unknown {
  const { document } = reading;
  const tree = document.at(path);
  if (tree?.kind !== "mapping" || tree.fields.size === 0) return {};
  return Object.fromEntries(
    [...tree.fields.keys()].map((kind) => {
      const read = READERS[kind];
      if (read !== undefined) return [kind, read([...path, kind], reading)];
      return [kind, toData(document.at([...path, kind]) ?? tree)];
    }),
  );
}

type Reader = (path: Path, reading: Reading) => unknown;

const READERS: Readonly<Record<string, Reader>> = {
  setWeight: (path, { document }) => {
    document.used(path, `the canary gets ${document.text(path)} of the traffic`);
    return document.value(path);
  },
  pause: readPause,
  setCanaryScale: (path, { document }) => {
    document.used(path, "sizes the canary apart from its traffic");
    return toData(document.at(path) ?? document.tree);
  },
  analysis: (path, { document, templates }) => {
    document.used([...path, "templates"], "the step waits for this analysis");
    return { metrics: templates.metricsOf({ document, path }) };
  },
  experiment: readExperiment,
  setHeaderRoute: (path, { document }) => {
    document.ignored([...path, "match"], "no user here sends headers: the route leads nobody to the canary");
    document.used([...path, "name"], "the step is done at once");
    return { name: document.text([...path, "name"]) || "route" };
  },
  setMirrorRoute: (path, { document }) => {
    document.ignored([...path, "match"], "no user here sends headers");
    document.ignored([...path, "percentage"], "mirrored requests put no load on the canary here");
    document.used([...path, "name"], "the step is done at once");
    return { name: document.text([...path, "name"]) || "route" };
  },
  plugin: (path, { document }) => {
    document.assumed([...path, "config"], "what the plugin does is not known here; its step succeeds at once");
    document.used([...path, "name"], "a step of its own");
    return { name: document.text([...path, "name"]) || "plugin" };
  },
};

function readPause(path: Path, { document, report }: Reading): unknown {
  const at: Path = [...path, "duration"];
  const written = document.value(at);
  if (written === undefined) {
    document.used(path, "waits until somebody promotes");
    return {};
  }
  const span = typeof written === "boolean" ? null : goDuration(written);
  if (span === null) {
    const message = `${JSON.stringify(written)} is not a duration`;
    report.error(document, at, { code: "bad-duration", message, fix: "write seconds, or 30s, 5m, 1h" });
    return {};
  }
  document.used(path, `waits ${span}`);
  return { duration: span };
}

function readExperiment(path: Path, { document, templates }: Reading): unknown {
  document.used([...path, "templates"], "stacks that run beside the rollout");
  const analyses = document.items([...path, "analyses"]).flatMap((_, at) => {
    const where: Path = [...path, "analyses", at];
    document.used([...where, "name"], "decides about the experiment");
    return templates.oneAt({ document, path: where });
  });
  const span = goDuration(document.text([...path, "duration"]));
  if (span !== null) document.used([...path, "duration"], `runs ${span}`);
  return {
    templates: document.items([...path, "templates"]).map((_, at) => {
      const where: Path = [...path, "templates", at];
      const weight = document.value([...where, "weight"]);
      const replicas = document.value([...where, "replicas"]);
      return {
        name: document.text([...where, "name"]) || `stack-${at}`,
        specRef: document.text([...where, "specRef"]) || "canary",
        ...(replicas === undefined ? {} : { replicas }),
        ...(weight === undefined ? {} : { weight }),
      };
    }),
    ...(span === null ? {} : { duration: span }),
    ...(analyses.length === 0 ? {} : { analysis: { metrics: analyses } }),
  };
}
