import { z } from "zod";
import { type Adapter, COLOR, cut, EMBED, expectHeader, expectPayload, say } from "./adapter.ts";
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

/** Events of Forgejo and Gitea, by `X-Forgejo-Event` or `X-Gitea-Event`. */
export const forgejo: Adapter = (payload, header) => {
  const event = expectHeader(header, "X-Forgejo-Event", "X-Gitea-Event");
  return Object.hasOwn(EVENTS, event) ? (EVENTS[event]?.(payload) ?? null) : null;
};

const base = { repository, sender: person };

const EVENTS: Record<string, (payload: unknown) => ReturnType<Adapter>> = {
  push(payload) {
    const {
      repository: repo,
      sender,
      ref,
      commits,
      compare_url,
      total_commits,
    } = expectPayload(
      z.object({
        ...base,
        ref: z.string(),
        commits: z.array(commit).nullish(),
        compare_url: address,
        total_commits: z.number().int().min(0).nullish(),
      }),
      payload,
    );
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

  pull_request(payload) {
    const {
      repository: repo,
      sender,
      action,
      pull_request,
    } = expectPayload(
      z.object({
        ...base,
        action: z.string(),
        pull_request: item.extend({ merged: z.boolean().nullish() }),
      }),
      payload,
    );
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

  pull_request_approved: (payload) => reviewed(payload, "Pull request approved", COLOR.good),
  pull_request_rejected: (payload) => reviewed(payload, "Changes requested", COLOR.bad),
  pull_request_comment: (payload) =>
    hasComment(payload) ? commented(payload) : reviewed(payload, "Pull request reviewed", COLOR.neutral),
  issue_comment: (payload) => commented(payload),

  issues(payload) {
    const {
      repository: repo,
      sender,
      action,
      issue,
    } = expectPayload(z.object({ ...base, action: z.string(), issue: item }), payload);
    const what = { opened: "Issue opened", reopened: "Issue reopened", closed: "Issue closed" }[action];
    if (!what) return null;
    const color = action === "closed" ? COLOR.closed : COLOR.warning;
    return say(
      told(repo, what, issue, sender, { color, body: action === "opened" ? issue.body : undefined }),
    );
  },

  release(payload) {
    const {
      repository: repo,
      sender,
      action,
      release,
    } = expectPayload(
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
      payload,
    );
    if (action !== "published") return null;
    return say({
      title: `[${repo.full_name}] New release published: ${release.name || release.tag_name}`,
      url: release.html_url,
      description: cut(release.body, EXCERPT * 2),
      author: by(sender),
      color: COLOR.good,
    });
  },

  create: (payload) => madeOrGone(payload, "created"),
  delete: (payload) => madeOrGone(payload, "deleted"),

  fork(payload) {
    const {
      repository: repo,
      sender,
      forkee,
    } = expectPayload(z.object({ ...base, forkee: repository }), payload);
    // `repository` is the fork here, `forkee` what it was made of.
    return say({
      title: `[${forkee.full_name}] Fork created: ${repo.full_name}`,
      url: repo.html_url,
      author: by(sender),
      color: COLOR.neutral,
    });
  },
};

const hasComment = (payload: unknown): boolean =>
  typeof payload === "object" && payload !== null && "comment" in payload;

function reviewed(payload: unknown, what: string, color: number) {
  const {
    repository: repo,
    sender,
    pull_request,
    review,
  } = expectPayload(
    z.object({
      ...base,
      pull_request: item,
      review: z.object({ content: z.string().nullish() }).nullish(),
    }),
    payload,
  );
  return say(told(repo, what, pull_request, sender, { color, body: review?.content }));
}

function commented(payload: unknown) {
  const {
    repository: repo,
    sender,
    action,
    issue,
    comment,
    is_pull,
  } = expectPayload(
    z.object({
      ...base,
      action: z.string(),
      issue: item,
      comment: z.object({ html_url: address, body: z.string().nullish() }),
      is_pull: z.boolean().nullish(),
    }),
    payload,
  );
  if (action !== "created") return null;
  const what = `New comment on ${is_pull ? "pull request" : "issue"}`;
  const at = { ...issue, html_url: comment.html_url };
  return say(told(repo, what, at, sender, { color: COLOR.neutral, body: comment.body }));
}

function madeOrGone(payload: unknown, done: "created" | "deleted") {
  const {
    repository: repo,
    sender,
    ref,
    ref_type,
  } = expectPayload(z.object({ ...base, ref: z.string(), ref_type: z.string() }), payload);
  return say({
    title: cut(
      `[${repo.full_name}] ${ref_type === "tag" ? "Tag" : "Branch"} ${done}: ${refName(ref)}`,
      EMBED.title,
    ),
    url: repo.html_url,
    author: by(sender),
    color: COLOR.neutral,
  });
}
