import * as m from "../paraglide/messages.js";

/** While a page's code is on its way. Quiet: it is nearly always there within a frame or two. */
export function PageLoading() {
  return (
    <div className="page-loading" role="status">
      <span className="vh">{m.common_loading()}</span>
    </div>
  );
}
