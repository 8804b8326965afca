/** Words of the field as the lessons explain them. `[[ready]]` in a lesson's text names the entry `ready`. */
export const en = {
  ready: {
    name: "ready",
    other: "",
    meaning: "A pod is Ready while its readiness probe succeeds. Only ready pods are sent traffic by a Service.",
  },
  readinessProbe: {
    name: "readiness probe",
    other: "",
    meaning:
      "A question that the kubelet asks a container again and again, such as GET /healthz: can you serve now? It starts a pod's traffic and stops it; it never restarts anything.",
  },
  sigterm: {
    name: "SIGTERM",
    other: "",
    meaning:
      "The signal that asks a process to end. Kubernetes sends it after the preStop hook, and SIGKILL when the grace period is over.",
  },
  maxSurge: {
    name: "maxSurge",
    other: "",
    meaning: "How many pods a rolling update may have above the wanted number. A share is rounded up.",
  },
  maxUnavailable: {
    name: "maxUnavailable",
    other: "",
    meaning: "How many pods may be missing during a rolling update. A share is rounded down.",
  },
  endpoint: {
    name: "endpoint",
    other: "",
    meaning:
      "The address of a pod in the list that a Service hands to the proxies. The list reaches each proxy a little later.",
  },
  preStop: {
    name: "preStop hook",
    other: "",
    meaning:
      "What a container does before it is sent SIGTERM, usually a sleep. It gives the proxies time to learn that the pod is leaving.",
  },
  gracefulShutdown: {
    name: "graceful shutdown",
    other: "",
    meaning:
      "Finish the requests in flight, take no new ones, then exit: Go's http.Server.Shutdown. It does not make the proxies stop sending.",
  },
  capacity: {
    name: "capacity",
    other: "",
    meaning: "How many requests per second the pods that are there can answer without a growing queue.",
  },
  sample: {
    name: "sample",
    other: "",
    meaning: "The requests a judgement rests on. With few of them, the error ratio says little about the version.",
  },
  window: {
    name: "window",
    other: "",
    meaning:
      "The length of time an error ratio is averaged over, as in rate(…[1m]). A longer one is calmer and slower.",
  },
  falseAlarm: {
    name: "false alarm",
    other: "",
    meaning: "A good release that is stopped, because by chance too many of a few requests failed.",
  },
  miss: {
    name: "miss",
    other: "",
    meaning: "A bad release that is let through, because what was looked at did not show the fault.",
  },
  slo: {
    name: "SLO",
    other: "service level objective",
    meaning: "The promise a team works by, for instance that 99.9 % of the requests succeed.",
  },
  shadow: {
    name: "shadow traffic",
    other: "mirroring",
    meaning: "Copies of real requests are sent to the new version as well, and its answers are thrown away.",
  },
  featureFlag: {
    name: "feature flag",
    other: "",
    meaning: "A switch in the code: the new version is deployed everywhere, and turned on for a share of the users.",
  },
  abTest: {
    name: "A/B test",
    other: "",
    meaning: "Two versions for two fixed groups of users, to find out which one does better by what people do.",
  },
  migration: {
    name: "migration",
    other: "",
    meaning:
      "A change of the database's schema that comes with a release. Rolling back the code does not roll it back.",
  },
  expandContract: {
    name: "expand and contract",
    other: "",
    meaning:
      "First add what the new version needs, deploy, and remove the old columns only when nobody reads them: three releases instead of one.",
  },
  blastRadius: {
    name: "blast radius",
    other: "",
    meaning: "Who is hurt when it goes wrong: the share of users, requests or clusters that a fault can reach.",
  },
  bakeTime: {
    name: "bake time",
    other: "",
    meaning: "How long a wave is watched before the next one starts.",
  },
} as const;
