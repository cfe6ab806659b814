"use client";

import { Alert, Button, Checkbox, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { ZoneImportView, ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";
import { ChangeList } from "./change-list";
import type { ZoneTabProps } from "./tab-props";

/** The zone as a file: to take away, and to bring from another provider after a look at what it changes. */
export default function ZoneFile({ view, canChange, onDone }: ZoneTabProps) {
  const t = useTranslations("dns");
  return (
    <Stack>
      <Card title={t("export")}>
        <p style={{ margin: "0 0 10px", fontSize: 14 }}>{t("aZoneFileBind")}</p>
        <Button
          component="a"
          href={`/api/provisioning/dns-zones/${view.id}/export`}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t("downloadTheZoneFile")}
        </Button>
      </Card>
      {canChange ? <Import view={view} onDone={onDone} /> : null}
    </Stack>
  );
}

function Import({ view, onDone }: { view: ZoneView; onDone: () => void }) {
  const t = useTranslations("dns");
  const [text, setText] = useState("");
  const [keepNameServers, setKeepNameServers] = useState(true);
  const [preview, setPreview] = useState<ZoneImportView | null>(null);
  const send = (apply: boolean) =>
    api("POST", "/provisioning/dns-zones/[id]/import", {
      params: { id: view.id },
      headers: preview && apply ? { "If-Match": `"${preview.serial}"` } : {},
      body: { text, apply, keepNameServers },
    });
  const look = useAction(() => send(false), { onDone: setPreview });
  const apply = useAction(() => send(true), {
    onDone: ({ changes }) => {
      toastDone(t("importedChangeChanges", { changesCount: changes.length }));
      setPreview(null);
      setText("");
      onDone();
    },
  });
  return (
    <Card title={t("import")}>
      <Stack>
        <Textarea
          label={t("zoneFile")}
          description={t("yourRecordsAreReplaced")}
          placeholder={`$ORIGIN ${view.zone}\n$TTL 3600\n@ A 192.0.2.10`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPreview(null);
          }}
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
        />
        <KeepNameServers
          checked={keepNameServers}
          onChange={(isKept) => {
            setKeepNameServers(isKept);
            setPreview(null);
          }}
        />
        <Group>
          <Button
            variant="default"
            disabled={text.trim() === ""}
            loading={look.isPending}
            onClick={() => look.mutate()}
          >
            {t("showWhatWouldChange")}
          </Button>
        </Group>
        {preview ? (
          <Preview preview={preview} zone={view.zone} isPending={apply.isPending} onApply={() => apply.mutate()} />
        ) : null}
      </Stack>
    </Card>
  );
}

function KeepNameServers({ checked, onChange }: { checked: boolean; onChange: (isKept: boolean) => void }) {
  const t = useTranslations("dns");
  return (
    <Checkbox
      label={t("keepOurNameServers")}
      description={t("nsRecordsOfThe")}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

type PreviewProps = { preview: ZoneImportView; zone: string; isPending: boolean; onApply: () => void };

function Preview({ preview: { problems, changes }, zone, isPending, onApply }: PreviewProps) {
  const t = useTranslations("dns");
  const [first] = problems;
  if (first) {
    return (
      <>
        <ProblemAlert problem={t("nothingCanBeImported", { problemsCount: problems.length })} />
        <ul style={{ margin: 0, fontSize: 14, overflowWrap: "anywhere" }} aria-label={t("problems")}>
          {problems.map(({ line, message }) => (
            <li key={`${line} ${message}`}>{t("line", { line, message })}</li>
          ))}
        </ul>
      </>
    );
  }
  if (changes.length === 0) return <Alert role="status">{t("theZoneHasThese")}</Alert>;
  return (
    <>
      <Text size="sm" role="status">
        {t("changeChanges", { changesCount: changes.length })}
      </Text>
      <ChangeList changes={changes} zone={zone} />
      <Button w="fit-content" loading={isPending} onClick={onApply}>
        {t("import")}
      </Button>
    </>
  );
}
