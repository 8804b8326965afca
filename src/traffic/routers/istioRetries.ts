/** `HTTPRetry` of an Istio VirtualService; durations in ms. */
export interface IstioRetries {
  readonly attempts: number;
  /** Envoy's conditions and status codes, separated by commas; empty: Istio's own. */
  readonly retryOn?: string;
  readonly perTryTimeoutMs?: number;
  readonly retryRemoteLocalities?: boolean;
  readonly retryIgnorePreviousHosts?: boolean;
  readonly backoffMs?: number;
}

/** What Envoy is told. */
export interface EnvoyRetryPolicy {
  readonly numRetries: number;
  readonly retryOn: string;
  readonly retriableStatusCodes: readonly number[];
  readonly hostSelectionRetryMaxAttempts: number;
  readonly ignorePreviousHosts: boolean;
  readonly perTryTimeoutMs: number | null;
  readonly previousPriorities: boolean;
  readonly backoffMs: number | null;
}

/** Since Istio 1.24 without a status code: a plain 503 is not tried again. */
const DEFAULT_RETRY_ON = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
const CODES = "retriable-status-codes";

const DEFAULT_POLICY: EnvoyRetryPolicy = {
  numRetries: 2,
  retryOn: DEFAULT_RETRY_ON,
  retriableStatusCodes: [],
  hostSelectionRetryMaxAttempts: 5,
  ignorePreviousHosts: true,
  perTryTimeoutMs: null,
  previousPriorities: false,
  backoffMs: null,
};

/** Of the sidecar that receives: only what was reset before a request was sent. */
export const INBOUND_RETRIES: Pick<EnvoyRetryPolicy, "numRetries" | "retryOn"> = {
  numRetries: 2,
  retryOn: "reset-before-request",
};

/**
 * Istio `route/retry/retry.go:ConvertPolicy`: nothing written means two retries on connection errors, 0 attempts none;
 * numbers among the conditions that are HTTP status codes become retriable codes.
 * @param hashed requests are bound to hosts by a consistent hash, so that a retry may go to the same host
 */
export function outboundRetries(
  written: IstioRetries | null,
  hashed: "hashed" | "balanced" = "balanced",
): EnvoyRetryPolicy | null {
  const base = { ...DEFAULT_POLICY, ignorePreviousHosts: hashed === "balanced" };
  if (written === null) return base;
  if (written.attempts <= 0) return null;
  return {
    ...base,
    ...(written.retryOn ? conditionsOf(written.retryOn) : {}),
    numRetries: written.attempts,
    perTryTimeoutMs: written.perTryTimeoutMs ?? null,
    ignorePreviousHosts: written.retryIgnorePreviousHosts ?? base.ignorePreviousHosts,
    previousPriorities: written.retryRemoteLocalities ?? false,
    backoffMs: written.backoffMs ?? null,
  };
}

function conditionsOf(text: string): Pick<EnvoyRetryPolicy, "retryOn" | "retriableStatusCodes"> {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const retriableStatusCodes = parts.filter(isStatusCode).map(Number);
  const conditions = parts.filter((part) => !isStatusCode(part));
  const joined = conditions.join(",");
  if (retriableStatusCodes.length === 0 || joined.includes(CODES)) return { retryOn: joined, retriableStatusCodes };
  const retryOn = joined === "" ? CODES : `${joined},${CODES}`;
  return { retryOn, retriableStatusCodes };
}

/** The codes that Go's `net/http` has a text for: first and last of each run. */
const STATUS_CODES: readonly (readonly [first: number, last: number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

function isStatusCode(part: string): boolean {
  if (!/^[+-]?\d+$/.test(part)) return false;
  const code = Number(part);
  return STATUS_CODES.some(([first, last]) => code >= first && code <= last);
}
