import { printDuration } from "../../../quantity/duration.ts";
import type { AnalysisParameters, MetricParameters } from "../../../rollout/measuring.ts";
import type { Scenario } from "../../scenario.ts";

/** AnalysisTemplates as they are written: each analysis of a strategy has one of its own. */
export class AnalysisTemplates {
  readonly objects: unknown[] = [];
  private readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  /** Writes a template for an analysis. Answers its name. */
  add(role: string, analysis: AnalysisParameters): string {
    const same = this.objects.length === 0 ? "" : `-${this.objects.length + 1}`;
    const name = `${this.scenario.name}-${role}${same}`;
    const metrics = analysis.metrics?.map((metric) => this.own(metric)) ?? [this.usual(analysis)];
    this.objects.push({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AnalysisTemplate",
      metadata: { name },
      spec: { metrics },
    });
    return name;
  }

  /** The error ratio of the new version against the limit of the monitoring; too little data is no failure. */
  private usual({ interval, initialDelay, failureLimit, count }: AnalysisParameters): unknown {
    const limit = this.scenario.monitoring.errorRatioAbove;
    return {
      name: "error-ratio",
      interval: printDuration(interval),
      ...(initialDelay === 0 ? {} : { initialDelay: printDuration(initialDelay) }),
      failureLimit,
      ...(count === null || count === undefined ? {} : { count }),
      successCondition: `len(result) == 0 || result[0] <= ${limit}`,
      provider: { prometheus: { query: this.query("errorRatio") } },
    };
  }

  private own(metric: MetricParameters): unknown {
    const { successCondition, failureCondition, interval, initialDelay, count } = metric;
    return {
      name: metric.name,
      ...(interval === null ? {} : { interval: printDuration(interval) }),
      ...(initialDelay === 0 ? {} : { initialDelay: printDuration(initialDelay) }),
      ...(count === null ? {} : { count }),
      failureLimit: metric.failureLimit,
      inconclusiveLimit: metric.inconclusiveLimit,
      consecutiveErrorLimit: metric.consecutiveErrorLimit,
      consecutiveSuccessLimit: metric.consecutiveSuccessLimit,
      ...(successCondition === null ? {} : { successCondition }),
      ...(failureCondition === null ? {} : { failureCondition }),
      provider: this.provider(metric),
    };
  }

  /** A check that cannot be rehearsed is somebody's own: a place that answers. */
  private provider({ measures, query }: MetricParameters): unknown {
    if (query !== null) return { prometheus: { query } };
    if (measures === "nothing") return { web: { url: "https://checks.example.org/passes" } };
    return { prometheus: { query: this.query(measures) } };
  }

  private query(measures: Exclude<MetricParameters["measures"], "nothing">): string {
    const { name, release, monitoring } = this.scenario;
    const matcher = measures.startsWith("error") ? 'code=~"5.."' : 'code!~"5.."';
    const of = `service="${name}",version="${release.to}"`;
    const range = printDuration(monitoring.window);
    const ratio = `sum(rate(http_requests_total{${of},${matcher}}[${range}])) / sum(rate(http_requests_total{${of}}[${range}]))`;
    return measures.endsWith("Percent") ? `${ratio} * 100` : ratio;
  }
}
