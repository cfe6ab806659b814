import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { ServerCardView } from "@/lib/platform/dashboard/contract";
import { ServerCard } from "./server-card";
import classes from "./server-card.module.css";

type Props = { servers: ServerCardView[]; isFiltered: boolean; mayCreate: boolean };

/** The person's servers, or how to get the first one. */
export function ServerCards({ servers, isFiltered, mayCreate }: Props) {
  const t = useTranslations("dashboard");
  if (servers.length > 0)
    return (
      <ul className={classes.cards} aria-label={t("servers")}>
        {servers.map((server) => (
          <ServerCard key={server.id} server={server} />
        ))}
      </ul>
    );
  return (
    <div className="ln-card">
      {isFiltered ? (
        <EmptyState title={t("noServerIsIn")} scene="scene-search">
          <LinkButton href="/" variant="default" mt="xs">
            {t("showAll")}
          </LinkButton>
        </EmptyState>
      ) : (
        <EmptyState title={t("noServersYet")}>
          {t("chooseAGameAnd")}
          {mayCreate ? (
            <LinkButton href="/servers/new" mt="md">
              {t("createYourFirstServer")}
            </LinkButton>
          ) : null}
        </EmptyState>
      )}
    </div>
  );
}
