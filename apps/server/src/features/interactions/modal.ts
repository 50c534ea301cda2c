import { LIMITS } from "@palabre/protocol";
import { ComponentType as C, TextInputStyle } from "discord-api-types/v10";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { text } from "../../http/fields.ts";
import type { AnyComponent } from "../message-core/component-tree.ts";
import {
  channelSelect,
  checkChoices,
  customId,
  id,
  mentionableSelect,
  opaque,
  optionalText,
  plainOption,
  roleSelect,
  stringSelect,
  textDisplay,
  userSelect,
} from "../messages/component-schemas.ts";
import { flatten, number, refuseRepeated } from "../messages/components.ts";
import { checkInput, type Input } from "./check-values.ts";
import type { ModalData } from "./interaction-body.ts";
import type { Wanted } from "./resolve.ts";

const length = (least: number) =>
  z
    .number()
    .int()
    .min(least)
    .max(LIMITS.textInput)
    .nullish()
    .transform((value) => value ?? undefined);

const required = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

const textInput = z
  .object({
    type: z.literal(C.TextInput),
    id,
    custom_id: customId,
    style: z.union([z.literal(TextInputStyle.Short), z.literal(TextInputStyle.Paragraph)]),
    label: optionalText(45),
    placeholder: optionalText(100),
    value: opaque(0, LIMITS.textInput)
      .nullish()
      .transform((value) => value || undefined),
    min_length: length(0),
    max_length: length(1),
    required,
  })
  .superRefine(({ min_length = 0, max_length = LIMITS.textInput, value }, context) => {
    const params = { code: "BASE_TYPE_INVALID" };
    if (min_length > max_length) {
      const message = "min_length is at most max_length.";
      context.addIssue({ code: "custom", path: ["min_length"], message, params });
    }
    if (value && value.length > max_length * 2) {
      context.addIssue({ code: "custom", path: ["value"], message: "Longer than max_length.", params });
    }
  });

const least = z.number().int().min(0).max(10).nullish();
const most = z.number().int().min(1).max(10).nullish();

function checkBounds(least: number, most: number, context: z.core.$RefinementCtx): void {
  if (least <= most) return;
  context.addIssue({
    code: "custom",
    path: ["min_values"],
    message: `min_values is at most ${most} here.`,
    params: { code: "BASE_TYPE_INVALID" },
  });
}

/** A kind of files, or the end of a name. */
const fileType = z
  .string()
  .max(16)
  .regex(/^(audio|image|video|\.[^\s,./\\]+(\.[^\s,./\\]+)*)$/i, {
    error: "Must be audio, image, video, or the end of a file's name, with its dot.",
  })
  .transform((type) => type.toLowerCase());

const fileUpload = z
  .object({
    type: z.literal(C.FileUpload),
    id,
    custom_id: customId,
    min_values: least,
    max_values: most,
    file_types: z
      .array(fileType)
      .max(10)
      .nullish()
      .transform((types) => (types?.length ? types : undefined)),
    required,
  })
  .transform((one) => ({ ...one, min_values: one.min_values ?? 1, max_values: one.max_values ?? 1 }))
  .superRefine(({ min_values, max_values }, context) => checkBounds(min_values, max_values, context));

const radioGroup = z
  .object({
    type: z.literal(C.RadioGroup),
    id,
    custom_id: customId,
    options: z.array(plainOption).min(2).max(10),
    required,
  })
  .superRefine(({ options }, context) => checkChoices(options, 1, context));

const checkboxGroup = z
  .object({
    type: z.literal(C.CheckboxGroup),
    id,
    custom_id: customId,
    options: z.array(plainOption).min(1).max(10),
    min_values: least,
    max_values: most,
    required,
  })
  .transform((one) => ({
    ...one,
    min_values: one.min_values ?? 1,
    max_values: Math.min(one.max_values ?? 10, one.options.length),
  }))
  .superRefine(({ options, min_values, max_values }, context) => {
    checkBounds(min_values, max_values, context);
    checkChoices(options, max_values, context);
  });

const checkbox = z.object({
  type: z.literal(C.Checkbox),
  id,
  custom_id: customId,
  default: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

const row = z.object({
  type: z.literal(C.ActionRow),
  id,
  components: z
    .array(
      textInput.refine((input) => input.label !== undefined, {
        message: "This field is required",
        path: ["label"],
        params: { code: "BASE_TYPE_REQUIRED" },
      }),
    )
    .length(1),
});

const label = z.object({
  type: z.literal(C.Label),
  id,
  label: text(1, 45),
  description: optionalText(100),
  component: z.discriminatedUnion("type", [
    textInput,
    stringSelect,
    userSelect,
    roleSelect,
    mentionableSelect,
    channelSelect,
    fileUpload,
    radioGroup,
    checkboxGroup,
    checkbox,
  ]),
});

/** A form that a bot shows. */
export const modalBody = z.object({
  custom_id: customId,
  title: text(1, 45),
  components: z
    .array(z.discriminatedUnion("type", [row, label, textDisplay]))
    .min(1)
    .max(5),
});

export interface Modal {
  custom_id: string;
  title: string;
  components: AnyComponent[];
}

/** The form with its components numbered. @throws ApiError invalid_form_body naming ids that stand twice */
export function arrangeModal(body: z.output<typeof modalBody>): Modal {
  const modal = body as unknown as Modal;
  const all = flatten(modal.components, "data.components");
  refuseRepeated(
    all,
    "custom_id",
    "COMPONENT_CUSTOM_ID_DUPLICATED",
    "Component custom id cannot be duplicated",
  );
  number(all);
  requireRoomForFiles(all);
  return modal;
}

/** Refuses a form that nobody could send in: it carries so many files, and no more. */
function requireRoomForFiles(all: ReturnType<typeof flatten>): void {
  let sum = 0;
  for (const { path, component } of all) {
    const { type, required, min_values = 1 } = component as Input;
    if (type !== C.FileUpload || !required) continue;
    sum += min_values;
    if (sum <= LIMITS.filesPerMessage) continue;
    const message = `A form asks for at most ${LIMITS.filesPerMessage} files.`;
    throw fieldError(`${path}.min_values`, "BASE_TYPE_INVALID", message);
  }
}

/**
 * What was put into a form, held against the form.
 * @throws ApiError invalid_form_body naming the component of what was sent
 */
export function checkSubmission(modal: Modal, { custom_id, components }: ModalData, wanted: Wanted): object {
  if (custom_id !== modal.custom_id) {
    throw fieldError("data.custom_id", "BASE_TYPE_CHOICES", "This is another form.");
  }
  const given = new Map(
    components.flatMap((one, n) => {
      const inside = one.component
        ? [[one.component, `data.components.${n}.component`] as const]
        : (one.components ?? []).map((part, m) => [part, `data.components.${n}.components.${m}`] as const);
      return inside.flatMap(([part, path]) =>
        part.custom_id ? [[part.custom_id, { part, path }] as const] : [],
      );
    }),
  );
  const fill = (input: AnyComponent, fallback: string): object => {
    const { part, path } = given.get(input.custom_id ?? "") ?? { part: undefined, path: fallback };
    const { type, id, custom_id } = input;
    return { type, id, custom_id, ...checkInput(input as Input, part, path, wanted) };
  };
  return {
    custom_id,
    components: modal.components.map(({ type, id, component, components: inside }, n) => {
      const at = `data.components.${n}`;
      if (component) return { type, id, component: fill(component, `${at}.component`) };
      if (inside) {
        return { type, id, components: inside.map((one, m) => fill(one, `${at}.components.${m}`)) };
      }
      return { type, id };
    }),
  };
}
