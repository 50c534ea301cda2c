import type { Snowflake } from "@palabre/protocol";
import type { OptionGroup } from "../../ui/OptionList.tsx";
import type { Option } from "../conversation/composer/completionOptions.tsx";
import { AppIcon } from "./AppIcon.tsx";
import type { ChosenCommand } from "./CommandForm.tsx";
import { type CommandEntry, entriesOf, entryScore } from "./entries.ts";
import { offeredIn } from "./offered.ts";

/** Rows that the list shows at most; who looks for another types more of its name. */
const MOST = 60;

interface Scored {
  entry: CommandEntry;
  score: number;
}

/**
 * Commands of bots that answer what was typed, by application: the one that has the best answer first. `isExact`: one of
 * them is what was typed, letter by letter.
 */
export function commandOptions(
  channelId: Snowflake,
  query: string,
  marked: (name: string) => React.ReactNode,
  onChoose: (chosen: ChosenCommand) => void,
): { options: Option[]; isExact: boolean } {
  const index = offeredIn(channelId);
  if (!index) return { options: [], isExact: false };
  const byApplication = new Map<string, Scored[]>();
  for (const entry of entriesOf(index, 1)) {
    const score = entryScore(entry, query);
    if (score === 0) continue;
    const all = byApplication.get(entry.application.id);
    if (all) all.push({ entry, score });
    else byApplication.set(entry.application.id, [{ entry, score }]);
  }
  const best = (all: readonly Scored[]) => Math.max(...all.map(({ score }) => score));
  const groups = [...byApplication.values()].sort((a, b) => best(b) - best(a));
  const options = groups.flatMap((all): Option[] => {
    const application = all[0]?.entry.application;
    if (!application) return [];
    const group: OptionGroup = {
      key: application.id,
      label: application.name,
      icon: <AppIcon application={application} size={16} />,
    };
    return all
      .sort((a, b) => b.score - a.score)
      .map(({ entry }) => ({
        key: entry.key,
        group,
        icon: <AppIcon application={application} size={24} />,
        label: <span className="mono">/{marked(entry.label)}</span>,
        hint: entry.about,
        insert: "",
        onPick: () => onChoose({ entry }),
      }));
  });
  return { options: options.slice(0, MOST), isExact: groups.some((all) => best(all) === 4) };
}
