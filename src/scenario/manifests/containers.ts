import type { ImagePullPolicy } from "../../cluster/imagePull.ts";
import { isImageReference } from "../../cluster/imageReference.ts";
import { printBytes } from "../../quantity/bytes.ts";
import { quoted } from "../../quantity/complaint.ts";
import { isLabel } from "../file/text.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { parseMemoryRequest } from "./quantities.ts";
import type { Report } from "./report.ts";

/** The containers of a pod template in the language of scenario files. The first regular one serves the users. */
export interface ContainersPart {
  readonly initContainers: readonly { readonly name: string; readonly restartPolicy: "OnFailure" | "Always" }[];
  /** Those beside the one that serves. */
  readonly containers: readonly { readonly name: string }[];
  /** Of the one that serves; null: none. */
  readonly memoryLimit: string | null;
  readonly imagePullPolicy: ImagePullPolicy;
  /** Tag of its image, empty when there is none. */
  readonly tag: string;
}

interface Context {
  readonly document: ManifestDocument;
  /** Where the regular containers stand. */
  readonly containers: readonly Path[];
  /** Where the init containers stand. */
  readonly initContainers: readonly Path[];
  readonly report: Report;
}

export function readContainers(context: Context): ContainersPart {
  const { document, containers, initContainers } = context;
  const [serving, ...others] = containers;
  for (const path of [...containers, ...initContainers]) checkImage(path, context);
  const image = serving === undefined ? "" : document.text([...serving, "image"]);
  return {
    initContainers: initContainers.map((path, index) => {
      const isSidecar = document.value([...path, "restartPolicy"]) === "Always";
      const role = isSidecar
        ? "a sidecar, started before the others"
        : "runs to its end before the next container starts";
      return {
        name: readName(document, path, { role, otherwise: `init-${index + 1}` }),
        restartPolicy: isSidecar ? "Always" : "OnFailure",
      };
    }),
    containers: others.map((path, index) => {
      return {
        name: readName(document, path, {
          role: "part of the pod, which is ready when it is",
          otherwise: `container-${index + 2}`,
        }),
      };
    }),
    memoryLimit: serving === undefined ? null : readMemoryLimit(serving, context),
    imagePullPolicy: serving === undefined ? "IfNotPresent" : readPullPolicy(serving, { ...context, image }),
    tag: readTag(serving, { document, image }),
  };
}

function readName(
  document: ManifestDocument,
  path: Path,
  { role, otherwise }: { readonly role: string; readonly otherwise: string },
): string {
  const name = document.text([...path, "name"]);
  if (document.at([...path, "image"]) !== undefined) document.used([...path, "image"], "pulled before it starts");
  if (document.at([...path, "name"]) !== undefined) document.used([...path, "name"], role);
  return isLabel(name) ? name : otherwise;
}

/** A kubelet does not even try to pull what is no name. */
function checkImage(path: Path, { document, report }: Context): void {
  const image = document.text([...path, "image"]);
  if (image === "" || isImageReference(image) || image.includes("$")) return;
  report.warn(document, [...path, "image"], {
    code: "bad-image",
    message: `${quoted(image)} is no name of an image; the pod would wait with InvalidImageName`,
    fix: "write it like registry.example.com/team/app:1.2.3",
  });
}

function readTag(
  serving: Path | undefined,
  { document, image }: { readonly document: ManifestDocument; readonly image: string },
): string {
  if (serving === undefined) return "";
  if (image !== "") document.used([...serving, "image"], "names the version that runs before");
  if (document.at([...serving, "name"]) !== undefined) document.used([...serving, "name"], "the container that serves");
  return tagOf(image);
}

function tagOf(image: string): string {
  const withoutDigest = image.split("@")[0] ?? "";
  const colon = withoutDigest.lastIndexOf(":");
  return colon > withoutDigest.lastIndexOf("/") ? withoutDigest.slice(colon + 1) : "";
}

function readMemoryLimit(serving: Path, { document, report }: Context): string | null {
  const path: Path = [...serving, "resources", "limits", "memory"];
  if (document.value(path) === undefined) return null;
  const bytes = report.read(document, path, parseMemoryRequest) ?? 0;
  const isRequest = document.value([...serving, "resources", "requests", "memory"]) === undefined;
  const killed = "the kernel kills a process that uses more";
  document.used(path, isRequest ? `also its request, since none is written; ${killed}` : killed);
  return printBytes(bytes);
}

const POLICIES: readonly ImagePullPolicy[] = ["Always", "IfNotPresent", "Never"];

/** Kubernetes v1.36 `core/v1/defaults.go:SetDefaults_Container`: Always for `:latest` and for no tag at all. */
function readPullPolicy(
  serving: Path,
  { document, report, image }: Context & { readonly image: string },
): ImagePullPolicy {
  const path: Path = [...serving, "imagePullPolicy"];
  const written = document.text(path);
  const policy = POLICIES.find((one) => one === written);
  if (policy !== undefined) {
    document.used(path, policy === "Always" ? "every start asks the registry" : "as written");
    return policy;
  }
  if (written !== "")
    report.error(document, path, {
      code: "unknown-policy",
      message: `unknown imagePullPolicy ${quoted(written)}`,
      fix: `write ${POLICIES.join(", ")}`,
    });
  const tag = tagOf(image);
  const isMoving = !image.includes("@") && (tag === "" || tag === "latest");
  const byDefault = isMoving ? "Always" : "IfNotPresent";
  document.assumed(path, `${byDefault}, the default of Kubernetes for such an image`);
  return byDefault;
}
