import type { SeedTemplate } from "./seed-template";
import { worldVariables } from "./world-variables";

/** Our own small server (games/sample-game), built locally by `npm start`: works without an image registry. */
export const sampleGame: SeedTemplate = {
  slug: "sample-game",
  name: "Sample game",
  description:
    "A small server that speaks Minecraft's list protocol and RCON; made on this machine, ready in a second.",
  image: "lightnode/sample-game:1",
  spec: {
    versions: ["1"],
    ports: [{ name: "game", protocol: "tcp", containerPort: 25_565 }],
    console: "rcon",
    rconPort: 25_575,
    variables: worldVariables,
    environment: {
      EULA: "TRUE",
      VERSION: "{{version}}",
      MEMORY: "{{heapMb}}M",
      ENABLE_RCON: "true",
      RCON_PASSWORD: "{{rcon.password}}",
      RCON_PORT: "{{rcon.port}}",
      SERVER_PORT: "25565",
    },
    memory: { minimumMb: 128, recommendedMb: 512 },
    mountPath: "/data",
    user: "1000:1000",
    readOnlyRoot: true,
    pidsLimit: 64,
    pull: "never",
    pullTimeoutMs: 60_000,
    install: null,
    readiness: { kind: "minecraft-status", timeoutMs: 30_000 },
    stop: { signal: "SIGTERM", timeoutSeconds: 15 },
  },
  clients: [
    {
      name: "Minecraft's server list",
      steps: [
        "Start Minecraft: Java Edition and choose Multiplayer, then Add Server.",
        "Enter {{address}} as the server address, then choose Done.",
        "The list shows the server with its message and its number of players. It is a sample: it cannot be joined.",
      ],
    },
  ],
};
