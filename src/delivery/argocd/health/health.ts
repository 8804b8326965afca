/** How an object fares in the eyes of Argo CD. */
export type HealthCode = "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";

export interface Health {
  readonly status: HealthCode;
  readonly message: string;
}

/** From best to worst (Argo CD v3.6 `health.go:healthOrder`). */
const ORDER: readonly HealthCode[] = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];

/** The health of an Application is the worst of its objects'; of none at all: Healthy. */
export function worst(codes: readonly HealthCode[]): HealthCode {
  return ORDER[Math.max(0, ...codes.map((code) => ORDER.indexOf(code)))] ?? "Healthy";
}

export const healthy = (message = ""): Health => ({ status: "Healthy", message });
export const progressing = (message = ""): Health => ({ status: "Progressing", message });
export const degraded = (message = ""): Health => ({ status: "Degraded", message });
export const suspended = (message = ""): Health => ({ status: "Suspended", message });
export const unknown = (message = ""): Health => ({ status: "Unknown", message });
