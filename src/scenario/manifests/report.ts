import type { Complaint, Parsed } from "../../quantity/complaint.ts";
import type { Problem } from "../problem.ts";
import { printPath } from "../yaml/tree.ts";
import type { ManifestDocument, Path } from "./fields.ts";

/** Gathers what is wrong with the manifests of one file. */
export class Report {
  readonly problems: Problem[];

  constructor(problems: readonly Problem[]) {
    this.problems = [...problems];
  }

  error(document: ManifestDocument, path: Path, complaint: Complaint): void {
    this.add("error", { document, path, complaint });
  }

  warn(document: ManifestDocument, path: Path, complaint: Complaint): void {
    this.add("warning", { document, path, complaint });
  }

  /** Parses the plain value at a path; reports it and answers undefined when it is wrong. */
  read<T>(document: ManifestDocument, path: Path, parse: (written: unknown) => Parsed<T>): T | undefined {
    const parsed = parse(document.value(path));
    if ("value" in parsed) return parsed.value;
    const { code, message, fix } = parsed.complaint;
    this.error(document, path, { code, message: `${String(path.at(-1))}: ${message}`, fix });
    return undefined;
  }

  /** Reports a problem found elsewhere at a place of a manifest. */
  relay(document: ManifestDocument, path: Path, { severity, code, message, fix }: Problem): void {
    this.add(severity, { document, path, complaint: { code, message, fix } });
  }

  private add(
    severity: Problem["severity"],
    about: { document: ManifestDocument; path: Path; complaint: Complaint },
  ): void {
    const { document, path, complaint } = about;
    const { line, column } = document.place(path);
    const { code, message, fix } = complaint;
    this.problems.push({ severity, code, path: printPath(path), line, column, message, fix });
  }
}
