import { useTranslations } from "next-intl";
import "@mantine/notifications/styles.layer.css";
import { IconBook2, IconKeyboard, IconSparkles } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/brand/logo";
import { NotificationButton } from "@/components/notifications/notification-button";
import { RealtimeProvider } from "@/components/realtime/use-realtime";
import { LeaveGuard } from "@/components/ui/form/leave-guard";
import type { PublicRealtimeConfig } from "@/lib/realtime/contract";
import { Breadcrumbs } from "./frame/breadcrumbs";
import { Frame } from "./frame/frame";
import type { FrameChoices } from "./frame/frame-choices";
import { NavLink } from "./frame/nav-link";
import { FirstToast, PersonButton, ThemeToggle } from "./header-actions";
import { pageKeys } from "./keyboard/key-map";
import { KeyboardCommands, OpenKeysButton, SearchButton } from "./keyboard/keyboard-commands";
import { groupsOf, type NavigationGroup, type Viewer } from "./navigation";
import classes from "./panel-shell.module.css";
import { NewDeviceNotice } from "./session/new-device-notice";
import { SessionWatch, type WatchedSession } from "./session/session-watch";
import { StepUpHost } from "./session/step-up-host";

type Props = {
  person: { name: string; email: string };
  viewer: Viewer;
  realtime: PublicRealtimeConfig;
  session: WatchedSession;
  choices: FrameChoices;
  /** The version of the panel that runs. */
  version: string;
  children: ReactNode;
};

/**
 * The frame of every page behind sign-in: navigation, breadcrumbs, search, notifications, and the page's one realtime
 * connection. It is rendered by the server; the parts that react to a click are client components.
 */
export function PanelShell({ person, viewer, realtime, session, choices, version, children }: Props) {
  const t = useTranslations("shell");
  const tPages = useTranslations("shell.pages");
  const tShellKeyboard = useTranslations("shell.keyboard");
  const groups = groupsOf({ t, tPages }, viewer);
  // The panel login of one resource has no account and no dashboard.
  const isOwner = viewer !== "resource";
  return (
    <RealtimeProvider config={realtime} userAuthEndpoint="/api/pusher/user-auth">
      <SessionWatch session={session} />
      <StepUpHost />
      <LeaveGuard />
      <KeyboardCommands viewer={viewer} keys={pageKeys(tShellKeyboard, groups)} />
      <a href="#main" className="ln-skip">
        {t("skipToContent")}
      </a>
      <Frame
        choices={choices}
        navigation={<Navigation groups={groups} viewer={viewer} version={version} />}
        header={
          <>
            <Breadcrumbs items={groups.flatMap(trailItems)} />
            <div className={classes.headerActions}>
              <SearchButton />
              {isOwner ? <NotificationButton channel={session.channel} /> : null}
              <ThemeToggle />
              <PersonButton person={person} isOwner={isOwner} />
            </div>
          </>
        }
      >
        {session.newDeviceId ? <NewDeviceNotice sessionId={session.newDeviceId} /> : null}
        {children}
      </Frame>
      <FirstToast />
    </RealtimeProvider>
  );
}

const trailItems = ({ name, items }: NavigationGroup) => items.map(({ label, href }) => ({ group: name, label, href }));

function Navigation({ groups, viewer, version }: { groups: NavigationGroup[]; viewer: Viewer; version: string }) {
  const t = useTranslations("shell");
  return (
    <>
      <Link href="/" className={classes.brand} prefetch={false}>
        <Logo />
      </Link>
      <div className={classes.groups}>
        {groups.map(({ name, items }) => (
          <div key={name}>
            <p className={classes.heading}>{name}</p>
            <ul className={classes.list}>
              {items.map(({ label, href, icon: Icon }) => (
                <li key={href}>
                  <NavLink href={href}>
                    <Icon size={18} stroke={1.7} />
                    <span className={classes.label}>{label}</span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <ul className={classes.foot}>
        <li>
          <Link href="/docs" prefetch={false} className={classes.item}>
            <IconBook2 size={18} stroke={1.7} aria-hidden="true" />
            <span className={classes.label}>{t("documents")}</span>
          </Link>
        </li>
        <li>
          <OpenKeysButton className={classes.item}>
            <IconKeyboard size={18} stroke={1.7} aria-hidden="true" />
            <span className={classes.label}>{t("keyboardText")}</span>
          </OpenKeysButton>
        </li>
        <li>
          <Release viewer={viewer} version={version} />
        </li>
      </ul>
    </>
  );
}

/** The version; for administrators it leads to the notes of the release. */
function Release({ viewer, version }: { viewer: Viewer; version: string }) {
  const t = useTranslations("shell");
  const content = (
    <>
      <IconSparkles size={18} stroke={1.7} aria-hidden="true" />
      <span className={classes.label}>{t("version", { version })}</span>
    </>
  );
  if (viewer !== "administrator") return <span className={classes.item}>{content}</span>;
  return (
    <Link href="/admin/release" prefetch={false} className={classes.item}>
      {content}
    </Link>
  );
}
