/** Under this name workloads and runs of game servers are stored. */
export const gameServerKind = "game-server";
