import { words } from "../../words/useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

/** What a column of a ledger may be, in Chinese and English. */
const FIELD_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  id: ["编号", "id"], code: ["国标编码", "GB/T 28181 code"], name: ["名称", "name"], owner: ["来源单位", "owner"], scene: ["场景", "scene"], lon: ["经度", "longitude"], lat: ["纬度", "latitude"], lonlat: ["经纬度", "longitude and latitude"], datum: ["坐标系", "datum"], street: ["街道", "street"], community: ["社区", "community"], grid: ["网格", "grid"], grid_code: ["网格编码", "grid code"],
  host: ["地址", "host"], onvif: ["ONVIF 是否可用", "ONVIF or not"], onvif_port: ["ONVIF 端口", "ONVIF port"], onvif_path: ["ONVIF 路径", "ONVIF path"], host_key: ["录像机", "recorder"], channel: ["通道号", "channel"], snapshot_url: ["抓图地址", "snapshot address"], rtsp_url: ["码流地址", "stream address"], user: ["用户名", "user"], password: ["密码", "password"], credential: ["凭据名", "login's name"],
  height_m: ["架高（米）", "height (m)"], heading_deg: ["朝向（度）", "heading (deg)"], tilt_deg: ["俯角（度）", "tilt (deg)"], hfov_deg: ["视场角（度）", "field of view (deg)"], roll_deg: ["横滚（度）", "roll (deg)"], profile: ["检查方案", "profile"], period_s: ["巡查周期（秒）", "period (s)"], watch_fps: ["盯看帧率", "watched at (fps)"], enabled: ["启用", "enabled"],
};

/** As a select offers them: what is typed finds the Chinese, the English and the file's own name. */
export const fieldOptions = (language: "zh" | "en"): { value: string; label: string }[] =>
  Object.entries(FIELD_NAMES).map(([value, [zh, en]]) => ({ value, label: language === "zh" ? `${zh} ${value}` : en === value ? en : `${en} ${value}` }));

export const fieldName = (field: string, language: "zh" | "en"): string =>
  FIELD_NAMES[field]?.[language === "zh" ? 0 : 1] ?? field;

export const onboarding = words(
  {
    title: "导入与探测", importTab: "导入台账", probeTab: "ONVIF 探测", chooseFile: "选择台账文件（CSV、xlsx、xls、ods）", drop: "点击或拖入台账文件", datum: "坐标系", datumHint: "台账没有坐标系列时必填", sheet: "工作表", dryRun: "检查（不写入）", write: "写入配置", again: "改好后重新检查",
    skipBad: "跳过有错的行", allowOutside: "允许辖区外的点位", removeMissing: "删除台账中没有的摄像机（同来源单位）", columns: "列对应", unread: "未识别的列", notRead: "不读取", mapped: "已识别", names: "名称对应", nameOf: { owner: "来源单位", scene: "场景" }, rowsOf: (n: number) => `${n} 行`, sets: "所有行共有的值", setsHint: "台账没有的列在此统一填写，如 俯角 20", setField: "字段", setValue: "值", addSet: "添加", removeSet: "去掉",
    rows: (n: number, good: number, bad: number) => `${n} 行：${good} 行可用，${bad} 行有错`, faults: (n: number) => `问题 ${n} 处`, faultsMore: (n: number) => `只列出前 ${n} 处`, line: "行", column: "列", what: "问题", cure: "处理", ready: "检查通过，可以写入", notReady: "未通过：一行都不会写入", written: (n: number) => `已写入，新增 ${n} 路，数秒内生效`,
    files: "将写入的文件", file: "文件", added: "新增", changed: "变更", removed: "删除", same: "不变", logins: (n: number) => `${n} 个新登录将存入密钥文件`, downloadFaults: "下载问题清单 CSV", whole: "整个台账", level: named({ error: "错误", warning: "提示" }), levelOf: "级别", levelShown: "按级别筛选", anyLevel: "全部", ofLevel: (level: string, n: number) => `${level} ${n}`, alike: (n: number) => `另有 ${n} 处同类`,
    started: "开始探测", stop: "停止", owner: "来源单位（空为全部）", fresh: "全部重新探测", broken: "只复查不可用的", pictures: "同时抓一张图评估画质", threads: "并发设备数", running: (done: number, total: number) => (total > 0 ? `已完成 ${done}/${total}` : "进行中"), state: named({ running: "进行中", done: "完成", failed: "失败", stopped: "已停止" }),
    result: (ok: number, broken: number) => `${ok} 路可用，${broken} 路不可用`, kept: (n: number) => `其中 ${n} 路采用 24 小时内的结果`, toFix: "需要处理", count: "路数", weight: named({ broken: "不可用", fix: "待整改", note: "提示" }), cameras: "摄像机", last: "最近任务", none: "没有发现问题", who: "发起人", noFile: "先选择台账文件",
  },
  {
    title: "Import and probe", importTab: "Import a ledger", probeTab: "Probe by ONVIF", chooseFile: "Choose a ledger (CSV, xlsx, xls, ods)", drop: "Click, or drop a ledger here", datum: "Datum", datumHint: "needed where no column says it", sheet: "Sheet", dryRun: "Check, write nothing", write: "Write", again: "Check again",
    skipBad: "Leave bad rows out", allowOutside: "Take cameras outside of the district", removeMissing: "Remove cameras of these owners that are not in the ledger", columns: "Columns", unread: "Columns not read", notRead: "leave out", mapped: "read", names: "What the ledger's words mean", nameOf: { owner: "Owner", scene: "Scene" }, rowsOf: (n: number) => (n === 1 ? "1 row" : `${n} rows`), sets: "What all rows have in common", setsHint: "for what no column says, e.g. tilt_deg 20", setField: "Field", setValue: "Value", addSet: "Add", removeSet: "Remove",
    rows: (n: number, good: number, bad: number) => `${n} rows: ${good} good, ${bad} bad`, faults: (n: number) => `${n} faults`, faultsMore: (n: number) => `the first ${n} are listed`, line: "Line", column: "Column", what: "What is wrong", cure: "What to do", ready: "All is well; it may be written", notReady: "Not a row is written until this is mended", written: (n: number) => `Written: ${n} cameras added, in force within seconds`,
    files: "Files as they would be", file: "File", added: "Added", changed: "Changed", removed: "Removed", same: "Same", logins: (n: number) => `${n} new logins go to the secrets file`, downloadFaults: "Faults as CSV", whole: "whole ledger", level: named({ error: "error", warning: "warning" }), levelOf: "level", levelShown: "Faults of one level", anyLevel: "all", ofLevel: (level: string, n: number) => `${level} ${n}`, alike: (n: number) => `and ${n} more like it`,
    started: "Begin", stop: "Stop", owner: "Source owner (empty: all)", fresh: "Ask everybody anew", broken: "Only those that were broken", pictures: "Take and judge one picture of each", threads: "Devices at once", running: (done: number, total: number) => (total > 0 ? `${done} of ${total} done` : "under way"), state: named({ running: "under way", done: "done", failed: "failed", stopped: "stopped" }),
    result: (ok: number, broken: number) => `${ok} can be looked at, ${broken} cannot`, kept: (n: number) => `${n} answers of the last 24 hours were kept`, toFix: "What to fix", count: "Cameras", weight: named({ broken: "broken", fix: "to fix", note: "note" }), cameras: "Which", last: "Last jobs", none: "Nothing is to be fixed", who: "By", noFile: "Choose a ledger first",
  },
);
