/** What a dispatch carries, as far as the gateway reads it. */
export type Fields = Record<string, unknown>;

/** The value's fields; none when it is no object. */
export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The entries of a list that fit. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
