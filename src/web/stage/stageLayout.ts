import type { Run } from "../../record/run.ts";
import type { PodSlots } from "../lanes/podSlots.ts";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The place of the pods of one version, or of one of several clusters. */
export interface PodGroup {
  readonly box: Rect;
  readonly columns: number;
  /** Edge of a slot, px. */
  readonly cell: number;
  readonly slots: number;
}

/** Where everything on one lane's stage stands, in CSS pixels of the canvas. */
export interface StageLayout {
  readonly box: Rect;
  readonly users: { readonly x: number; readonly y: number; readonly spread: number };
  readonly router: { readonly x: number; readonly y: number };
  /** [group] */
  readonly groups: readonly PodGroup[];
  /** [pod]: centre. */
  readonly podX: Float32Array;
  readonly podY: Float32Array;
}

const GAP = 18;
const LARGEST_CELL = 30;

/**
 * Users left, router in the middle, at the right one group of pod slots per version, or per cluster, one above the other:
 * in two columns and more when they are many.
 */
export function layOutStage(box: Rect, run: Run, slots: PodSlots): StageLayout {
  const middle = box.y + box.height / 2;
  const users = { x: box.x + 14, y: middle, spread: Math.min(26, box.height * 0.22) };
  const router = { x: box.x + Math.max(64, box.width * 0.27), y: middle };
  const left = router.x + Math.max(44, box.width * 0.15);
  const groups = layOutGroups(
    { x: left, y: box.y, width: box.x + box.width - left - 2, height: box.height },
    slots.counts,
  );
  const podX = new Float32Array(run.pods.length);
  const podY = new Float32Array(run.pods.length);
  for (const pod of run.pods) {
    const group = groups[slots.group[pod.id] ?? 0];
    if (group === undefined) continue;
    const centre = slotCentre(group, slots.slot[pod.id] ?? 0);
    podX[pod.id] = centre.x;
    podY[pod.id] = centre.y;
  }
  return { box, users, router, groups, podX, podY };
}

/** More groups than this one above the other would leave hardly a pixel for a pod. */
const GROUPS_PER_COLUMN = 4;
const COLUMN_GAP = 10;

function layOutGroups(area: Rect, counts: readonly number[]): readonly PodGroup[] {
  const columns = Math.ceil(counts.length / GROUPS_PER_COLUMN);
  const inEach = Math.ceil(counts.length / columns);
  const width = (area.width - COLUMN_GAP * (columns - 1)) / columns;
  return Array.from({ length: columns }, (_, column) =>
    layOutColumn(
      { ...area, x: area.x + column * (width + COLUMN_GAP), width },
      counts.slice(column * inEach, (column + 1) * inEach),
    ),
  ).flat();
}

/** All groups use one cell size, the largest with which every group fits into its share of the height. */
function layOutColumn(area: Rect, counts: readonly number[]): readonly PodGroup[] {
  const share = (area.height - GAP * counts.length) / Math.max(1, counts.length);
  const cell = Math.min(...counts.map((count) => largestCell(area.width, share, Math.max(1, count))));
  const columns = Math.max(1, Math.floor(area.width / cell));
  const heights = counts.map((count) => Math.max(1, Math.ceil(count / columns)) * cell + GAP);
  let y = area.y + (area.height - heights.reduce((sum, height) => sum + height, 0)) / 2;
  return counts.map((slots, index) => {
    const box = { x: area.x, y: y + GAP, width: area.width, height: (heights[index] ?? cell) - GAP };
    y += heights[index] ?? 0;
    return { box, columns, cell, slots };
  });
}

/** 10 pods in 168 × 50 px: one row would need cells of 16 px, two rows allow 24. */
function largestCell(width: number, height: number, count: number): number {
  let best = 1;
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows);
    best = Math.max(best, Math.min(width / columns, height / rows));
  }
  return Math.min(LARGEST_CELL, best);
}

export function slotCentre(group: PodGroup, slot: number): { readonly x: number; readonly y: number } {
  const column = slot % group.columns;
  const row = Math.floor(slot / group.columns);
  return { x: group.box.x + (column + 0.5) * group.cell, y: group.box.y + (row + 0.5) * group.cell };
}
