import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit-html";
import { formatCount } from "../format.ts";
import type { Region, ViewTools } from "../region.ts";
import { requestsPerParticle, sampleStride } from "../stage/particlePainter.ts";
import type { PageState } from "../store.ts";
import type { TextKey } from "../texts/index.ts";
import { MARKER_LEGEND } from "./timeline.ts";

type Slice = Pick<PageState, "reducedMotion"> & { perParticle: number; stride: number; ready: boolean };

/** What the shapes mean, once for all lanes, and how many requests a moving dot stands for. */
export const legend: Region<Slice> = {
  select: ({ result, speed, reducedMotion }) => {
    const run = result?.lanes[0]?.lane.run;
    return {
      reducedMotion,
      ready: run !== undefined,
      perParticle: run === undefined ? 1 : requestsPerParticle(run, speed),
      stride: run === undefined ? 1 : sampleStride(run),
    };
  },
  view: ({ reducedMotion, perParticle, stride, ready }, tools) => {
    if (!ready) return html``;
    const { t, language } = tools;
    return html`
      <details class="legend">
        <summary>${t("legend.title")}</summary>
        <ul>
          ${[...STATES, ...MARKS].map(([key, drawing]) => item(key, drawing, tools))}
        </ul>
        <ul>
          ${MARKER_LEGEND.map(([key, draw]) => item(key, draw(8, 8), tools))}
        </ul>
        <ul>
          ${LINES.map(([key, drawing]) => item(key, drawing, tools))}
        </ul>
      </details>
      <p class="hint">
        ${
          reducedMotion
            ? t("legend.noParticles")
            : t("legend.particles", {
                count: formatCount(perParticle, language),
                stride: formatCount(stride, language),
              })
        }
      </p>
    `;
  },
};

function item(key: TextKey, drawing: SVGTemplateResult, { t }: ViewTools): TemplateResult {
  return html`<li><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${drawing}</svg>${t(key)}</li>`;
}

type Entry = readonly [key: TextKey, drawing: SVGTemplateResult];

const STATES: readonly Entry[] = [
  ["legend.old", svg`<circle class="fill old" cx="8" cy="8" r="6" />`],
  ["legend.new", svg`<rect class="fill new" x="2.4" y="2.4" width="11.2" height="11.2" rx="1.2" />`],
  ["pod.pending", svg`<circle class="edge" cx="8" cy="8" r="6" stroke-dasharray="2 2.5" />`],
  [
    "pod.pulling",
    svg`<circle class="edge" cx="8" cy="8" r="6" stroke-dasharray="2 2.5" /><path class="edge" d="M8 4.8v6.4M5.8 9 8 11.2 10.2 9" />`,
  ],
  [
    "pod.starting",
    svg`<circle class="edge faint" cx="8" cy="8" r="6" /><path class="edge thick" d="M8 4.4A3.6 3.6 0 1 1 4.4 8" />`,
  ],
  ["pod.running", svg`<circle class="edge" cx="8" cy="8" r="6" /><circle class="fill old" cx="8" cy="8" r="2" />`],
  ["pod.terminating", svg`<circle class="draining" cx="8" cy="8" r="6" />`],
  ["pod.crashed", svg`<path class="crossed" d="M4 4l8 8M12 4l-8 8" />`],
];

const MARKS: readonly Entry[] = [
  ["legend.ok", svg`<circle class="fill old" cx="8" cy="8" r="2" />`],
  ["legend.failed", svg`<path class="fill error" d="M8 3.5 12.5 8 8 12.5 3.5 8z" />`],
];

const LINES: readonly Entry[] = [
  ["legend.needed", svg`<path class="needed" d="M1 8h14" />`],
  ["legend.short", svg`<rect class="short" x="1" y="2" width="14" height="12" />`],
  ["legend.felt", svg`<path class="felt" d="M1 14V9h5V4h5v6h4v4z" />`],
  ["legend.seen", svg`<circle class="seen" cx="8" cy="8" r="2.4" />`],
  ["legend.seenNew", svg`<rect class="seen new" x="5.6" y="5.6" width="4.8" height="4.8" />`],
  ["legend.limit", svg`<path class="limit" d="M1 8h14" />`],
  ["legend.median", svg`<path class="median" d="M1 8h14" />`],
  ["legend.tail", svg`<path class="tail" d="M1 8h14" />`],
];
