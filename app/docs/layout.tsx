import type { ReactNode } from "react";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return <main>{children}</main>;
}
