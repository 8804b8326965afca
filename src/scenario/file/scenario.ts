import * as v from "valibot";
import { type Complaint, inWords, issueInfo, quoted } from "../../quantity/complaint.ts";
import { withFacet } from "../../quantity/facet.ts";
import { byShape, count, duration, type Schema, share, withDefault } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import type { Registry } from "../registry.ts";
import { useOf, usualStrategies } from "../registry.ts";
import { actionFile } from "./action.ts";
import { adviseFile } from "./advise.ts";
import { campaignFile } from "./campaign.ts";
import { clusterFile } from "./cluster.ts";
import { clustersFile } from "./clusters.ts";
import { deliveryFile } from "./delivery.ts";
import { dependencyFile } from "./dependencies.ts";
import { objectivesFile, pricesFile } from "./judgement.ts";
import { lessonFile } from "./lesson.ts";
import { monitoringFile } from "./monitoring.ts";
import { networkFile } from "./network.ts";
import { serviceFile } from "./service.ts";
import { label, localized, text, versionName } from "./text.ts";
import { trafficFile } from "./traffic.ts";

/** Strategies, faults and claims of one file at most. */
const LIST_MAX = 100;

/** What the lists of a file may name. */
function namesOf(registry: Registry) {
  const releaseFault = useOf(
    registry.faults.filter(({ target }) => target !== "world"),
    { noun: "fault of the release", description: { en: "What is wrong with the new version.", ko: "새 버전의 결함." } },
  );
  const worldFault = useOf(
    registry.faults.filter(({ target }) => target !== "newVersion"),
    {
      noun: "fault of the world",
      description: { en: "What goes wrong whatever is deployed.", ko: "배포와 상관없이 생기는 장애." },
    },
  );
  const strategy = useOf(registry.strategies, {
    noun: "strategy",
    description: { en: "A way of deploying.", ko: "배포 방법." },
  });
  return { releaseFault, worldFault, strategy };
}

const conversionShare = withDefault(
  v.nullable(
    share({
      description: {
        en: "Share of its good answers that convert; left out: the service's.",
        ko: "새 버전의 좋은 응답이 전환으로 이어지는 비율. 생략하면 서비스와 같음.",
      },
    }),
  ),
  null,
);

/** The schema of a scenario file. Its output is plain values in the model's units, still arranged as in the file. */
export function scenarioFile(registry: Registry) {
  const { releaseFault, worldFault, strategy } = namesOf(registry);
  return v.strictObject({
    apiVersion,
    name: label({ en: "Name of the scenario.", ko: "시나리오 이름." }),
    title: v.optional(localized({ maxLength: 120, description: { en: "Title.", ko: "제목." } })),
    shows: v.optional(
      localized({
        maxLength: 600,
        description: { en: "One sentence on what it shows.", ko: "무엇을 보여 주는지 한 문장." },
      }),
    ),
    seed,
    duration: duration({
      min: "1s",
      max: "30d",
      default: DEFAULTS.duration,
      description: { en: "Length of the measured window.", ko: "측정 구간의 길이." },
    }),
    warmup: duration({
      max: "1d",
      default: DEFAULTS.warmup,
      description: { en: "Traffic before the measured window.", ko: "측정 전에 흘리는 트래픽." },
    }),
    releaseAt: duration({
      max: "30d",
      default: DEFAULTS.releaseAt,
      description: {
        en: "The release is submitted this long after the start of the window.",
        ko: "측정 시작 후 릴리스를 제출하는 시점.",
      },
    }),
    service: withDefault(serviceFile, {}),
    cluster: withDefault(clusterFile, {}),
    clusters: clustersFile,
    network: withDefault(networkFile, {}),
    traffic: withDefault(trafficFile, {}),
    dependencies: listOf(dependencyFile),
    release: withDefault(
      v.strictObject({
        from: versionName({ default: "v1", description: { en: "Version that runs before.", ko: "이전 버전." } }),
        to: versionName({ default: "v2", description: { en: "Version that is released.", ko: "새 버전." } }),
        conversionShare,
        faults: listOf(releaseFault),
      }),
      {},
    ),
    delivery: withDefault(v.nullable(deliveryFile), null),
    faults: listOf(worldFault),
    actions: listOf(actionFile),
    campaign: withDefault(campaignFile, {}),
    monitoring: withDefault(monitoringFile, {}),
    objectives: withDefault(objectivesFile, {}),
    prices: withDefault(pricesFile, {}),
    advise: withDefault(adviseFile, {}),
    strategies: withDefault(v.array(strategy), usualStrategies(registry)),
    expect: listOf(claim),
    lesson: withDefault(v.nullable(lessonFile), null),
  });
}

