import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { ViewTools } from "../region.ts";
import type { PageState } from "../store.ts";
import type { Sweep } from "../sweep.ts";
import { strategyName } from "../texts/names.ts";

/** What the lanes are ranked by along a slider. */
const BY = "bad_requests";
const ROW = 4;

/**
 * One row per lane, one cell per value of the slider: the darker, the nearer to the best lane at that value; a dot on the
 * best. Where the dot changes its row, the ranking flips.
 */
export function sweepStrip(
  sweep: Sweep | null,
  { result, definitions }: Pick<PageState, "result" | "definitions">,
  tools: ViewTools,
): TemplateResult | typeof nothing {
  if (sweep === null || result === null) return nothing;
  const { values, results } = sweep;
  const lanes = result.shownStrategies;
  return html`<svg
      class="sweep"
      viewBox="0 0 ${values.length} ${lanes.length * ROW}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${results.map((byLane, index) => {
        const harms = lanes.map((_, lane) => byLane?.[lane]?.[BY] ?? null);
        const known = harms.filter((harm) => harm !== null);
        const [least, most] = [Math.min(...known), Math.max(...known)];
        return harms.map((harm, lane) => {
          if (harm === null) return nothing;
          const near = most > least ? 1 - (harm - least) / (most - least) : 1;
          return svg`<rect class=${harm === least ? "best" : "cell"} x=${index} y=${lane * ROW} width="1" height=${ROW - 0.6} opacity=${harm === least ? 1 : 0.08 + 0.5 * near} />`;
        });
      })}
    </svg>
    <p class="out-of-sight" role="status">${spoken(sweep, { lanes, definitions }, tools)}</p>`;
}

interface Said extends Pick<PageState, "definitions"> {
  readonly lanes: readonly string[];
}

/** The stretches of the slider with the lane that is best in each, once all are there. */
function spoken({ values, results }: Sweep, { lanes, definitions }: Said, tools: ViewTools): string {
  if (definitions === null || results.some((byLane) => byLane === null)) return "";
  const best = results.map((byLane) => {
    const harms = (byLane ?? []).map((measures) => measures[BY] ?? Number.POSITIVE_INFINITY);
    return harms.indexOf(Math.min(...harms));
  });
  const stretches = best.flatMap((lane, index) =>
    lane === best[index - 1] ? [] : [`${values[index]}+ ${strategyName(lanes[lane] ?? "", tools.t)}`],
  );
  return tools.t("sweep.best", { measure: definitions[BY].label[tools.language], stretches: stretches.join(", ") });
}
