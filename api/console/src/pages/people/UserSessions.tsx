// The open sessions of an account, for an administrator.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { ask, client } from "../../api/client";
import { Sessions } from "../../parts/Sessions";
import { Trouble, useTold } from "../../parts/Trouble";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import { users } from "./words";

export function UserSessions({ name, close }: { name: string; close: () => void }) {
  const w = useWords(users);
  const p = useWords(people);
  const told = useTold();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const found = useQuery({
    queryKey: ["users", name, "sessions"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/users/{name}/sessions", { params: { path: { name } }, signal })),
  });
  const end = useMutation({
    mutationFn: (session_id: string | null) =>
      session_id === null
        ? ask(client.DELETE("/api/v1/users/{name}/sessions", { params: { path: { name } } }))
        : ask(client.DELETE("/api/v1/users/{name}/sessions/{session_id}", { params: { path: { name, session_id } } })),
    onSuccess: async ({ ended }) => {
      void message.success(p.ended(ended));
      await queries.invalidateQueries({ queryKey: ["users"] });
    },
    onError: (error) => void message.error(told(error)),
  });
  return (
    <Drawer
      open
      size={520}
      title={w.sessionsOf(name)}
      onClose={close}
      extra={
        <Button danger onClick={() => end.mutate(null)} disabled={(found.data?.length ?? 0) === 0}>
          {p.endAll}
        </Button>
      }
    >
      {found.isError ? <Trouble error={found.error} again={found.refetch} /> : <Sessions sessions={found.data ?? []} end={(id) => end.mutate(id)} busy={end.isPending} />}
    </Drawer>
  );
}
