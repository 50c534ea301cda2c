import { AutoModerationRuleKeywordPresetType as Preset } from "discord-api-types/v10";

/**
 * What the built-in lists hold: short on purpose. A server that wants more writes a rule of its own; the allow list takes
 * out what is wanted.
 */
export const PRESET_WORDS: Record<Preset, readonly string[]> = {
  [Preset.Profanity]: [
    "*fuck*",
    "shit*",
    "bullshit*",
    "asshole*",
    "bitch*",
    "bastard*",
    "cunt*",
    "dickhead*",
    "wanker*",
    "merde*",
    "putain*",
    "connard*",
    "connasse*",
    "enculé*",
    "salope*",
    "salaud*",
  ],
  [Preset.SexualContent]: [
    "porn*",
    "hentai",
    "nudes",
    "blowjob*",
    "handjob*",
    "cumshot*",
    "dick pic*",
    "onlyfans*",
    "xxx",
    "milf*",
    "branlette*",
    "sextape*",
  ],
  [Preset.Slurs]: [
    "nigger*",
    "nigga*",
    "faggot*",
    "kike*",
    "chink",
    "chinks",
    "spic",
    "spics",
    "tranny*",
    "trannies",
    "retard",
    "retards",
    "bougnoule*",
    "youpin*",
    "tarlouze*",
    "négro*",
  ],
};
