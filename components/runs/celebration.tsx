"use client";

import { useEffect, useState } from "react";
import { recall, remember } from "@/components/ui/browser/browser-memory";
import classes from "./celebration.module.css";

const pieces = Array.from({ length: 18 }, (_, index) => index);
const isText = (value: unknown): value is string => typeof value === "string";

/** Whether this run was celebrated in this tab before. A browser without storage celebrates after each reload. */
function isFirstTime(runId: string): boolean {
  if (recall("celebrated", isText, "tab") === runId) return false;
  remember("celebrated", runId, "tab");
  return true;
}

/** Pieces of paper that fall once for a new resource. Nothing with reduced motion. */
export function Celebration({ runId }: { runId: string }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(isFirstTime(runId)), [runId]);
  if (!isShown) return null;
  return (
    <span className={classes.sky} aria-hidden="true" data-testid="celebration">
      {pieces.map((piece) => (
        <i
          key={piece}
          className={classes.piece}
          style={{ left: `${4 + piece * 5.3}%`, animationDelay: `${((piece * 7) % 11) * 40}ms` }}
        />
      ))}
    </span>
  );
}
