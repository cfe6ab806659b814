import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { colors } from "@/components/theme/colors";
import { Art, pictureNames, Scene, sceneNames } from "@/components/ui/art/art";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import classes from "./design.module.css";

export const metadata: Metadata = { title: "Design" };

const statuses = ["online", "starting", "offline", "suspended", "failed", "degraded", "queued", "verified", "unknown"];
const sizes = [
  { name: "Page title", size: 26, weight: 600 },
  { name: "Card title", size: 16, weight: 600 },
  { name: "Text", size: 14, weight: 400 },
  { name: "Small text", size: 12.5, weight: 400 },
];

/** The tokens and drawings as they are, in development only. docs/DESIGN.md says when to use which. */
export default function DesignPage() {
  // biome-ignore lint/style/noProcessEnv: the kind of the build, which is no setting
  if (process.env.NODE_ENV !== "development") notFound();
  return (
    <PageFrame title="Design" isWide>
      <Card title="Colours of both schemes">
        <div className={classes.grid}>
          {Object.keys(colors.light).map((name) => (
            <div key={name} className={classes.colour}>
              <span className={classes.swatch} style={{ background: `var(${name})` }} />
              <code>{name}</code>
            </div>
          ))}
        </div>
      </Card>
      <Card title="States">
        <div className={classes.row}>
          {statuses.map((status) => (
            <StatusPill key={status} status={status} />
          ))}
        </div>
      </Card>
      <Card title="Drawings">
        <div className={classes.row}>
          {pictureNames.map((name) => (
            <Art key={name} name={name} size={48} />
          ))}
          {sceneNames.map((name) => (
            <Scene key={name} name={name} />
          ))}
        </div>
      </Card>
      <Card title="Type">
        {sizes.map(({ name, size, weight }) => (
          <p key={name} style={{ fontSize: size, fontWeight: weight, margin: "6px 0" }}>
            {name}, {size} px
          </p>
        ))}
        <p>
          <code>127.0.0.1:25565</code>
        </p>
      </Card>
    </PageFrame>
  );
}
