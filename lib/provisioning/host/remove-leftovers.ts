import type { CallOptions } from "../call-options";
import type { DockerConnection } from "../docker/connection";
import { labelFilter } from "../docker/ownership";
import type { Labels } from "../engine";
import { labels as marks } from "../engine";

const livesForSeconds = 120;

/** Containers and networks of one role that a killed panel left: normally they exist for seconds. */
export async function removeLeftovers(
  connection: DockerConnection,
  installationId: string,
  role: string,
  options: CallOptions = {},
): Promise<void> {
  const own: Labels = { [marks.role]: role };
  const filters = labelFilter(own, installationId);
  const oldest = Date.now() / 1000 - livesForSeconds;
  const containers = await connection.call((docker) => docker.listContainers({ all: true, filters }), options);
  for (const { Id, Created } of containers) {
    if (Created > oldest) continue;
    await connection.call((docker) => docker.getContainer(Id).remove({ force: true }), options).catch(() => {});
  }
  const networks = await connection.call((docker) => docker.listNetworks({ filters }), options);
  for (const { Id, Created } of networks) {
    if (Date.parse(Created) / 1000 > oldest) continue;
    await connection.call((docker) => docker.getNetwork(Id).remove(), options).catch(() => {});
  }
}
