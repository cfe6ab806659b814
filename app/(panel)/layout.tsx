import "@/components/theme/mantine-panel.css";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { frameCookie, readChoices } from "@/components/shell/frame/frame-choices";
import { PanelShell } from "@/components/shell/panel-shell";
import { SectionMessages } from "@/components/ui/i18n/section-messages";
import { env } from "@/lib/core/env";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { runningVersion } from "@/lib/platform/release/release-status";
import { userChannel } from "@/lib/realtime/contract";
import { publicRealtimeConfig } from "@/lib/realtime/publisher";

const viewers = { GUEST: "guest", USER: "user", MANAGER: "manager", ADMIN: "administrator" } as const;

export default async function PanelLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor(undefined, { duringEnrolment: true });
  const host = (await headers()).get("host") ?? undefined;
  return (
    <SectionMessages of="(panel)/layout">
      <PanelShell
        person={{ name: actor.name, email: actor.email }}
        viewer={actor.kind === "resource_login" ? "resource" : viewers[actor.role]}
        choices={readChoices((await cookies()).get(frameCookie)?.value)}
        version={await runningVersion()}
        realtime={publicRealtimeConfig(env(), host)}
        session={{
          id: actor.sessionId ?? "",
          userId: actor.userId,
          serverId: actor.resourceId ?? null,
          // A panel login may not receive the events of its owner.
          channel: actor.kind === "user" ? userChannel(actor.userId ?? "") : null,
          newDeviceId: actor.assurance?.newDeviceSessionId ?? null,
        }}
      >
        {children}
      </PanelShell>
    </SectionMessages>
  );
}
