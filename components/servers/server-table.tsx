"use client";

import { CloseButton, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { ServerStatus, ServerView } from "@/lib/game-servers/contract";
import { addressOf, isBeingReserved } from "./address";
import classes from "./server-table.module.css";
import { useLiveStatuses } from "./use-live-statuses";

const filterStates: ServerStatus[] = [
  "online",
  "offline",
  "provisioning",
  "starting",
  "stopping",
  "failed",
  "crashed",
  "suspended",
];

type Props = { items: ServerView[]; nextCursor: string | null; channel: string; showOwner?: boolean };

/** The server list: search and state filter in the URL, states live. */
export function ServerTable({ items, nextCursor, channel, showOwner = false }: Props) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const refresh = useCallback(() => router.refresh(), [router]);
  const live = useLiveStatuses(channel, refresh);
  const [text, setText] = useState(params.get("q") ?? "");

  const change = useCallback(
    (name: string, value: string | null) => {
      const next = new URLSearchParams(params);
      next.delete("cursor");
      if (value) next.set(name, value);
      else next.delete(name);
      router.replace(`${path}?${next}`, { scroll: false });
    },
    [params, path, router],
  );
  useEffect(() => {
    if (text === (params.get("q") ?? "")) return;
    const timer = setTimeout(() => change("q", text.trim() || null), 250);
    return () => clearTimeout(timer);
  }, [text, params, change]);

  const filtered = params.has("q") || params.has("status");
  return (
    <div className="ln-card">
      <div className={classes.filters}>
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Search by name"
          aria-label="Search by name"
          leftSection={<IconSearch size={16} />}
          rightSection={text ? <CloseButton size="sm" onClick={() => setText("")} aria-label="Clear search" /> : null}
          className={classes.search}
        />
        <Select
          data={filterStates}
          value={params.get("status")}
          onChange={(value) => change("status", value)}
          placeholder="Any state"
          aria-label="State"
          clearable
          className={classes.state}
        />
      </div>
      {items.length === 0 ? (
        <EmptyState title={filtered ? "No server matches." : "No servers yet."}>
          {filtered ? null : (
            <LinkButton href="/servers/new" mt="xs">
              Create your first server
            </LinkButton>
          )}
        </EmptyState>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">State</th>
                <th scope="col">Address</th>
                <th scope="col" className={classes.wide}>
                  Size
                </th>
                {showOwner ? <th scope="col">Owner</th> : null}
                <th scope="col" className={classes.wide}>
                  Created
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((server) => (
                <Row key={server.id} server={server} status={live[server.id] ?? server.status} showOwner={showOwner} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {nextCursor ? (
        <div className={classes.more}>
          <LinkButton variant="default" href={`${path}?${withCursor(params, nextCursor)}`}>
            Older servers
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}

function withCursor(params: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(params);
  next.set("cursor", cursor);
  return next.toString();
}

function Row({ server, status, showOwner }: { server: ServerView; status: string; showOwner: boolean }) {
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <Link href={`/servers/${server.id}`} prefetch={false} className="ln-link">
          {server.name}
        </Link>
        <span className={classes.game}>{server.template}</span>
      </th>
      <td>
        <StatusPill status={status} />
      </td>
      <td className={classes.address}>
        {addressOf(server) ?? (isBeingReserved({ ...server, status }) ? "being reserved" : "none")}
      </td>
      <td className={`${classes.wide} ln-figure`}>
        {server.memory} GiB, {server.cpu} CPU, {server.diskSpace} GiB disk
      </td>
      {showOwner ? <td>{server.owner.name}</td> : null}
      <td className={classes.wide}>
        <RelativeTime at={server.createdAt} />
      </td>
    </tr>
  );
}
