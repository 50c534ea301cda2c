/** What the token endpoint refuses with. Source: RFC 6749, section 5.2. */
export class OAuth2Error extends Error {
  override name = "OAuth2Error";
  constructor(
    readonly error:
      | "invalid_request"
      | "invalid_client"
      | "invalid_grant"
      | "invalid_scope"
      | "unsupported_grant_type",
    description: string,
    readonly status: 400 | 401 = 400,
  ) {
    super(description);
  }
}
