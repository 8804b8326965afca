import { awsAlb } from "./awsAlb.ts";
import { gatewayApi } from "./gatewayApi.ts";
import { ingressNginx } from "./ingressNginx.ts";
import { istio } from "./istio.ts";
import type { RouterProduct } from "./routerProduct.ts";
import { smi } from "./smi.ts";

/** Every router there is; a new one is a file beside this one and a line here. */
export const ROUTERS: readonly RouterProduct[] = [gatewayApi, ingressNginx, istio, smi, awsAlb];
