"use client";

import { Stack } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import type { ServerDetailView } from "@/lib/game-servers/contract";
import type { GameClient } from "@/lib/game-servers/templates/contract";
import { addressOf, isBeingReserved } from "../address";
import { ClientSteps } from "./client-steps";
import classes from "./connect-panel.module.css";
import { Part } from "./part";
import { Secrets } from "./secrets";

const QrCode = dynamic(() => import("../qr-code"), { ssr: false, loading: () => <div style={{ height: 190 }} /> });

type Props = {
  server: ServerDetailView;
  /** Programs that players join with. */
  clients: readonly GameClient[];
  /** The address may still change. */
  isReserving: boolean;
  canReveal: boolean;
};

/** The address with steps for each program, the remote console and the panel login. */
export function ConnectPanel({ server, clients, isReserving, canReveal }: Props) {
  const t = useTranslations("servers.connect");
  const address = isReserving ? null : addressOf(server);
  return (
    <Stack gap="lg">
      <Part title={t("play")}>
        {address ? (
          <>
            <CopyField label={t("address")} value={address} />
            <ClientSteps clients={clients} address={address} />
            <div className={classes.code}>
              <QrCode text={address} label={t("addressAsAQr", { address })} />
              <p className={classes.hint}>{t("scanItToTake")}</p>
            </div>
          </>
        ) : (
          <p className={classes.text}>
            {isReserving || isBeingReserved(server) ? t("theAddressIsBeing") : t("theServerHasNo")}
          </p>
        )}
      </Part>
      {canReveal ? (
        <Secrets serverId={server.id} rconPort={server.rconPort} />
      ) : (
        <Part title={t("remoteConsole")}>
          <CopyField label={t("rconPort")} value={String(server.rconPort)} />
        </Part>
      )}
      {server.placement ? <PlacementReason placement={server.placement} /> : null}
    </Stack>
  );
}

function PlacementReason({
  placement: { because, considered },
}: {
  placement: NonNullable<ServerDetailView["placement"]>;
}) {
  const t = useTranslations("servers.connect");
  return (
    <details className={classes.reason}>
      <summary>{t("whyThisMachine")}</summary>
      <p className={classes.text}>{because}</p>
      {considered.length > 0 ? (
        <ul className={classes.list}>
          {considered.map(({ node, address, reason }) => (
            <li key={`${node} ${address}`}>
              {node} ({address}): {reason}
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  );
}
