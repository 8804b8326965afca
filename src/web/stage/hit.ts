import type { Micros } from "../../kernel/time.ts";
import type { LaneModel } from "../lanes/laneModel.ts";
import { particleAt } from "./particlePainter.ts";
import { podStateAt } from "./podPainter.ts";
import type { StageLayout } from "./stageLayout.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is drawn under a point of a lane's stage. */
export type Hit =
  | { readonly what: "pod"; readonly pod: number }
  /** Position in the run's sample of requests. */
  | { readonly what: "request"; readonly index: number }
  | { readonly what: "ground" };

/** Looks up what is drawn at a point of the viewport; null: no stage is there. */
export type Find = (point: Point) => { readonly lane: number; readonly hit: Hit } | null;

/** A fingertip is less exact than a mouse: what lies nearer than this counts as touched, px. */
const REACH = 14;

/** The pod that is drawn there; else a request that flies by; else a pod close by; else the ground. */
export function hitOn(
  model: LaneModel,
  layout: StageLayout,
  {
    point,
    ...view
  }: { readonly point: Point; readonly at: Micros; readonly speed: number; readonly particles: boolean },
): Hit {
  const { run } = model.lane;
  const near = nearestPod(model, layout, { point, at: view.at });
  if (near.distance <= near.radius) return { what: "pod", pod: near.pod };
  const request = view.particles ? particleAt(run, { layout, ...view }, { point, reach: REACH / 2 }) : null;
  if (request !== null) return { what: "request", index: request };
  return near.distance <= REACH ? { what: "pod", pod: near.pod } : { what: "ground" };
}

function nearestPod(
  { lane: { run }, slots }: LaneModel,
  layout: StageLayout,
  { point, at }: { readonly point: Point; readonly at: Micros },
) {
  let nearest = { pod: -1, distance: Number.POSITIVE_INFINITY, radius: 0 };
  for (const pod of run.pods) {
    if (podStateAt(pod, at) === "gone") continue;
    const distance = Math.hypot(point.x - (layout.podX[pod.id] ?? 0), point.y - (layout.podY[pod.id] ?? 0));
    if (distance >= nearest.distance) continue;
    nearest = { pod: pod.id, distance, radius: (layout.groups[slots.group[pod.id] ?? 0]?.cell ?? 0) * 0.38 };
  }
  return nearest;
}
