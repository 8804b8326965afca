import type { Micros } from "../../kernel/time.ts";
import type { PodRecord, PodState } from "../../record/run.ts";
import type { Brush } from "./brush.ts";

/** One pod at one instant, where and how large. */
export interface PodPicture {
  readonly role: "old" | "new";
  readonly state: PodState;
  /** How far the pod has come in this state, 0–1: the record knows when it will end. */
  readonly progress: number;
  readonly x: number;
  readonly y: number;
  /** Half of the pod's width, px. */
  readonly radius: number;
}

type Draw = (brush: Brush, pod: PodPicture) => void;

/** Every state has a form of its own, so that none needs its colour to be told from another. */
const PAINTERS: Readonly<Record<PodState, Draw>> = {
  pending: (brush, pod) => outline(brush, pod, { dash: [2, 2.5] }),
  pulling: (brush, pod) => {
    outline(brush, pod, { dash: [2, 2.5] });
    arrowDown(brush, pod);
  },
  starting: (brush, pod) => {
    outline(brush, pod, { faint: true });
    ring(brush, pod);
  },
  running: (brush, pod) => {
    outline(brush, pod, {});
    brush.context.fillStyle = brush.palette[pod.role];
    brush.context.beginPath();
    brush.context.arc(pod.x, pod.y, Math.max(1.5, pod.radius * 0.3), 0, 2 * Math.PI);
    brush.context.fill();
  },
  ready: (brush, pod) => {
    shape(brush.context, pod);
    brush.context.fillStyle = brush.fill[pod.role];
    brush.context.fill();
  },
  terminating: (brush, pod) => {
    shape(brush.context, pod);
    brush.context.fillStyle = brush.hatch;
    brush.context.fill();
    brush.context.strokeStyle = brush.palette.draining;
    brush.context.lineWidth = 1.2;
    brush.context.stroke();
  },
  crashed: (brush, pod) => cross(brush, pod),
  gone: () => {},
};

export function paintPod(brush: Brush, pod: PodPicture): void {
  PAINTERS[pod.state](brush, pod);
}

/** The old version is round, the new one square. */
function shape(context: CanvasRenderingContext2D, { role, x, y, radius }: PodPicture): void {
  context.beginPath();
  if (role === "old") context.arc(x, y, radius, 0, 2 * Math.PI);
  else context.roundRect(x - radius * 0.92, y - radius * 0.92, radius * 1.84, radius * 1.84, radius * 0.18);
}

function outline(brush: Brush, pod: PodPicture, how: { readonly dash?: number[]; readonly faint?: boolean }): void {
  const { context, palette } = brush;
  shape(context, pod);
  context.strokeStyle = palette[pod.role];
  context.lineWidth = 1.4;
  if (how.faint === true) context.globalAlpha = 0.45;
  if (how.dash !== undefined) context.setLineDash(how.dash);
  context.stroke();
  context.setLineDash(NO_DASH);
  context.globalAlpha = 1;
}

const NO_DASH: number[] = [];

function ring({ context, palette }: Brush, { role, x, y, radius, progress }: PodPicture): void {
  context.strokeStyle = palette[role];
  context.lineWidth = Math.max(1.6, radius * 0.26);
  context.beginPath();
  context.arc(x, y, radius * 0.6, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * progress);
  context.stroke();
}

function arrowDown({ context, palette }: Brush, { role, x, y, radius }: PodPicture): void {
  const reach = radius * 0.48;
  context.strokeStyle = palette[role];
  context.lineWidth = 1.4;
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x, y + reach);
  context.moveTo(x - reach * 0.7, y + reach * 0.3);
  context.lineTo(x, y + reach);
  context.lineTo(x + reach * 0.7, y + reach * 0.3);
  context.stroke();
}

function cross({ context, palette }: Brush, pod: PodPicture): void {
  const reach = pod.radius * 0.72;
  context.strokeStyle = palette.error;
  context.lineWidth = Math.max(2, pod.radius * 0.3);
  context.beginPath();
  context.moveTo(pod.x - reach, pod.y - reach);
  context.lineTo(pod.x + reach, pod.y + reach);
  context.moveTo(pod.x + reach, pod.y - reach);
  context.lineTo(pod.x - reach, pod.y + reach);
  context.stroke();
}

/** Position of the transition that holds at `at`, −1 before the pod was created. Pods have few transitions. */
export function transitionAt(pod: PodRecord, at: Micros): number {
  const { transitions } = pod;
  let index = -1;
  while (index + 1 < transitions.length && (transitions[index + 1]?.at ?? 0) <= at) index++;
  return index;
}

/** The pod's state at `at`; gone before it was created. */
export function podStateAt(pod: PodRecord, at: Micros): PodState {
  return pod.transitions[transitionAt(pod, at)]?.state ?? "gone";
}

/** How much of the present state has passed at `at`, 0–1; 0.5 when the record ends in it. */
export function progressAt(pod: PodRecord, index: number, at: Micros): number {
  const from = pod.transitions[index]?.at;
  const until = pod.transitions[index + 1]?.at;
  if (from === undefined || until === undefined) return 0.5;
  return until <= from ? 1 : Math.min(1, (at - from) / (until - from));
}
