/** Texts of the lessons' own pages; they come with the lessons. */
export const en = {
  "panel.card": "Card {card} of {cards}",
  "panel.leave": "Leave the lesson",
  "panel.fold": "Fold the lesson away",
  "panel.unfold": "Unfold the lesson",
  "panel.back": "Back",
  "panel.next": "Next",

  "predict.title": "What do you expect?",
  "predict.guess": "That is my guess",
  "predict.skip": "Just show me",
  "predict.rank": "Most first",
  "predict.up": "{lane}: one place up",
  "predict.down": "{lane}: one place down",
  "predict.measured": "Measured by: {measure}",
  "predict.slider": "Your guess",

  "watch.title": "Watch",
  "watch.again": "Play again",

  "reveal.title": "What happened",
  "reveal.right": "As you expected.",
  "reveal.near": "Close to what you expected.",
  "reveal.other": "Not what you expected; now you know what to look for.",
  "reveal.truth": "The run",
  "reveal.guess": "Your guess",
  "reveal.place": "place {place}",
  "reveal.guessed": "your guess: place {place}",
  "reveal.yours": "your guess",
  "reveal.holds": "this is what happened",
  "reveal.noAnswer": "The run has no answer to this.",

  "why.title": "Why",
  "why.gone": "In this run there is no such event.",

  "change.title": "Now change it",
  "change.what": "What",
  "change.before": "Before",
  "change.now": "Now",
  "change.asFile": "as in the lesson: {value}",
  "change.reset": "Back to the lesson's value",

  "transfer.title": "Somewhere else",
  "transfer.show": "Show an answer",

  "end.title": "That was it",
  "end.done": "{done} of {all} lessons taken.",
  "end.next": "Next lesson: {title}",
  "end.quizNext": "Next question",
  "end.quiz": "Try the quiz",
  "end.all": "All lessons",
  "end.link": "Same seed, same question: {seed}",

  "menu.title": "Lessons",
  "menu.about": "Each takes two to four minutes: guess first, then watch what happens. Nothing is scored.",
  "menu.done": "taken",
  "menu.close": "Close",
  "menu.quiz": "Quiz",
  "menu.quizAbout":
    "Questions without end: each is a world drawn at random, and the answer is computed by rehearsing it. The same seed gives the same question.",
  "menu.quizSeed": "Seed",
  "menu.quizStart": "Ask me",
  "menu.loading": "The list is on its way …",

  "service.title": "Your service",
  "service.about":
    "You have felt the trade-offs; now rehearse your own release. Open a manifest or a scenario, and compare the strategies on it.",
  "service.open": "Open my service",
} as const;
