import type { App } from "../app.ts";
import { rehearsalOf } from "./messages.ts";
import type { WorkerLine } from "./workerLine.ts";

/** The text of a scenario that gives what the page now describes, with all that the sliders changed written into it. */
export function askText({ store }: App, line: WorkerLine): Promise<string> {
  const state = store.getState();
  return new Promise((resolve) => {
    line.ask({ kind: "text", rehearsal: rehearsalOf(state) }, (reply) =>
      resolve(reply.kind === "text" ? reply.text : (state.ownText ?? "")),
    );
  });
}
