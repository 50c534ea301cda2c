import { AutoModerationRuleTriggerType as Trigger } from "discord-api-types/v10";

/** Rules one may begin with; `name` is for the client to say in its language. */
export const offeredRules = (host: string) => [
  {
    id: "invites",
    trigger_type: Trigger.Keyword,
    trigger_metadata: {
      keyword_filter: [],
      regex_patterns: [
        "discord(?:\\.gg|(?:app)?\\.com/invite)/[a-z0-9-]+",
        `${host.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").slice(0, 200)}/invite/[a-z0-9-]+`,
      ],
      allow_list: [],
    },
  },
  {
    id: "links",
    trigger_type: Trigger.Keyword,
    trigger_metadata: { keyword_filter: [], regex_patterns: ["https?://[^\\s/]+"], allow_list: [] },
  },
];
