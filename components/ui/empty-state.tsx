import type { ReactNode } from "react";
import { Scene, type SceneName } from "./art/art";
import classes from "./empty-state.module.css";

/** The next action where a list is empty. */
export function EmptyState({
  title,
  scene = "scene-empty",
  children,
}: {
  title: string;
  scene?: SceneName;
  children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <Scene name={scene} />
      <p className={classes.title}>{title}</p>
      {children}
    </div>
  );
}
