import { printDuration } from "../../quantity/duration.ts";
import { printShare } from "../../quantity/share.ts";
import { isLabel } from "../file/text.ts";
import type { Scenario } from "../scenario.ts";
import { type Assumptions, windowFor } from "./compose.ts";
import { spanOfDelivery } from "./delivery.ts";
import type { FieldUse, ManifestDocument } from "./fields.ts";

/** The scenario file of a delivery without a workload: the usual service, released on the way that was read. */
export function fileOfDelivery(
  document: ManifestDocument,
  delivery: unknown,
  { errorShare }: Pick<Assumptions, "errorShare">,
): Readonly<Record<string, unknown>> {
  const name = nameOf(document);
  return {
    apiVersion: "drydock/v1",
    name,
    title: { en: `Delivery by ${name}`, ko: `${name}(으)로 배포` },
    shows: {
      en: `How long a release takes on the way that ${name} describes, and how it comes back.`,
      ko: `${name}에 적힌 경로로 릴리스가 나가고 되돌아오는 데 걸리는 시간.`,
    },
    duration: printDuration(windowFor(spanOfDelivery(delivery))),
    delivery,
    release: { faults: errorShare > 0 ? [{ errorShare: { share: errorShare } }] : [] },
  };
}

/** The name of an Application, or of a workflow, which may be any text. */
function nameOf(document: ManifestDocument): string {
  const written = document.name === "" ? document.text(["name"]) : document.name;
  let label = written
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 63);
  while (label.endsWith("-")) label = label.slice(0, -1);
  if (!isLabel(label)) return "delivery";
  if (document.name === "") document.used(["name"], `the scenario is called ${label}`);
  return label;
}

/** What is released is not in the file. */
export function assumedOfDelivery(
  document: string,
  { service, traffic }: Scenario,
  { errorShare }: Pick<Assumptions, "errorShare">,
): readonly FieldUse[] {
  const entry = (path: string, became: string): FieldUse => ({ document, path, line: 0, use: "assumed", became });
  return [
    entry("service", `${service.replicas} pods of the usual service: no workload is in the file`),
    entry("traffic.rate", `${traffic.rate[0]?.perSecond ?? 0}/s`),
    entry(
      "release.faults",
      errorShare > 0
        ? `the new version answers ${printShare(errorShare)} of its requests with an error`
        : "the new version is good",
    ),
  ];
}
