import * as v from "valibot";
import type { WorkflowSpec } from "../../delivery/spec.ts";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, judge, law, word, yesNo } from "../../quantity/index.ts";
import { text } from "./text.ts";

const name = (en: string, ko: string) => text({ maxLength: 100, description: { en, ko } });

const concurrency = withDefault(
  v.nullable(
    v.strictObject({
      group: name("Name of the group; capitals do not matter.", "그룹 이름. 대소문자는 구별하지 않습니다."),
      cancelInProgress: yesNo({
        default: false,
        description: { en: "A newer one ends the one that runs.", ko: "새 실행이 진행 중인 실행을 취소합니다." },
      }),
      queue: word(["single", "max"], {
        default: "single",
        noun: "queue",
        description: {
          en: "single: only the newest waits; max: up to 100 wait their turn.",
          ko: "single이면 가장 새것만 기다리고, max이면 100개까지 차례를 기다립니다.",
        },
      }),
    }),
  ),
  null,
);

const environment = withDefault(
  v.nullable(
    v.strictObject({
      name: name("Name of the environment.", "환경 이름."),
      waitTimer: duration({ max: "30d", default: "0s", description: { en: "Wait timer.", ko: "대기 타이머." } }),
      reviewers: count({
        max: 6,
        default: 0,
        description: {
          en: "Reviewers asked; one approval is enough.",
          ko: "승인 요청을 받는 사람 수. 한 명이면 충분합니다.",
        },
      }),
      approval: law({
        max: "30d",
        default: { lognormal: { median: "10m", sigma: 1 } },
        description: { en: "From being asked to approving.", ko: "요청을 받고 승인하기까지." },
      }),
    }),
  ),
  null,
);

const job = v.strictObject({
  name: name("Name of the job.", "작업 이름."),
  needs: withDefault(v.pipe(v.array(name("A job it needs.", "먼저 끝나야 하는 작업.")), v.maxLength(100)), []),
  takes: law({
    max: "6h",
    default: "1m",
    description: { en: "How long it runs.", ko: "걸리는 시간." },
  }),
  environment,
  concurrency,
  deploys: yesNo({
    default: false,
    description: {
      en: "It hands the change over; when no job says so, the last one does.",
      ko: "변경을 넘기는 작업. 아무 작업도 지정하지 않으면 마지막 작업입니다.",
    },
  }),
  timeout: duration({
    min: "1s",
    max: "35d",
    default: "6h",
    description: { en: "It is cancelled after this.", ko: "이 시간이 지나면 취소됩니다." },
  }),
  runs: word(["success", "always", "failure", "never"], {
    default: "success",
    noun: "condition",
    description: {
      en: "After what: the success of all it needs, anything, a failure before it, or nothing ever.",
      ko: "실행 조건. 필요한 작업이 모두 성공하면, 항상, 앞에서 실패가 있으면, 또는 실행하지 않음.",
    },
  }),
  continueOnError: yesNo({
    default: false,
    description: { en: "A failure of it stops nothing.", ko: "실패해도 뒤따르는 작업을 막지 않습니다." },
  }),
  matrix: count({
    min: 1,
    max: 256,
    default: 1,
    description: { en: "Jobs that its matrix comes to.", ko: "매트릭스로 만들어지는 작업 수." },
  }),
  maxParallel: withDefault(
    v.nullable(
      count({
        min: 1,
        max: 256,
        description: { en: "How many of these run at once; left out: all.", ko: "동시에 실행할 수. 생략하면 전부." },
      }),
    ),
    null,
  ),
  fails: yesNo({ default: false, description: { en: "It ends in failure.", ko: "실패로 끝납니다." } }),
});

export const workflowFile = v.strictObject({
  trigger: law({
    max: "1h",
    default: "3s",
    description: { en: "From the push to the run.", ko: "푸시부터 실행까지." },
  }),
  runner: law({
    max: "1d",
    default: { lognormal: { median: "10s", sigma: 0.8 } },
    description: { en: "Waiting for a runner, per job.", ko: "작업마다 러너를 기다리는 시간." },
  }),
  concurrency,
  jobs: v.pipe(v.array(job), v.minLength(1), v.maxLength(100), v.rawCheck(judge((jobs) => faultOfJobs(jobs)))),
});

interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

/** Names that are there once, needs that exist, and no circle among them. */
function faultOfJobs(jobs: readonly Needing[]) {
  const names = jobs.map(({ name }) => name);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined) {
    return { code: "duplicate-job", message: `two jobs are called ${twice}`, fix: "give each its own name" };
  }
  const unknown = jobs.flatMap(({ needs }) => needs).find((one) => !names.includes(one));
  if (unknown !== undefined) {
    return { code: "unknown-job", message: `no job is called ${unknown}`, fix: `needs may name ${names.join(", ")}` };
  }
  const done = new Set<string>();
  for (let left = jobs.length; left > 0; left--) {
    for (const { name, needs } of jobs) if (needs.every((one) => done.has(one))) done.add(name);
  }
  const stuck = names.find((one) => !done.has(one));
  if (stuck === undefined) return null;
  return { code: "circular-needs", message: `${stuck} needs itself in a circle`, fix: "break the circle" };
}

export function toWorkflow(file: v.InferOutput<typeof workflowFile>): WorkflowSpec {
  const isSaid = file.jobs.some(({ deploys }) => deploys);
  const last = file.jobs.length - 1;
  return { ...file, jobs: file.jobs.map((one, at) => ({ ...one, deploys: isSaid ? one.deploys : at === last })) };
}
