// A map on which points of the ground are clicked: the camera, what it shows, grids, streets. Loaded when first shown.
import { lazy, Suspense } from "react";
import type { LonLat } from "../geo/gcj";
import { Boundary } from "../shell/Boundary";
import { MapDrawing } from "./MapDrawing";

const Drawn = lazy(() => import("./map/PointMapDrawn"));

export interface GroundPoint {
  readonly number: number; // as people count them
  readonly at: LonLat; // WGS-84
  readonly is: "plain" | "chosen" | "bad";
}

export interface PointMapProps {
  readonly camera: string; // id
  readonly lon: number; // where the camera stands, WGS-84
  readonly lat: number;
  readonly points: readonly GroundPoint[];
  readonly view: readonly LonLat[]; // ring of the ground that the picture shows by these points; empty: not known
  readonly height?: number; // pixels
  readonly told: string; // what the map is for, for who cannot see it
  readonly name: (number: number) => string; // of a point
  readonly onPlace: (at: LonLat) => void; // the map was clicked, WGS-84
  readonly onMove: (number: number, at: LonLat) => void; // a point was dragged, or moved by keys
  readonly onChoose: (number: number) => void;
}

export function PointMap(props: PointMapProps) {
  return (
    <Boundary>
      <Suspense fallback={<div style={{ position: "relative", height: props.height ?? 360 }}><MapDrawing /></div>}>
        <Drawn {...props} />
      </Suspense>
    </Boundary>
  );
}
