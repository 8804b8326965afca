import type { Adapter } from "../../adapter.ts";
import { deployment } from "./deployment.ts";
import { deploymentStatus } from "./deploymentStatus.ts";
import { kubelet } from "./kubelet.ts";
import { pod } from "./pod.ts";
import { replicaSet } from "./replicaSet.ts";
import { rounding } from "./rounding.ts";
import { scheduler } from "./scheduler.ts";
import { service } from "./service.ts";

export const kubernetes: readonly Adapter[] = [
  ...rounding,
  ...deployment,
  ...deploymentStatus,
  ...replicaSet,
  ...pod,
  ...kubelet,
  ...scheduler,
  ...service,
];
