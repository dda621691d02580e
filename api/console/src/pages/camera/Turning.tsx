// Turning a camera by hand, and the cameras that see the same place.
import { useQuery } from "@tanstack/react-query";
import { Button, Empty, Spin } from "antd";
import { Link, useNavigate } from "react-router";
import { CameraView, type Shown } from "../../parts/live/CameraView";
import { Trouble } from "../../parts/Trouble";
import { HandPad } from "../../parts/turning/HandPad";
import { covering } from "../../parts/turning/covering";
import { useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { cameraWords } from "./words";

const MOST_ON_A_WALL = 25;

export function Turning({ camera, live }: { camera: Shown; live: boolean }) {
  return (
    <div className={styles.split}>
      <section>
        <div className={styles.picture}><CameraView camera={camera} live={live} /></div>
        <HandPad cameraId={camera.id} />
      </section>
      <Covering camera={camera} />
    </div>
  );
}

function Covering({ camera }: { camera: Shown }) {
  const w = useWords(cameraWords);
  const go = useNavigate();
  const found = useQuery(covering(camera.id));
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  const views = found.data.views;
  const ids = [camera.id, ...views.map((one) => one.camera_id)].slice(0, MOST_ON_A_WALL);
  return (
    <section className={styles.side}>
      <div className={styles.bar}>
        <h2>{w.covering}</h2>
        <span className={styles.grow} />
        {views.length > 0 && <Button onClick={() => void go(`/wall?cams=${ids.map(encodeURIComponent).join(",")}`)}>{w.allToWall}</Button>}
      </div>
      {views.length === 0 ? <Empty description={w.noCovering} /> : (
        <table className={styles.table}>
          <thead><tr><th /><th>{w.distance}</th><th>{w.sure}</th><th /></tr></thead>
          <tbody>
            {views.map((one) => (
              <tr key={one.camera_id}>
                <td><Link to={`/camera/${encodeURIComponent(one.camera_id)}`}>{one.name}</Link></td>
                <td>{Math.round(one.distance_m)} m</td>
                <td>{Math.round(one.sure * 100)} %</td>
                <td>{[one.high && w.high, one.turns && w.turns].filter(Boolean).join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
