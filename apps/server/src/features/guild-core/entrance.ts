import type { Tx } from "../../db/database.ts";

export const isOn = ({ entrance }: { entrance: number }, bit: number): boolean => (entrance & bit) !== 0;

/** Switches one of the bits of Entrance on or off, with the transaction; the caller holds `guild:ID`. */
export async function setEntrance({ sql }: Tx, guildId: string, bit: number, on: boolean): Promise<void> {
  const { entrance } = await sql
    .selectFrom("guilds")
    .select("entrance")
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  await sql
    .updateTable("guilds")
    .set({ entrance: on ? entrance | bit : entrance & ~bit })
    .where("id", "=", guildId)
    .execute();
}
