import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findApplication, loadUsers } from "../applications/find-application.ts";
import { toApplication } from "../applications/present-application.ts";
import { iso } from "../users/present.ts";
import { readSelf } from "../users/self.ts";

/** The claims of OpenID Connect about whoever agreed. @param base the instance's address */
export async function readUserinfo(sql: Sql, { userId, bearer }: Actor, base: string) {
  if (!bearer) throw new ApiError("missing_scope");
  const self = await readSelf(sql, userId);
  const profile = bearer.scopes.includes("identify") && {
    preferred_username: self.username,
    nickname: self.global_name,
    picture: self.avatar === null ? "" : `${base}/avatars/${userId}/${self.avatar}.webp`,
    locale: self.locale,
  };
  const mail = bearer.scopes.includes("email") && { email: self.email, email_verified: self.verified };
  return { sub: userId, ...profile, ...mail };
}

/** What a bearer is: for whom, until when. @throws ApiError missing_scope for those with a log-in of their own */
export async function readAuthorization(sql: Sql, { userId, bearer }: Actor) {
  if (!bearer) throw new ApiError("missing_scope");
  const application = await findApplication(sql, bearer.applicationId);
  if (!application) throw new ApiError("unknown_application");
  const users = await loadUsers(sql, [userId, application.id]);
  return {
    application: toApplication(application, users.get(application.id)),
    expires: iso(bearer.expires),
    scopes: bearer.scopes,
    ...(bearer.scopes.includes("identify") && { user: users.get(userId) }),
  };
}
