import { defineErrors } from "@/lib/core/errors";

/** Failures of a container engine, with texts for customers. Docker's own text travels as `cause`. */
export const provisioningErrors = defineErrors({
  engine_unavailable: {
    status: 503,
    title: "The container engine is not reachable",
    cure: "Try again shortly. Administrators: check that Docker runs on the node.",
    retryable: true,
  },
  engine_timeout: {
    status: 503,
    title: "The container engine did not answer in time",
    cure: "Try again shortly.",
    retryable: true,
  },
  engine_disk_full: {
    status: 503,
    title: "The machine's disk is full",
    cure: "Try again later. Administrators: free disk space on the node (docker system df shows what uses it).",
    retryable: true,
  },
  engine_refused: {
    status: 502,
    title: "The container engine refused the request",
    cure: "Retry; if it persists, ask an administrator to read the run's details.",
  },
  engine_denied: {
    status: 502,
    title: "The container engine does not allow this to the panel",
    cure: "Administrators: allow the panel's user in the engine's authorization plugin.",
  },
  engine_firewall: {
    status: 503,
    title: "The machine's firewall refused a rule of the container engine",
    cure: "Administrators: the firewall was reloaded and Docker's chains were removed; restart Docker (systemctl restart docker).",
    retryable: true,
  },
  image_not_found: {
    status: 422,
    title: "The game's image does not exist",
    cure: "Choose another version. Administrators: correct the template's image, or sign the node in when it is private (docker login).",
  },
  registry_unreachable: {
    status: 503,
    title: "The image registry is not reachable",
    cure: "Retry in a minute. Administrators: check name resolution, proxy and certificates on the node (docker pull shows the reason).",
    retryable: true,
  },
  registry_denied: {
    status: 502,
    title: "The image registry refused the node",
    cure: "Administrators: sign the node in to the registry (docker login), or correct the template's image.",
  },
  registry_rate_limited: {
    status: 503,
    title: "The image registry allows no more downloads now",
    cure: "Retry in an hour. Administrators: sign the node in to the registry (docker login), or use a mirror.",
    retryable: true,
  },
  image_corrupt: {
    status: 502,
    title: "The game's image arrived damaged",
    cure: "Retry. Administrators: remove what is left of it (docker image prune) and check the disk of the node.",
    retryable: true,
  },
  image_pull_failed: {
    status: 503,
    title: "The game's image could not be downloaded",
    cure: "Retry in a minute. Administrators: check that the node reaches the image registry.",
    retryable: true,
  },
  image_pull_timeout: {
    status: 504,
    title: "The download of the game's image took too long",
    cure: "Retry: the downloaded layers are kept. Administrators: raise the template's pullTimeoutMs for a slow connection.",
  },
  packages_unavailable: {
    status: 503,
    title: "The panel's machine cannot supply the packages of this image",
    cure: "Administrators: the image is made of Debian packages. Run the panel on Debian, check that apt-get update works there, and retry.",
    retryable: true,
  },
  port_in_use: {
    status: 409,
    title: "The port is taken by another program on the machine",
    cure: "Retry: the port is blocked and the next free one is used.",
    retryable: true,
  },
  container_not_found: { status: 409, title: "The container does not exist", cure: "Start it or reinstall it." },
  container_not_running: { status: 409, title: "It is not running", cure: "Start it first." },
  container_exited: {
    status: 502,
    title: "The program stopped while starting",
    cure: "Read the last lines of the console, correct the settings and retry.",
  },
  game_crashed: {
    status: 502,
    title: "The game ended while it was online",
    cure: "Read the last lines of the console. It is restarted automatically three times in ten minutes.",
  },
  container_out_of_memory: {
    status: 502,
    title: "The game needed more memory than its limit",
    cure: "Give it more memory and retry.",
  },
  install_failed: {
    status: 502,
    title: "The game's installation failed",
    cure: "Read the last lines, correct the settings and retry.",
  },
  not_ready_in_time: {
    status: 504,
    title: "The game did not answer in time",
    cure: "Retry; large worlds or mod packs may need more memory or time.",
    retryable: true,
  },
  network_exhausted: {
    status: 503,
    title: "No address block is left for a customer network",
    cure: "Administrators: set CUSTOMER_NETWORK_CIDR to a larger block, or to one that the node does not route already (ip route).",
  },
  network_full: {
    status: 503,
    title: "The customer's network has no free address",
    cure: "Retry: it is put into a further network of the customer.",
    retryable: true,
  },
  volume_limit_timeout: {
    status: 503,
    title: "Setting the size as a disk quota takes long",
    cure: "Start it again in some minutes: its many files are counted meanwhile. Administrators: the machine's disk is slow or busy.",
  },
  volume_not_owned: { status: 409, title: "The volume belongs to something else", cure: "Ask an administrator." },
  game_unreachable: {
    status: 503,
    title: "The game does not answer",
    cure: "Wait until it is online and try again.",
    retryable: true,
  },
  rcon_unavailable: {
    status: 503,
    title: "The game's remote console does not answer",
    cure: "Wait until it is online and try again.",
    retryable: true,
  },
  rcon_refused: { status: 502, title: "The game refused the console password", cure: "Rotate the credentials." },
});
