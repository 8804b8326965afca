/** What the questions of the quiz say. */
export const en = {
  title: "Question {seed}",
  shows: "A world drawn at random from the seed {seed}, and a question about it.",
  world: "{replicas} pods, {rate} requests per second, a process that needs about {boot} until it listens.",
  good: "v2 has no fault.",
  errors: "v2 answers {share} of its requests with an error.",
  neverReady: "v2 never becomes [[ready]].",
  readyTooEarly: "v2 says it is [[ready]] before it can serve.",
  watched: "Monitoring looks every {scrape}, averages over {window} and goes back above {limit} of errors.",

  "mostHurt.ask": "Which way of deploying hurts the most users?",
  "mostHurt.reveal": "The most is {top}, the least {least}. The users are the same in every lane.",
  "mostPods.ask": "Which way of deploying pays for the most extra pod time?",
  "mostPods.reveal": "The most is {top} pod seconds above the usual, the least {least}.",
  "order.ask": "Put the lanes in order: who loses the most requests?",
  "order.reveal": "From {top} failed requests down to {least}, with the same users and the same release.",
  "outage.ask": "For how long is no pod [[ready]] under recreate?",
  "outage.reveal":
    "It was {top}. The gap is longer than the boot: shutting down, the image and the next probe belong to it.",
  "ending.ask": "How does the rollout by {strategy} end?",
  "ending.reveal": "It ended like this: {top}.",
  "ending.completed": "It completes.",
  "ending.rolledBack": "It is rolled back.",
  "ending.stalled": "It gets stuck half way.",

  watch: "The release, and what the first minutes after it look like.",
  "why.stopped": "How it came to the way back: read it from the bottom up.",
  "why.through": "Nobody stopped it. This is how it got to the end; read it from the bottom up.",
  "why.ready": "What had to happen one after the other before the first new pod was ready; read it from the bottom up.",
  "why.stuck": "How it got stuck; read it from the bottom up.",
  "change.boot": "Move the boot time. What changes, and what does not?",
  "change.window": "Move the window over which monitoring averages. Who gains by a short one?",
} as const;
