import { type Bucket, bucketFraction, bucketQuantile } from "../bucketQuantile.ts";
import { grouper } from "../groups.ts";
import { BUCKET_BOUND, type Labels } from "../labels.ts";
import { numberFrom } from "../numberText.ts";
import type { Vector } from "../value.ts";
import type { FunctionDefinition } from "./definition.ts";

const groupOf = grouper({ labels: [BUCKET_BOUND], keeps: "others" });

/** The histograms of a vector of buckets. What has no bound is no bucket, and ignored. */
function histogramsOf(vector: Vector): readonly { readonly labels: Labels; readonly buckets: Bucket[] }[] {
  const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const { labels: all, value } of vector) {
    const bound = numberFrom(all.get(BUCKET_BOUND));
    if (bound === undefined) continue;
    const labels = groupOf(all);
    const histogram = histograms.get(labels.key) ?? { labels, buckets: [] };
    histograms.set(labels.key, histogram);
    histogram.buckets.push({ bound, count: value });
  }
  return [...histograms.values()];
}

const quantile: FunctionDefinition = {
  takes: ["scalar", "vector"],
  gives: "vector",
  call(invocation) {
    const q = invocation.number(0);
    return histogramsOf(invocation.vector(1)).map(({ labels, buckets }) => ({
      labels,
      value: bucketQuantile(q, buckets).value,
    }));
  },
};

const fraction: FunctionDefinition = {
  takes: ["scalar", "scalar", "vector"],
  gives: "vector",
  call(invocation) {
    const [lower, upper] = [invocation.number(0), invocation.number(1)];
    return histogramsOf(invocation.vector(2)).map(({ labels, buckets }) => ({
      labels,
      value: bucketFraction(lower, upper, buckets),
    }));
  },
};

/** On classic histograms: one series per bucket. */
export const histograms = { histogram_quantile: quantile, histogram_fraction: fraction };
