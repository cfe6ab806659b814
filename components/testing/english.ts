import { createTranslator, type useTranslations } from "next-intl";
import { englishMessages } from "./english-messages";

/** The English texts of a namespace, for functions that take `t`; a missing one fails the test. */
export function english<N extends NonNullable<Parameters<typeof useTranslations>[0]>>(
  namespace: N,
): ReturnType<typeof useTranslations<N>> {
  const onError = (error: Error) => {
    throw error;
  };
  // The messages are read from the files at run time, so their type is not known here.
  return createTranslator({
    locale: "en",
    timeZone: "UTC",
    messages: englishMessages,
    namespace,
    onError,
  } as never) as ReturnType<typeof useTranslations<N>>;
}
