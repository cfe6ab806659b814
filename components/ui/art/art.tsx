// Types of imported pictures, also before Next wrote next-env.d.ts.
/// <reference types="next/image-types/global" />

import drawings from "./art.svg";

export const pictureNames = [
  "minecraft-java",
  "sample-game",
  "game",
  "database",
  "mail",
  "dns-zone",
  "executor",
  "machine",
] as const;
export const sceneNames = ["scene-empty", "scene-quiet", "scene-search", "scene-done"] as const;
const states = [
  "state-good",
  "state-busy",
  "state-warn",
  "state-bad",
  "state-idle",
  "state-off",
  "state-held",
] as const;

export const artNames = [...pictureNames, ...sceneNames, ...states];
export type ArtName = (typeof artNames)[number];
export type SceneName = (typeof sceneNames)[number];

/** The address of a drawing, for the `href` of an SVG `use`. One file holds all drawings, so a page loads one file. */
export const artAddress = (name: ArtName) => `${drawings.src}#${name}`;

/**
 * A square picture: `name` is the slug of a game template, or "database", "mail", "dns-zone", "executor" or "machine".
 * A template without a drawing gets the general picture of a game. It is decorative: the name stands beside it.
 */
export function Art({ name, size = 40 }: { name: string; size?: number }) {
  const drawing = pictureNames.find((picture) => picture === name) ?? "game";
  return (
    <svg width={size} height={size} aria-hidden="true" style={square}>
      <use href={artAddress(drawing)} />
    </svg>
  );
}

const square = { flex: "none", display: "block" };

/** A drawing of 200 by 120 pixels for a page or a list that is empty. It follows the colour scheme. */
export function Scene({ name, width = 180 }: { name: SceneName; width?: number }) {
  return (
    <svg width={width} height={width * 0.6} aria-hidden="true" style={scene}>
      <use href={artAddress(name)} />
    </svg>
  );
}

const scene = { maxWidth: "100%" };
