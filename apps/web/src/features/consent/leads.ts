/** Where one goes after consent: the host's name, or the scheme of a program on one's device; null when nowhere. */
export function whereTo(
  redirect: string | null,
  here: string,
): { name: string; isElsewhere: boolean } | null {
  if (redirect === null || !URL.canParse(redirect)) return null;
  const { protocol, host } = new URL(redirect);
  const isWeb = protocol === "https:" || protocol === "http:";
  return { name: isWeb ? host : `${protocol}//`, isElsewhere: host !== here };
}
