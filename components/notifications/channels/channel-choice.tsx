import { Button, Popover, Stack, Switch } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { PreferenceView } from "@/lib/notifications/contract";

type Props = {
  /** Title of the kind of message. */
  message: string;
  /** Those that the person added. */
  channels: PreferenceView["channels"];
  isSaving: boolean;
  onChange: (channel: string, enabled: boolean) => void;
};

/** Which of a person's channels get one kind of message. */
export function ChannelChoice({ message, channels, isSaving, onChange }: Props) {
  const t = useTranslations("notifications.channels");
  if (channels.length === 0) return null;
  const chosen = channels.filter(({ enabled }) => enabled);
  const summary = chosen.length === 1 ? chosen[0]?.label : t("channelCount", { count: chosen.length });
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          maw={160}
          aria-label={t("chooseChannels", { message, summary: summary ?? "" })}
        >
          {summary}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {channels.map(({ channel, label, enabled }) => (
            <Switch
              key={channel}
              label={label}
              checked={enabled}
              disabled={isSaving}
              onChange={(event) => onChange(channel, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
