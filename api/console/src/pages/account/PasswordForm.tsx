// One's own password, changed with the old one.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { ask, client } from "../../api/client";
import { NewPassword } from "../../parts/NewPassword";
import { useFault } from "../../parts/passwords";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import { account } from "./words";

interface Given {
  readonly old: string;
  readonly password: string;
}

export function PasswordForm() {
  const w = useWords(account);
  const c = useWords(common);
  const fault = useFault();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Given>();
  const change = useMutation({
    mutationFn: ({ old, password }: Given) => ask(client.POST("/api/v1/me/password", { body: { old, new: password } })),
    onSuccess: async () => {
      form.resetFields();
      void message.success(w.changed);
      await queries.invalidateQueries();
    },
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(given) => change.mutate(given)} disabled={change.isPending}>
      <Form.Item label={w.old} name="old" rules={[{ required: true, message: c.required }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <NewPassword label={w.fresh} />
      {change.isError && <Alert type="error" showIcon role="alert" title={fault(change.error)} style={{ marginBottom: 12 }} />}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {w.change}
      </Button>
    </Form>
  );
}
