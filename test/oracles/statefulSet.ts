import { SECOND } from "../../src/kernel/time.ts";
import type { PodRecord } from "../../src/record/run.ts";
import type { OracleAdapter } from "./adapter.ts";
import { byName, hasParameters, numberIn } from "./parameters.ts";

import { booting, HORIZON, least, rollOutInOrder, startUpOf } from "./rollingOut.ts";

const ordered: OracleAdapter = {
  name: "cluster and StatefulSet",
  family: /^R-STS-\d+$/,
  run(oracle) {
    if (!hasParameters(oracle, ["replicas", "termination_s", "pod_ready_after_s"])) return undefined;
    const replicas = numberIn(oracle, "replicas");
    const play = (partition: number) =>
      rollOutInOrder({
        replicas,
        partition,
        drain: numberIn(oracle, "termination_s"),
        minReady: Number(oracle.params.minReadySeconds ?? 0),
        old: { terminationGracePeriod: HORIZON },
        next: booting(startUpOf(oracle).boot),
      });
    /** From the first deletion until the last new pod is available. */
    const lastOf = (pods: readonly PodRecord[]) =>
      Math.max(...pods.filter(({ version }) => version === 1).map(({ available }) => available[0]?.start ?? HORIZON)) /
      SECOND;
    const full = play(0);
    return {
      full_rollout_s: lastOf(full),
      ...byName(oracle, /^partition_(\d+)_rollout_s$/, (partition) => lastOf(play(partition))),
      min_ready_pods: least(full, lastOf(full) * SECOND),
    };
  },
};

export const adapters: readonly OracleAdapter[] = [ordered];
