// An account made or changed: who, what role, what part of the district.
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Drawer, Form, Input, Radio, Select, TreeSelect } from "antd";
import { useMemo } from "react";
import { ask, client } from "../../api/client";
import type { Role } from "../../api/me";
import { useCells } from "../../parts/ScopeTags";
import { common } from "../../words/common";
import { people } from "../../words/people";
import { useOwner } from "../../words/useOwner";
import { useWords } from "../../words/useWords";
import styles from "./people.module.css";
import { treeOf } from "./tree";
import { isAboutName, useUserActs, useUserFault, type Made, type User } from "./useAccounts";
import { users } from "./words";

const ROLES: readonly Role[] = ["operator", "supervisor", "engineer", "administrator", "auditor", "platform"];

interface Given {
  readonly name: string;
  readonly display_name?: string;
  readonly role: Role;
  readonly grids?: string[];
  readonly owners?: string[];
}

export function UserForm({ user, close, made }: { user: User | null; close: () => void; made: (made: Made) => void }) {
  const w = useWords(users);
  const p = useWords(people);
  const c = useWords(common);
  const ownerOf = useOwner();
  const fault = useUserFault();
  const acts = useUserActs();
  const cells = useCells();
  const tree = useMemo(() => treeOf(cells), [cells]);
  const owners = useQuery({
    queryKey: ["cameras", "facets"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/facets", { signal })),
  }).data?.owners;
  const [form] = Form.useForm<Given>();
  const role = Form.useWatch("role", form);
  const whole = role === "administrator";
  const failed = acts.add.error ?? acts.change.error;
  const onError = (error: unknown) => {
    if (!isAboutName(error)) return;
    form.setFields([{ name: "name", errors: [fault(error)] }]);
    form.focusField("name");
  };
  const send = (given: Given) => {
    const scope = whole ? { grids: [], owners: [] } : { grids: given.grids ?? [], owners: given.owners ?? [] };
    const display_name = given.display_name ?? "";
    if (user === null)
      acts.add.mutate({ name: given.name, display_name, role: given.role, scope }, { onSuccess: made, onError });
    else acts.change.mutate({ name: user.name, body: { display_name, role: given.role, scope } }, { onSuccess: close });
  };
  return (
    <Drawer
      open
      size={460}
      title={user === null ? w.add : w.edit(user.name)}
      onClose={close}
      footer={
        <div className={styles.row}>
          <Button type="primary" loading={acts.add.isPending || acts.change.isPending} onClick={() => form.submit()}>
            {c.save}
          </Button>
          <Button onClick={close}>{c.cancel}</Button>
        </div>
      }
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          user === null
            ? { role: "operator" }
            : { name: user.name, display_name: user.display_name, role: user.role, grids: user.scope.grids, owners: user.scope.owners }
        }
        onFinish={send}
      >
        <Form.Item label={p.name} name="name" extra={user === null && <>{p.nameRule}<br />{p.nameTold}</>} rules={[{ required: true, message: c.required }]}>
          <Input disabled={user !== null} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={32} />
        </Form.Item>
        <Form.Item label={p.displayName} name="display_name">
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item label={w.role} name="role">
          <Radio.Group className={styles.roles ?? ""}>
            {ROLES.filter((one) => user === null || (one === "platform") === (user.role === "platform")).map((one) => (
              <Radio key={one} value={one}>
                <b>{p.roles[one]}</b> <span className={styles.told}>{p.roleTold[one]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {whole ? (
          <Alert type="info" showIcon title={w.administratorTold} />
        ) : (
          <>
            <Form.Item label={w.grids} name="grids" extra={w.gridsTold}>
              <TreeSelect multiple allowClear showSearch={{ treeNodeFilterProp: "title" }} treeData={tree} placeholder={p.everything} />
            </Form.Item>
            <Form.Item label={w.owners} name="owners" extra={w.ownersTold}>
              <Select mode="tags" allowClear placeholder={c.all} options={Object.keys(owners ?? {}).map((one) => ({ value: one, label: ownerOf(one) }))} />
            </Form.Item>
          </>
        )}
        {failed !== null && !isAboutName(failed) && <Alert type="error" showIcon role="alert" title={fault(failed)} />}
      </Form>
    </Drawer>
  );
}
