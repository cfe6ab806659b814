"use client";

import { useFeed, useServerPage } from "../cockpit/server-context";
import ConsoleView from "../console/console-view";
import classes from "./console-tab.module.css";

/** The console, in the height that the header and the notices leave. */
export function ConsoleTab() {
  const { server, rights } = useServerPage();
  const feed = useFeed();
  return (
    <div className={classes.fill}>
      <ConsoleView serverId={server.id} feed={feed} canCommand={rights.command && server.status === "online"} />
    </div>
  );
}
