import { Locale } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import type { Http } from "../../http/env.ts";
import { readSettings } from "../users/settings.ts";

const LOCALES: readonly string[] = Object.values(Locale);
/** Which form of a language is meant where nobody says. */
const USUAL: Record<string, Locale> = {
  en: Locale.EnglishUS,
  es: Locale.SpanishES,
  pt: Locale.PortugueseBR,
  zh: Locale.ChineseCN,
  sv: Locale.Swedish,
};

/** The language in which somebody reads: as chosen, else as their browser says, else American English. */
export async function localeOf(sql: Sql, c: Http): Promise<string> {
  const { locale } = await readSettings(sql, c.get("actor").userId);
  return toLocale(locale === "system" ? (c.req.header("accept-language") ?? "") : locale);
}

function toLocale(wanted: string): string {
  for (const part of wanted.slice(0, 200).split(",")) {
    const tag = part.split(";")[0]?.trim() ?? "";
    const found = LOCALES.find((one) => one.toLowerCase() === tag.toLowerCase());
    if (found !== undefined) return found;
    const language = tag.split("-")[0]?.toLowerCase() ?? "";
    const usual = USUAL[language] ?? LOCALES.find((one) => one === language);
    if (usual !== undefined) return usual;
  }
  return Locale.EnglishUS;
}
