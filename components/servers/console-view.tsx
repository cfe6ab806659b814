"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { api, explain } from "@/lib/http/client";
import classes from "./console-view.module.css";
import type { ConsoleFeed } from "./use-console";

type Props = { serverId: string; feed: ConsoleFeed; canCommand: boolean };

/** The console: lines as text that can be selected, searched and read aloud; commands with their replies. */
export default function ConsoleView({ serverId, feed, canCommand }: Props) {
  const [command, setCommand] = useState("");
  const [busy, setBusy] = useState(false);
  const history = useRef<string[]>([]);
  const position = useRef(-1);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const input = useRef<HTMLInputElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what scrolls
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [feed.lines]);

  async function send(event: FormEvent) {
    event.preventDefault();
    const text = command.trim();
    if (!text) return;
    setBusy(true);
    setCommand("");
    history.current = [text, ...history.current].slice(0, 50);
    position.current = -1;
    const at = new Date().toISOString();
    feed.add({ id: `command-${at}`, stream: "command", text: `> ${text}`, at });
    try {
      const reply = await api<{ output: string } | undefined>("POST", `/servers/${serverId}/command`, {
        body: { command: text },
      });
      if (reply?.output) feed.add({ id: `reply-${at}`, stream: "reply", text: reply.output, at });
    } catch (error) {
      feed.add({ id: `reply-${at}`, stream: "stderr", text: explain(error), at });
    }
    setBusy(false);
    input.current?.focus();
  }

  function recall(event: KeyboardEvent) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const step = event.key === "ArrowUp" ? 1 : -1;
    position.current = Math.max(-1, Math.min(position.current + step, history.current.length - 1));
    setCommand(history.current[position.current] ?? "");
  }

  return (
    <div className={classes.console}>
      <div
        ref={box}
        className={classes.lines}
        role="log"
        aria-label="Console"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
      >
        {feed.lines.length === 0 ? (
          <p className={classes.none}>
            {feed.connected ? "The game has not said anything yet." : "The console shows when the game runs."}
          </p>
        ) : null}
        {feed.lines.map((line) => (
          <div key={line.id} data-stream={line.stream} className={classes.line}>
            {line.text}
          </div>
        ))}
      </div>
      <form onSubmit={send} className={classes.form}>
        <Group gap={8} wrap="nowrap">
          <TextInput
            ref={input}
            value={command}
            onChange={(event) => setCommand(event.currentTarget.value)}
            onKeyDown={recall}
            placeholder={canCommand ? "Type a command, such as list" : "Commands can be sent when the server is online"}
            aria-label="Command"
            disabled={!canCommand}
            classNames={{ root: classes.grow, input: classes.input }}
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="default" loading={busy} disabled={!canCommand}>
            Send
          </Button>
        </Group>
      </form>
    </div>
  );
}
