// What somebody has to do before anything else answers: change a temporary password, set up a second factor.
import { Spin } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { isAway, useMe } from "../api/me";
import { Trouble } from "../parts/Trouble";

const First = lazy(() => import("../pages/account/First"));

export function Gate({ children }: { children: ReactNode }) {
  const { data: me, error, refetch } = useMe();
  if (isAway(me, error)) return <Trouble error={error} again={refetch} />; // and it is tried again
  if (me === undefined) return <Spin fullscreen />; // a moment; or the door, where nobody is known
  const must = me.must_change_password ? "password" : me.totp.required && !me.totp.enrolled ? "factor" : null;
  if (must === null) return children;
  return (
    <Suspense fallback={<Spin fullscreen />}>
      <First what={must} />
    </Suspense>
  );
}
