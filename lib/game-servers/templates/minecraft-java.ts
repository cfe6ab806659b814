import type { SeedTemplate } from "./seed-template";
import { worldVariables } from "./world-variables";

/** itzg/minecraft-server: https://docker-minecraft-server.readthedocs.io (environment names and contract). */
export const minecraftJava: SeedTemplate = {
  slug: "minecraft-java",
  name: "Minecraft: Java Edition",
  description: "Vanilla, Paper, Fabric and more, from the itzg/minecraft-server image.",
  image: "itzg/minecraft-server:stable",
  spec: {
    terms: {
      text: "By creating this server you accept the Minecraft End User Licence Agreement.",
      url: "https://www.minecraft.net/eula",
    },
    versions: ["LATEST", "1.21.11", "1.21.8", "1.20.6", "1.19.4", "1.18.2", "1.16.5", "1.12.2"],
    ports: [{ name: "game", protocol: "tcp", containerPort: 25_565 }],
    console: "rcon",
    rconPort: 25_575,
    variables: [
      {
        name: "TYPE",
        label: "Server software",
        description: "Paper is faster and takes plug-ins; Fabric and Forge take mods.",
        default: "PAPER",
        rule: { type: "choice", choices: ["VANILLA", "PAPER", "PURPUR", "FABRIC", "FORGE", "NEOFORGE", "QUILT"] },
      },
      ...worldVariables,
      {
        name: "ONLINE_MODE",
        label: "Check accounts",
        description: "Lets in only players with a bought account.",
        default: "true",
        rule: { type: "boolean" },
      },
      { name: "PVP", label: "Players may fight", description: "", default: "true", rule: { type: "boolean" } },
      {
        name: "VIEW_DISTANCE",
        label: "View distance",
        description: "Chunks; more needs more CPU.",
        default: "10",
        rule: { type: "integer", min: 2, max: 32 },
      },
    ],
    environment: {
      EULA: "TRUE",
      VERSION: "{{version}}",
      MEMORY: "{{heapMb}}M",
      ENABLE_RCON: "true",
      RCON_PASSWORD: "{{rcon.password}}",
      RCON_PORT: "{{rcon.port}}",
      STOP_DURATION: "60",
      LOG_TIMESTAMP: "false",
    },
    memory: { minimumMb: 1024, recommendedMb: 2048 },
    mountPath: "/data",
    user: "1000:1000",
    readOnlyRoot: true,
    pidsLimit: 512,
    pull: "missing",
    pullTimeoutMs: 15 * 60_000,
    install: { environment: { SETUP_ONLY: "true" }, timeoutMs: 10 * 60_000 },
    readiness: { kind: "minecraft-status", timeoutMs: 5 * 60_000 },
    stop: { signal: "SIGTERM", timeoutSeconds: 75 },
  },
  clients: [
    {
      name: "Minecraft: Java Edition",
      steps: [
        "Start Minecraft with the version of the server.",
        "Choose Multiplayer, then Add Server.",
        "Enter {{address}} as the server address, then choose Done.",
        "Select the server in the list and choose Join Server.",
      ],
    },
  ],
};
