import type { Run } from "../../record/run.ts";
import type { Answer, Question } from "./messages.ts";
import { answer } from "./rehearse.ts";

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  const reply: Answer = await answer(data);
  postMessage(reply, { transfer: transferable(reply) });
});

/** The columns of the records change hands instead of being copied. */
function transferable(reply: Answer): Transferable[] {
  if (reply.kind !== "compared") return [];
  const { lanes, twin } = reply.compared.comparison;
  const buffers = new Set<ArrayBufferLike>();
  for (const run of [...lanes.map((lane) => lane.run), twin])
    for (const column of columns(run)) buffers.add(column.buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}

function columns({ traffic }: Run): readonly ArrayBufferView[] {
  const { arrived, requests, attempts, latency, users, histories, sample } = traffic;
  const { arrivedAt, endedAt, pod, version, outcome, attempts: tries, user } = sample;
  return [
    arrived,
    requests,
    attempts,
    latency.overTime,
    latency.all,
    ...latency.byVersion,
    users.requests,
    users.bad,
    users.exposures,
    histories.user,
    histories.arrivedAt,
    histories.outcome,
    ...[arrivedAt, endedAt, pod, version, outcome, tries, user],
  ];
}
