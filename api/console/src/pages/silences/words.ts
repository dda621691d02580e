import { words } from "../../words/useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const silences = words(
  {
    title: "静默与搁置", load: "席位负荷（近 1 小时）", loadDay: "近 24 小时", perHour: (value: string) => `每席每小时 ${value} 起`, target: (n: number) => `目标不超过 ${n}`, met: "达标", missed: "超标", seats: "告警", silencesNow: "静默", shelvesNow: "搁置中的事件",
    make: "新建静默", kind: "类别", kinds: named({ silence: "静默", weather: "恶劣天气" }), what: "范围", sending: "同时暂缓推送", sendingTold: "接收方也等到结束。仅管理员。", holds: "现暂缓", holdsNone: "暂无", reason: "原因", author: "建立人", starts: "开始", ends: "结束", left: "剩余", over: "已结束", pending: "未开始", active: "生效中", state: "状态",
    showAll: "含已结束", move: "改结束时间", end: "立即结束", trail: "记录", acts: named({ made: "建立", changed: "改期", ended: "结束" }), none: "没有生效的静默", noneTold: "集市、施工、误报的摄像机，可在此静默一段时间。", noShelf: "没有搁置中的事件", since: "搁置于", until: "到期", takeDown: "取消搁置", case: "事件",
    matters: "事项", grid: "网格", owners: "来源单位", cameras: "摄像机编号", severities: "严重程度", everything: "请至少选择一项：不能静默全部。", camerasTold: "仅由这些摄像机看到的", lasts: "时长", hours: (n: number) => `${n} 小时`, custom: "自选时间", why: "原因（列表与记录中可见）", made: "已静默", moved: "已改期", ended: "已结束", taken: "已取消搁置", create: "静默", only: "只影响待办列表：照常记录、照常推送、照常复看。", severe: "严重及以上的事件不受静默影响。", to: "到", endWhy: "为何结束", heldOf: (n: number) => `${n} 起`, acting: "操作",
  },
  {
    title: "Silences and shelves", load: "Load of a seat, last hour", loadDay: "Last 24 hours", perHour: (value: string) => `${value} a seat and hour`, target: (n: number) => `at most ${n} wanted`, met: "met", missed: "too many", seats: "alarms", silencesNow: "Silences", shelvesNow: "Shelved cases",
    make: "New silence", kind: "Kind", kinds: { silence: "silence", weather: "bad weather" }, what: "What", sending: "Receivers wait too", sendingTold: "Until it ends. Administrators only.", holds: "Holds back now", holdsNone: "nothing", reason: "Reason", author: "By", starts: "From", ends: "Ends", left: "Left", over: "over", pending: "not begun", active: "in force", state: "State",
    showAll: "With those that are over", move: "Move the end", end: "End it now", trail: "Trail", acts: { made: "made", changed: "moved", ended: "ended" }, none: "No silence is in force", noneTold: "A market day, works, a camera that errs: silence it here for a while.", noShelf: "No case is shelved", since: "Since", until: "Until", takeDown: "Take from the shelf", case: "Case",
    matters: "Matters", grid: "Grid", owners: "Owners", cameras: "Camera ids", severities: "Severities", everything: "Choose one at least: everything cannot be silenced.", camerasTold: "What these see and no other", lasts: "For", hours: (n: number) => `${n} h`, custom: "Another time", why: "Reason (shown in the list and kept)", made: "Silenced", moved: "Moved", ended: "Ended", taken: "Taken from the shelf", create: "Silence", only: "Only the inbox is concerned: cases are kept, sent and looked at as ever.", severe: "From severe on nothing is silenced.", to: "Until", endWhy: "Why it ends", heldOf: (n: number) => `${n}`, acting: "Acts",
  },
);
