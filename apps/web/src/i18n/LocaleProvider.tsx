import { Fragment, type ReactNode, useEffect, useRef } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { formatLocale, useLocale } from "./locale.ts";

/**
 * Renders everything below anew when the language changes, so that no component needs to know about languages.
 * State that must live through it belongs in the store; focus is put back where it was.
 */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const rendered = useRef(locale);
  const focused = useRef<string | null>(null);
  // Read while rendering, before the old tree and its focus are gone.
  if (rendered.current !== locale) focused.current = pathTo(document.activeElement);

  // Not a layout effect: fields that take focus by themselves do so in effects, and those below run before this one.
  useEffect(() => {
    rendered.current = locale;
    document.documentElement.lang = locale;
    const path = focused.current;
    focused.current = null;
    if (path) document.querySelector<HTMLElement>(path)?.focus({ preventScroll: true });
  }, [locale]);

  return (
    <I18nProvider locale={formatLocale()}>
      <Fragment key={locale}>{children}</Fragment>
    </I18nProvider>
  );
}

/** Where an element stands among its siblings, from the root down: the same page in another language has the same shape. */
function pathTo(element: Element | null): string | null {
  const steps: string[] = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const parent = at.parentElement;
    if (!parent) return null;
    steps.unshift(`:nth-child(${[...parent.children].indexOf(at) + 1})`);
  }
  return steps.length > 0 ? `body > ${steps.join(" > ")}` : null;
}
