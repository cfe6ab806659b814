"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import {
  type CSSProperties,
  type FormEvent,
  type KeyboardEvent,
  memo,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { type Block, type ConsoleStore, emptyScreen } from "./console-store";
import classes from "./console-view.module.css";
import type { TerminalStyle } from "./terminal-line";
import type { ConsoleFeed } from "./use-console";

/** The part of a long command that is echoed in the console. */
const shownCommand = 1_000;

type Props = { serverId: string; feed: ConsoleFeed; canCommand: boolean };

/** The console: lines as text that can be selected, searched and read aloud; commands with their replies. */
export default function ConsoleView({ serverId, feed, canCommand }: Props) {
  const t = useTranslations("servers.console");
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  const { store } = feed;
  const screen = useSyncExternalStore(store.subscribe, store.getScreen, () => emptyScreen);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what scrolls
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [screen]);

  return (
    <div className={classes.console}>
      <div
        ref={box}
        className={classes.lines}
        role="log"
        aria-label={t("console")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {screen.blocks.length === 0 ? (
          <p className={classes.none}>{feed.connected ? t("theGameHasNo") : t("theConsoleIsAvailable")}</p>
        ) : null}
        {screen.isCut ? <p className={classes.none}>{t("earlierLinesAreNo")}</p> : null}
        {screen.blocks.map((block) => (
          <Lines key={block.key} block={block} />
        ))}
      </div>
      <CommandLine serverId={serverId} store={store} canCommand={canCommand} />
    </div>
  );
}

type CommandLineProps = { serverId: string; store: ConsoleStore; canCommand: boolean };

/** Commands, with those sent before on the arrow keys. */
function CommandLine({ serverId, store, canCommand }: CommandLineProps) {
  const t = useTranslations("servers.console");
  const [command, setCommand] = useState("");
  const history = useRef<string[]>([]);
  const position = useRef(-1);
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: async (text: string) => {
      const sent = api("POST", "/servers/[id]/command", { params: { id: serverId }, body: { command: text } });
      store.add({ stream: "command", text: `> ${text.slice(0, shownCommand)}` });
      return sent;
    },
    onMutate: () => setCommand(""),
    onSuccess: (reply, text) => {
      for (const line of reply?.output ? reply.output.split("\n") : []) store.add({ stream: "reply", text: line });
      history.current = [text, ...history.current].slice(0, 50);
      position.current = -1;
    },
    // The typed command is kept, unless another one was typed in the meantime.
    onError: (_error, text) => setCommand((now) => (now === "" ? text : now)),
    onSettled: () => input.current?.focus(),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    const text = command.trim();
    if (text && !send.isPending) send.mutate(text);
  }

  function recall(event: KeyboardEvent) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const step = event.key === "ArrowUp" ? 1 : -1;
    position.current = Math.max(-1, Math.min(position.current + step, history.current.length - 1));
    setCommand(history.current[position.current] ?? "");
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <TextInput
          ref={input}
          value={command}
          onChange={(event) => setCommand(event.currentTarget.value)}
          onKeyDown={recall}
          placeholder={canCommand ? t("typeACommandSuch") : t("commandsCanBeSent")}
          aria-label={t("command")}
          disabled={!canCommand}
          error={send.error ? explain(send.error) : null}
          classNames={{ root: classes.grow, input: classes.input }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={send.isPending} disabled={!canCommand}>
          {t("send")}
        </Button>
      </Group>
    </form>
  );
}

/** Rendered once when it is full: later lines change other blocks. */
const Lines = memo(function Lines({ block }: { block: Block }) {
  return (
    <div className={classes.block}>
      {block.lines.map(({ key, stream, parts }) => (
        <div key={key} data-stream={stream} className={classes.line}>
          {parts.length === 0 ? "\u200b" : null}
          {parts.map(({ text, style }, index) =>
            style ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line never change
              <span key={index} style={cssOf(style)}>
                {text}
              </span>
            ) : (
              text
            ),
          )}
        </div>
      ))}
    </div>
  );
});

function cssOf({ color, background, bold, dim, italic, underline, strike }: TerminalStyle): CSSProperties {
  const lines = [underline ? "underline" : "", strike ? "line-through" : ""].filter(Boolean).join(" ");
  return {
    color,
    background,
    fontWeight: bold ? 700 : undefined,
    opacity: dim ? 0.8 : undefined,
    fontStyle: italic ? "italic" : undefined,
    textDecoration: lines || undefined,
  };
}
