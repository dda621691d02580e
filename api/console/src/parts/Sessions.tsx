// Sessions of somebody, each with its end: one's own, or for an administrator another's.
import { Button, Empty, List, Tag, Typography } from "antd";
import type { components } from "../api/schema.gen";
import { people } from "../words/people";
import { useWords } from "../words/useWords";
import { Ago } from "./Ago";
import { useTimes } from "./useTimes";

export type Session = components["schemas"]["SessionOut"];

export function Sessions({ sessions, end, busy }: { sessions: readonly Session[]; end: (id: string) => void; busy: boolean }) {
  const w = useWords(people);
  const { short } = useTimes();
  if (sessions.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <List
      dataSource={[...sessions]}
      rowKey="id"
      renderItem={(one) => (
        <List.Item
          actions={[
            <Button key="end" size="small" danger disabled={busy} onClick={() => end(one.id)}>
              {w.endSession}
            </Button>,
          ]}
        >
          <List.Item.Meta
            title={
              <>
                {browser(one.agent)} {one.this && <Tag color="blue">{w.thisOne}</Tag>}
              </>
            }
            description={
              <Typography.Text type="secondary">
                {w.address} {one.address} · {w.loggedIn} {short(one.made_at)} · {w.lastUsed} <Ago at={one.seen_at} />
              </Typography.Text>
            }
          />
        </List.Item>
      )}
    />
  );
}

/** The name of a browser and its system, of what it says about itself. */
export function browser(agent: string): string {
  const name = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent);
  const system = /(Windows|Android|iPhone|Mac OS X|Linux)/.exec(agent);
  const known: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera" };
  const what = name === null ? agent.slice(0, 40) : `${known[name[1] ?? ""] ?? name[1] ?? ""} ${name[2] ?? ""}`;
  return system === null ? what : `${what} · ${system[1] ?? ""}`;
}
