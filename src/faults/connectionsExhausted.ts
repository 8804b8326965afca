import * as v from "valibot";
import { count } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, dependency, span } from "./parameters.ts";

/**
 * Somebody else holds the database's connections (catalogue F9): a report, a second environment. Pods keep those they have;
 * new pods get none, so that a rollout in that time brings pods that pass their probes and answer with errors.
 */
export const connectionsExhausted = fault({
  name: "connectionsExhausted",
  summary: {
    en: "Somebody else takes connections of the database that the pods share.",
    ko: "다른 누군가가 파드들이 함께 쓰는 데이터베이스의 연결을 차지합니다.",
  },
  target: "world",
  spoils: "answers",
  parameters: v.strictObject({
    at,
    for: span,
    name: dependency,
    taken: count({
      min: 1,
      max: 1_000_000,
      // [R] PostgreSQL: `max_connections` is 100 unless somebody changed it.
      default: 100,
      description: { en: "Connections that are taken.", ko: "차지한 연결 수." },
    }),
  }),
  inject(world, { at, for: span, name, taken }) {
    world.during({ at, for: span, detail: { taken } }, () =>
      world.troubleDependency(name, (before) => ({ ...before, taken: before.taken + taken })),
    );
  },
});
