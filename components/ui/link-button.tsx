"use client";

import { Button, type ButtonProps } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";

/** A link that looks like a button, for server components, which cannot pass `component={Link}`. */
export function LinkButton({
  href,
  children,
  ...props
}: ButtonProps & { href: string; children: ReactNode; "aria-current"?: "true" | undefined }) {
  return (
    <Button component={Link} href={href} prefetch={false} {...props}>
      {children}
    </Button>
  );
}
