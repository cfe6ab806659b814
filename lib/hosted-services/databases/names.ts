/** Names at a server that follow from the database's: no marker is needed to find them. */
export const roleOf = (database: string) => database.replace(/^d_/, "r_");
/** The second user, who only reads. */
export const readerOf = (database: string) => database.replace(/^d_/, "o_");
/** Of the panel: it acts for the customer during a dump or a restore, wherever and whether the customer can sign in. */
export const helperOf = (database: string) => database.replace(/^d_/, "b_");

type Address = { host: string; port: number; database: string };

export function urlOf(protocol: string, login: Address & { username: string; password: string }): string {
  const { host, port, database, username, password } = login;
  const authority = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return `${protocol}://${username}:${encodeURIComponent(password)}@${authority}/${database}`;
}
