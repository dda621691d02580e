// What a ledger leaves open: which owner or scene its own words mean, and what all its rows have in common.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input, Select } from "antd";
import { useState } from "react";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import styles from "./onboarding.module.css";
import type { UnknownWord } from "./results";
import { fieldName, fieldOptions, onboarding } from "./words";

type Said = Readonly<Record<string, string>>;
const OFFERED = {
  owner: ["police", "urban-management", "property", "education", "market", "building-site", "transport", "water"],
  scene: ["street", "plaza", "works_site", "market", "crowd", "estate", "school", "river"],
} as const;
const without = (of: Said, key: string): Said => Object.fromEntries(Object.entries(of).filter(([one]) => one !== key));

interface Names {
  readonly asked: readonly UnknownWord[];
  readonly wishes: { readonly owners: Said; readonly scenes: Said };
  readonly put: (part: { owners?: Said; scenes?: Said }) => void;
}

/** One line for each word that the service does not know; what has been said stays until it is emptied. */
export function Names({ asked, wishes, put }: Names) {
  const w = useWords(onboarding);
  const kinds = [["owner", "owners"], ["scene", "scenes"]] as const;
  const lines = kinds.flatMap(([field, wish]) => {
    const open = asked.filter((one) => one.field === field);
    const told = Object.keys(wishes[wish]).filter((word) => !open.some((one) => one.word === word));
    return [...open, ...told.map((word) => ({ field, word, rows: 0, guess: "" }))].map((one) => ({ ...one, wish }));
  });
  if (lines.length === 0) return null;
  return (
    <fieldset className={styles.mapping}>
      <legend>{w.names}</legend>
      {lines.map(({ field, wish, word, rows, guess }) => (
        <label key={`${field} ${word}`}>
          <span title={word}>
            <small>{w.nameOf[field]}</small> {word} {rows > 0 && <small>{w.rowsOf(rows)}</small>}
          </span>
          <AutoComplete
            size="small"
            allowClear
            aria-label={`${w.nameOf[field]} ${word}`}
            value={wishes[wish][word] ?? ""}
            placeholder={guess}
            options={[...new Set([...(guess ? [guess] : []), ...OFFERED[field]])].map((value) => ({ value }))}
            onChange={(name?: string) => put({ [wish]: name ? { ...wishes[wish], [word]: name } : without(wishes[wish], word) })}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Field and value that every row gets where the ledger has no such column. */
export function Shared({ sets, put }: { sets: Said; put: (sets: Said) => void }) {
  const w = useWords(onboarding);
  const { language } = useSettings();
  const [field, setField] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const add = () => {
    if (field === null || value.trim() === "") return;
    put({ ...sets, [field]: value.trim() });
    setField(null);
    setValue("");
  };
  return (
    <div className={styles.field} role="group" aria-label={w.sets}>
      <span>{w.sets} <small>{w.setsHint}</small></span>
      {Object.entries(sets).map(([one, said]) => (
        <div key={one} className={styles.shared}>
          <span>{fieldName(one, language)}</span>
          <span>{said}</span>
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${w.removeSet} ${fieldName(one, language)}`} onClick={() => put(without(sets, one))} />
        </div>
      ))}
      <div className={styles.shared}>
        <Select showSearch={{ optionFilterProp: "label" }} size="small" aria-label={w.setField} placeholder={w.setField} value={field} options={fieldOptions(language).filter(({ value: one }) => one !== "password" && !(one in sets))} onChange={setField} />
        <Input size="small" aria-label={w.setValue} placeholder={w.setValue} value={value} onChange={(event) => setValue(event.target.value)} onPressEnter={add} />
        <Button size="small" icon={<PlusOutlined />} aria-label={w.addSet} disabled={field === null || value.trim() === ""} onClick={add} />
      </div>
    </div>
  );
}
