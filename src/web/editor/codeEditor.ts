import { autocompletion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Problem } from "../../scenario/problem.ts";
import { offersAt, type SchemaNode, schemaAt } from "./schemaOffers.ts";
import { yamlPlaceAt } from "./yamlPlace.ts";

/** An editor of scenario texts that knows their schema. */
export interface CodeEditor {
  /** Another text, as if it had been typed over the old one; nothing where it is the same. */
  setText(text: string): void;
  setProblems(problems: readonly Problem[]): void;
  /** 1-based, as problems are told. */
  goTo(line: number, column: number): void;
}

export interface CodeEditorOptions {
  readonly text: string;
  readonly schema: SchemaNode;
  /** For assistive technology. */
  readonly label: string;
  /** Something was typed, pasted or undone; not called for `setText`. */
  readonly onChange: (text: string) => void;
}

/** In a shadow root, for there an editor may bring its styles without the page's policy being loosened for them. */
export function createCodeEditor(host: HTMLElement, { text, schema, label, onChange }: CodeEditorOptions): CodeEditor {
  const root = host.attachShadow({ mode: "open" });
  let isTold = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        yaml(),
        syntaxHighlighting(HIGHLIGHT),
        lintGutter(),
        autocompletion({ override: [(context) => complete(context, schema)] }),
        describeOnHover(schema),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.lineWrapping,
        THEME,
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isTold) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });

  return {
    setText(next) {
      if (next === view.state.doc.toString()) return;
      isTold = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      isTold = false;
    },
    setProblems(problems) {
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(problem, view.state)),
        ),
      );
    },
    goTo(line, column) {
      const at = positionOf(view.state, line, column);
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
  };
}

function positionOf(state: EditorState, line: number, column: number): number {
  const found = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  return Math.min(found.to, found.from + Math.max(0, column - 1));
}

function diagnosticOf({ severity, code, line, column, message, fix }: Problem, state: EditorState): Diagnostic {
  const from = positionOf(state, line, column);
  const to = Math.max(from, state.doc.lineAt(from).to);
  return { from, to, severity, source: code, message: `${message} – ${fix}` };
}

function complete(context: CompletionContext, schema: SchemaNode) {
  const { path, wants, typed, from } = yamlPlaceAt(context.state.doc.toString(), context.pos);
  if (typed === "" && !context.explicit) return null;
  const options = offersAt(schema, path, wants).map(({ label, is, description, byDefault }) => ({
    label,
    type: is === "key" ? "property" : "constant",
    info: description,
    detail: byDefault,
    apply: is === "key" ? `${label}: ` : label,
  }));
  return options.length === 0 ? null : { from, options };
}

/** What a field means, to whoever points at it. */
function describeOnHover(schema: SchemaNode) {
  return hoverTooltip((view, pos) => {
    const word = view.state.wordAt(pos);
    if (word === null) return null;
    const name = view.state.sliceDoc(word.from, word.to);
    const { path } = yamlPlaceAt(view.state.doc.toString(), word.from);
    const said = schemaAt(schema, [...path, name]).find(({ description }) => description !== undefined);
    if (said?.description === undefined) return null;
    const { description } = said;
    return {
      pos: word.from,
      end: word.to,
      create: () => {
        const dom = document.createElement("div");
        dom.textContent = description;
        return { dom };
      },
    };
  });
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--old)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--ink)" },
]);

/** In the colours of the page, whichever theme is on. */
const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: "var(--ink)", backgroundColor: "var(--paper)" },
  ".cm-scroller": { fontFamily: "ui-monospace, SF Mono, Menlo, Consolas, monospace", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection": {
    backgroundColor: "var(--line)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    maxWidth: "28em",
  },
  ".cm-tooltip-hover > div, .cm-completionInfo": { padding: "4px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--ink)", color: "var(--paper)" },
});
