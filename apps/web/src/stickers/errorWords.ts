import { knowErrors } from "../i18n/errors.ts";
import * as m from "../paraglide/messages.js";

/** Refusals that stickers and sounds alone can meet. Imported for its effect. */
knowErrors(
  {
    10060: m.sticker_error_gone,
    10097: m.sound_error_gone,
    30039: m.sticker_error_max,
    30045: m.sound_error_max,
    50081: m.sticker_error_gone,
    50600: m.sticker_error_not_here,
  },
  {
    IMAGE_INVALID: m.sticker_error_picture,
    STICKER_INVALID_FORMAT: m.sticker_error_format,
    STICKER_INVALID_DIMENSIONS: m.sticker_error_size,
    SOUND_INVALID: m.sound_error_file,
    SOUND_TOO_LONG: m.sound_error_long,
  },
);
