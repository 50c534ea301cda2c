import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";

/** What a bot takes: kinds, and ends of names. */
type Types = readonly string[];

const KINDS: Readonly<Record<string, () => string>> = {
  image: m.components_kind_image,
  audio: m.components_kind_audio,
  video: m.components_kind_video,
};

/** For the browser's own choice of files. */
export const acceptOf = (types: Types | undefined): string | undefined =>
  types?.map((type) => (type.startsWith(".") ? type : `${type}/*`)).join(",");

/** In words: "pictures or .pdf". */
export const typesText = (types: Types): string =>
  formatList(
    types.map((type) => KINDS[type]?.() ?? type),
    "disjunction",
  );

/** Whether a file is of them, as far as its name and the browser say. The server looks into it. */
export const isOfTypes = ({ name, type }: Pick<File, "name" | "type">, types: Types | undefined): boolean =>
  !types?.length ||
  types.some((one) =>
    one.startsWith(".") ? name.toLowerCase().endsWith(one.toLowerCase()) : type.startsWith(`${one}/`),
  );
