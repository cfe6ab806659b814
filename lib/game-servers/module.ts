import { gameServer } from "./game-server";

export const workloads = [gameServer];