export type ScenarioFile = v.InferOutput<ReturnType<typeof scenarioFile>>;

function listOf<T>(item: Schema<T>): Schema<T[]> {
  return withDefault(
    v.pipe(
      v.array(item),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed || dataset.value.length <= LIST_MAX) return;
        addIssue(
          issueInfo({
            code: "limit-exceeded",
            message: `${dataset.value.length} items`,
            fix: `stay within ${LIST_MAX}`,
          }),
        );
      }),
    ),
    [],
  );
}

const CLAIM = { en: "A claim about the result.", ko: "결과에 대한 주장." };
const claimText = text({ maxLength: 300, description: CLAIM });

/** Tries of a claim that names no number of seeds but wants a share of them. */
const CLAIM_SEEDS = 20;

const claim = byShape(
  {
    plain: v.pipe(
      claimText,
      v.transform((that) => ({ that, seeds: 1, inAtLeast: 1 })),
    ),
    mapping: v.strictObject({
      that: claimText,
      seeds: count({
        min: 1,
        max: 10_000,
        default: CLAIM_SEEDS,
        description: { en: "Seeds to try.", ko: "시도할 시드 수." },
      }),
      inAtLeast: share({
        default: 1,
        description: { en: "Share of the seeds in which it must hold.", ko: "성립해야 하는 시드 비율." },
      }),
    }),
  },
  { description: CLAIM },
);

const API_VERSION = "drydock/v1";

const apiVersion: Schema<typeof API_VERSION> = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (dataset.value === API_VERSION) return API_VERSION;
    addIssue(issueInfo(wrongApiVersion(dataset.value)));
    return NEVER;
  }),
  withFacet<typeof API_VERSION>({
    is: "quantity",
    quantity: "word",
    json: { const: API_VERSION },
    description: { en: "Version of this file's language.", ko: "이 파일 언어의 버전." },
  }),
);

function wrongApiVersion(value: unknown): Complaint {
  const newer = typeof value === "string" && value.startsWith("drydock/");
  const message = newer
    ? `${quoted(String(value))} is not known to this Drydock`
    : `expected ${API_VERSION}, got ${inWords(value)}`;
  return {
    code: "api-version",
    message,
    fix: newer ? `update Drydock, or write ${API_VERSION}` : `write apiVersion: ${API_VERSION}`,
  };
}

const SEED_MAX = 64;

const seed: Schema<string> = withDefault(
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      const { value } = dataset;
      if (Number.isSafeInteger(value)) return String(value);
      if (typeof value === "string" && value.length >= 1 && value.length <= SEED_MAX && !value.includes("\n"))
        return value;
      addIssue(
        issueInfo({
          code: "bad-seed",
          message: `${inWords(value)} is no seed`,
          fix: `give a whole number or a text of at most ${SEED_MAX} characters`,
        }),
      );
      return NEVER;
    }),
    withFacet<string>({
      is: "quantity",
      quantity: "seed",
      json: { anyOf: [{ type: "integer" }, { type: "string", minLength: 1, maxLength: SEED_MAX }] },
      description: { en: "Names all chance in the run.", ko: "실행의 모든 우연을 정합니다." },
    }),
  ),
  DEFAULTS.seed,
);
