import type { Micros } from "../kernel/time.ts";
import { CONVERSIONS } from "../observe/conversionsTarget.ts";
import { labelMatchers, REQUESTS } from "../observe/errorRatio.ts";
import type { PreparedQuery } from "../observe/prometheus.ts";
import { mixtureTest } from "../observe/statistics/mixtureTest.ts";
import { sampleSizePerSide, type Tally, twoProportions } from "../observe/statistics/twoProportions.ts";
import { type Measurement, type MetricSpec, metric } from "./controllers/argo/analysis/metric.ts";
import type { RolloutSite } from "./site.ts";

/** What is asked of an experiment, and how sure the answer must be. */
export interface Hypothesis {
  /** Which share of the requests is compared: answers that are no errors, or conversions. */
  readonly goal: "goodAnswers" | "conversions";
  /**
   * fixed: one look with the z-test of two proportions, when each side has the sample that the effect needs.
   * sequential: a look after every interval with the mixture test, whose p stays valid however often one looks.
   */
  readonly test: "fixed" | "sequential";
  /** Chance to call a difference that is none, 0–1. */
  readonly alpha: number;
  /** Chance to see the effect, 0–1. */
  readonly power: number;
  /** The difference that is not to be missed, as a part of the old version's share: 0.1 from 5 % is 5.5 %. */
  readonly effect: number;
  /** Between looks, µs. */
  readonly interval: Micros;
}

/** An experiment with the new version against the old one, on nothing but what monitoring has counted since it began. */
export class Experiment {
  /** Open: it cannot be told yet. */
  standing: "winner" | "loser" | "open" = "open";
  private readonly hypothesis: Hypothesis;
  private readonly old: Count;
  private readonly fresh: Count;
  /** Tries that each side needs; null until the old version's share is known. */
  private sample: number | null = null;
  private leastP = 1;

  constructor({ watch }: Pick<RolloutSite, "watch">, hypothesis: Hypothesis) {
    this.hypothesis = hypothesis;
    const count = (version: string) => new Count(watch, version, hypothesis.goal);
    this.old = count(watch.versions.old);
    this.fresh = count(watch.versions.new);
  }

  /** The looks, as a metric of an analysis: a winner succeeds, a loser fails, and until then nothing is concluded. */
  get metric(): MetricSpec {
    return metric({
      name: "experiment",
      interval: this.hypothesis.interval,
      initialDelay: this.hypothesis.interval,
      inconclusiveLimit: Number.MAX_SAFE_INTEGER,
      consecutiveSuccessLimit: 1,
      measure: () => this.look(),
    });
  }

  /** Something else has shown that the new version is not wanted. The next look says so. */
  condemn(): void {
    this.standing = "loser";
  }

  private look(): Measurement {
    if (this.standing === "loser") return { verdict: "Failed", value: "called off" };
    const [old, fresh] = [this.old.tally, this.fresh.tally];
    if (old.tries <= 0 || fresh.tries <= 0) return { verdict: "Inconclusive", value: "no data" };
    const isSure = this.hypothesis.test === "fixed" ? this.isSignificant(old, fresh) : this.isSureEnough(old, fresh);
    const isBetter = fresh.successes / fresh.tries > old.successes / old.tries;
    if (isSure) this.standing = isBetter ? "winner" : "loser";
    const verdict = { winner: "Successful", loser: "Failed", open: "Inconclusive" } as const;
    return { verdict: verdict[this.standing], value: `${inWords(fresh)} against ${inWords(old)}` };
  }

  /** One look only: before the sample is complete there is none, and after it there is no second. */
  private isSignificant(old: Tally, fresh: Tally): boolean {
    const { effect, alpha, power } = this.hypothesis;
    const base = old.successes / old.tries;
    if (this.sample === null && base > 0) {
      // Of a share near 1 more cannot be asked for: the same effect downwards needs as much.
      const change = base * (1 + effect) < 1 ? base * effect : -base * Math.min(effect, 0.999);
      this.sample = sampleSizePerSide({ base, effect: change, alpha, power });
    }
    if (this.sample === null || Math.min(old.tries, fresh.tries) < this.sample) return false;
    this.sample = Number.POSITIVE_INFINITY;
    return twoProportions(old, fresh).twoSided < alpha;
  }

  private isSureEnough(old: Tally, fresh: Tally): boolean {
    const tau = (this.hypothesis.effect * old.successes) / old.tries;
    this.leastP = Math.min(this.leastP, mixtureTest(old, fresh, tau).alwaysValidP);
    return this.leastP < this.hypothesis.alpha;
  }
}

/** What Prometheus has counted of one version since this was made: its counters now, less what they were. */
class Count {
  private readonly tries: PreparedQuery;
  private readonly successes: PreparedQuery;
  private readonly before: Tally;

  constructor(watch: RolloutSite["watch"], version: string, goal: Hypothesis["goal"]) {
    const of = labelMatchers({ version, cluster: watch.cluster ?? null }).join();
    this.tries = watch.prepare(`sum(${REQUESTS}{${of}})`);
    this.successes = watch.prepare(
      goal === "conversions" ? `sum(${CONVERSIONS}{${of}})` : `sum(${REQUESTS}{${of},code!~"5.."})`,
    );
    this.before = this.now;
  }

  get tally(): Tally {
    const { tries, successes } = this.now;
    return { tries: tries - this.before.tries, successes: successes - this.before.successes };
  }

  private get now(): Tally {
    const [tries, successes] = [this.tries, this.successes].map((query) => query.ask()[0]?.value ?? 0);
    return { tries: tries as number, successes: successes as number };
  }
}

/** `612 of 11023 (5.55%)` */
function inWords({ successes, tries }: Tally): string {
  return `${successes} of ${tries} (${Math.floor((successes / tries) * 10_000 + 0.5) / 100}%)`;
}
