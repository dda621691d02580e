// What a camera is checked for: zones on the picture, the rules of its profile with its own values, and a trial.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, Empty, Input, InputNumber, Select, Spin, Switch, Tag, Tooltip } from "antd";
import { useEffect, useMemo, useReducer, useRef, useState, type ReactNode } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import { isProblem } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import { pictureOf, type Shown } from "../../parts/live/CameraView";
import { Trouble, useTold } from "../../parts/Trouble";
import { usePick, useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { Origin } from "./Origin";
import { checkWords } from "./words";
import { chosenZone, edited, EMPTY, faults, type Edit, type Point, type Zone } from "./zones/edit";
import { ZoneEditor, type DrawnBox } from "./zones/ZoneEditor";

type Schema = components["schemas"];
type Override = Schema["RuleOverride"];
type Tried = Schema["TriedOut"];
type Told = Schema["CheckedForOut"];

const WHOLE_PICTURE = "picture"; // the zone of a camera that has none
const MOST_JPEG = 8_000_000;
const WHOLE: Override = {
  rule: "", off: false, min_confidence: null, min_box: null, max_box: null, k: null, n: null, over_s: null, count: null, per_m2: null, limit: null, clear_n: null,
};

const zonesOf = (told: Schema["CheckedForOut"]): Zone[] =>
  told.zones.map((one) => ({ id: one.id, kind: one.kind, name: one.name, area_m2: one.area_m2 ?? null, polygon: one.polygon.map(([x, y]): Point => [x, y]) }));

const says = (one: Override): boolean => one.off || Object.entries(one).some(([key, value]) => key !== "rule" && key !== "off" && value !== null);

export function Checks({ camera }: { camera: Shown }) {
  const [kept, keep] = useState<Told | null>(null); // what is being changed: news of others does not take it away
  const found = useQuery({
    queryKey: ["camera", camera.id, "rules"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/rules", { params: { path: { camera_id: camera.id } }, signal })),
  });
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  const latest = found.data as Told;
  const told = kept ?? latest;
  return <Editing key={told.version} camera={camera} told={told} latest={latest} keep={keep} />;
}

function Editing({ camera, told, latest, keep }: { camera: Shown; told: Told; latest: Told; keep: (told: Told | null) => void }) {
  const w = useWords(checkWords);
  const pick = usePick();
  const why = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [draft, dispatch] = useReducer(edited, EMPTY, (empty) => edited(empty, { is: "load", zones: zonesOf(told) }));
  const [overrides, setOverrides] = useState<readonly Override[]>(told.overrides);
  const may = useMay();
  const writable = may("cameras");
  const edit = (one: Edit) => {
    if (one.is !== "choose" && one.is !== "drop") keep(told);
    dispatch(one);
  };
  const [snap, setSnap] = useState(true);
  const [drawing, setDrawing] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [picture, setPicture] = useState<string | null>(null); // of an uploaded one
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => { if (picture !== null) URL.revokeObjectURL(picture); }, [picture]);

  const dirty = draft.past.length > 0 || overrides !== told.overrides;
  const wrong = useMemo(() => draft.zones.map((zone) => faults(zone, draft.zones)), [draft.zones]);
  const bad = wrong.some((one) => one.length > 0);
  const sent = overrides.filter(says);
  const zone = chosenZone(draft);

  const again = () => queries.invalidateQueries({ queryKey: ["camera", camera.id] });
  const save = useMutation({
    mutationFn: (version: string) =>
      ask(client.PATCH("/api/v1/cameras/{camera_id}/overlay", {
        params: { path: { camera_id: camera.id }, header: { "if-match": `"${version}"` } },
        body: {
          ...(draft.past.length > 0 && { zones: draft.zones.map(plain) }),
          ...(overrides !== told.overrides && { overrides: sent.map(bare) }),
        },
      })),
    onSuccess: () => {
      void message.success(w.saved);
      void again().then(() => keep(null));
    },
  });
  const discard = () => {
    dispatch({ is: "load", zones: zonesOf(told) });
    setOverrides(told.overrides);
    save.reset();
    keep(null);
    void again();
  };
  const attempt = useMutation({
    mutationFn: async (chosen: File | null) => {
      const jpeg = chosen === null ? null : await base64(chosen);
      return ask(client.POST("/api/v1/cameras/{camera_id}/what-if", {
        params: { path: { camera_id: camera.id } },
        body: { jpeg, zones: draft.past.length > 0 ? draft.zones.map(plain) : null, overrides: overrides === told.overrides ? null : sent.map(bare) },
      }));
    },
    onSuccess: setTried,
  });
  const upload = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    if (chosen.size > MOST_JPEG) {
      void message.error(w.tooLarge);
      return;
    }
    setPicture(URL.createObjectURL(chosen));
    attempt.mutate(chosen);
  };
  const put = (rule: string, part: Partial<Override>) => {
    keep(told);
    setOverrides((before) => {
      const known = before.find((one) => one.rule === rule);
      return [...before.filter((one) => one.rule !== rule), { ...WHOLE, ...known, rule, ...part }];
    });
  };
  const kindNames = new Map(told.zone_kind_names.map((one) => [one.key, pick(one.label, one.label_en)]));
  const kindOf = (kind: string) => kindNames.get(kind) ?? kind;
  const zoneOf = (id: string) => draft.zones.find((one) => one.id === id)?.name || (id === WHOLE_PICTURE ? w.whole : id);
  const counted = new Set(tried?.rules.flatMap((rule) => rule.boxes));
  const boxes: DrawnBox[] = tried?.boxes.map((box, i) => ({ ...box, label: `${pick(box.label, box.label_en)} ${Math.round(box.score * 100)}%`, counts: counted.has(i) })) ?? [];
  const kinds = [...new Set([...told.zone_kinds, ...draft.zones.map((one) => one.kind)])].filter(Boolean).map((value) => ({ value, label: kindOf(value) }));

  return (
    <div className={styles.split}>
      <section aria-label={w.zones}>
        {!writable && <Alert type="info" showIcon title={w.notMine} className={styles.note ?? ""} />}
        <Origin camera={camera.id} overlay={latest.overlay} parts={["zones", "overrides"]} />
        {told.version !== latest.version && !save.isPending && <Alert type="warning" showIcon title={w.changedMeanwhile} className={styles.note ?? ""} />}
        <div className={styles.bar}>
          <Button onClick={() => setDrawing(true)} disabled={drawing}>{w.newZone}</Button>
          <Button onClick={() => edit({ is: "undo" })} disabled={draft.past.length === 0}>{w.undo}</Button>
          <Button onClick={() => edit({ is: "redo" })} disabled={draft.future.length === 0}>{w.redo}</Button>
          <Checkbox checked={snap} onChange={(event) => setSnap(event.target.checked)}>{w.snap}</Checkbox>
          <span className={styles.grow} />
          {dirty && <span className={styles.unsaved}>{w.unsaved}</span>}
          {dirty && <Button onClick={discard}>{w.discard}</Button>}
          <Tooltip title={bad ? w.mistakes : ""}>
            <Button type="primary" disabled={!dirty || bad || !writable} loading={save.isPending} onClick={() => save.mutate(told.version)}>{w.save}</Button>
          </Tooltip>
        </div>
        <ZoneEditor
          src={picture ?? pictureOf(camera)}
          alt={camera.name}
          draft={draft}
          edit={edit}
          snap={snap}
          drawing={drawing}
          boxes={boxes}
          onDrawn={(polygon) => {
            setDrawing(false);
            if (polygon !== null) edit({ is: "addZone", polygon, kind: told.zone_kinds.find((kind) => kind !== "any") ?? "any" });
          }}
        />
        <p className={styles.help}>{drawing ? w.drawing : w.keysHelp}</p>
        {save.isError && (
          <Refusal error={save.error}>
            {isProblem(save.error, 412) && (
              <>
                <Button size="small" onClick={discard}>{w.takeTheirs}</Button>
                <Button size="small" danger onClick={() => save.mutate(newest(save.error) ?? latest.version)}>{w.saveMine}</Button>
              </>
            )}
          </Refusal>
        )}
        <div className={styles.bar}>
          <Button loading={attempt.isPending} disabled={bad} onClick={() => { setPicture(null); attempt.mutate(null); }}>{w.tryLast}</Button>
          <Button disabled={attempt.isPending || bad} onClick={() => file.current?.click()}>{w.tryFile}</Button>
          <input ref={file} type="file" accept="image/jpeg" hidden aria-label={w.tryFile} onChange={(event) => { upload(event.target.files?.[0]); event.target.value = ""; }} />
          <span className={styles.help}>{w.nothingKept}</span>
        </div>
        {attempt.isError && <Alert type="warning" showIcon title={why(attempt.error)} />}
        {tried !== null && (
          <div className={styles.tried} aria-live="polite" role="region" aria-label={w.tryTitle}>
            <h3>{w.tryTitle}</h3>
            <p>{w.tried(tried.boxes.length)} · {tried.profile} · {tried.with_memory ? w.withMemory : w.withoutMemory}</p>
            <ul>
              {tried.rules.map((rule) => (
                <li key={rule.rule}>
                  <Tag color={rule.fires === "now" ? "red" : rule.fires === "later" ? "orange" : "default"}>{w.fires[rule.fires] ?? rule.fires}</Tag>
                  <strong>{pick(rule.name, rule.name_en)}</strong> {rule.zones.length > 0 && `(${rule.zones.map(zoneOf).join(w.and)}) `}
                  {rule.why.map((zh, i) => <span key={i}>{pick(zh, rule.why_en[i])} </span>)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <section className={styles.side} aria-label={w.rules}>
        <h2>{w.zones}</h2>
        {draft.zones.length === 0 && <p className={styles.help}>{w.wholePicture}</p>}
        <ul className={styles.zones}>
          {draft.zones.map((one, i) => (
            <li key={i}>
              <Button type={i === draft.zone ? "primary" : "default"} block onClick={() => edit({ is: "choose", zone: i })}>
                {one.name || one.id} · {kindOf(one.kind)}{(wrong[i]?.length ?? 0) > 0 && " ⚠"}
              </Button>
            </li>
          ))}
        </ul>
        {zone !== null && draft.zone !== null && (
          <div className={styles.form}>
            {wrong[draft.zone]?.map((fault) => <Alert key={fault} type="error" showIcon title={w.fault[fault] ?? fault} />)}
            <label>{w.id}<Input value={zone.id} onChange={(event) => edit({ is: "change", part: { id: event.target.value } })} /></label>
            <label>{w.zoneName}<Input value={zone.name} maxLength={200} onChange={(event) => edit({ is: "change", part: { name: event.target.value } })} /></label>
            <label>{w.kind}<Select showSearch value={zone.kind} options={kinds} aria-label={w.kind} onChange={(kind: string) => edit({ is: "change", part: { kind } })} /></label>
            <label>{w.area}<InputNumber min={0.1} value={zone.area_m2} onChange={(area) => edit({ is: "change", part: { area_m2: area } })} /></label>
            <table className={styles.points}>
              <caption className="sr-only">{w.points}</caption>
              <thead><tr><th>{w.points}</th><th>{w.x}</th><th>{w.y}</th><th /></tr></thead>
              <tbody>
                {zone.polygon.map(([x, y], i) => (
                  <tr key={i} data-chosen={draft.point === i}>
                    <th scope="row">{i + 1}</th>
                    <td><Percent label={`${w.point(i + 1)} ${w.x}`} value={x} put={(to) => { edit({ is: "choose", zone: draft.zone, point: i }); edit({ is: "move", to: [to, y] }); }} /></td>
                    <td><Percent label={`${w.point(i + 1)} ${w.y}`} value={y} put={(to) => { edit({ is: "choose", zone: draft.zone, point: i }); edit({ is: "move", to: [x, to] }); }} /></td>
                    <td>
                      <Button size="small" aria-label={`${w.addPoint} ${i + 1}`} onClick={() => edit({ is: "insert", after: i })}>+</Button>
                      <Button size="small" aria-label={`${w.removePoint} ${i + 1}`} disabled={zone.polygon.length <= 3} onClick={() => { edit({ is: "choose", zone: draft.zone, point: i }); edit({ is: "removePoint" }); }}>−</Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Button danger onClick={() => edit({ is: "removeZone" })}>{w.removeZone}</Button>
          </div>
        )}
        <h2>{w.rules} {told.profile !== null && <small>{told.profile.name} v{told.profile.version}</small>}</h2>
        {told.profile === null ? <Empty description={w.noProfile} /> : told.profile.rules.map((rule) => {
          const called = pick(rule.name, rule.name_en);
          const own = overrides.find((one) => one.rule === rule.id);
          return (
            <div key={rule.id} className={styles.rule} data-off={own?.off === true}>
              <div className={styles.bar}>
                <strong>{called}</strong> <code title={w.ruleId}>{rule.id}</code>
                {own !== undefined && says(own) && <Tag color="blue">{w.overridden}</Tag>}
                <span className={styles.grow} />
                <Switch checked={own?.off !== true} checkedChildren={w.on} unCheckedChildren={w.off} aria-label={`${called} ${w.on}`} onChange={(on) => put(rule.id, { off: !on })} />
              </div>
              <p className={styles.help}>{pick(rule.explained, rule.explained_en)}</p>
              <div className={styles.values}>
                {Object.entries(rule.values).filter(([, value]) => value !== null).map(([name, value]) => (
                  <label key={name}>
                    {w.values[name] ?? name}
                    <InputNumber
                      size="small"
                      aria-label={`${called} ${w.values[name] ?? name}`}
                      placeholder={String(value)}
                      value={(own as Readonly<Record<string, number | null>> | undefined)?.[name] ?? null}
                      step={name === "min_confidence" ? 0.05 : 1}
                      onChange={(to: number | null) => put(rule.id, { [name]: to })}
                    />
                  </label>
                ))}
              </div>
            </div>
          );
        })}
      </section>
    </div>
  );
}

function Percent({ label, value, put }: { label: string; value: number; put: (to: number) => void }) {
  return (
    <InputNumber
      size="small"
      aria-label={label}
      min={0}
      max={100}
      step={0.5}
      value={Math.round(value * 1000) / 10}
      onChange={(to) => { if (to !== null) put(to / 100); }}
    />
  );
}

/** What the service refused, field by field. */
function Refusal({ error, children }: { error: unknown; children?: ReactNode }) {
  const told = useTold();
  const errors = isProblem(error) && Array.isArray(error.body.errors) ? (error.body.errors as { where: string; what: string; cure?: string }[]) : [];
  return (
    <Alert
      type="error"
      showIcon
      title={told(error)}
      action={children}
      description={errors.length > 0 && <ul>{errors.map((one, i) => <li key={i}>{one.where}: {one.what}. {one.cure}</li>)}</ul>}
    />
  );
}

/** The version that is in force, where the service refused because of it. */
const newest = (error: unknown): string | null => (isProblem(error) && typeof error.body.version === "string" ? error.body.version : null);

const plain = (zone: Zone) => ({ id: zone.id, kind: zone.kind, name: zone.name, area_m2: zone.area_m2, polygon: zone.polygon.map(([x, y]): [number, number] => [x, y]) });

/** Only what it says: what is null stays as the profile has it. */
const bare = (one: Override): Override => Object.fromEntries(Object.entries(one).filter(([key, value]) => key === "rule" || (value !== null && value !== false))) as unknown as Override;

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
