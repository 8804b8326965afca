import { html, nothing, type TemplateResult } from "lit-html";
import type { ViewTools } from "../../region.ts";
import type { PageState } from "../../store.ts";

type Slice = Pick<PageState, "replication" | "wantedSeeds" | "hop" | "reducedMotion">;

const SEED_CHOICES = [1, 20, 50, 200] as const;

/** How many seeds, how far they have come, how to stop them, and one outcome after the other. */
export function seedChoice({ replication, wantedSeeds, hop, reducedMotion }: Slice, tools: ViewTools): TemplateResult {
  const { app, t } = tools;
  const done = replication?.seeds.length ?? 1;
  const wanted = replication?.wanted ?? wantedSeeds;
  return html`
    <div class="segments" role="group" aria-label=${t("results.seeds")}>
      ${SEED_CHOICES.map(
        (choice) => html`<button
          type="button"
          aria-pressed=${choice === wantedSeeds}
          @click=${() => app.store.setState({ wantedSeeds: choice, hop: null })}
        >
          ${choice}
        </button>`,
      )}
    </div>
    ${
      done < wanted
        ? html`<button type="button" class="labelled" @click=${() => app.stopSeeds()}>${t("results.stop")}</button>`
        : nothing
    }
    ${
      // With reduced motion the dots say the same at rest.
      reducedMotion || done < 2
        ? nothing
        : html`<button
            type="button"
            class="labelled"
            aria-pressed=${hop !== null}
            @click=${() => app.store.setState({ hop: hop === null ? 0 : null })}
          >
            ${t("results.hop", { done })}
          </button>`
    }
    <span class="hint">${done < wanted ? t("results.running", { done, wanted }) : t("results.done", { done })}</span>
  `;
}
