import { z } from "zod";
import { readIfThere } from "../system/files";

const policy = z.strictObject({ deny: z.array(z.string()).default([]) });

/**
 * Whether this machine's own policy file forbids a type of command, whatever the panel says. A file that cannot be read
 * forbids everything: its author wanted to forbid something.
 */
export function isDenied(file: string, type: string): boolean {
  try {
    const text = readIfThere(file);
    if (text === null) return false;
    const { deny } = policy.parse(JSON.parse(text));
    return deny.includes(type) || deny.includes("*");
  } catch {
    return true;
  }
}
