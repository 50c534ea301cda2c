export type Expiry = "keep" | "never" | "half_hour" | "hour" | "four_hours" | "today" | "week";

const MINUTES = { half_hour: 30, hour: 60, four_hours: 240 };

/** When a status set at `now` ends, in ISO 8601; days and weeks end at midnight by the reader's clock. Null: never. */
export function expiresAt(expiry: Exclude<Expiry, "keep">, now: Date): string | null {
  if (expiry === "never") return null;
  if (expiry === "today" || expiry === "week") {
    const end = new Date(now);
    end.setHours(24, 0, 0, 0);
    // The week ends with Sunday.
    if (expiry === "week") end.setDate(end.getDate() + ((8 - end.getDay()) % 7));
    return end.toISOString();
  }
  return new Date(now.getTime() + MINUTES[expiry] * 60_000).toISOString();
}
