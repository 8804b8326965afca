import type { en } from "./en.ts";

/** 퀴즈 문제의 문구. */
export const ko = {
  title: "문제 {seed}",
  shows: "씨앗 {seed}에서 무작위로 뽑은 세계와 그에 대한 물음입니다.",
  world: "파드 {replicas}개, 초당 {rate}건. 프로세스가 요청을 받기까지 {boot}쯤 걸립니다.",
  good: "v2에는 결함이 없습니다.",
  errors: "v2는 요청의 {share}에 오류로 답합니다.",
  neverReady: "v2는 끝내 [[ready]] 상태가 되지 않습니다.",
  readyTooEarly: "v2는 처리할 수 있기도 전에 [[ready]] 상태라고 말합니다.",
  watched: "모니터링은 {scrape}마다 보고 {window} 평균을 내며, 오류가 {limit}를 넘으면 되돌립니다.",

  "mostHurt.ask": "어떤 배포 방법에서 피해를 보는 사용자가 가장 많을까요?",
  "mostHurt.reveal": "가장 많은 쪽은 {top}명, 가장 적은 쪽은 {least}명입니다. 사용자는 모든 레인에서 같습니다.",
  "mostPods.ask": "파드를 평소보다 가장 많이, 오래 더 띄우는 배포 방법은 무엇일까요?",
  "mostPods.reveal": "평소보다 더 쓴 시간은 가장 많은 쪽이 {top} 파드·초, 가장 적은 쪽이 {least} 파드·초입니다.",
  "order.ask": "레인을 순서대로 놓아 보세요. 어디에서 요청을 가장 많이 잃을까요?",
  "order.reveal": "실패한 요청은 {top}건에서 {least}건까지입니다. 사용자도 릴리스도 똑같습니다.",
  "outage.ask": "재생성에서 [[ready]] 파드가 하나도 없는 시간은 얼마일까요?",
  "outage.reveal":
    "실제로는 {top}입니다. 시작 시간보다 길어지는 까닭은 종료, 이미지 내려받기, 다음 프로브까지의 기다림이 더해지기 때문입니다.",
  "ending.ask": "{strategy} 배포는 어떻게 끝날까요?",
  "ending.reveal": "결과: {top}.",
  "ending.completed": "끝까지 배포됩니다.",
  "ending.rolledBack": "되돌려집니다.",
  "ending.stalled": "중간에 멈춰 섭니다.",

  watch: "배포와 그 뒤 몇 분을 보여 줍니다.",
  "why.stopped": "되돌리기까지 이어진 일입니다. 아래에서 위로 읽으세요.",
  "why.through": "아무도 멈추지 않았습니다. 끝까지 가게 된 과정입니다. 아래에서 위로 읽으세요.",
  "why.ready": "첫 새 파드가 준비되기까지 차례로 일어나야 했던 일입니다. 아래에서 위로 읽으세요.",
  "why.stuck": "멈춰 서기까지의 과정입니다. 아래에서 위로 읽으세요.",
  "change.boot": "시작 시간을 움직여 보세요. 무엇이 바뀌고 무엇이 그대로인가요?",
  "change.window": "모니터링이 평균을 내는 구간을 움직여 보세요. 짧게 하면 누가 덕을 보나요?",
} as const satisfies Readonly<Record<keyof typeof en, string>>;
