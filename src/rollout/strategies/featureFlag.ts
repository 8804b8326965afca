import * as v from "valibot";
import type { Process } from "../../kernel/process.ts";
import { withDefault } from "../../quantity/facet.ts";
import { duration, name, share, word } from "../../quantity/index.ts";
import type { Segment } from "../../traffic/flags/audience.ts";
import { strategy } from "../strategy.ts";
import { backgroundErrors } from "./analysis.ts";
import { definitionOf, innerStrategy } from "./inner.ts";

const FLAG = "release";

const step = v.strictObject({
  share: share({ description: { en: "Share of the users for whom it is on.", ko: "플래그를 켤 사용자 비율." } }),
  pause: duration({
    max: "1d",
    default: "60s",
    description: { en: "How long to stay there.", ko: "이 비율을 유지하는 시간." },
  }),
});

/** Deploying is not releasing: the code goes out dark, and a flag lets users meet it. */
export const featureFlag = strategy({
  name: "featureFlag",
  summary: {
    en: "Deploys the new code switched off, then lets a flag turn it on for more and more users; the way back is the flag, not a deployment.",
    ko: "새 코드를 꺼 둔 채 배포한 뒤 플래그로 점점 더 많은 사용자에게 켭니다. 되돌릴 때도 배포가 아니라 플래그를 끕니다.",
  },
  carriedOutBy: "OpenFeature (flagd)",
  onRequest: true,
  parameters: v.strictObject({
    deployBy: innerStrategy({ en: "How the dark code is deployed.", ko: "꺼진 코드를 배포하는 방법." }),
    segment: withDefault(
      v.nullable(
        v.strictObject({
          name: name({
            default: "beta",
            description: { en: "Name of the segment.", ko: "세그먼트의 이름." },
          }),
          share: share({
            default: "1%",
            description: { en: "Share of the users who belong to it.", ko: "세그먼트에 속하는 사용자 비율." },
          }),
          pause: duration({
            max: "1d",
            default: "60s",
            description: { en: "How long it is on for them alone.", ko: "이들에게만 켜 두는 시간." },
          }),
        }),
      ),
      null,
    ),
    steps: withDefault(v.pipe(v.array(step), v.maxLength(100)), [{ share: "5%" }, { share: "25%" }, { share: "50%" }]),
    sync: word(["polling", "streaming"], {
      default: "polling",
      noun: "way to synchronise",
      description: {
        en: "Polling: each pod asks by its own clock. Streaming: all are told at once.",
        ko: "polling은 파드마다 자기 시계로 묻고, streaming은 한꺼번에 전달받습니다.",
      },
    }),
    syncInterval: duration({
      min: "1ms",
      max: "1h",
      default: "30s",
      description: {
        en: "Between two polls of a pod; with streaming: until a change arrives.",
        ko: "파드가 다시 묻는 간격. streaming이면 변경이 도착하는 데 걸리는 시간.",
      },
    }),
    analysis: backgroundErrors,
  }),
  needs: () => ["bothVersions", "flag"],
  services: ({ deployBy }) => definitionOf(deployBy).services?.(deployBy.parameters) ?? [],
  *run(rollout, { deployBy, segment, steps, sync, syncInterval, analysis }) {
    rollout.users.hide(
      FLAG,
      sync === "polling" ? { by: "polling", interval: syncInterval } : { by: "streaming", delay: syncInterval },
    );
    const deployment = rollout.alongside(definitionOf(deployBy).run(rollout, deployBy.parameters));
    if ((yield* rollout.deployed()) !== "deployed") return;
    // From here on whatever is wrong is answered by the flag.
    deployment.stop();
    const kill = () => rollout.users.show({ segment: null, share: 0 });
    const group: Segment | null = segment;
    const stages = [
      ...(segment === null ? [] : [{ share: 0, pause: segment.pause }]),
      ...steps,
      { share: 1, pause: syncInterval },
    ];
    function* release(): Process {
      for (const stage of stages) {
        rollout.users.show({ segment: group, share: stage.share });
        if (analysis === null) yield rollout.wait(stage.pause);
        else if ((yield* rollout.analyse(rollout.measured({ ...analysis, count: null }), stage.pause)) === "failed") {
          rollout.callOff(kill);
          return;
        }
      }
    }
    const releasing = rollout.alongside(release());
    yield* rollout.alert();
    releasing.stop();
    // A flag is no deployment: whatever way releases take, it is not the way of this one back.
    rollout.callOff(kill);
  },
});
