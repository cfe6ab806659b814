import { z } from "zod";
import { defineMail } from "../define-mail";
import { Hello, MailLayout, Paragraph } from "../layout";

/** The last mail to the owner of a deleted account. Its row is removed after it was sent. */
export const accountErased = defineMail({
  data: z.object({ name: z.string(), isOwn: z.boolean() }),
  isDeletedAfterSending: true,
  subject: (_data, { t }) => t("accountErased.title"),
  body: ({ name, isOwn }, site) => {
    const { t } = site;
    const who = t(isOwn ? "accountErased.own" : "accountErased.byOther", { site: site.name });
    const inform = isOwn ? [t("accountErased.inform")] : [];
    const last = [t("accountErased.preview"), ...inform, t("accountErased.again")];
    return (
      <MailLayout site={site} title={t("accountErased.title")} preview={t("accountErased.preview")}>
        <Hello site={site} name={name} />
        <Paragraph>{[who, t("accountErased.what")].join(" ")}</Paragraph>
        <Paragraph>{last.join(" ")}</Paragraph>
      </MailLayout>
    );
  },
});
