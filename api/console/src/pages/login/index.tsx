// The door: a name and a password (and a code) open a session whose cookie no script can read.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { ask, client } from "../../api/client";
import { Problem } from "../../api/problem";
import { useTold } from "../../parts/Trouble";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import { Door } from "./Door";
import styles from "./login.module.css";
import { useWait } from "./useWait";
import { login } from "./words";

interface Given {
  readonly name?: string;
  readonly password?: string;
  readonly code?: string;
  readonly token?: string;
}

export default function Login() {
  const w = useWords(login);
  const p = useWords(people);
  const told = useTold();
  const go = useNavigate();
  const queries = useQueryClient();
  const [asked] = useSearchParams();
  const [why, setWhy] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [withCode, setWithCode] = useState(false);
  const [byToken, setByToken] = useState(false);
  const [wait, setWait] = useWait();
  const first = useRef<InputRef>(null);
  const code = useRef<InputRef>(null);
  const needed = useQuery({ queryKey: ["first-run"], queryFn: ({ signal }) => ask(client.GET("/api/v1/first-run", { signal })) }).data?.needed === true;
  useEffect(() => first.current?.focus(), [byToken]);
  useEffect(() => {
    if (withCode) code.current?.focus();
  }, [withCode]);

  const refused = (failed: unknown): string => {
    if (!(failed instanceof Problem)) return told(failed);
    if (failed.status === 503) return w.busy;
    const seconds = typeof failed.body.wait_s === "number" ? failed.body.wait_s : 0;
    setWait(seconds);
    switch (failed.body.why) {
      case "code_needed":
        setWithCode(true);
        return w.codeNeeded;
      case "code_wrong":
        setWithCode(true);
        return p.wrongCode;
      case "code_unreadable":
        return w.unreadable;
      case "locked":
        return "locked";
      case "wrong":
        return seconds > 0 ? "slower" : w.wrong;
      default:
        return failed.status === 401 ? w.wrongToken : told(failed);
    }
  };
  const enter = async (given: Given) => {
    setBusy(true);
    setWhy(null);
    const body = byToken
      ? { token: given.token ?? "" }
      : { name: given.name ?? "", password: given.password ?? "", code: given.code === "" ? null : (given.code ?? null) };
    try {
      await ask(client.POST("/api/v1/session", { body }));
      queries.clear(); // of whoever sat here before
      const back = asked.get("back") ?? "/";
      await go(back.startsWith("/") && !back.startsWith("//") && !back.includes("\\") ? back : "/", { replace: true });
    } catch (failed) {
      setWhy(refused(failed));
      setBusy(false);
    }
  };
  const shown = why === "locked" ? w.locked(wait) : why === "slower" ? w.slower(wait) : why;
  const over = (why === "locked" || why === "slower") && wait === 0;
  return (
    <Door title={w.title}>
      {needed && (
        <Alert
          type="info"
          showIcon
          title={w.first}
          description={w.firstTold}
          action={<Button type="primary" onClick={() => void go("/first-run")}>{w.begin}</Button>}
        />
      )}
      <Form layout="vertical" onFinish={(given: Given) => void enter(given)} requiredMark={false} disabled={busy}>
        {byToken ? (
          <Form.Item label={w.token} name="token" rules={[{ required: true }]}>
            <Input.Password ref={first} autoComplete="off" />
          </Form.Item>
        ) : (
          <>
            <Form.Item label={p.name} name="name" rules={[{ required: true }]}>
              <Input ref={first} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={64} />
            </Form.Item>
            <Form.Item label={p.password} name="password" rules={[{ required: true }]}>
              <Input.Password autoComplete="current-password" maxLength={1024} />
            </Form.Item>
            {withCode && (
              <Form.Item label={p.code} name="code" extra={w.codeHelp} rules={[{ required: true }]}>
                <Input ref={code} autoComplete="one-time-code" inputMode="numeric" maxLength={32} />
              </Form.Item>
            )}
          </>
        )}
        {shown !== null && !over && <Alert type={why === w.codeNeeded ? "info" : "error"} showIcon title={shown} role="alert" />}
        <Button type="primary" htmlType="submit" block loading={busy} disabled={wait > 0}>
          {p.enter}
        </Button>
        {(needed || byToken) && (
          <Button type="link" className={styles.other ?? ""} onClick={() => setByToken(!byToken)}>
            {byToken ? w.byName : w.byToken}
          </Button>
        )}
      </Form>
    </Door>
  );
}
