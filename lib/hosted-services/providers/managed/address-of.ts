import { env } from "@/lib/core/env";
import type { EngineNode } from "@/lib/nodes/engines";
import type { DockerAddress } from "@/lib/provisioning/docker/connection";

/** Where images are made for a node. */
export const addressOf = ({ dockerHost }: EngineNode): DockerAddress => ({
  dockerHost: dockerHost ?? env().DOCKER_HOST,
});
