// Words in two languages. Each area has a record per language; TypeScript sees to it that neither lacks one.
// Words with a part that changes are functions: plain code, checked like code, where a message format would be text.
import { useSettings } from "../shell/settings";

export type Language = "zh" | "en";

/** What `zh` is made of, `en` must be made of too. */
export type Words<T> = Readonly<Record<Language, T>>;

export function words<T>(zh: T, en: NoInfer<T>): Words<T> {
  return { zh, en };
}

export function useWords<T>(of: Words<T>): T {
  return of[useSettings().language];
}

/** Choose of a pair that the service tells, e.g. `pick(title_zh, title_en)`. */
export function usePick(): (zh: string | null | undefined, en: string | null | undefined) => string {
  const { language } = useSettings();
  return (zh, en) => (language === "zh" ? (zh ?? en) : (en ?? zh)) ?? "";
}
