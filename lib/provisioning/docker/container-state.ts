import type Docker from "dockerode";
import type { ContainerState, ContainerStatus, PortBinding } from "../engine";

/** Docker's inspect answer in the contract's terms. Pure. */

const statuses: Record<string, ContainerStatus> = {
  created: "created",
  running: "running",
  exited: "exited",
  restarting: "restarting",
  paused: "paused",
  dead: "dead",
  removing: "dead",
};

export function toContainerStatus(text: string): ContainerStatus {
  return statuses[text] ?? "dead";
}

/** Docker's "never" is the year 1. */
function toDate(text: string): Date | null {
  const date = new Date(text);
  return date.getTime() > 0 ? date : null;
}

type Bindings = Record<string, { HostIp: string; HostPort: string }[] | null> | undefined;

function toPorts(bindings: Bindings): PortBinding[] {
  return Object.entries(bindings ?? {}).flatMap(([key, targets]) => {
    const [containerPort, protocol] = key.split("/");
    return (targets ?? []).map((target) => ({
      containerPort: Number(containerPort),
      protocol: protocol === "udp" ? ("udp" as const) : ("tcp" as const),
      hostIp: target.HostIp,
      hostPort: Number(target.HostPort),
    }));
  });
}

export function toContainerState(info: Docker.ContainerInspectInfo): ContainerState {
  const status = toContainerStatus(info.State.Status);
  const addresses = Object.values(info.NetworkSettings.Networks ?? {}).map((network) => network.IPAddress);
  const ended = status === "exited" || status === "dead";
  return {
    containerId: info.Id,
    name: info.Name.replace(/^\//, ""),
    imageId: info.Image,
    labels: info.Config.Labels ?? {},
    status,
    startedAt: toDate(info.State.StartedAt),
    finishedAt: toDate(info.State.FinishedAt),
    exitCode: ended ? info.State.ExitCode : null,
    outOfMemory: info.State.OOMKilled,
    error: info.State.Error,
    ipAddress: addresses.find((address) => address !== "") ?? null,
    ports: toPorts(info.HostConfig.PortBindings as Bindings),
    health: toHealth(info.State.Health?.Status),
  };
}

function toHealth(text: string | undefined): ContainerState["health"] {
  return text === "healthy" || text === "unhealthy" || text === "starting" ? text : null;
}
