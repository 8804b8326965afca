import type { GroupDefinitions } from "./definition.ts";

export const blastDefinitions: GroupDefinitions<"blast"> = {
  exposed_users: {
    label: { en: "Exposed users", ko: "노출된 사용자" },
    meaning: {
      en: "Share of active users with at least one attempt processed by the faulty version, hurt or not.",
      ko: "결함 있는 버전이 처리한 시도가 하나라도 있는 활성 사용자의 비율입니다. 피해 여부와는 무관합니다.",
    },
    formula: "|{u : exposures_u ≥ 1}| / |{u : requests_u ≥ 1}|",
  },
  exposed_users_of_all: {
    label: { en: "Exposed users, of all", ko: "노출된 사용자(전체 대비)" },
    meaning: {
      en: "The same as a share of all users there are, active in the window or not.",
      ko: "같은 수를 관찰 구간의 활동 여부와 관계없이 전체 사용자 수로 나눈 비율입니다.",
    },
    formula: "|{u : exposures_u ≥ 1}| / U",
  },
  exposed_user_count: {
    label: { en: "Number of exposed users", ko: "노출된 사용자 수" },
    meaning: {
      en: "How many users met the faulty version.",
      ko: "결함 있는 버전을 만난 사용자의 수입니다.",
    },
    formula: "|{u : exposures_u ≥ 1}|",
  },
  hurt_users: {
    label: { en: "Hurt users", ko: "피해 사용자" },
    meaning: {
      en: "Share of active users with a bad request that they would not have had without the release.",
      ko: "이번 배포가 없었다면 겪지 않았을 나쁜 요청을 겪은 활성 사용자의 비율입니다.",
    },
    formula: "|{u : bad_u − bad_u(twin) ≥ 1}| / |{u : requests_u ≥ 1}|",
  },
  hurt_users_3: {
    label: { en: "Users hurt three times", ko: "세 번 이상 피해 본 사용자" },
    meaning: {
      en: "Share of active users with three or more bad requests caused by the release: stickiness concentrates pain.",
      ko: "배포 때문에 나쁜 요청을 세 번 이상 겪은 활성 사용자의 비율입니다. 고정 라우팅은 고통을 몰아줍니다.",
    },
    formula: "|{u : bad_u − bad_u(twin) ≥ 3}| / |{u : requests_u ≥ 1}|",
  },
  hurt_user_count: {
    label: { en: "Number of hurt users", ko: "피해 사용자 수" },
    meaning: {
      en: "How many users had a bad request caused by the release.",
      ko: "배포 때문에 나쁜 요청을 겪은 사용자의 수입니다.",
    },
    formula: "|{u : bad_u − bad_u(twin) ≥ 1}|",
  },
  bad_requests: {
    label: { en: "Bad requests", ko: "나쁜 요청" },
    meaning: {
      en: "User-visible requests that failed or came too late, whatever the reason.",
      ko: "이유와 관계없이 실패했거나 너무 늦은 사용자 요청의 수입니다.",
    },
    formula: "total − ok",
  },
  bad_request_share: {
    label: { en: "Share of bad requests", ko: "나쁜 요청의 비율" },
    meaning: {
      en: "Bad requests as a share of all requests of the window.",
      ko: "관찰 구간의 전체 요청 가운데 나쁜 요청의 비율입니다.",
    },
    formula: "bad / total",
  },
  caused_bad_requests: {
    label: { en: "Bad requests caused", ko: "배포가 일으킨 나쁜 요청" },
    meaning: {
      en: "Bad requests beyond those of the same world without the release.",
      ko: "배포가 없었을 똑같은 세계와 비교해 더 생긴 나쁜 요청의 수입니다.",
    },
    formula: "bad − bad(twin)",
  },
  peak_exposure: {
    label: { en: "Peak exposure", ko: "최대 노출" },
    meaning: {
      en: "The largest share of the traffic that the routing gave to the faulty version.",
      ko: "라우팅이 결함 있는 버전에 보낸 트래픽 비율의 최댓값입니다.",
    },
    formula: "max_t w(t)",
  },
  exposure_user_minutes: {
    label: { en: "Exposure over time", ko: "시간으로 본 노출" },
    meaning: {
      en: "How many users were assigned to the faulty version, times how long.",
      ko: "결함 있는 버전에 배정된 사용자 수에 그 시간을 곱한 값입니다.",
    },
    formula: "∫ w(t) · U_active dt / 60",
  },
  affected_zones: {
    label: { en: "Affected zones", ko: "영향받은 영역" },
    meaning: {
      en: "Zones in which a pod of the faulty version was ready to be sent users.",
      ko: "결함 있는 버전의 파드가 준비되어 사용자를 받을 수 있었던 영역의 수입니다.",
    },
    formula: "|{zone : a faulty pod in it was a ready endpoint}|",
  },
  data_at_risk: {
    label: { en: "Data at risk", ko: "위험에 놓인 데이터" },
    meaning: {
      en: "Attempts that the faulty version processed and that wrote something: going back undoes none of it.",
      ko: "결함 있는 버전이 처리하면서 무언가를 쓴 시도의 수입니다. 되돌려도 쓴 것은 되돌아오지 않습니다.",
    },
    formula: "|{attempt of the faulty version : start < t1, write}|",
  },
};
