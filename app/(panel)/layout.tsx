import { headers } from "next/headers";
import type { ReactNode } from "react";
import { PanelShell } from "@/components/shell/panel-shell";
import { may } from "@/lib/access/permissions";
import { env } from "@/lib/core/env";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { userChannel } from "@/lib/realtime/contract";
import { publicRealtimeConfig } from "@/lib/realtime/publisher";

export default async function PanelLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor(undefined, { duringEnrolment: true });
  const host = (await headers()).get("host") ?? undefined;
  return (
    <PanelShell
      person={{ name: actor.name, email: actor.email }}
      isStaff={may(actor, "node.read")}
      isAdministrator={may(actor, "security.manage")}
      isOwner={actor.kind !== "server_login"}
      hasExecutors={may(actor, "executor.read")}
      realtime={publicRealtimeConfig(env(), host)}
      session={{
        id: actor.sessionId ?? "",
        userId: actor.userId,
        serverId: actor.serverId ?? null,
        // A panel login may not receive the events of its owner.
        channel: actor.kind === "user" ? userChannel(actor.userId ?? "") : null,
        newDeviceId: actor.assurance?.newDeviceSessionId ?? null,
      }}
    >
      {children}
    </PanelShell>
  );
}
