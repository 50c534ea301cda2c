import { z } from "zod";
import { byHeader, COLOR, cut, EMBED, type Event, event, say } from "./adapter.ts";
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

const EVENTS: Record<string, Event> = {
  push: event(
    z.object({
      ...base,
      ref: z.string(),
      commits: z.array(commit).nullish(),
      compare_url: address,
      total_commits: z.number().int().min(0).nullish(),
    }),
    ({ repository: repo, sender, ref, commits, compare_url, total_commits }) => {
      if (isTag(ref) || !commits || commits.length === 0) return null;
      // The newest comes first here.
      return say(
        pushed(repo.full_name, refName(ref), commits.toReversed(), {
          author: by(sender),
          url: compare_url,
          total: total_commits ?? commits.length,
        }),
      );
    },
  ),

  pull_request: event(
    z.object({
      ...base,
      action: z.string(),
      pull_request: item.extend({ merged: z.boolean().nullish() }),
    }),
    ({ repository: repo, sender, action, pull_request }) => {
      const what = {
        opened: "Pull request opened",
        reopened: "Pull request reopened",
        closed: pull_request.merged ? "Pull request merged" : "Pull request closed",
      }[action];
      if (!what) return null;
      const color = action !== "closed" ? COLOR.good : pull_request.merged ? COLOR.merged : COLOR.closed;
      const body = action === "opened" ? pull_request.body : undefined;
      return say(told(repo, what, pull_request, sender, { color, body }));
    },
  ),

  pull_request_approved: reviewed("Pull request approved", COLOR.good),
  pull_request_rejected: reviewed("Changes requested", COLOR.bad),
  pull_request_comment: either(commented(), reviewed("Pull request reviewed", COLOR.neutral)),
  issue_comment: commented(),

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
    // `repository` is the fork here, `forkee` what it was made of.
    return say({
      title: `[${forkee.full_name}] Fork created: ${repo.full_name}`,
      url: repo.html_url,
      author: by(sender),
      color: COLOR.neutral,
    });
  }),
};

/** Events of Forgejo and Gitea, by `X-Forgejo-Event` or `X-Gitea-Event`. */
export const forgejo = byHeader(["X-Forgejo-Event", "X-Gitea-Event"], EVENTS);

/** A comment of its own, or one of a review: both come by the same name. */
function either(comment: Event, review: Event): Event {
  const isComment = (payload: unknown) =>
    typeof payload === "object" && payload !== null && "comment" in payload;
  return {
    body: z.union([comment.body, review.body]),
    tell: (payload) => (isComment(payload) ? comment : review).tell(payload),
  };
}

function reviewed(what: string, color: number): Event {
  return event(
    z.object({
      ...base,
      pull_request: item,
      review: z.object({ content: z.string().nullish() }).nullish(),
    }),
    ({ repository: repo, sender, pull_request, review }) => {
      return say(told(repo, what, pull_request, sender, { color, body: review?.content }));
    },
  );
}

function commented(): Event {
  return event(
    z.object({
      ...base,
      action: z.string(),
      issue: item,
      comment: z.object({ html_url: address, body: z.string().nullish() }),
      is_pull: z.boolean().nullish(),
    }),
    ({ repository: repo, sender, action, issue, comment, is_pull }) => {
      if (action !== "created") return null;
      const what = `New comment on ${is_pull ? "pull request" : "issue"}`;
      const at = { ...issue, html_url: comment.html_url };
      return say(told(repo, what, at, sender, { color: COLOR.neutral, body: comment.body }));
    },
  );
}

function madeOrGone(done: "created" | "deleted"): Event {
  return event(
    z.object({ ...base, ref: z.string(), ref_type: z.string() }),
    ({ repository: repo, sender, ref, ref_type }) => {
      return say({
        title: cut(
          `[${repo.full_name}] ${ref_type === "tag" ? "Tag" : "Branch"} ${done}: ${refName(ref)}`,
          EMBED.title,
        ),
        url: repo.html_url,
        author: by(sender),
        color: COLOR.neutral,
      });
    },
  );
}
