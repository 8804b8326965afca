import type { Micros } from "../../kernel/time.ts";
import { OUTCOMES, type RequestSample, type Run } from "../../record/run.ts";
import { stepIndex } from "../../record/spans.ts";
import type { Brush } from "./brush.ts";
import type { StageLayout } from "./stageLayout.ts";

/** How long a particle of a quick request is under way for the viewer, ms at 1× or more. */
const FLIGHT_MS = 900;
/** A request that took this long flies twice as long as a quick one. */
const SLOW_MICROS = 400_000;
/** Particles per lane; beyond it only every second, fifth, … sampled request is drawn, and the legend says so. */
const LANE_LIMIT = 260;

const OK = OUTCOMES.indexOf("ok");
const SLOW = OUTCOMES.indexOf("slow");

/** Requests that one particle stands for, at a speed: the stride of the sample times the thinning needed to stay readable. */
export function requestsPerParticle(run: Run, speed: number): number {
  return run.traffic.sample.stride * thinning(run, speed);
}

/** The record keeps every how-manieth request. */
export function sampleStride(run: Run): number {
  return run.traffic.sample.stride;
}

/** Every how-manieth sampled request is drawn: 1, 2, 5, 10, 20, … */
export function thinning(run: Run, speed: number): number {
  const { sample } = run.traffic;
  const span = run.window.end - run.window.start;
  const inFlight = (sample.arrivedAt.length / Math.max(1, span)) * FLIGHT_MS * 1000 * speed;
  let thin = 1;
  for (const factor of [2, 5, 10, 20, 50, 100, 200, 500, 1000]) {
    if (inFlight / thin <= LANE_LIMIT) break;
    thin = factor;
  }
  return thin;
}

/**
 * Draws sampled requests of the run: from a user over the router to the pod that took it. At high speeds the true time
 * in flight is shorter than a frame, so each is shown for a fixed time of the viewer's, longer for slower requests. A
 * failed one comes back to its user as a diamond.
 */
export function paintParticles(brush: Brush, run: Run, view: FlightView): void {
  const { sample } = run.traffic;
  aimAt(run, view);
  for (const pass of PASSES) {
    pass.begin(brush);
    for (let index = aim.first; index <= aim.last; index += aim.step) {
      const progress = progressOf(sample, index);
      if (progress >= 1 || !pass.takes(sample, run, index)) continue;
      placeParticle(view.layout, sample, { index, progress });
      pass.add(brush.context);
    }
    pass.end(brush.context);
  }
}

/** An instant of the flight of a lane's particles. */
interface FlightView {
  readonly layout: StageLayout;
  readonly at: Micros;
  readonly speed: number;
}

/** The drawn request nearest to a point, a position in the sample; null: none within `reach` px. */
export function particleAt(
  run: Run,
  view: FlightView,
  { point, reach }: { readonly point: { readonly x: number; readonly y: number }; readonly reach: number },
): number | null {
  const { sample } = run.traffic;
  aimAt(run, view);
  let found: number | null = null;
  let nearest = reach;
  for (let index = aim.first; index <= aim.last; index += aim.step) {
    const progress = progressOf(sample, index);
    if (progress >= 1) continue;
    placeParticle(view.layout, sample, { index, progress });
    const distance = Math.hypot(spot.x - point.x, spot.y - point.y);
    if (distance > nearest) continue;
    nearest = distance;
    found = index;
  }
  return found;
}

/** Which requests of the sample are in the air, written by `aimAt`; one object, so that a frame allocates nothing. */
const aim = { at: 0, flight: 1, first: 0, last: -1, step: 1 };

function aimAt(run: Run, { at, speed }: FlightView): void {
  const { arrivedAt } = run.traffic.sample;
  aim.at = at;
  aim.flight = FLIGHT_MS * 1000 * speed;
  aim.step = thinning(run, speed);
  aim.last = stepIndex(arrivedAt, at);
  const earliest = stepIndex(arrivedAt, at - 2 * aim.flight) + 1;
  aim.first = earliest + ((aim.step - (earliest % aim.step)) % aim.step);
}

/** 0 at its user, 1 when it is over. */
function progressOf(sample: RequestSample, index: number): number {
  return (aim.at - (sample.arrivedAt[index] ?? 0)) / (aim.flight * slowness(sample, index));
}

/** 1 for an instant answer, 2 for one as slow as it gets. */
function slowness(sample: RequestSample, index: number): number {
  const took = (sample.endedAt[index] ?? 0) - (sample.arrivedAt[index] ?? 0);
  return 1 + Math.min(1, Math.max(0, took) / SLOW_MICROS);
}

/** Written by `placeParticle`; one object, so that a frame allocates nothing. */
const spot = { x: 0, y: 0 };

function placeParticle(
  layout: StageLayout,
  sample: RequestSample,
  { index, progress }: { index: number; progress: number },
): void {
  const { users, router } = layout;
  const outcome = sample.outcome[index] ?? OK;
  const failed = outcome !== OK && outcome !== SLOW && outcome >= 0;
  const pod = sample.pod[index] ?? -1;
  // Out and back for a failure: the way there takes the first 60 %.
  const out = failed ? (progress < 0.6 ? progress / 0.6 : (1 - progress) / 0.4) : progress;
  const userY = users.y + ((((sample.user[index] ?? 0) * 0.618_034) % 1) - 0.5) * 2 * users.spread;
  const reach = pod < 0 ? 1 : 0.45;
  if (out < reach) {
    const way = out / reach;
    spot.x = users.x + (router.x - users.x) * way;
    spot.y = userY + (router.y - userY) * way;
  } else {
    const way = (out - reach) / (1 - reach);
    spot.x = router.x + ((layout.podX[pod] ?? router.x) - router.x) * way;
    spot.y = router.y + ((layout.podY[pod] ?? router.y) - router.y) * way * (2 - way);
  }
}

interface Pass {
  takes(sample: RequestSample, run: Run, index: number): boolean;
  begin(brush: Brush): void;
  add(context: CanvasRenderingContext2D): void;
  end(context: CanvasRenderingContext2D): void;
}

function failed(sample: RequestSample, index: number): boolean {
  const outcome = sample.outcome[index] ?? OK;
  return outcome >= 0 && outcome !== OK && outcome !== SLOW;
}

function answered(role: "old" | "new"): Pass {
  return {
    takes: (sample, run, index) =>
      !failed(sample, index) && (run.versions[sample.version[index] ?? -1]?.role ?? "old") === role,
    begin: ({ context, palette }) => {
      context.fillStyle = palette[role];
      context.beginPath();
    },
    add: (context) => {
      context.moveTo(spot.x + 1.7, spot.y);
      context.arc(spot.x, spot.y, 1.7, 0, 2 * Math.PI);
    },
    end: (context) => context.fill(),
  };
}

/** One path per look: the canvas fills thousands of circles at once, but not one by one. */
const PASSES: readonly Pass[] = [
  answered("old"),
  answered("new"),
  {
    takes: (sample, _run, index) => failed(sample, index),
    begin: ({ context, palette }) => {
      context.fillStyle = palette.error;
      context.beginPath();
    },
    add: (context) => {
      context.moveTo(spot.x, spot.y - 4);
      context.lineTo(spot.x + 4, spot.y);
      context.lineTo(spot.x, spot.y + 4);
      context.lineTo(spot.x - 4, spot.y);
      context.closePath();
    },
    end: (context) => context.fill(),
  },
];
