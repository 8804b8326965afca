import type { FieldUse } from "../scenario/manifests/fields.ts";
import { escapeControls } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { textTable } from "./textTable.ts";

const HEADINGS: Readonly<Record<FieldUse["use"], string>> = {
  used: "Used, as written",
  assumed: "Assumed, for it is not written",
  ignored: "Ignored, without effect here",
};
const PATH_WIDTH_MAX = 120;

/** What became of every field of a manifest: used, assumed, ignored; one line each, with its place in the file. */
export function manifestText(file: string, fields: readonly FieldUse[], paint: Paint): string {
  const parts = (["used", "assumed", "ignored"] as const).map((use) => {
    const some = fields.filter((field) => field.use === use);
    const rows = some.map((field) => fieldRow(field, paint));
    const heading = `${HEADINGS[use]} (${some.length})`;
    return rows.length === 0 ? heading : `${heading}\n${textTable(rows, ["right", "left", "left", "left"])}`;
  });
  return `${paint.strong(`What was made of ${escapeControls(file)}`)}\n${parts.join("\n")}\n`;
}

function fieldRow({ document, path, line, became }: FieldUse, paint: Paint): readonly string[] {
  const place = escapeControls(path === "" ? "(all of it)" : path);
  const shown = place.length > PATH_WIDTH_MAX ? `${place.slice(0, PATH_WIDTH_MAX - 1)}…` : place;
  return [`  ${line > 0 ? line : ""}`, paint.quiet(escapeControls(document)), shown, escapeControls(became)];
}
