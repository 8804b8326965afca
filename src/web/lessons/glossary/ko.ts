import type { en } from "./en.ts";

/** 수업에 나오는 용어. 처음 나올 때 한국어와 영어를 함께 보여 준다. */
export const ko = {
  ready: {
    name: "준비된",
    other: "ready",
    meaning: "준비 프로브가 성공하는 동안 파드는 준비(Ready) 상태입니다. 서비스는 준비된 파드에만 트래픽을 보냅니다.",
  },
  readinessProbe: {
    name: "준비 프로브",
    other: "readiness probe",
    meaning:
      "kubelet이 컨테이너에 주기적으로 묻는 질문입니다. 예를 들어 GET /healthz로 “지금 처리할 수 있나요?”라고 묻습니다. 트래픽을 받을지 말지만 정하며, 재시작은 하지 않습니다.",
  },
  sigterm: {
    name: "SIGTERM",
    other: "종료 요청",
    meaning:
      "프로세스에 끝내 달라고 보내는 신호입니다. 쿠버네티스는 preStop 훅이 끝나면 이 신호를, 유예 시간이 지나면 SIGKILL을 보냅니다.",
  },
  maxSurge: {
    name: "maxSurge",
    other: "초과 허용",
    meaning: "롤링 중에 원하는 개수보다 몇 개까지 더 띄워도 되는지입니다. 비율이면 올림합니다.",
  },
  maxUnavailable: {
    name: "maxUnavailable",
    other: "부족 허용",
    meaning: "롤링 중에 몇 개까지 모자라도 되는지입니다. 비율이면 내림합니다.",
  },
  endpoint: {
    name: "엔드포인트",
    other: "endpoint",
    meaning:
      "서비스가 프록시에 나눠 주는 목록에 적힌 파드의 주소입니다. 목록이 바뀌어도 각 프록시에는 조금 늦게 도착합니다.",
  },
  preStop: {
    name: "preStop 훅",
    other: "preStop hook",
    meaning:
      "SIGTERM을 받기 전에 컨테이너가 하는 일로, 보통 sleep입니다. 파드가 빠진다는 사실을 프록시가 알 시간을 벌어 줍니다.",
  },
  gracefulShutdown: {
    name: "우아한 종료",
    other: "graceful shutdown",
    meaning:
      "처리 중인 요청은 끝내고 새 요청은 받지 않은 뒤 종료하는 것으로, Go에서는 http.Server.Shutdown입니다. 그렇다고 프록시가 보내기를 멈추지는 않습니다.",
  },
  capacity: {
    name: "용량",
    other: "capacity",
    meaning: "지금 있는 파드가 대기열을 늘리지 않고 초당 답할 수 있는 요청 수입니다.",
  },
  sample: {
    name: "표본",
    other: "sample",
    meaning: "판정의 근거가 되는 요청들입니다. 몇 건 되지 않으면 오류율은 버전에 대해 말해 주는 것이 거의 없습니다.",
  },
  window: {
    name: "관측 창",
    other: "window",
    meaning: "rate(…[1m])처럼 오류율을 평균 내는 구간의 길이입니다. 길면 차분하지만 느립니다.",
  },
  falseAlarm: {
    name: "오경보",
    other: "false alarm",
    meaning: "요청 몇 건 가운데 우연히 여러 건이 실패해서 멀쩡한 릴리스를 멈추는 일입니다.",
  },
  miss: {
    name: "놓침",
    other: "miss",
    meaning: "살펴본 곳에 결함이 드러나지 않아 나쁜 릴리스를 통과시키는 일입니다.",
  },
  slo: {
    name: "SLO",
    other: "서비스 수준 목표",
    meaning: "팀이 지키기로 한 약속입니다. 예를 들어 요청의 99.9%가 성공한다는 약속입니다.",
  },
  shadow: {
    name: "섀도 트래픽",
    other: "mirroring",
    meaning: "실제 요청의 사본을 새 버전에도 보내고 그 응답은 버립니다.",
  },
  featureFlag: {
    name: "기능 플래그",
    other: "feature flag",
    meaning: "코드 안의 스위치입니다. 새 버전을 모든 파드에 배포해 두고 사용자 일부에게만 켭니다.",
  },
  abTest: {
    name: "A/B 테스트",
    other: "A/B test",
    meaning: "고정된 두 사용자 집단에 두 버전을 보여 주고, 사람들의 행동으로 어느 쪽이 나은지 알아냅니다.",
  },
  migration: {
    name: "마이그레이션",
    other: "migration",
    meaning: "릴리스와 함께 오는 데이터베이스 스키마의 변경입니다. 코드를 되돌려도 스키마는 되돌아가지 않습니다.",
  },
  expandContract: {
    name: "확장 후 축소",
    other: "expand and contract",
    meaning:
      "새 버전에 필요한 것을 먼저 더하고 배포한 다음, 아무도 읽지 않을 때 이전 열을 지웁니다. 릴리스 한 번 대신 세 번입니다.",
  },
  blastRadius: {
    name: "폭발 반경",
    other: "blast radius",
    meaning: "잘못되었을 때 피해가 닿는 범위입니다. 결함이 미칠 수 있는 사용자, 요청, 클러스터의 비율입니다.",
  },
  bakeTime: {
    name: "숙성 시간",
    other: "bake time",
    meaning: "다음 차례로 넘어가기 전에 앞 차례를 지켜보는 시간입니다.",
  },
} as const satisfies Readonly<Record<keyof typeof en, Term>>;

interface Term {
  readonly name: string;
  readonly other: string;
  readonly meaning: string;
}
