// What the points are worth: the held-out error, how sure places will be, and what is wrong with which of them.
import { Alert } from "antd";
import type { components } from "../../api/schema.gen";
import { useWords } from "../../words/useWords";
import { faultWords, moreWords } from "./words";

export function CheckedPairs({ checked, nameOf }: {
  checked: components["schemas"]["CheckedOut"];
  nameOf: (number: number) => number; // of a point as the table counts
}) {
  const w = useWords(moreWords);
  const f = useWords(faultWords);
  const radii = checked.radii.map((one) => `${one.distance_m} m: ${one.radius_m === null ? "—" : `${one.radius_m.toFixed(1)} m`}`).join(" · ");
  return (
    <div aria-live="polite">
      {checked.median_m !== null && (
        <Alert type={checked.usable ? "success" : "warning"} showIcon title={w.median(checked.median_m.toFixed(2))} description={`${w.worst((checked.worst_m ?? 0).toFixed(2))} · ${w.radii} ${radii}`} />
      )}
      {checked.faults.map((fault) => {
        const said = f[fault.code];
        const names = fault.points.map(nameOf);
        return (
          <Alert
            key={`${fault.code}${fault.points.join()}`}
            type={fault.fatal ? "error" : "warning"}
            showIcon
            title={said === undefined ? fault.what : said(names.join("、"), fault.what)[0]}
            description={said === undefined ? fault.cure : said(names.join("、"), fault.what)[1]}
          />
        );
      })}
    </div>
  );
}
