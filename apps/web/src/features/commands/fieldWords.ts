import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import type { Problem } from "./fields.ts";

/** What is wrong with a field, naming it. */
export function problemText(name: string, problem: Problem): string {
  switch (problem.kind) {
    case "required":
      return m.commands_error_required({ name });
    case "length":
      return m.commands_error_length({ name, min: problem.min, max: formatNumber(problem.max) });
    case "whole":
      return m.commands_error_whole({ name });
    case "number":
      return m.commands_error_number({ name });
    case "min":
      return m.commands_error_min({ name, min: formatNumber(problem.min, { maximumFractionDigits: 20 }) });
    case "max":
      return m.commands_error_max({ name, max: formatNumber(problem.max, { maximumFractionDigits: 20 }) });
    case "choose":
      return m.commands_error_choose({ name });
  }
}
