import type { APIAttachment } from "discord-api-types/v10";

/** Any component, as far as walking over them needs to know. */
export interface AnyComponent {
  type: number;
  id?: number;
  custom_id?: string;
  content?: string;
  components?: AnyComponent[];
  accessory?: AnyComponent;
  component?: AnyComponent;
  items?: { media: Media }[];
  media?: Media;
  file?: Media;
  emoji?: ComponentEmoji;
  options?: { emoji?: ComponentEmoji }[];
}
interface ComponentEmoji {
  id?: string;
  name?: string;
  animated?: boolean;
}
interface Media {
  url: string;
}

/** What stands in a component, by where, in the order in which it is read. */
export function childrenOf({ components, accessory, component }: AnyComponent): [string, AnyComponent][] {
  const children = (components ?? []).map((one, n): [string, AnyComponent] => [`components.${n}`, one]);
  if (accessory) children.push(["accessory", accessory]);
  if (component) children.push(["component", component]);
  return children;
}

/** The component with that `custom_id`. */
export function findComponent(
  components: readonly AnyComponent[],
  customId: string,
): AnyComponent | undefined {
  for (const one of components) {
    if (one.custom_id === customId) return one;
    const inside = findComponent(
      childrenOf(one).map(([, child]) => child),
      customId,
    );
    if (inside) return inside;
  }
  return undefined;
}

/** All texts, one below the other. */
export const textOf = (components: readonly AnyComponent[]): string =>
  components
    .flatMap((one) => [one.content ?? "", textOf(childrenOf(one).map(([, child]) => child))])
    .filter(Boolean)
    .join("\n");

/** Components of message `id` with the addresses of its files in the place of `attachment://NAME`. */
export function withFiles<T>(components: T, id: string, files: readonly APIAttachment[]): T {
  if (Array.isArray(components)) return components.map((one) => withFiles(one, id, files)) as T;
  if (typeof components !== "object" || components === null) return components;
  const changed = Object.entries(components).map(([key, value]) => {
    const isMedia = key === "media" || key === "file";
    return [key, isMedia ? resolveMedia(value as Media, id, files) : withFiles(value, id, files)];
  });
  const made = Object.fromEntries(changed);
  const file = "file" in made ? fileOf((components as unknown as { file: Media }).file, files) : undefined;
  return file ? { ...made, name: file.filename, size: file.size } : made;
}

const fileOf = ({ url }: Media, files: readonly APIAttachment[]): APIAttachment | undefined => {
  if (!url.startsWith("attachment://")) return undefined;
  const name = url.slice("attachment://".length);
  return files.find(({ filename }) => filename === name || filename === `SPOILER_${name}`);
};

function resolveMedia(media: Media, id: string, files: readonly APIAttachment[]): object {
  const file = fileOf(media, files);
  if (!file) return { ...media, id, proxy_url: media.url, width: null, height: null };
  return {
    id: file.id,
    url: file.url,
    proxy_url: file.proxy_url,
    content_type: file.content_type,
    width: file.width ?? null,
    height: file.height ?? null,
    ...(file.placeholder !== undefined && { placeholder: file.placeholder, placeholder_version: 1 }),
    attachment_id: file.id,
  };
}
