import type { en } from "./en.ts";

/** 수업 화면의 문구. 수업과 함께 가져온다. */
export const ko = {
  "panel.card": "카드 {cards}장 중 {card}번째",
  "panel.leave": "수업 나가기",
  "panel.fold": "수업 접기",
  "panel.unfold": "수업 펼치기",
  "panel.back": "이전",
  "panel.next": "다음",

  "predict.title": "어떻게 될까요?",
  "predict.guess": "이렇게 예상해요",
  "predict.skip": "그냥 볼게요",
  "predict.rank": "큰 것부터",
  "predict.up": "{lane}: 한 자리 위로",
  "predict.down": "{lane}: 한 자리 아래로",
  "predict.measured": "재는 값: {measure}",
  "predict.slider": "내 예상",

  "watch.title": "지켜보기",
  "watch.again": "다시 재생",

  "reveal.title": "실제로는",
  "reveal.right": "예상한 대로입니다.",
  "reveal.near": "예상과 가깝습니다.",
  "reveal.other": "예상과 다릅니다. 이제 어디를 봐야 하는지 알게 되었습니다.",
  "reveal.truth": "실제",
  "reveal.guess": "내 예상",
  "reveal.place": "{place}위",
  "reveal.guessed": "내 예상: {place}위",
  "reveal.yours": "내 예상",
  "reveal.holds": "실제로 일어난 일",
  "reveal.noAnswer": "이 실행에는 답이 없습니다.",

  "why.title": "왜 그랬을까",
  "why.gone": "이 실행에는 그런 사건이 없습니다.",

  "change.title": "이제 바꿔 보세요",
  "change.what": "측정값",
  "change.before": "바꾸기 전",
  "change.now": "지금",
  "change.asFile": "수업의 값: {value}",
  "change.reset": "수업의 값으로",

  "transfer.title": "다른 상황이라면",
  "transfer.show": "답 보기",

  "end.title": "여기까지입니다",
  "end.done": "수업 {all}개 중 {done}개를 마쳤습니다.",
  "end.next": "다음 수업: {title}",
  "end.quizNext": "다음 문제",
  "end.quiz": "퀴즈 풀어 보기",
  "end.all": "수업 목록",
  "end.link": "씨앗이 같으면 문제도 같습니다: {seed}",

  "menu.title": "수업",
  "menu.about": "하나에 2~4분입니다. 먼저 예상해 보고, 무슨 일이 일어나는지 지켜보세요. 점수는 매기지 않습니다.",
  "menu.done": "마침",
  "menu.close": "닫기",
  "menu.quiz": "퀴즈",
  "menu.quizAbout":
    "문제가 끝없이 나옵니다. 세계를 무작위로 뽑고, 답은 그 세계를 실제로 예행연습해서 구합니다. 씨앗이 같으면 문제도 같습니다.",
  "menu.quizSeed": "씨앗(seed)",
  "menu.quizStart": "문제 내기",
  "menu.loading": "목록을 가져오는 중…",

  "service.title": "당신의 서비스",
  "service.about":
    "맞바꿈을 몸으로 느꼈다면 이제 내 서비스의 배포를 예행연습할 차례입니다. 매니페스트나 시나리오를 열어 전략을 비교해 보세요.",
  "service.open": "내 서비스 열기",
} as const satisfies Readonly<Record<keyof typeof en, string>>;
