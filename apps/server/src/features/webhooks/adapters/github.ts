import { z } from "zod";
import { byHeader, COLOR, cut, EMBED, type Event, event, plain, say } from "./adapter.ts";
import {
  address,
  by,
  commit,
  EXCERPT,
  isTag,
  item,
  person,
  pushed,
  refName,
  repository,
  told,
} from "./forge.ts";

const base = { repository, sender: person };
const action = z.string();
const noted = z.object({ html_url: address, body: z.string().nullish() });

const EVENTS: Record<string, Event> = {
  ping: event(
    z.object({ zen: z.string(), repository: repository.nullish(), sender: person.nullish() }),
    ({ zen, repository: repo, sender }) => {
      const of = repo ? `[${repo.full_name}] ` : "";
      return say({
        title: `${of}Webhook connected`,
        description: plain(cut(zen, EXCERPT)),
        url: repo?.html_url,
        author: sender ? by(sender) : undefined,
        color: COLOR.good,
      });
    },
  ),

  push: event(
    z.object({
      ...base,
      ref: z.string(),
      commits: z.array(commit),
      compare: address,
      forced: z.boolean().nullish(),
      deleted: z.boolean().nullish(),
    }),
    ({ repository: repo, sender, ref, commits, compare, forced, deleted }) => {
      // Tags and deletions are told by events of their own.
      if (isTag(ref) || deleted) return null;
      const branch = refName(ref);
      if (forced) {
        return say({
          title: `[${repo.full_name}] Branch ${branch} was force-pushed`,
          url: compare,
          author: by(sender),
          color: COLOR.bad,
        });
      }
      if (commits.length === 0) return null;
      return say(pushed(repo.full_name, branch, commits, { author: by(sender), url: compare }));
    },
  ),

  pull_request: event(
    z.object({
      ...base,
      action: z.string(),
      pull_request: item.extend({ merged: z.boolean().nullish(), draft: z.boolean().nullish() }),
    }),
    ({ repository: repo, sender, action, pull_request }) => {
      const what = {
        opened: pull_request.draft ? "Draft pull request opened" : "Pull request opened",
        reopened: "Pull request reopened",
        ready_for_review: "Pull request ready for review",
        closed: pull_request.merged ? "Pull request merged" : "Pull request closed",
      }[action];
      if (!what) return null;
      const color = action !== "closed" ? COLOR.good : pull_request.merged ? COLOR.merged : COLOR.closed;
      const body = action === "opened" ? pull_request.body : undefined;
      return say(told(repo, what, pull_request, sender, { color, body }));
    },
  ),

  issues: event(
    z.object({ ...base, action: z.string(), issue: item }),
    ({ repository: repo, sender, action, issue }) => {
      const what = { opened: "Issue opened", reopened: "Issue reopened", closed: "Issue closed" }[action];
      if (!what) return null;
      const color = action === "closed" ? COLOR.closed : COLOR.warning;
      return say(
        told(repo, what, issue, sender, { color, body: action === "opened" ? issue.body : undefined }),
      );
    },
  ),

  issue_comment: event(
    z.object({
      ...base,
      action: z.string(),
      issue: item.extend({ pull_request: z.unknown().optional() }),
      comment: noted,
    }),
    ({ repository: repo, sender, action, issue, comment }) => {
      if (action !== "created") return null;
      const what = `New comment on ${issue.pull_request ? "pull request" : "issue"}`;
      const at = { ...issue, html_url: comment.html_url };
      return say(told(repo, what, at, sender, { color: COLOR.neutral, body: comment.body }));
    },
  ),

  pull_request_review: event(
    z.object({
      ...base,
      action: z.string(),
      review: noted.extend({ state: z.string() }),
      pull_request: item,
    }),
    ({ repository: repo, sender, action, review, pull_request }) => {
      const state = review.state.toLowerCase();
      // A review that only carries comments is told by these.
      if (action !== "submitted" || (state === "commented" && !review.body)) return null;
      const what =
        { approved: "Pull request approved", changes_requested: "Changes requested" }[state] ??
        "Pull request review submitted";
      const color = { approved: COLOR.good, changes_requested: COLOR.bad }[state] ?? COLOR.neutral;
      const at = { ...pull_request, html_url: review.html_url };
      return say(told(repo, what, at, sender, { color, body: review.body }));
    },
  ),

  pull_request_review_comment: event(
    z.object({ ...base, action: z.string(), comment: noted, pull_request: item }),
    ({ repository: repo, sender, action, comment, pull_request }) => {
      if (action !== "created") return null;
      const at = { ...pull_request, html_url: comment.html_url };
      const body = comment.body;
      return say(
        told(repo, "New review comment on pull request", at, sender, { color: COLOR.neutral, body }),
      );
    },
  ),

  commit_comment: event(
    z.object({ ...base, comment: noted.extend({ commit_id: z.string() }) }),
    ({ repository: repo, sender, comment }) => {
      return say({
        title: `[${repo.full_name}] New comment on commit ${comment.commit_id.slice(0, 7)}`,
        url: comment.html_url,
        description: cut(comment.body, EXCERPT),
        author: by(sender),
        color: COLOR.neutral,
      });
    },
  ),

  release: event(
    z.object({
      ...base,
      action: z.string(),
      release: z.object({
        tag_name: z.string(),
        name: z.string().nullish(),
        html_url: address,
        body: z.string().nullish(),
      }),
    }),
    ({ repository: repo, sender, action, release }) => {
      // "created" and "released" come with it, for the same release.
      if (action !== "published") return null;
      return say({
        title: `[${repo.full_name}] New release published: ${release.name || release.tag_name}`,
        url: release.html_url,
        description: cut(release.body, EXCERPT * 2),
        author: by(sender),
        color: COLOR.good,
      });
    },
  ),

  create: madeOrGone("created"),
  delete: madeOrGone("deleted"),

  fork: event(z.object({ ...base, forkee: repository }), ({ repository: repo, sender, forkee }) => {
    return say({
      title: `[${repo.full_name}] Fork created: ${forkee.full_name}`,
      url: forkee.html_url,
      author: by(sender),
      color: COLOR.neutral,
    });
  }),

  star: starred("created"),
  watch: starred("started"),

  check_run: event(
    z.object({
      ...base,
      action,
      check_run: z.object({
        name: z.string(),
        html_url: address,
        conclusion: z.string().nullish(),
        head_sha: z.string().nullish(),
        check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
      }),
    }),
    ({ repository: repo, sender, check_run }) => {
      const { name, html_url, conclusion, head_sha, check_suite } = check_run;
      const place = check_suite?.head_branch ?? head_sha?.slice(0, 7);
      return ended(repo, name, conclusion, place, html_url, by(sender));
    },
  ),

  check_suite: event(
    z.object({
      ...base,
      action,
      check_suite: z.object({
        conclusion: z.string().nullish(),
        head_branch: z.string().nullish(),
        head_sha: z.string().nullish(),
        app: z.object({ name: z.string() }).nullish(),
      }),
    }),
    ({ repository: repo, sender, check_suite }) => {
      const { conclusion, head_branch, head_sha, app } = check_suite;
      const url = head_sha && repo.html_url ? `${repo.html_url}/commit/${head_sha}/checks` : repo.html_url;
      return ended(repo, app?.name ?? "Checks", conclusion, head_branch, url, by(sender));
    },
  ),

  workflow_run: event(
    z.object({
      ...base,
      action,
      workflow_run: z.object({
        name: z.string().nullish(),
        html_url: address,
        conclusion: z.string().nullish(),
        head_branch: z.string().nullish(),
        run_number: z.number().int().nullish(),
      }),
    }),
    ({ repository: repo, sender, workflow_run }) => {
      const { name, html_url, conclusion, head_branch, run_number } = workflow_run;
      const what = `${name ?? "Workflow"}${run_number ? ` #${run_number}` : ""}`;
      return ended(repo, what, conclusion, head_branch, html_url, by(sender));
    },
  ),

  discussion: event(
    z.object({ ...base, action: z.string(), discussion: item }),
    ({ repository: repo, sender, action, discussion }) => {
      const what = {
        created: "New discussion",
        answered: "Discussion answered",
        closed: "Discussion closed",
      }[action];
      if (!what) return null;
      const color = action === "answered" ? COLOR.good : COLOR.neutral;
      const body = action === "created" ? discussion.body : undefined;
      return say(told(repo, what, discussion, sender, { color, body }));
    },
  ),

  discussion_comment: event(
    z.object({ ...base, action: z.string(), discussion: item, comment: noted }),
    ({ repository: repo, sender, action, discussion, comment }) => {
      if (action !== "created") return null;
      const at = { ...discussion, html_url: comment.html_url };
      return say(
        told(repo, "New comment on discussion", at, sender, { color: COLOR.neutral, body: comment.body }),
      );
    },
  ),
};

