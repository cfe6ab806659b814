"use client";

import { Alert, Button, Select, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import lists from "@/components/account/lists.module.css";
import { DiffView } from "@/components/audit/diff-view";
import classes from "@/components/executors/executors.module.css";
import { executorKey } from "@/components/executors/use-executor";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone } from "@/components/ui/toast";
import type { ConfigVersionView } from "@/lib/executors/config/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { flatConfig } from "./flat-config";

type Props = { executor: ExecutorView; canManage: boolean; onDone: () => void };

/** All configuration versions of an executor: compare two, restore one. */
export function ConfigVersions({ executor, canManage, onDone }: Props) {
  const t = useTranslations("executors.config");
  const params = { id: executor.id };
  const { data, error } = useQuery({
    queryKey: executorKey(executor.id, "versions"),
    queryFn: ({ signal }) => api("GET", "/executors/[id]/versions", { params, signal }),
  });
  const [restoring, setRestoring] = useState<ConfigVersionView | null>(null);
  if (error) return <Alert color="red">{explain(error)}</Alert>;
  if (!data) return <Skeleton height={160} radius={10} />;
  const { items } = data;
  return (
    <>
      {items.length > 1 ? <Comparison items={items} /> : null}
      <Card title={t("versions")} flush>
        <ul className={lists.list}>
          {items.map((item) => (
            <li key={item.version} className={lists.item}>
              <div className={lists.main}>
                <span className={lists.name}>{t("version", { version: item.version })}</span>
                <span className={lists.hint}>
                  {t.rich("by", {
                    cause: item.cause,
                    author: String(Boolean(item.author)),
                    author2: item.author ?? "",
                    time: () => <RelativeTime at={item.at} />,
                  })}
                </span>
              </div>
              {item.version === executor.configVersion ? (
                <span className={classes.dim}>{t("active")}</span>
              ) : canManage ? (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => setRestoring(item)}
                  aria-label={t("restoreVersion", { version: item.version })}
                >
                  {t("restore")}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      </Card>
      {restoring ? (
        <Restore executor={executor} item={restoring} onClose={() => setRestoring(null)} onDone={onDone} />
      ) : null}
    </>
  );
}

function Comparison({ items }: { items: ConfigVersionView[] }) {
  const t = useTranslations("executors.config");
  const [from, setFrom] = useState(String(items[1]?.version ?? ""));
  const [to, setTo] = useState(String(items[0]?.version ?? ""));
  const configOf = (version: string) => items.find((item) => String(item.version) === version)?.config;
  const [before, after] = [configOf(from), configOf(to)];
  const choices = items.map(({ version }) => ({ value: String(version), label: t("version", { version }) }));
  const [was, is] = [before ? flatConfig(before) : null, after ? flatConfig(after) : null];
  const isSame = JSON.stringify(sorted(was)) === JSON.stringify(sorted(is));
  return (
    <Card title={t("compare")}>
      <Stack gap="md">
        <SimpleGrid cols={2} maw={420}>
          <Select label={t("from")} data={choices} value={from} onChange={(value) => value && setFrom(value)} />
          <Select label={t("to")} data={choices} value={to} onChange={(value) => value && setTo(value)} />
        </SimpleGrid>
        {isSame ? <p className={classes.hint}>{t("theTwoVersionsAre")}</p> : <DiffView before={was} after={is} />}
      </Stack>
    </Card>
  );
}

const sorted = (fields: Record<string, unknown> | null) =>
  Object.entries(fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

function Restore({
  executor,
  item,
  onClose,
  onDone,
}: {
  executor: ExecutorView;
  item: ConfigVersionView;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("executors.config");
  return (
    <ConfirmDialog
      title={t("restoreVersion", { version: item.version })}
      label={t("restore")}
      isHarmless
      size="lg"
      onConfirm={() =>
        api("POST", "/executors/[id]/restore", { params: { id: executor.id }, body: { version: item.version } })
      }
      onDone={() => {
        toastDone(t("versionIsActiveAgain", { version: item.version }));
        onDone();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{t("itsSettingsApplyAgain")}</p>
      <DiffView before={flatConfig(executor.config)} after={flatConfig(item.config)} />
    </ConfirmDialog>
  );
}
