import { Button, Code, List, ListItem, Stack } from "@mantine/core";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { InstallCommands } from "@/components/executors/enrolment/install-commands";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { formatBytes } from "@/lib/core/units";
import { programInfo } from "@/lib/executors/enrolment/program";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.executors.download");
  return { title: t("downloadTheExecutor") };
}

const program = "lightnode-executor.mjs";

export default async function DownloadPage() {
  const locale = await getLocale();
  const t = await getTranslations("pages.executors.download");
  await requirePageActor("executor.read");
  const info = await programInfo();
  return (
    <PageFrame title={t("downloadTheExecutor")} lead={t("oneFileForLinux")}>
      <Card title={t("fetchCompareSetUp")}>
        <InstallCommands program={info} />
      </Card>
      {info ? (
        <Card title={t("theFile")} aside={<span className="ln-figure">{formatBytes(info.bytes, locale)}</span>}>
          <Stack gap={2}>
            <CopyField label="SHA-256" value={info.sha256} />
            <CopyField label={t("address")} value={info.url} />
            <CopyField label={t("version")} value={info.version} />
            <div style={{ marginTop: 12 }}>
              <Button component="a" href="/api/executor/program" download={program} variant="default">
                {t("download", { program })}
              </Button>
            </div>
          </Stack>
        </Card>
      ) : null}
      <Card title={t("next")}>
        <List type="ordered" spacing="xs" size="sm">
          <ListItem>{t("createAnExecutorIn")}</ListItem>
          <ListItem>{t.rich("runNodeSetupOn", { program, code: (chunks) => <Code>{chunks}</Code> })}</ListItem>
          <ListItem>{t.rich("startItTogetherWith", { program, code: (chunks) => <Code>{chunks}</Code> })}</ListItem>
          <ListItem>{t.rich("ifSomethingDoesNot", { program, code: (chunks) => <Code>{chunks}</Code> })}</ListItem>
          <ListItem>{t("manyMachinesUseA")}</ListItem>
        </List>
      </Card>
    </PageFrame>
  );
}