/** Events of GitHub as Discord tells them, by `X-GitHub-Event`. */
export const github = byHeader(["X-GitHub-Event"], EVENTS);

function madeOrGone(done: "created" | "deleted"): Event {
  return event(
    z.object({ ...base, ref: z.string().nullish(), ref_type: z.string() }),
    ({ repository: repo, sender, ref, ref_type }) => {
      // A repository that was made has no ref.
      if (!ref) return null;
      const kind = ref_type === "tag" ? "Tag" : "Branch";
      return say({
        title: cut(`[${repo.full_name}] ${kind} ${done}: ${ref}`, EMBED.title),
        url:
          done === "created" && repo.html_url
            ? `${repo.html_url}/tree/${encodeURI(ref.slice(0, 250))}`
            : repo.html_url,
        author: by(sender),
        color: COLOR.neutral,
      });
    },
  );
}

function starred(wanted: string): Event {
  return event(z.object({ ...base, action: z.string() }), ({ repository: repo, sender, action }) => {
    if (action !== wanted) return null;
    return say({
      title: `[${repo.full_name}] New star added`,
      url: repo.html_url,
      author: by(sender),
      color: COLOR.warning,
    });
  });
}

const ENDS: Record<string, [words: string, color: number] | undefined> = {
  success: ["succeeded", COLOR.good],
  failure: ["failed", COLOR.bad],
  timed_out: ["timed out", COLOR.bad],
  startup_failure: ["failed to start", COLOR.bad],
  action_required: ["needs somebody", COLOR.warning],
};

/** What runs, was skipped or called off is nothing to tell. */
function ended(
  repo: z.output<typeof repository>,
  name: string,
  conclusion: string | null | undefined,
  place: string | null | undefined,
  url: string | null | undefined,
  author: ReturnType<typeof by>,
) {
  const end = conclusion && Object.hasOwn(ENDS, conclusion) ? ENDS[conclusion] : undefined;
  if (!end) return null;
  const [words, color] = end;
  return say({
    title: cut(
      `[${repo.full_name}] ${cut(name, 100)} ${words}${place ? ` on ${cut(place, 80)}` : ""}`,
      EMBED.title,
    ),
    url,
    author,
    color,
  });
}
