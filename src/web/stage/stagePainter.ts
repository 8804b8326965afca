import type { Micros } from "../../kernel/time.ts";
import { stepIndex } from "../../record/spans.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import { type GroupTraffic, groupTraffic } from "../lanes/podGroups.ts";
import type { Brush } from "./brush.ts";
import { paintParticles } from "./particlePainter.ts";
import { paintPod, progressAt, transitionAt } from "./podPainter.ts";
import { type StageLayout, slotCentre } from "./stageLayout.ts";

/** What is to be seen of a lane now. */
export interface StageView {
  readonly layout: StageLayout;
  readonly at: Micros;
  readonly speed: number;
  readonly particles: boolean;
  /** How the count over a group of pods reads in the reader's language. */
  readonly readyLabel: (count: number) => string;
}

const NOTHING: GroupTraffic = { share: 0, role: "old" };

const SMALL_TEXT = "11px system-ui, sans-serif";
const TEXT = "600 11px system-ui, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Malgun Gothic', sans-serif";

/** Paints one lane: users, router with its split, pods in their slots, and sampled requests on their way. */
export function paintStage(brush: Brush, model: LaneModel, view: StageView): void {
  const { run } = model.lane;
  const traffic = groupTraffic(run, view.at);
  paintUsers(brush, view.layout);
  paintRoutes(brush, view.layout, traffic);
  paintGroups(brush, model, view);
  paintPods(brush, model, view);
  if (view.particles) paintParticles(brush, run, view);
  paintRouter(brush, view.layout, traffic);
}

function paintUsers({ context, palette }: Brush, { users }: StageLayout): void {
  context.fillStyle = palette.muted;
  for (let row = -1; row <= 1; row++) {
    const y = users.y + row * (users.spread * 0.8);
    context.beginPath();
    context.arc(users.x - 4, y - 4, 3, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.arc(users.x - 4, y + 5.5, 5.5, Math.PI, 2 * Math.PI);
    context.fill();
  }
}

function paintRoutes(brush: Brush, layout: StageLayout, traffic: readonly GroupTraffic[]): void {
  const { context, palette } = brush;
  const { router, users, groups } = layout;
  context.lineCap = "round";
  context.strokeStyle = palette.line;
  context.lineWidth = 5;
  line(context, [users.x + 6, users.y, router.x, router.y]);
  for (const [index, group] of groups.entries()) {
    const { share, role } = traffic[index] ?? NOTHING;
    const y = group.box.y + group.box.height / 2;
    const end = group.box.x - 6;
    context.strokeStyle = share > 0 ? palette[role] : palette.line;
    context.globalAlpha = share > 0 ? 0.28 : 1;
    context.lineWidth = share > 0 ? 2 + 5 * share : 1;
    line(context, [router.x, router.y, end, y]);
    context.globalAlpha = 1;
    context.font = SMALL_TEXT;
    context.textAlign = "right";
    context.fillStyle = share > 0 ? palette.ink : palette.muted;
    haloedText(brush, `${Math.round(share * 100)}%`, { x: group.box.x - 5, y: group.box.y - 5 });
  }
}

/** Text over lines stays legible. */
function haloedText({ context, palette }: Brush, text: string, { x, y }: { x: number; y: number }): void {
  context.strokeStyle = palette.paper;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function line(context: CanvasRenderingContext2D, [x0, y0, x1, y1]: readonly [number, number, number, number]): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function paintRouter({ context, palette }: Brush, { router }: StageLayout, traffic: readonly GroupTraffic[]): void {
  const nowhere = traffic.every(({ share }) => share === 0);
  context.beginPath();
  context.roundRect(router.x - 6, router.y - 6, 12, 12, 3);
  context.fillStyle = palette.paper;
  context.fill();
  context.strokeStyle = nowhere ? palette.error : palette.ink;
  context.lineWidth = 1.6;
  context.stroke();
  if (!nowhere) return;
  line(context, [router.x - 3, router.y - 3, router.x + 3, router.y + 3]);
  line(context, [router.x + 3, router.y - 3, router.x - 3, router.y + 3]);
}

function paintGroups(brush: Brush, { slots, groups, groupReady }: LaneModel, view: StageView): void {
  const { context, palette } = brush;
  context.font = TEXT;
  context.textBaseline = "alphabetic";
  for (const [index, group] of view.layout.groups.entries()) {
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    for (let slot = 0; slot < (slots.counts[index] ?? 0); slot++) {
      const centre = slotCentre(group, slot);
      const half = group.cell / 2 - 1.5;
      context.strokeRect(centre.x - half, centre.y - half, 2 * half, 2 * half);
    }
    const steps = groupReady[index];
    const count = steps === undefined ? 0 : (steps.value[stepIndex(steps.at, view.at)] ?? 0);
    context.textAlign = "left";
    context.fillStyle = palette.ink;
    context.fillText(groups.names[index] ?? "", group.box.x, group.box.y - 5);
    context.textAlign = "right";
    context.fillStyle = palette.muted;
    context.fillText(view.readyLabel(count), group.box.x + group.box.width, group.box.y - 5);
  }
}

/** Reused for every pod of every frame. */
const picture = {
  role: "old" as "old" | "new",
  state: "gone" as Parameters<typeof paintPod>[1]["state"],
  progress: 0,
  x: 0,
  y: 0,
  radius: 0,
};

function paintPods(brush: Brush, { lane, slots }: LaneModel, { layout, at }: StageView): void {
  const { run } = lane;
  for (const pod of run.pods) {
    const index = transitionAt(pod, at);
    const transition = pod.transitions[index];
    if (transition === undefined || transition.state === "gone") continue;
    picture.role = run.versions[pod.version]?.role ?? "old";
    picture.state = transition.state;
    picture.progress = transition.state === "starting" ? progressAt(pod, index, at) : 0;
    picture.x = layout.podX[pod.id] ?? 0;
    picture.y = layout.podY[pod.id] ?? 0;
    picture.radius = Math.max(2, (layout.groups[slots.group[pod.id] ?? 0]?.cell ?? 8) * 0.38);
    paintPod(brush, picture);
  }
}
