import { type APIMessage, LIMITS } from "@palabre/protocol";
import { ComponentType, MessageFlags } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { codePoints } from "../../http/fields.ts";
import { type EmojiUse, requireUsable } from "../emojis/use-emojis.ts";
import { type AnyComponent, childrenOf, textOf } from "../message-core/component-tree.ts";
import type { AttachmentRow } from "../message-core/queries.ts";
import type { MessageComponents } from "./component-schemas.ts";

export type Components = NonNullable<APIMessage["components"]>;

export const isV2 = (flags: number): boolean => (flags & MessageFlags.IsComponentsV2) !== 0;

/** Flags of which only bots may set all. */
export const flagsOf = (actor: Pick<Actor, "bot">, flags: number | null | undefined): number =>
  actor.bot ? (flags ?? 0) : (flags ?? 0) & ~MessageFlags.IsComponentsV2;

/** Refuses components of people. @throws ApiError invalid_form_body naming `components` */
export function requireNoneOfPeople(
  actor: Pick<Actor, "bot">,
  components: MessageComponents | null | undefined,
): void {
  if (actor.bot || !components || components.length === 0) return;
  throw fieldError("components", "FEATURE_UNAVAILABLE", "Components are for bots.");
}

/**
 * Components that fit together, numbered: each has an `id`, in the order in which they are read, ids that were chosen
 * left out.
 * @throws ApiError invalid_form_body naming the component
 */
export function arrangeComponents(components: MessageComponents, v2: boolean): Components {
  const tree = components as unknown as AnyComponent[];
  if (!v2) {
    const stray = tree.findIndex(({ type }) => type !== ComponentType.ActionRow);
    if (stray !== -1) {
      throw fieldError(
        `components.${stray}.type`,
        "BASE_TYPE_CHOICES",
        "Without the flag IS_COMPONENTS_V2 a message holds rows alone.",
      );
    }
    if (tree.length > LIMITS.actionRows) {
      throw fieldError("components", "BASE_TYPE_BAD_LENGTH", "Must be 5 or fewer in length.");
    }
  }
  const all = flatten(tree, "components");
  if (all.length > LIMITS.components) {
    throw fieldError(
      "components",
      "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
      `A message holds at most ${LIMITS.components} components.`,
    );
  }
  if (codePoints(textOf(tree)) > LIMITS.componentsText) {
    throw fieldError(
      "components",
      "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
      `Texts hold at most ${LIMITS.componentsText} characters together.`,
    );
  }
  refuseRepeated(
    all,
    "custom_id",
    "COMPONENT_CUSTOM_ID_DUPLICATED",
    "Component custom id cannot be duplicated",
  );
  number(all);
  return tree as unknown as Components;
}

interface Placed {
  path: string;
  component: AnyComponent;
}

/** Refuses two of one id, and gives those that have none the lowest free ones, in order. */
export function number(all: readonly Placed[]): void {
  refuseRepeated(all, "id", "COMPONENT_DUPLICATED_ID", "Component ids cannot be duplicated");
  const taken = new Set(all.map(({ component }) => component.id));
  let next = 1;
  for (const { component } of all) {
    if (component.id !== undefined) continue;
    while (taken.has(next)) next++;
    component.id = next++;
  }
}

/** Each with where it stands, in the order in which they are read. */
export function flatten(components: readonly AnyComponent[], path: string): Placed[] {
  return components.flatMap((component, n) => flattenOne(component, `${path}.${n}`));
}

function flattenOne(component: AnyComponent, path: string): Placed[] {
  return [
    { component, path },
    ...childrenOf(component).flatMap(([key, child]) => flattenOne(child, `${path}.${key}`)),
  ];
}

export function refuseRepeated(
  all: readonly Placed[],
  key: "id" | "custom_id",
  code: string,
  message: string,
): void {
  const seen = new Set<unknown>();
  for (const { path, component } of all) {
    const value = component[key];
    if (value === undefined) continue;
    if (seen.has(value)) throw fieldError(`${path}.${key}`, code, message);
    seen.add(value);
  }
}

/** Refuses `attachment://NAME` where the message has no file of that name. @throws ApiError invalid_form_body naming it */
export function requireFiles(
  components: Components,
  files: readonly Pick<AttachmentRow, "filename">[],
): void {
  const names = new Set(files.flatMap(({ filename }) => [filename, filename.replace(/^SPOILER_/, "")]));
  for (const { path, component } of flatten(components as unknown as AnyComponent[], "components")) {
    const places = [
      ["media", component.media],
      ["file", component.file],
      ...(component.items ?? []).map(({ media }, n) => [`items.${n}.media`, media] as const),
    ] as const;
    for (const [key, media] of places) {
      const name = media?.url.startsWith("attachment://")
        ? media.url.slice("attachment://".length)
        : undefined;
      if (name === undefined || names.has(name)) continue;
      throw fieldError(
        `${path}.${key}.url`,
        "REFERENCED_ATTACHMENT_NOT_FOUND",
        `Referenced attachment "${name.slice(0, 100)}" not found`,
      );
    }
  }
}

/**
 * Refuses emojis that whoever writes may not use, and gives the others their names.
 * @throws ApiError invalid_form_body naming them
 */
export async function requireEmojis(sql: Sql, use: EmojiUse, components: Components): Promise<void> {
  const all = flatten(components as unknown as AnyComponent[], "components");
  await requireUsable(
    sql,
    use,
    all.flatMap(({ path, component: { emoji, options } }) => [
      ...(emoji ? [{ path: `${path}.emoji`, emoji }] : []),
      ...(options ?? []).flatMap(({ emoji }, n) =>
        emoji ? [{ path: `${path}.options.${n}.emoji`, emoji }] : [],
      ),
    ]),
    "COMPONENT_INVALID_EMOJI",
  );
}
