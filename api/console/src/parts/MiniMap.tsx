// A small map of one place: its radius, the grid that holds it, the cameras around. Loaded when it is first shown.
//   <MiniMap lon={...} lat={...} radius={incident.radius_m} chosen={incident.cameras} />   coordinates in WGS-84
import { lazy, Suspense } from "react";
import { Boundary } from "../shell/Boundary";
import { MapDrawing } from "./MapDrawing";

const Drawn = lazy(() => import("./map/MiniMapDrawn"));

export interface MiniMapProps {
  readonly lon: number; // degrees, WGS-84
  readonly lat: number;
  readonly radius?: number; // metres that hold the true place with 95 %
  readonly chosen?: readonly string[]; // ids of cameras that are told apart: those that see it
  readonly height?: number | string; // pixels, or any length of CSS
  readonly onCamera?: (id: string) => void; // a camera was clicked
}

export function MiniMap(props: MiniMapProps) {
  const waiting = <div style={{ position: "relative", height: props.height ?? 220 }}><MapDrawing /></div>;
  return (
    <Boundary>
      <Suspense fallback={waiting}>
        <Drawn {...props} />
      </Suspense>
    </Boundary>
  );
}
