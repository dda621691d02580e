// Where a policy asks why pictures are looked at: the question, then what was said, over every page.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/me";
import { useWords } from "../words/useWords";
import { reasonCookie, reasonIn } from "./reason";
import styles from "./shell.module.css";
import { shell } from "./words";

function say(reason: string): void {
  document.cookie = reasonCookie(reason, window.location.protocol === "https:");
  window.location.reload(); // pictures that were refused are asked for again
}

export function Why() {
  const w = useWords(shell);
  const asked = useMe().data?.reason;
  const field = useId();
  const [text, setText] = useState("");
  if (asked === undefined || (!asked.always && asked.owners.length === 0)) return null;
  const said = reasonIn(document.cookie);
  if (said !== "") {
    return (
      <div className={`${styles.why} no-print`} role="status">
        {w.whySaid(said)} <Button size="small" type="link" onClick={() => say("")}>{w.whyOver}</Button>
      </div>
    );
  }
  return (
    <form
      className={`${styles.why} no-print`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") say(text);
      }}
    >
      <label htmlFor={field}>{asked.always ? w.whyAll : w.whyOwners(asked.owners.join(w.whyAnd))}</label>
      <Input id={field} size="small" value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
      <Button size="small" type="primary" htmlType="submit" disabled={text.trim() === ""}>{w.whySay}</Button>
    </form>
  );
}
