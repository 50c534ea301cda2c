import { Mark } from "../ui/Mark.tsx";
import { SkeletonRows } from "../ui/Skeleton.tsx";

/** The shape of the client before the first READY: the grounds stand where they will be, nothing moves later. */
export function AppSkeleton() {
  return (
    <div className="app" data-pane="main" aria-busy="true">
      <div className="rail">
        <span className="rail-item" aria-current="page">
          <span className="rail-mark">
            <Mark />
          </span>
        </span>
      </div>
      <div className="list">
        <div className="pane-head" />
        <div className="list-body list-loading">
          <SkeletonRows rows={8} />
        </div>
      </div>
      <div className="stage">
        <main className="main">
          <div className="main-head" />
          <div className="col col-loading">
            <SkeletonRows rows={4} avatar={40} />
          </div>
        </main>
      </div>
    </div>
  );
}
