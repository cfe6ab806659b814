import type { TemplateVariable } from "./contract";

/** What every game of the Minecraft kind may be asked: the same names that itzg/minecraft-server reads. */
export const worldVariables: TemplateVariable[] = [
  {
    name: "MOTD",
    label: "Message of the day",
    description: "Shown in the players' server list.",
    default: "{{server.name}}",
    rule: { type: "text", maxLength: 120 },
  },
  {
    name: "MAX_PLAYERS",
    label: "Players",
    description: "",
    default: "20",
    rule: { type: "integer", min: 1, max: 500 },
  },
  {
    name: "DIFFICULTY",
    label: "Difficulty",
    description: "",
    default: "easy",
    rule: { type: "choice", choices: ["peaceful", "easy", "normal", "hard"] },
  },
  {
    name: "MODE",
    label: "Game mode",
    description: "",
    default: "survival",
    rule: { type: "choice", choices: ["survival", "creative", "adventure", "spectator"] },
  },
  {
    name: "SEED",
    label: "World seed",
    description: "Empty: a random world.",
    default: "",
    rule: { type: "text", maxLength: 64 },
  },
];
