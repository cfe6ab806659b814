import { gameServer } from "@/lib/game-servers/game-server";
import { workloadKinds } from "@/lib/workloads/define-workload";

/** What runs as containers. A new kind is its definition, in its own module, and a line here. */
export const workloads = workloadKinds([gameServer]);
