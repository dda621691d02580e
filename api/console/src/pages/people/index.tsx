// Users: who may log in, as what, and for which part of the district.
import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input, Table, Tag, type MenuProps, type TableColumnsType } from "antd";
import { useState } from "react";
import { serverNow } from "../../api/time";
import { Ago } from "../../parts/Ago";
import { PageFrame } from "../../parts/PageFrame";
import { ScopeTags } from "../../parts/ScopeTags";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useKeys } from "../../shell/keys";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import { Once } from "./Once";
import styles from "./people.module.css";
import { useUserActs, useUserFault, useUsers, type Made, type User } from "./useAccounts";
import { UserForm } from "./UserForm";
import { UserSessions } from "./UserSessions";
import { users } from "./words";

export default function Users() {
  const w = useWords(users);
  const p = useWords(people);
  const { short } = useTimes();
  const found = useUsers();
  const [text, setText] = useState("");
  const [form, setForm] = useState<User | "new" | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [sessions, setSessions] = useState<string | null>(null);
  const menu = useMenu(setMade, setSessions);
  useKeys([{ key: "n", told: w.add, act: () => setForm("new") }]);

  const wanted = text.trim().toLowerCase();
  const shown = (found.data ?? []).filter((one) => `${one.name} ${one.display_name}`.toLowerCase().includes(wanted));
  const columns: TableColumnsType<User> = [
    {
      title: p.name,
      key: "name",
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (_, one) => (
        <Button type="link" className={styles.name ?? ""} style={{ padding: 0, height: "auto", alignItems: "flex-start", gap: 0 }} onClick={() => setForm(one)}>
          <span>{one.display_name}</span>
          <small>{one.name}</small>
        </Button>
      ),
    },
    { title: w.role, dataIndex: "role", filters: Object.entries(p.roles).map(([value, label]) => ({ value, text: label })), onFilter: (value, one) => one.role === value, render: (role: string) => p.roles[role] },
    { title: w.scope, key: "scope", render: (_, one) => <ScopeTags scope={one.scope} /> },
    { title: w.state, key: "state", render: (_, one) => <State user={one} /> },
    { title: w.factor, key: "totp", render: (_, one) => (one.has_token ? "—" : one.totp ? w.on : w.off) },
    { title: w.last, key: "last", sorter: (a, b) => (a.last_login_at ?? "").localeCompare(b.last_login_at ?? ""), render: (_, one) => (one.last_login_at === null ? (one.has_token ? "—" : w.never) : <span title={short(one.last_login_at)}><Ago at={one.last_login_at} /></span>) },
    { title: w.sessions, key: "sessions", render: (_, one) => one.sessions > 0 && <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setSessions(one.name)}>{w.open(one.sessions)}</Button> },
    {
      title: w.acts,
      key: "acts",
      align: "right",
      render: (_, one) => (
        <Dropdown trigger={["click"]} menu={{ items: menu(one) }}>
          <Button size="small" icon={<MoreOutlined />} aria-label={`${w.acts}: ${one.name}`} />
        </Dropdown>
      ),
    },
  ];
  return (
    <PageFrame
      title={w.title}
      tools={
        <>
          <Input.Search allowClear placeholder={w.search} aria-label={w.search} value={text} onChange={(event) => setText(event.target.value)} style={{ width: 240 }} />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setForm("new")}>{w.add}</Button>
        </>
      }
    >
      {found.isError ? (
        <Trouble error={found.error} again={found.refetch} />
      ) : (
        <Table rowKey="name" size="small" columns={columns} dataSource={shown} loading={found.isPending} pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: "max-content" }} />
      )}
      {form !== null && (
        <UserForm
          user={form === "new" ? null : form}
          close={() => setForm(null)}
          made={(one) => {
            setForm(null);
            setMade(one);
          }}
        />
      )}
      {made !== null && <Once made={made} close={() => setMade(null)} />}
      {sessions !== null && <UserSessions name={sessions} close={() => setSessions(null)} />}
    </PageFrame>
  );
}

function State({ user }: { user: User }) {
  const w = useWords(users);
  const { short } = useTimes();
  const locked = user.locked_until !== null && Date.parse(user.locked_until) > serverNow() ? user.locked_until : null;
  return (
    <>
      {user.disabled && <Tag>{w.disabled}</Tag>}
      {locked !== null && <Tag color="red">{w.locked(short(locked))}</Tag>}
      {user.must_change_password && <Tag color="gold">{w.temporary}</Tag>}
      {!user.disabled && locked === null && !user.must_change_password && <Tag color="green">{w.ok}</Tag>}
    </>
  );
}

/** What can be done to an account, each asked once more where it cannot be taken back. */
function useMenu(made: (made: Made) => void, sessions: (name: string) => void): (user: User) => NonNullable<MenuProps["items"]> {
  const w = useWords(users);
  const fault = useUserFault();
  const acts = useUserActs();
  const { modal, message } = App.useApp();
  const failed = (error: unknown) => void message.error(fault(error));
  const change = (name: string, disabled: boolean) =>
    acts.change.mutateAsync({ name, body: { disabled } }).then(() => void message.success(w.saved), failed);
  const reset = (name: string, second_factor: boolean) => acts.reset.mutateAsync({ name, second_factor }).then(made, failed);
  const ask = (title: string, content: string, onOk: () => Promise<void>) => void modal.confirm({ title, content, onOk, okButtonProps: { danger: true } });
  return (user) => {
    const { name } = user;
    const machine = user.role === "platform";
    return [
      { key: "sessions", label: w.sessions, disabled: machine, onClick: () => sessions(name) },
      { key: "unlock", label: w.unlock, disabled: user.locked_until === null, onClick: () => void acts.unlock.mutateAsync(name).then(() => void message.success(w.unlocked), failed) },
      machine
        ? { key: "token", label: w.newToken, onClick: () => ask(w.sureToken(name), w.sureTokenTold, () => reset(name, false)) }
        : { key: "reset", label: w.reset, onClick: () => ask(w.sureReset(name), w.sureResetTold, () => reset(name, false)) },
      ...(user.totp ? [{ key: "factor", label: w.resetFactor, onClick: () => ask(w.sureReset(name), w.sureResetTold, () => reset(name, true)) }] : []),
      { type: "divider" as const },
      user.disabled
        ? { key: "enable", label: w.enable, onClick: () => void change(name, false) }
        : { key: "disable", danger: true, label: w.disable, onClick: () => ask(w.sureDisable(name), w.sureDisableTold, () => change(name, true)) },
    ];
  };
}
