// Cameras are added to the wall by id or name.
import { useQuery } from "@tanstack/react-query";
import { App, Select } from "antd";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useWords } from "../../words/useWords";
import { added, MOST, type Wall } from "./wall";
import styles from "./wall.module.css";
import { wallWords } from "./words";

export function AddCamera({ wall, put }: { wall: Wall; put: (part: Partial<Wall>) => void }) {
  const w = useWords(wallWords);
  const [q, setQ] = useState("");
  const { message } = App.useApp();
  const found = useQuery({
    queryKey: ["cameras", "find", q],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras", { params: { query: { q, limit: 20 } }, signal })),
    enabled: q.trim() !== "",
  });
  const options = (found.data?.cameras ?? []).filter((one) => !wall.cams.includes(one.id)).map((one) => ({ value: one.id, label: `${one.name} · ${one.id}` }));
  return (
    <Select
      showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
      value={null}
      placeholder={w.choose}
      aria-label={w.choose}
      options={q.trim() === "" ? [] : options}
      notFoundContent={null}
      className={styles.search ?? ""}
      popupMatchSelectWidth={false}
      onChange={(id: string | null) => {
        setQ("");
        if (id === null) return;
        if (wall.cams.length >= MOST) void message.warning(w.mostCameras(MOST));
        else put(added(wall, [id]));
      }}
    />
  );
}
