// One's own account: who one is, password, second factor, sessions, and what this desk looks like.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Card, Form, Input, Segmented, Space, Spin, Switch, Tag } from "antd";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useMe } from "../../api/me";
import { PageFrame } from "../../parts/PageFrame";
import { useFault } from "../../parts/passwords";
import { ScopeTags } from "../../parts/ScopeTags";
import { Sessions } from "../../parts/Sessions";
import { Trouble } from "../../parts/Trouble";
import { useSettings } from "../../shell/settings";
import { common } from "../../words/common";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import styles from "./account.module.css";
import { Enrol } from "./Enrol";
import { PasswordForm } from "./PasswordForm";
import { account } from "./words";

export default function Account() {
  const w = useWords(account);
  const p = useWords(people);
  const me = useMe();
  if (me.isPending) return <PageFrame title={w.title}><Spin /></PageFrame>;
  if (me.isError) return <PageFrame title={w.title}><Trouble error={me.error} again={me.refetch} /></PageFrame>;
  const own = me.data.person && me.data.by === "session";
  return (
    <PageFrame title={w.title}>
      {!own && <Alert type="info" showIcon title={w.machine} style={{ marginBottom: 16 }} />}
      <div className={styles.cards}>
        <Card title={w.who}>
          <dl className={styles.facts}>
            <dt>{p.displayName}</dt>
            <dd>{me.data.display_name}</dd>
            <dt>{p.name}</dt>
            <dd>{me.data.name}</dd>
            <dt>{w.role}</dt>
            <dd>{p.roles[me.data.role]} <small className={styles.told}>{p.roleTold[me.data.role]}</small></dd>
            <dt>{w.sees}</dt>
            <dd><ScopeTags scope={me.data.scope} /></dd>
          </dl>
        </Card>
        <Look />
        {own && (
          <>
            <Card title={w.password}><PasswordForm /></Card>
            <Factor on={me.data.totp.enrolled} must={me.data.totp.required} />
            <OwnSessions />
          </>
        )}
      </div>
    </PageFrame>
  );
}

function Look() {
  const w = useWords(account);
  const { language, mode, sound, change } = useSettings();
  return (
    <Card title={w.look}>
      <div className={styles.settings}>
        <span>{w.language}</span>
        <Segmented aria-label={w.language} value={language} onChange={(one) => change({ language: one })} options={[{ value: "zh" as const, label: "中文" }, { value: "en" as const, label: "English" }]} />
        <span>{w.colours}</span>
        <Segmented aria-label={w.colours} value={mode} onChange={(one) => change({ mode: one })} options={(["auto", "light", "dark"] as const).map((one) => ({ value: one, label: w.modes[one] }))} />
        <span>{w.sound}</span>
        <Space><Switch aria-label={w.sound} checked={sound} onChange={(on) => change({ sound: on })} /></Space>
      </div>
    </Card>
  );
}

function Factor({ on, must }: { on: boolean; must: boolean }) {
  const w = useWords(account);
  const c = useWords(common);
  const fault = useFault();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [removing, setRemoving] = useState(false);
  const remove = useMutation({
    mutationFn: (password: string) => ask(client.POST("/api/v1/me/totp/remove", { body: { password } })),
    onSuccess: async () => {
      setRemoving(false);
      void message.success(w.removed);
      await queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  return (
    <Card title={w.factor} extra={<Tag color={on ? "green" : "default"}>{on ? w.factorIs : w.factorOff}</Tag>}>
      {must && <p>{w.factorMust}</p>}
      {!on && <Enrol done={() => undefined} />}
      {on && <p>{w.factorOn}</p>}
      {on && !removing && <Button danger onClick={() => setRemoving(true)}>{w.remove}</Button>}
      {on && removing && (
        <Form layout="vertical" requiredMark={false} onFinish={({ password }: { password: string }) => remove.mutate(password)}>
          <Form.Item label={w.prove} name="password" rules={[{ required: true, message: c.required }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {remove.isError && <Alert type="error" showIcon role="alert" title={fault(remove.error)} style={{ marginBottom: 12 }} />}
          <Space>
            <Button danger htmlType="submit" loading={remove.isPending}>{w.remove}</Button>
            <Button onClick={() => setRemoving(false)}>{c.cancel}</Button>
          </Space>
        </Form>
      )}
    </Card>
  );
}

function OwnSessions() {
  const w = useWords(account);
  const p = useWords(people);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const found = useQuery({ queryKey: ["me", "sessions"], queryFn: ({ signal }) => ask(client.GET("/api/v1/me/sessions", { signal })) });
  const end = useMutation({
    mutationFn: (session_id: string | null) =>
      session_id === null
        ? ask(client.DELETE("/api/v1/me/sessions"))
        : ask(client.DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: async ({ ended }) => {
      void message.success(p.ended(ended));
      await queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  return (
    <Card title={w.sessions} extra={<Button danger size="small" onClick={() => end.mutate(null)} disabled={(found.data?.length ?? 0) < 2}>{p.endOthers}</Button>}>
      {found.isError ? <Trouble error={found.error} again={found.refetch} /> : <Sessions sessions={found.data ?? []} end={(id) => end.mutate(id)} busy={end.isPending} />}
    </Card>
  );
}
