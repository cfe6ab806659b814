import { type SendOptions, send } from "./send";

/** The client without types, for components that are not converted yet. */
export async function api<T = unknown>(method: string, path: string, options: SendOptions = {}): Promise<T> {
  return (await send(method, path, options)) as T;
}
