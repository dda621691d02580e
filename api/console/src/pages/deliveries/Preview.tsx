// What a receiver would get now, about a case or a sample; and a test that is really sent.
import { Alert, Button, Drawer, Input, Spin } from "antd";
import { useState } from "react";
import { useMay } from "../../api/me";
import { Trouble, useTold } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import { Body } from "./Body";
import styles from "./deliveries.module.css";
import { usePreview, useSendTest } from "./useLedger";
import { deliveries } from "./words";

export function Preview({ name, close }: { name: string; close: () => void }) {
  const w = useWords(deliveries);
  const may = useMay();
  const told = useTold();
  const [typed, setTyped] = useState("");
  const [incident, setIncident] = useState("");
  const shown = usePreview(name, incident);
  const test = useSendTest();
  return (
    <Drawer open title={w.previewTitle(name)} size="large" onClose={close} destroyOnHidden>
      <form
        className={styles.line}
        onSubmit={(event) => {
          event.preventDefault();
          setIncident(typed.trim());
        }}
      >
        <Input value={typed} maxLength={64} placeholder={`${w.incidentId} (${w.sample})`} aria-label={w.incidentId} onChange={(event) => setTyped(event.target.value)} />
        <Button htmlType="submit">{w.show}</Button>
      </form>
      {shown.isPending ? (
        <Spin />
      ) : shown.isError ? (
        <Trouble error={shown.error} again={shown.refetch} />
      ) : (
        <>
          {shown.data.untold !== null && <Alert type="info" showIcon title={w.untold(shown.data.untold)} />}
          <p className={styles.address}>POST {shown.data.url}</p>
          <h3>{w.headers}</h3>
          <dl className={styles.headers}>
            {Object.entries(shown.data.headers).map(([header, value]) => (
              <div key={header}>
                <dt>{header}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <h3>{w.body}</h3>
          <Body of={shown.data.body} />
        </>
      )}
      {may("replay") && (
        <section aria-label={w.test} className={styles.test}>
          <h3>{w.test}</h3>
          <p>{w.testTold}</p>
          <Button loading={test.isPending} onClick={() => test.mutate(name)}>
            {w.sendTest}
          </Button>
          {test.isError && <Alert type="error" showIcon title={told(test.error)} role="alert" />}
          {test.isSuccess && (
            <Alert
              role="status"
              type={test.data.accepted ? "success" : "error"}
              showIcon
              title={w.testSent(test.data.accepted)}
              description={`${test.data.status ?? w.noAnswer} · ${w.took(test.data.took_s)}${test.data.case_number === null ? "" : ` · ${w.caseNumber} ${test.data.case_number}`} · ${test.data.detail}`}
            />
          )}
        </section>
      )}
    </Drawer>
  );
}
