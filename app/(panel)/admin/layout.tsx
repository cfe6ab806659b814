import type { Metadata } from "next";
import type { ReactNode } from "react";

/** Several pages share their name with one of the account. */
export const metadata: Metadata = {
  title: { default: "Administration", template: "%s · Administration · LightNode" },
};

export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return children;
}
