import { z } from "zod";
import { byHeader, COLOR, cut, EMBED, type Embed, type Event, event, say } from "./adapter.ts";
import { address, commit, EXCERPT, pushed, refName } from "./forge.ts";

const projectShape = z.object({ path_with_namespace: z.string(), web_url: address });
const user = z.object({ name: z.string(), username: z.string().nullish(), avatar_url: address });
type Project = z.output<typeof projectShape>;
const base = { project: projectShape, user };

const by = (who: z.output<typeof user>): NonNullable<Embed["author"]> => ({
  name: who.name,
  icon_url: who.avatar_url,
});

const pushBody = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  user_name: z.string(),
  user_avatar: address,
  project: projectShape,
  commits: z.array(commit),
  total_commits_count: z.number().int().min(0).nullish(),
});

const numbered = z.object({ iid: z.number().int(), title: z.string() });
const attributes = numbered.extend({ url: address, description: z.string().nullish() });
/** What was not there before, or is not there after. */
const NOTHING = /^0+$/;

const MERGE_REQUESTS: Record<string, [what: string, color: number] | undefined> = {
  open: ["opened", COLOR.good],
  reopen: ["reopened", COLOR.good],
  close: ["closed", COLOR.closed],
  merge: ["merged", COLOR.merged],
  approved: ["approved", COLOR.good],
  unapproved: ["no longer approved", COLOR.warning],
};

const EVENTS: Record<string, Event> = {
  "Push Hook": event(pushBody, ({ project, ref, before, after, commits, ...body }) => {
    const author = { name: body.user_name, icon_url: body.user_avatar };
    const branch = refName(ref);
    if (NOTHING.test(after)) {
      return say({
        title: `[${project.path_with_namespace}] Branch deleted: ${branch}`,
        url: project.web_url,
        author,
        color: COLOR.neutral,
      });
    }
    if (commits.length === 0) {
      if (!NOTHING.test(before)) return null;
      return say({
        title: `[${project.path_with_namespace}] Branch created: ${branch}`,
        url: project.web_url,
        author,
        color: COLOR.neutral,
      });
    }
    const url = project.web_url && `${project.web_url}/-/compare/${before}...${after}`;
    const total = Math.max(body.total_commits_count ?? 0, commits.length);
    return say(pushed(project.path_with_namespace, branch, commits, { author, url, total }));
  }),

  "Tag Push Hook": event(pushBody, ({ project, ref, after, ...body }) => {
    const isGone = NOTHING.test(after);
    const tag = refName(ref);
    return say({
      title: `[${project.path_with_namespace}] Tag ${isGone ? "deleted" : "created"}: ${tag}`,
      url:
        isGone || !project.web_url
          ? project.web_url
          : `${project.web_url}/-/tags/${encodeURIComponent(tag.slice(0, 250).toWellFormed())}`,
      author: { name: body.user_name, icon_url: body.user_avatar },
      color: COLOR.neutral,
    });
  }),

  "Merge Request Hook": event(
    z.object({ ...base, object_attributes: attributes.extend({ action: z.string().nullish() }) }),
    ({ project, user, object_attributes: one }) => {
      const [what, color] = MERGE_REQUESTS[one.action ?? ""] ?? [];
      if (!what || color === undefined) return null;
      return say(
        told(
          project,
          user,
          `Merge request ${what}: !${one.iid} ${one.title}`,
          one,
          color,
          one.action === "open",
        ),
      );
    },
  ),

  "Issue Hook": event(
    z.object({
      ...base,
      object_attributes: attributes.extend({
        action: z.string().nullish(),
        confidential: z.boolean().nullish(),
      }),
    }),
    ({ project, user, object_attributes: one }) => {
      const what = { open: "opened", reopen: "reopened", close: "closed" }[one.action ?? ""];
      if (!what || one.confidential) return null;
      const color = what === "closed" ? COLOR.closed : COLOR.warning;
      return say(
        told(project, user, `Issue ${what}: #${one.iid} ${one.title}`, one, color, one.action === "open"),
      );
    },
  ),

  "Note Hook": event(
    z.object({
      ...base,
      object_attributes: z.object({ note: z.string(), url: address, noteable_type: z.string() }),
      merge_request: numbered.nullish(),
      issue: numbered.extend({ confidential: z.boolean().nullish() }).nullish(),
      commit: z.object({ id: z.string() }).nullish(),
    }),
    ({ project, user, object_attributes: note, merge_request, issue, commit }) => {
      if (issue?.confidential) return null;
      const on = merge_request
        ? `merge request !${merge_request.iid} ${merge_request.title}`
        : issue
          ? `issue #${issue.iid} ${issue.title}`
          : commit
            ? `commit ${commit.id.slice(0, 8)}`
            : note.noteable_type.toLowerCase();
      return say({
        title: cut(`[${project.path_with_namespace}] New comment on ${on}`, EMBED.title),
        url: note.url,
        description: cut(note.note, EXCERPT),
        author: by(user),
        color: COLOR.neutral,
      });
    },
  ),

  "Pipeline Hook": event(
    z.object({
      ...base,
      object_attributes: z.object({
        id: z.number().int(),
        ref: z.string().nullish(),
        status: z.string(),
        duration: z.number().nullish(),
        url: address,
      }),
    }),
    ({ project, user, object_attributes: run }) => {
      // What waits and runs is nothing to tell, nor what was called off.
      const end = { success: "succeeded", failed: "failed" }[run.status];
      if (!end) return null;
      return say({
        title: `[${project.path_with_namespace}] Pipeline #${run.id} ${end}${run.ref ? ` on ${cut(run.ref, 80)}` : ""}`,
        url: run.url ?? (project.web_url ? `${project.web_url}/-/pipelines/${run.id}` : undefined),
        description:
          typeof run.duration === "number" && run.duration > 0
            ? `Took ${Math.round(run.duration)} s`
            : undefined,
        author: by(user),
        color: end === "failed" ? COLOR.bad : COLOR.good,
      });
    },
  ),

  "Release Hook": event(
    z.object({
      project: projectShape,
      action: z.string(),
      name: z.string().nullish(),
      tag: z.string(),
      description: z.string().nullish(),
      url: address,
    }),
    ({ project, action, name, tag, description, url }) => {
      if (action !== "create") return null;
      return say({
        title: `[${project.path_with_namespace}] New release published: ${name || tag}`,
        url,
        description: cut(description, EXCERPT * 2),
        color: COLOR.good,
      });
    },
  ),
};

/** Events of GitLab, by `X-Gitlab-Event`. What is confidential there stays there. */
export const gitlab = byHeader(["X-Gitlab-Event"], EVENTS);

function told(
  { path_with_namespace }: Project,
  who: z.output<typeof user>,
  what: string,
  one: z.output<typeof attributes>,
  color: number,
  isNew: boolean,
): Embed {
  return {
    title: cut(`[${path_with_namespace}] ${what}`, EMBED.title),
    url: one.url,
    description: isNew ? cut(one.description, EXCERPT) : undefined,
    author: by(who),
    color,
  };
}
