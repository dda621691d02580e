// Point pairs as numbers: what is clicked stands here, and can be typed instead.
import { Button, Input, InputNumber } from "antd";
import type { components } from "../../api/schema.gen";
import { useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { readPlace, type Pair } from "./pairs";
import { moreWords } from "./words";

type Result = components["schemas"]["PointOut"];

export function PairTable({ pairs, chosen, resultOf, choose, put, type, remove }: {
  pairs: readonly Pair[];
  chosen: number | null;
  resultOf: (index: number) => Result | undefined;
  choose: (index: number) => void;
  put: (index: number, part: Partial<Pair>) => void;
  type: (index: number, text: string) => void;
  remove: (index: number) => void;
}) {
  const w = useWords(moreWords);
  return (
    <table className={styles.table}>
      <thead><tr><th>{w.pairs}</th><th>x %</th><th>y %</th><th>{w.lon}, {w.lat}</th><th>{w.off}</th><th /></tr></thead>
      <tbody>
        {pairs.map((pair, i) => {
          const result = resultOf(i);
          const wrong = pair.text.trim() !== "" && readPlace(pair.text) === null;
          return (
            <tr key={i} onFocus={() => choose(i)} data-bad={result?.used === false}>
              <th scope="row"><Button size="small" type={i === chosen ? "primary" : "default"} aria-label={w.pair(i + 1)} onClick={() => choose(i)}>{i + 1}</Button></th>
              <td><Share label={`${w.pair(i + 1)} x`} value={pair.x} put={(x) => put(i, { x })} /></td>
              <td><Share label={`${w.pair(i + 1)} y`} value={pair.y} put={(y) => put(i, { y })} /></td>
              <td>
                <Input
                  size="small"
                  aria-label={`${w.pair(i + 1)} ${w.lon}, ${w.lat}`}
                  aria-invalid={wrong}
                  status={wrong ? "error" : ""}
                  placeholder="120.12345, 30.12345"
                  value={pair.text}
                  onChange={(event) => type(i, event.target.value)}
                />
              </td>
              <td>{result !== undefined && (result.off_m === null ? "—" : `${result.off_m.toFixed(2)}${result.used ? "" : ` (${w.unused})`}`)}</td>
              <td><Button size="small" aria-label={w.removePair(i + 1)} onClick={() => remove(i)}>−</Button></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Share({ label, value, put }: { label: string; value: number | null; put: (to: number | null) => void }) {
  return <InputNumber size="small" aria-label={label} min={0} max={100} step={0.5} value={value === null ? null : Math.round(value * 1000) / 10} onChange={(to) => put(to === null ? null : to / 100)} />;
}
