// The first administrator: whoever reads the service's log makes him, once. No default password exists.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Result, Spin } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ask, client } from "../../api/client";
import { Problem } from "../../api/problem";
import { NewPassword } from "../../parts/NewPassword";
import { useFault } from "../../parts/passwords";
import { common } from "../../words/common";
import { people } from "../../words/people";
import { useWords, words } from "../../words/useWords";
import { Door } from "../login/Door";
import styles from "../login/login.module.css";
import { useWait } from "../login/useWait";
import { isAboutName } from "../people/useAccounts";

const first = words(
  {
    title: "建立首位管理员", code: "一次性代码", where: "在服务启动时的日志里（people.first_run），形如 ABCD-EFGH-JKLM-NPQR；重启后会换新。没有日志时，在服务器上运行：", command: "gridwatch users add 用户名 --role administrator",
    make: "建立并登录", wrong: "代码不正确，请查看最近一次启动的日志", wait: (s: number) => `尝试过多，请 ${s} 秒后再试`,
    done: "已有管理员", doneTold: "请用用户名和口令登录。", login: "去登录",
  },
  {
    title: "The first administrator", code: "One-time code", where: "It is in the log since the service started (people.first_run) and looks like ABCD-EFGH-JKLM-NPQR; a restart makes another. Without a log, run on the server:", command: "gridwatch users add NAME --role administrator",
    make: "Make and log in", wrong: "That is not the code: look at the log since the last start", wait: (s: number) => `Too many tries: wait ${s} s`,
    done: "Somebody administers already", doneTold: "Log in by name and password.", login: "Log in",
  },
);

interface Given {
  readonly code: string;
  readonly name: string;
  readonly display_name?: string;
  readonly password: string;
}

export default function FirstRun() {
  const w = useWords(first);
  const p = useWords(people);
  const c = useWords(common);
  const fault = useFault();
  const go = useNavigate();
  const queries = useQueryClient();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useWait();
  const [form] = Form.useForm<Given>();
  const state = useQuery({ queryKey: ["first-run"], queryFn: ({ signal }) => ask(client.GET("/api/v1/first-run", { signal })) });

  const make = async (given: Given) => {
    setBusy(true);
    setError(null);
    try {
      const { code, name, password } = given;
      await ask(client.POST("/api/v1/first-run", { body: { code, name, password, display_name: given.display_name ?? "" } }));
      await ask(client.POST("/api/v1/session", { body: { name, password } }));
      queries.clear();
      await go("/", { replace: true });
    } catch (failed) {
      setBusy(false);
      if (failed instanceof Problem && failed.status === 429) setWait(30);
      const status = failed instanceof Problem ? failed.status : 0;
      if (isAboutName(failed)) {
        form.setFields([{ name: "name", errors: [p.nameRule] }]);
        form.focusField("name");
      } else setError(status === 429 ? "wait" : status === 403 ? w.wrong : fault(failed));
    }
  };
  if (state.isPending) return <Spin />;
  if (state.data?.needed === false)
    return (
      <Door title={w.title}>
        <Result status="success" title={w.done} subTitle={w.doneTold} extra={<Button type="primary" onClick={() => void go("/login")}>{w.login}</Button>} />
      </Door>
    );
  return (
    <Door title={w.title} wide>
      <Form form={form} layout="vertical" onFinish={(given: Given) => void make(given)} requiredMark={false} disabled={busy} scrollToFirstError>
        <Form.Item label={w.code} name="code" extra={<>{w.where}<code className={styles.command}>{w.command}</code></>} rules={[{ required: true, message: c.required }]}>
          <Input autoComplete="off" spellCheck={false} maxLength={64} />
        </Form.Item>
        <Form.Item label={p.name} name="name" extra={<>{p.nameRule}<br />{p.nameTold}</>} rules={[{ required: true, message: c.required }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={32} />
        </Form.Item>
        <Form.Item label={p.displayName} name="display_name">
          <Input autoComplete="name" maxLength={64} />
        </Form.Item>
        <NewPassword />
        {error !== null && !(error === "wait" && wait === 0) && (
          <Alert type="error" showIcon role="alert" title={error === "wait" ? w.wait(wait) : error} />
        )}
        <Button type="primary" htmlType="submit" block loading={busy} disabled={wait > 0}>
          {w.make}
        </Button>
      </Form>
    </Door>
  );
}
