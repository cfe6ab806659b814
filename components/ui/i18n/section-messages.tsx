import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { sections } from "./generated/sections";
import { pickMessages } from "./merge-messages";
import { MergedMessages } from "./merged-messages";

/**
 * Gives the client components of a layout, and of the pages below it, the texts that they use and that no layout above
 * gives. `of` is the file itself, relative to app/; scripts/setup/assemble/messages.mjs finds the namespaces.
 */
export async function SectionMessages({ of, children }: { of: keyof typeof sections; children: ReactNode }) {
  const messages = pickMessages(await getMessages(), sections[of]);
  return <MergedMessages messages={messages}>{children}</MergedMessages>;
}
