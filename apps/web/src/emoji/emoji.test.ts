import { expect, test } from "bun:test";
import english from "emojibase-data/en/compact.json";
import codes from "emojibase-data/en/shortcodes/joypixels.json";
import french from "emojibase-data/fr/compact.json";
import { buildIndex, replaceCodes, searchEmoji, toned } from "./emoji.ts";

const index = buildIndex(english, french, codes, "fr");
const find = (query: string) => searchEmoji(index, query, 12).map((emoji) => emoji.char);

test("a code comes first, then words of either language, with or without accents", () => {
  expect(find("tada")[0]).toBe("🎉");
  expect(find("joy")[0]).toBe("😂");
  expect(find("thumbsup")[0]).toContain("👍");
  expect(find("fête")).toContain("🥳");
  expect(find("fete")).toEqual(find("fête"));
  expect(find("arbre").some((char) => "🌳🌲🌴".includes(char))).toBe(true);
  expect(find("flag fr")[0]).toBe("🇫🇷");
  expect(find("zzzzqq")).toEqual([]);
});

test("labels are in the reader's language", () => {
  expect(index.byName.get("thumbsup")?.label).toBe("pouce vers le haut");
});

test("codes in a text become emoji, in the writer's skin tone", () => {
  expect(replaceCodes(":tada: at 10:14:00 :nope: :thumbsup:", index, 3)).toBe("🎉 at 10:14:00 :nope: 👍🏽");
  const wave = index.byName.get("wave");
  expect(wave && toned(wave, 0)).toBe("👋");
});

test("names of custom emojis: the server's own before Unicode's, others after; what is written out stays", () => {
  const names = (all: Record<string, string>) => (name: string) => all[name];
  const custom = {
    own: names({ tada: "<:tada:1>" }),
    others: names({ wave: "<:wave:2>", zebu: "<a:zebu:3>" }),
  };
  expect(replaceCodes(":tada: :wave: :zebu: :Zebu: <:joy:4>", index, 0, custom)).toBe(
    "<:tada:1> 👋 <a:zebu:3> :Zebu: <:joy:4>",
  );
});
