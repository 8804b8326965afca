import * as v from "valibot";
import { queryText } from "../../../observe/written/foreign.ts";
import { issueInfo } from "../../../quantity/complaint.ts";
import { type Schema, type Text, withDefault, withFacet } from "../../../quantity/facet.ts";
import { count, duration, judge, number, word, yesNo } from "../../../quantity/index.ts";
import { parseCondition } from "../../controllers/argo/analysis/expression/parse.ts";
import { Refusal } from "../../controllers/argo/analysis/expression/refusal.ts";
import { whatIsWrong } from "../../controllers/argo/analysis/validate.ts";

const NAME_MAX = 100;
const CONDITION_MAX = 4096;

/** A text that must satisfy something, in the language of scenario files. */
function checkedText(options: {
  readonly description: Text;
  readonly maxLength: number;
  /** What is wrong with it; null: nothing. */
  readonly fault?: (written: string) => string | null;
}): Schema<string> {
  const { maxLength, fault = () => null } = options;
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      const { value } = dataset;
      if (typeof value !== "string" || value === "" || value.length > maxLength) {
        const message = `expected a text of 1 to ${maxLength} characters`;
        addIssue(issueInfo({ code: "wrong-type", message, fix: "put it in quotes" }));
        return NEVER;
      }
      const wrong = fault(value);
      if (wrong === null) return value;
      addIssue(issueInfo({ code: "bad-condition", message: wrong, fix: 'write it like "result[0] >= 0.95"' }));
      return NEVER;
    }),
    withFacet<string>({
      is: "quantity",
      quantity: "text",
      description: options.description,
      json: { type: "string", minLength: 1, maxLength },
    }),
  );
}

function faultOfCondition(written: string): string | null {
  try {
    parseCondition(written);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function condition(description: Text): Schema<string | null> {
  const text = checkedText({ description, maxLength: CONDITION_MAX, fault: faultOfCondition });
  return withDefault(v.nullable(text), null);
}

export function name(description: Text): Schema<string> {
  return checkedText({ description, maxLength: NAME_MAX });
}

/** One metric of an analysis, by Argo Rollouts' names; what it measures stands in place of a provider's query. */
const metric = v.pipe(
  v.strictObject({
    name: name({ en: "What the log calls it.", ko: "로그에 쓰이는 이름." }),
    measures: word(["errorRatio", "errorPercent", "successRatio", "successPercent", "nothing"], {
      default: "errorRatio",
      description: {
        en: "What is asked of the monitoring, over its window; nothing: a check that cannot be rehearsed and passes.",
        ko: "모니터링에 묻는 값(모니터링의 창 기준). nothing은 리허설할 수 없어 통과한 것으로 치는 검사입니다.",
      },
    }),
    of: word(["newVersion", "service"], {
      default: "newVersion",
      description: { en: "Whose answers count.", ko: "누구의 응답을 셀지." },
    }),
    query: withDefault(
      v.nullable(
        queryText({
          en: "A query of your own in place of the two, with {{args.version}}, {{args.stable-version}} and {{args.window}}.",
          ko: "위 두 항목 대신 쓰는 질의. {{args.version}}, {{args.stable-version}}, {{args.window}}를 쓸 수 있습니다.",
        }),
      ),
      null,
    ),
    answers: word(["vector", "scalar"], {
      default: "vector",
      description: {
        en: "How conditions find the value: result[0], empty without data, or result, not a number without data.",
        ko: "조건에서 값을 찾는 방법. vector는 result[0](데이터가 없으면 빈 목록), scalar는 result(데이터가 없으면 NaN).",
      },
    }),
    successCondition: condition({
      en: "The measurement is good when this holds, in the language of expr.",
      ko: "expr 언어로 쓴 조건. 성립하면 좋은 측정입니다.",
    }),
    failureCondition: condition({
      en: "The measurement is bad when this holds; it beats the success condition.",
      ko: "성립하면 나쁜 측정입니다. 성공 조건보다 우선합니다.",
    }),
    interval: withDefault(
      v.nullable(
        duration({
          min: "1s",
          max: "7d",
          description: {
            en: "Time between two measurements; left out: a single one.",
            ko: "측정 간격. 없으면 한 번만 잽니다.",
          },
        }),
      ),
      null,
    ),
    initialDelay: duration({
      max: "7d",
      default: "0s",
      description: { en: "Time before the first measurement.", ko: "첫 측정 전의 대기 시간." },
    }),
    count: withDefault(
      v.nullable(
        count({
          max: 100_000,
          description: {
            en: "Measurements to take; left out: one without an interval, otherwise until the analysis is ended.",
            ko: "측정 횟수. 없으면 간격이 없을 때 한 번, 있을 때는 분석이 끝날 때까지.",
          },
        }),
      ),
      null,
    ),
    failureLimit: number({
      min: -1,
      max: 100_000,
      default: 0,
      description: {
        en: "Failed measurements that are tolerated; one more fails the analysis, -1 tolerates any number.",
        ko: "허용하는 실패 측정 수. 하나라도 더 실패하면 분석이 실패하고, -1이면 몇 번이든 허용합니다.",
      },
    }),
    inconclusiveLimit: count({
      max: 100_000,
      default: 0,
      description: {
        en: "Measurements tolerated that satisfy neither condition; one more makes the rollout wait for a person.",
        ko: "두 조건 모두 성립하지 않는 측정을 허용하는 수. 하나라도 더 나오면 롤아웃이 사람을 기다립니다.",
      },
    }),
    consecutiveErrorLimit: count({
      max: 100_000,
      default: 4,
      description: {
        en: "Errors in a row that are tolerated, each asked again after 10 s.",
        ko: "연속으로 허용하는 오류 수. 오류가 나면 10초 뒤에 다시 묻습니다.",
      },
    }),
    consecutiveSuccessLimit: count({
      max: 100_000,
      default: 0,
      description: {
        en: "Good measurements in a row that end the metric as good; 0: off.",
        ko: "연속으로 이만큼 좋으면 지표를 성공으로 끝냅니다. 0이면 쓰지 않습니다.",
      },
    }),
    dryRun: yesNo({
      default: false,
      description: { en: "Measured, but without a say.", ko: "재기만 하고 판정에는 쓰지 않습니다." },
    }),
  }),
  v.rawCheck(
    judge((written) => {
      const message = whatIsWrong(written);
      return message === null ? null : { code: "bad-metric", message, fix: "Argo Rollouts refuses it as well" };
    }),
  ),
);

/** A list of metrics; null: the error ratio of the new version against the limit of the monitoring. */
export const metrics = withDefault(v.nullable(v.pipe(v.array(metric), v.maxLength(50))), null);
