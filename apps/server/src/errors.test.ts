import { expect, test } from "bun:test";
import { fieldError, nestFieldErrors } from "./errors.ts";

test("errors are nested as the body is", () => {
  const error = { code: "A", message: "a" };
  expect(
    nestFieldErrors([
      [["recipients", 0], error],
      [["recipients", 0], error],
      [["name"], error],
      [[], error],
    ]),
  ).toEqual({
    recipients: { 0: { _errors: [error, error] } },
    name: { _errors: [error] },
    _body: { _errors: [error] },
  });
});

test("fields called like what every object inherits are fields like others, and nothing is kept of them", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const { errors } = fieldError(`keys.${name}`, "A", "a");
    expect(JSON.stringify(errors)).toBe(`{"keys":{"${name}":{"_errors":[{"code":"A","message":"a"}]}}}`);
  }
  for (const shared of [Object, Object.prototype, Object.prototype.toString]) {
    expect(Object.hasOwn(shared, "_errors")).toBe(false);
  }
});
