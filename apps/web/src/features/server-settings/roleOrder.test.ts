import { describe, expect, test } from "bun:test";
import { type APIRole, compareRoles } from "@palabre/protocol";
import { moveRole } from "./roleOrder.ts";

const role = (id: string, position: number) => ({ id, position }) as APIRole;
const LIST = [role("4", 7), role("3", 5), role("2", 2), role("1", 1), role("0", 0)];

function after(list: readonly APIRole[], id: string, to: number): string[] {
  const moves = new Map(moveRole(list, id, to).map((move) => [move.id, move.position]));
  return list
    .map((one) => ({ ...one, position: moves.get(one.id) ?? one.position }))
    .sort((a, b) => compareRoles(b, a))
    .map((one) => one.id);
}

describe("the order of roles", () => {
  test("a role goes up and down", () => {
    expect(after(LIST, "2", 0)).toEqual(["2", "4", "3", "1", "0"]);
    expect(after(LIST, "4", 2)).toEqual(["3", "2", "4", "1", "0"]);
    expect(after(LIST, "1", 2)).toEqual(["4", "3", "1", "2", "0"]);
  });

  test("only the roles between both places change", () => {
    expect(moveRole(LIST, "1", 2)).toEqual([
      { id: "1", position: 2 },
      { id: "2", position: 1 },
    ]);
  });

  test("@everyone stays at the foot, and a role that stays is no change", () => {
    expect(after(LIST, "3", 9)).toEqual(["4", "2", "1", "3", "0"]);
    expect(moveRole(LIST, "3", 1)).toEqual([]);
    expect(moveRole(LIST, "0", 0)).toEqual([]);
  });

  test("roles on one place are told apart", () => {
    const tied = [role("1", 1), role("2", 1), role("3", 1), role("0", 0)];
    expect(after(tied, "3", 0)).toEqual(["3", "1", "2", "0"]);
  });
});
