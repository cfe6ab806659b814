"use client";

import { Skeleton } from "@mantine/core";
import dynamic from "next/dynamic";

/** The charts and their library are loaded with the first page that shows them. */
export const Figures = dynamic(() => import("./metric-board"), {
  ssr: false,
  loading: () => <Skeleton height={480} radius={10} />,
});
