export { judge } from "./complaint.ts";
export { type Schema, withDefault } from "./facet.ts";
export { law } from "./law.ts";
export {
  bandwidth,
  bytes,
  count,
  countOrPercent,
  cpu,
  duration,
  money,
  name,
  number,
  rate,
  seconds,
  share,
  word,
  yesNo,
} from "./schema.ts";
export { byShape, oneKeyOf } from "./shape.ts";
