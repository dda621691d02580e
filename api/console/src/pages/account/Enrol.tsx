// A second factor, set up: scan, prove with a code, keep the recovery codes.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Typography } from "antd";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useFault } from "../../parts/passwords";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import styles from "./account.module.css";
import { account } from "./words";

export function Enrol({ done }: { done: () => void }) {
  const w = useWords(account);
  const c = useWords(common);
  const fault = useFault();
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useMutation({ mutationFn: () => ask(client.POST("/api/v1/me/totp")) });
  const confirm = useMutation({
    mutationFn: (code: string) => ask(client.POST("/api/v1/me/totp/confirm", { body: { code } })),
    onSuccess: (told) => setCodes(told.codes),
  });
  if (codes !== null)
    return (
      <section aria-label={w.codes}>
        <Alert type="success" showIcon title={w.on} description={w.codesTold} />
        <ol className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div className={styles.row}>
          <Button onClick={() => window.print()}>{w.print}</Button>
          <Button
            type="primary"
            onClick={() => {
              void queries.invalidateQueries();
              done();
            }}
          >
            {w.kept}
          </Button>
        </div>
      </section>
    );
  if (begin.data === undefined)
    return (
      <>
        {begin.isError && <Alert type="error" showIcon role="alert" title={fault(begin.error)} style={{ marginBottom: 12 }} />}
        <Button type="primary" onClick={() => begin.mutate()} loading={begin.isPending}>
          {w.begin}
        </Button>
      </>
    );
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => confirm.mutate(code)}>
      <p>{w.scan}</p>
      <img className={styles.qr} alt={w.scan} src={`data:image/svg+xml,${encodeURIComponent(begin.data.svg)}`} />
      <p>
        {w.byHand}: <Typography.Text code copyable={{ text: begin.data.key, tooltips: [c.copy, c.copied] }}>{begin.data.key}</Typography.Text>
      </p>
      <Form.Item label={w.sixDigits} name="code" rules={[{ required: true, message: c.required }]}>
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={7} className={styles.short ?? ""} />
      </Form.Item>
      {confirm.isError && <Alert type="error" showIcon role="alert" title={fault(confirm.error)} style={{ marginBottom: 12 }} />}
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        {w.confirm}
      </Button>
    </Form>
  );
}
