import type { App } from "../app.ts";
import { mount } from "../region.ts";
import { askText } from "../simulation/askText.ts";
import type { WorkerLine } from "../simulation/workerLine.ts";
import { translator } from "../texts/index.ts";
import { worldOf } from "../world.ts";
import { type CodeEditor, createCodeEditor } from "./codeEditor.ts";
import { editorPanel, problemsOf } from "./editorPanel.ts";
import { rehearseText } from "./ownText.ts";
import type { SchemaNode } from "./schemaOffers.ts";

/** A person who types is not answered before they pause for this long, ms. */
const PAUSE = 250;

/** Joins the editor, the sliders and the rehearsal: each change of one is seen in the others. */
export async function connectEditor(app: App, host: HTMLElement, line: WorkerLine): Promise<void> {
  const { store } = app;
  let editor: CodeEditor | null = null;
  mount(
    app,
    host,
    editorPanel((at, column) => editor?.goTo(at, column)),
  );
  const code = host.querySelector<HTMLElement>("#code");
  if (code === null) return;
  const schema = await schemaFrom(line);
  let typed: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  editor = createCodeEditor(code, {
    text: await askText(app, line),
    schema,
    label: translator(store.getState().language)("editor.title"),
    onChange: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        typed = text;
        rehearseText(app, text);
      }, PAUSE);
    },
  });
  const { setText, setProblems } = editor;
  store.subscribe(
    (state) => Object.values(worldOf(state)),
    async () => {
      const { ownText } = store.getState();
      const isTyped = ownText !== null && ownText === typed;
      const text = await askText(app, line);
      if (!isTyped || text !== ownText) setText(text);
    },
    { equalityFn: (a, b) => a.every((part, index) => part === b[index]) },
  );
  store.subscribe(problemsOf, (problems) => setProblems(problems), { fireImmediately: true });
}

function schemaFrom(line: WorkerLine): Promise<SchemaNode> {
  return new Promise((resolve) => {
    line.ask({ kind: "schema" }, (reply) => resolve(reply.kind === "schema" ? (reply.schema as SchemaNode) : {}));
  });
}
