import type { Answer, ClosedForm, Estimate, ExpectedQuantity } from "./adapter.ts";

/** One microsecond: what "exact" allows a quantity in seconds. */
const TICK = 1e-6;
/** What a closed form may be off, relative, where the case itself asks only for a statistical answer. */
const CLOSED_FORM_ERROR = 1e-12;

/** Why an answer is not accepted; undefined when it is. */
export function objection(expected: ExpectedQuantity, answer: Answer): string | undefined {
  const { value, check } = expected;
  const given = plainValue(answer);
  if (typeof value !== "number") {
    return JSON.stringify(given) === JSON.stringify(value) ? undefined : `${JSON.stringify(given)} is not it`;
  }
  if (typeof given !== "number" || !Number.isFinite(given)) return `${JSON.stringify(given)} is no finite number`;
  const off = Math.abs(given - value);
  switch (check.kind) {
    case "exact":
      return off <= TICK ? undefined : `off by ${off}`;
    case "numeric":
      return isClose(given, value, check.rel) ? undefined : `off by ${off / Math.abs(value)} of it`;
    case "bounded":
      return off <= check.abs ? undefined : `off by ${off}, more than ${check.abs}`;
    case "statistical":
      if (isClosedForm(answer)) {
        return isClose(given, value, CLOSED_FORM_ERROR) ? undefined : `off by ${off / Math.abs(value)} of it`;
      }
      return statisticalObjection(value, answer, check);
    default:
      return `unknown check ${JSON.stringify(check)}`;
  }
}

/** How many standard errors a statistical answer is off; undefined for other answers. */
export function zScore(expected: ExpectedQuantity, answer: Answer): number | undefined {
  if (!isEstimate(answer) || typeof expected.value !== "number" || answer.se === 0) return undefined;
  return (answer.value - expected.value) / answer.se;
}

/** Both halves matter: an estimate too noisy to be wrong proves nothing. */
function statisticalObjection(
  value: number,
  answer: Answer,
  check: { max_rel_se: number; z: number },
): string | undefined {
  if (!isEstimate(answer) || !(answer.se >= 0)) return "needs an estimate with its standard error";
  const widest = check.max_rel_se * Math.abs(value);
  if (answer.se > widest && value !== 0) return `the standard error ${answer.se} is wider than ${widest}`;
  const z =
    answer.se === 0 ? (answer.value === value ? 0 : Number.POSITIVE_INFINITY) : (answer.value - value) / answer.se;
  return Math.abs(z) <= check.z ? undefined : `${z.toFixed(2)} standard errors off`;
}

export function plainValue(answer: Answer): number | boolean | readonly unknown[] {
  if (isEstimate(answer)) return answer.value;
  if (isClosedForm(answer)) return answer.closedForm;
  return answer;
}

function isClose(given: number, value: number, relative: number): boolean {
  if (value === 0) return Math.abs(given) < 1e-12;
  return Math.abs(given - value) <= relative * Math.abs(value);
}

function isEstimate(answer: Answer): answer is Estimate {
  return typeof answer === "object" && "se" in answer;
}

function isClosedForm(answer: Answer): answer is ClosedForm {
  return typeof answer === "object" && "closedForm" in answer;
}
