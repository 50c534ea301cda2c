import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { text } from "../../http/fields.ts";
import { parseValue } from "../../http/parse.ts";
import type { FormField, PresentedRules } from "../members/rules.ts";

/** A line of the form as it was when somebody filled it in. */
export type Answered = FormField & { response?: string | number | boolean };

/**
 * Holds what somebody filled in against the form: line by line, in its order.
 * @throws ApiError invalid_form_body naming the line; `version` when the form has changed meanwhile
 */
export function readAnswers(
  form: PresentedRules,
  given: {
    version?: string | null | undefined;
    form_fields?: readonly { response?: unknown }[] | null | undefined;
  },
): Answered[] {
  if (given.version && given.version !== form.version) {
    throw fieldError("version", "FORM_CHANGED", "The questions have changed. Read them again.");
  }
  return form.form_fields.map((field, at) => {
    const path = `form_fields.${at}.response`;
    const response = readOne(field, given.form_fields?.[at]?.response, path);
    return response === undefined ? field : { ...field, response };
  });
}

function readOne(field: FormField, value: unknown, path: string): string | number | boolean | undefined {
  const missing = () => fieldError(path, "BASE_TYPE_REQUIRED", "This field is required");
  if (value === undefined || value === null || value === "") {
    if (field.required) throw missing();
    return undefined;
  }
  if (field.field_type === "TERMS") {
    if (value !== true) throw fieldError(path, "BASE_TYPE_REQUIRED", "The rules have to be accepted.");
    return true;
  }
  const at = (schema: z.ZodType) =>
    z.object({ form_fields: z.record(z.string(), z.object({ response: schema })) });
  const [, line = "0"] = path.split(".");
  const check = <T>(schema: z.ZodType<T>): T => {
    const checked = parseValue(at(schema), { form_fields: { [line]: { response: value } } });
    return checked.form_fields[line]?.response as T;
  };
  if (field.field_type === "MULTIPLE_CHOICE") {
    return check(
      z
        .number()
        .int()
        .min(0)
        .max(field.choices.length - 1),
    );
  }
  const isLong = field.field_type === "PARAGRAPH";
  const answer = check(text(0, isLong ? LIMITS.longAnswer : LIMITS.shortAnswer, { lines: isLong }));
  if (answer !== "") return answer;
  if (field.required) throw missing();
  return undefined;
}
