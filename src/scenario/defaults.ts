/**
 * What a scenario file may leave out, written as it would stand in one. Each default names where it comes from:
 * [R] read in the source named, [M] measured or computed from data, [K] common knowledge, not verified, [D] our decision.
 */
export const DEFAULTS = {
  /** [D] Long enough for the default rollouts with a rollback, and for a canary's first steps. */
  duration: "15m",
  /** [D] Queues and connections settle within seconds at the default load. */
  warmup: "30s",
  /** [D] A minute of normal life to compare with. */
  releaseAt: "1m",
  seed: 1,

  service: {
    /** [D] Enough that 25 % is not one pod. */
    replicas: 10,
    /** [R] Kubernetes: pods without a PriorityClass. */
    priority: 0,
    preemptionPolicy: "PreemptLowerPriority",
    /** [K] A common request of a small web service. */
    cpu: "500m",
    memory: "512Mi",
    /** [R] Go images, median size; enterno.io 2026, a single secondary source. */
    image: "45M",
    /** [K] A static Go binary listens within 0.02–0.3 s. */
    boot: { lognormal: { median: "100ms", sigma: 0.5 } },
    /** [R] Kubernetes v1.36 `apps/v1/defaults.go`: 0, 600 s; `core/v1`: 30 s. */
    minReadySeconds: 0,
    /** [R] Kubernetes v1.36 `core/v1/defaults.go:SetDefaults_Container`: for an image with a tag of its own. */
    imagePullPolicy: "IfNotPresent",
    progressDeadlineSeconds: 600,
    terminationGracePeriodSeconds: 30,
    /** [R] Kubernetes v1.36 `prober_manager.go:UpdatePodStatus`: without a probe a started container is ready. */
    unprobedReadiness: "started",
    /** [R] Kubernetes: no hook unless one is written. */
    preStop: "0s",
    /** [K] Go's `http.Server.Shutdown` on SIGTERM. */
    onSigterm: "graceful",
    /** [K] 10⁻⁴ to 10⁻³ of answers fail in a healthy service. */
    baselineErrorShare: "0.05%",
    /** [D] Nobody counts conversions unless the scenario says so. */
    conversionShare: "0%",
    /** [K] Web services read about ten times as often as they write. */
    writeShare: "10%",
  },

  /** [R] Kubernetes v1.36 `autoscaling/v2/defaults.go`. */
  autoscaling: { minReplicas: 1, targetCPUUtilizationPercentage: 80 },

  dependencies: {
    /** [K] A cache worth having answers nine of ten; it is warm within the first minute (catalogue F8). */
    cache: { hitRatio: "90%", warmsFor: "1m" },
    /** [R] RPCs take milliseconds, not microseconds (Google, reality §5). */
    calledService: { latency: { lognormal: { median: "5ms", sigma: 0.8 } }, errorShare: "0%", timeout: "500ms" },
    /** [K] A simple query; PostgreSQL's `max_connections` is 100, and Go's and Java's pools hold about ten. */
    database: {
      query: { lognormal: { median: "3ms", sigma: 0.8 } },
      parallel: 16,
      connections: 100,
      poolPerPod: 10,
    },
  },

  /** [R] Kubernetes v1.36 `registry/core/pod/storage/eviction.go`: what an unset policy means. */
  disruptionBudget: { unhealthyPodEvictionPolicy: "IfHealthyBudget" },

  /** [R] Kubernetes v1.36 `core/v1/defaults.go:SetDefaults_Probe`. */
  probe: { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },

  /** [D] A schema migration check or a certificate fetch; a proxy that is up in a second and ends at once. */
  initContainer: { image: "45M", run: "2s", stop: "0s" },
  /** [D] A log shipper or an exporter. */
  otherContainer: { image: "45M", boot: "1s" },

  capacity: {
    /** [D] 8 requests at once; with 20 ms each a pod carries about 400/s. */
    slots: 8,
    queue: 64,
    /** [K] An HTTP handler with a database call: a few to 20 ms, heavy tail (squared coefficient of variation 0.63). */
    serviceTime: { lognormal: { mean: "20ms", sigma: 0.7 } },
    /** [K] Connection pools and caches fill in the first seconds; a JVM would need 10–60 s at 2–10×. */
    warmupFor: "10s",
    warmupFactor: 1.5,
    /** [K] Go cancels the request's context when the client goes away. */
    cancelsAbandoned: true,
  },

  cluster: {
    /** [R] kube-controller-manager `--kube-api-qps`, `--kube-api-burst`. */
    controllerClient: { qps: 20, burst: 30 },
    /** [K] Clouds give a node to a cluster within one to five minutes. */
    nodeBoot: { lognormal: { median: "2m", sigma: 0.3 } },
    /** [K] The common general-purpose node. */
    nodeCpu: 4,
    nodeMemory: "16Gi",
    zones: 3,
    /** [K] One hop of an API watch on an unloaded control plane. */
    watchLatency: "20ms",
    /** [M] Fit to pod start-up with a pulled image, 100 nodes, 25 % full: p50 1.08 s, p99 1.86 s; Kubernetes blog 2015. */
    sandbox: { lognormal: { median: "1.08s", sigma: 0.234 } },
    /** [M] 245 MB (uncompressed) in 2.6–3.6 s: download of the compressed layers and unpacking together. */
    imagePull: "80M/s",
    /** [D] A release brings an image that no node has seen. */
    newImageCached: false,
    /** [R] Below 1 s in small clusters, 1–3 s typical; agreeing engineering posts of 2025–26, no controlled study. */
    endpointPropagation: { lognormal: { median: "1s", sigma: 0.5 } },
  },

  network: {
    /** [D] One proxy: what happens is easier to follow, and `endpointPropagation` says it all. */
    entry: "proxy",
    kubeProxy: {
      /** [R] kube-proxy `--iptables-min-sync-period`, `nftables.minSyncPeriod` (Kubernetes v1.36 `SetDefaults_KubeProxyConfiguration`). */
      minSyncPeriod: "1s",
      /** [K] A partial sync of a cluster with some hundred Services. */
      sync: "50ms",
    },
    /** [K] A watch event of a small cluster, 50–200 ms; the proxy's own wait comes on top. */
    hearing: { lognormal: { median: "100ms", sigma: 0.4 } },
    /** [R] `sessionAffinityConfig.clientIP.timeoutSeconds` (Kubernetes v1.36 `api/core/v1/types.go`). */
    affinityTimeout: "3h",
    loadBalancer: {
      /** [R] Cloud balancers are the slowest to learn of endpoints, 10–30 s; engineering posts of 2025–26. */
      registration: { lognormal: { median: "10s", sigma: 0.4 } },
      /** [R] AWS Network Load Balancer: 10 s; AWS Load Balancer Controller: 2 and 2. */
      interval: "10s",
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      /** [R] AWS Elastic Load Balancing: `deregistration_delay.timeout_seconds`. */
      deregistrationDelay: "300s",
    },
  },

  traffic: {
    /** [D] An eighth of what 10 default pods can carry: no strategy overloads by itself. */
    rate: "500/s",
    /** [K] Many independent users. */
    arrivals: "poisson",
    users: 10_000,
    /** [K] Web popularity laws have exponents 0.6–1.2 (Breslau 1999); the most active users of G Suite are 1000× the least [R]. */
    zipfExponent: 1,
    /** [R] kube-proxy (iptables, nftables) picks endpoints at random. */
    balancer: "random",
    routing: "perRequest",
    connections: 200,
    /** [K] Deadline, one jittered retry and a 10 % budget: common client defaults (gRPC, Envoy, Finagle). */
    timeout: "1s",
    retries: 1,
    backoff: "50ms",
    retryBudget: "10%",
    /** [R] Amazon Route 53 advises 60 s or less for records that fail over. */
    dnsTtl: "60s",
  },

  monitoring: {
    /** [K] Prometheus as installed by its operator. */
    scrapeInterval: "15s",
    evaluationInterval: "15s",
    /** [K] Four scrapes, the usual width of a rate(). */
    window: "1m",
    /** [D] Twenty times the baseline. */
    errorRatioAbove: "1%",
    for: "30s",
    /** [D] An automaton's moment: alert to webhook to API. */
    reaction: "5s",
    /** [D] Below this a single error would be above the limit. */
    minRequests: 100,
    onAlert: "rollBack",
    /** [R] Prometheus asks its clients to (Best practices: avoid missing metrics). */
    countersStart: "atZero",
    onCall: {
      /** [R] Human path of public post-mortems, less severe: minutes to acknowledge, ten to decide (median), 1–3 to act. */
      acknowledge: { lognormal: { median: "5m", sigma: 0.8 } },
      decide: { lognormal: { median: "10m", sigma: 0.9 } },
      act: { uniform: { low: "1m", high: "3m" } },
      /** [D] Three times as long from sleep. */
      acknowledgeOutOfHours: { lognormal: { median: "15m", sigma: 0.8 } },
      /** [K] Paging services go to the next person after a quarter of an hour. */
      escalateAfter: "15m",
      /** [D] A release in the middle of a working day. */
      localTime: "14:00",
      workingHours: { from: "09:00", to: "18:00" },
    },
  },

  /** [R] kubernetes-mixin `config.libsonnet`: the `for` beside the windows of the SRE Workbook. */
  burnRate: [
    { severity: "page", burnRate: 14.4, longWindow: "1h", shortWindow: "5m", for: "2m" },
    { severity: "page", burnRate: 6, longWindow: "6h", shortWindow: "30m", for: "15m" },
    { severity: "ticket", burnRate: 3, longWindow: "1d", shortWindow: "2h", for: "1h" },
    { severity: "ticket", burnRate: 1, longWindow: "3d", shortWindow: "6h", for: "3h" },
  ],

  objectives: {
    availability: "99.9%",
    latency: "500ms",
    period: "30d",
    /** [D] The window and limit of `slo_violating_s`. */
    window: "10s",
    badRatio: "1%",
  },

  /** [R] AWS Fargate, Linux/x86, us-east, list price 2026 (vantage.sh, wring.co): public, per pod, unchanged since 2019. */
  // [R] DORA 2024, medium performers: 10 % of the changes fail.
  campaign: { releases: 20, badShare: "10%", every: "1d" },
  prices: { currency: "USD", cpuHour: 0.04048, memoryGibHour: 0.004445, badRequest: 0, delayDay: 0, personHour: 0 },
} as const;

/** Above this a price per CPU-hour is most likely one per month: 25 times the list price. */
export const CPU_HOUR_DOUBTFUL = 25 * DEFAULTS.prices.cpuHour;
