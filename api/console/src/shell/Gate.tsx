// What somebody has to do before anything else answers: change a temporary password, set up a second factor.
import { Spin } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { useMe } from "../api/me";
import { isProblem } from "../api/problem";
import { Trouble } from "../parts/Trouble";

const First = lazy(() => import("../pages/account/First"));

export function Gate({ children }: { children: ReactNode }) {
  const { data: me, failureReason, refetch } = useMe();
  // told while it is tried again; who is not known (401) is on his way to the door
  if (me === undefined && failureReason !== null && !isProblem(failureReason, 401)) return <Trouble error={failureReason} again={refetch} />;
  if (me === undefined) return <Spin fullscreen />; // a moment; or the door, where nobody is known
  const must = me.must_change_password ? "password" : me.totp.required && !me.totp.enrolled ? "factor" : null;
  if (must === null) return children;
  return (
    <Suspense fallback={<Spin fullscreen />}>
      <First what={must} />
    </Suspense>
  );
}
