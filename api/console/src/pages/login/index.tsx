// The door: a token opens a session whose cookie no script can read.
import { Alert, Button, Form, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { ask, client } from "../../api/client";
import { isProblem } from "../../api/problem";
import { useTold } from "../../parts/Trouble";
import { words, useWords } from "../../words/useWords";
import styles from "./login.module.css";

const login = words(
  { title: "城市视频值守", token: "访问令牌", enter: "进入", wrong: "令牌不正确" },
  { title: "A district's cameras, watched", token: "Access token", enter: "Open", wrong: "That is not the token" },
);

export default function Login() {
  const w = useWords(login);
  const told = useTold();
  const go = useNavigate();
  const [asked] = useSearchParams();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);
  const enter = async ({ token }: { token: string }) => {
    setBusy(true);
    try {
      await ask(client.POST("/api/v1/session", { body: { token } }));
      const back = asked.get("back") ?? "/";
      await go(back.startsWith("/") && !back.startsWith("//") ? back : "/", { replace: true });
    } catch (failed) {
      setError(isProblem(failed, 401) ? w.wrong : told(failed));
      setBusy(false);
    }
  };
  return (
    <main className={styles.door}>
      <Form layout="vertical" className={styles.form ?? ""} onFinish={(given: { token: string }) => void enter(given)} requiredMark={false}>
        <h1>Gridwatch</h1>
        <p>{w.title}</p>
        <Form.Item label={w.token} name="token" rules={[{ required: true }]}>
          <Input.Password ref={field} autoComplete="current-password" />
        </Form.Item>
        {error !== null && <Alert type="error" showIcon title={error} role="alert" />}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {w.enter}
        </Button>
      </Form>
    </main>
  );
}
