import type { Adapter } from "../../adapter.ts";
import { autoscaler } from "./autoscaler.ts";
import { autoscalerPass } from "./autoscalerPass.ts";
import { conditions } from "./conditions.ts";
import { deployment } from "./deployment.ts";
import { deploymentStatus } from "./deploymentStatus.ts";
import { disruption } from "./disruption.ts";
import { images } from "./images.ts";
import { kubelet } from "./kubelet.ts";
import { pod } from "./pod.ts";
import { replicaSet } from "./replicaSet.ts";
import { rounding } from "./rounding.ts";
import { scalingBehavior } from "./scalingBehavior.ts";
import { scheduler } from "./scheduler.ts";
import { service } from "./service.ts";

export const kubernetes: readonly Adapter[] = [
  ...rounding,
  ...deployment,
  ...deploymentStatus,
  ...replicaSet,
  ...pod,
  ...conditions,
  ...images,
  ...kubelet,
  ...disruption,
  ...scheduler,
  ...service,
  ...autoscaler,
  ...autoscalerPass,
  ...scalingBehavior,
];
