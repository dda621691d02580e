// One box for everything that has a place. Arrow keys and Enter choose.
import { AutoComplete, Input, type InputRef } from "antd";
import { useDeferredValue, useState, type Ref } from "react";
import { common } from "../../words/common";
import { usePick, useWords } from "../../words/useWords";
import { useSearch, type Found } from "./data";
import styles from "./map.module.css";
import { mapPage } from "./words";

export function Search({ input, chosen }: { input: Ref<InputRef>; chosen: (found: Found) => void }) {
  const w = useWords(mapPage);
  const c = useWords(common);
  const pick = usePick();
  const [text, setText] = useState("");
  const [wants, setWants] = useState(false);
  const wanted = useDeferredValue(text);
  const found = useSearch(wanted);
  const all = wanted.trim() === "" ? [] : (found.data?.found ?? []);
  const stateOf = (one: Found) =>
    one.kind === "incident" ? (c.status[one.state] ?? one.state) : one.kind === "grid" ? (w.level[one.state] ?? "") : one.state === "off" ? w.off : (c.cameraState[one.state] ?? one.state);
  // the value is what a screen reader says of an option
  const valueOf = (one: Found) => `${w.kind[one.kind] ?? one.kind} ${pick(one.name, one.name_en)} ${one.id}`;
  const options = all.map((one) => ({
    value: valueOf(one),
    label: (
      <div className={styles.found}>
        <small>{w.kind[one.kind]}</small>
        <span>{pick(one.name, one.name_en)}</span>
        <small>{stateOf(one)} · {one.where || one.id}</small>
      </div>
    ),
  }));
  const left = found.data?.left_off ?? 0;
  if (all.length > 0 && left > 0) options.push({ value: "", label: <div className={styles.found}><small>{w.more(left)}</small></div> });
  return (
    <AutoComplete
      className={styles.search ?? ""}
      value={text}
      options={options}
      defaultActiveFirstOption
      open={wants && (all.length > 0 || (wanted.trim() !== "" && found.isSuccess))} // not before there is a first to be chosen by Enter
      onOpenChange={(open) => {
        if (!open) setWants(false);
      }}
      aria-label={w.search}
      notFoundContent={wanted.trim() !== "" && found.isSuccess ? w.nothingFound : null}
      onChange={(value: string) => {
        if (all.some((one) => valueOf(one) === value)) return;
        setText(value);
        setWants(true);
      }}
      onSelect={(value: string) => {
        const one = all.find((other) => valueOf(other) === value);
        if (one === undefined) return;
        setText("");
        setWants(false);
        chosen(one);
      }}
    >
      <Input.Search ref={input} placeholder={w.search} maxLength={100} allowClear />
    </AutoComplete>
  );
}
