import { useQuery } from "@tanstack/react-query";
import type { Locale } from "@userview/protocol/locales";
import { TEXTS, type Texts } from "@userview/protocol/texts";

/** Each pack is a file of its own, fetched when its language is looked at. */
const PACKS: Readonly<Record<Locale, () => Promise<{ TEXTS: Texts }>>> = {
  de: () => import("@userview/protocol/locales/de"),
  es: () => import("@userview/protocol/locales/es"),
  fr: () => import("@userview/protocol/locales/fr"),
  it: () => import("@userview/protocol/locales/it"),
  ja: () => import("@userview/protocol/locales/ja"),
  ko: () => import("@userview/protocol/locales/ko"),
  nl: () => import("@userview/protocol/locales/nl"),
  pl: () => import("@userview/protocol/locales/pl"),
  "pt-BR": () => import("@userview/protocol/locales/pt-BR"),
  sv: () => import("@userview/protocol/locales/sv"),
  "zh-Hans": () => import("@userview/protocol/locales/zh-Hans"),
};

/** The SDK's own texts in a language; English until they are there. */
export function usePack(locale: Locale | "en"): Texts {
  const pack = useQuery({
    queryKey: ["texts", locale],
    queryFn: async () => (locale === "en" ? TEXTS : (await PACKS[locale]()).TEXTS),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return pack.data ?? TEXTS;
}
