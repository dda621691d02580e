import { words } from "../../words/useWords";
import type { Kind } from "./types";

type Acts = Readonly<Record<Kind, string>>;
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;
const acts = (of: Acts): Acts => of;

export const inbox = words(
  {
    title: "待办", queue: "待办队列", waiting: (n: number) => `${n} 起待处理`, calm: "当前没有待办事件", calmTold: "有新告警时会在这里出现,并按严重程度发声提醒。",
    nothing: "没有符合条件的事件", clear: "清除搜索", search: "标题、地点、来源、编号(/)", todo: "待办", under: "含办理中", heldBack: (n: number) => `暂缓 ${n}`,
    heldTold: (n: number, by: string) => `暂缓 ${n} 起:${by}`, heldBy: named({ outage: "摄像机中断", turned: "摄像机转向", weather: "恶劣天气", degraded: "画面普遍变差", silence: "静默", shelf: "搁置" }), 
    fresh: (n: number) => `${n} 起新告警(N)`, flood: (n: number, seats: number) => `告警潮:10 分钟内 ${n} 起,${seats} 个席位。同类已合并成一行。`,
    alike: (n: number) => `同类 ${n} 起`, unfold: "展开", fold: "收起", more: "加载更多", gone: "已处理", points: (n: string) => `${n} 分`, marked: (n: number) => `已选 ${n} 起`, unmark: "取消选择", mark: "选择该行",
    by: (who: string) => `${who} 办理中`, mine: "我在办理", soon: (act: string, who: string, s: number) => `${who === "" ? "" : `${who}:`}${act} · ${s} 秒后`, doing: (act: string, who: string) => `${who === "" ? "" : `${who}:`}${act} · 执行中`,
    since: (text: string) => `等待 ${text}`, due: (text: string) => `剩 ${text}`, late: (text: string) => `超期 ${text}`, overdue: "已超期", reports: (n: number) => `另有 ${n} 件举报`, reopened: (n: number) => `重开 ${n} 次`, recurs: "30 天内复发", forConfirmation: "待确认后上报", reopenedOnce: "待决定是否再次上报", views: (n: number) => `${n} 路摄像机`,
    choose: "请选择一起事件", chooseTold: "按 J 打开第一起;按 ? 查看全部按键。", act: "操作", why: "为何报警", rank: "为何排在这里", place: "位置", limit: "时限", unit: "责任单位", noUnit: "未定", noLimit: "未开始计时", previous: "此处以前的案件", noPrevious: "60 米内没有以前的案件", near: "附近在办", around: "周边摄像机", full: "完整案卷",
    acts: acts({ acknowledge: "受理", confirm: "确认属实", reject: "误报", assign: "改派单位", shelve: "搁置", unshelve: "取消搁置", merge: "合并", split: "拆分", look_again: "再看一次", send_again: "再次上报", close: "人工结案" }),
    told: acts({ acknowledge: "已受理", confirm: "已确认属实", reject: "已作误报", assign: "已改派", shelve: "已搁置", unshelve: "已取消搁置", merge: "已合并", split: "已拆分", look_again: "将再看一次", send_again: "将再次上报", close: "已结案" }),
    undo: "撤销", undoTold: (told: string, n: number, s: number) => `${told} · ${n} 起 · ${s} 秒后执行`, undone: (n: number) => `已撤销 ${n} 起`, tooLate: (n: number) => `${n} 起已经执行,不能撤销`, refusedOne: (why: string) => `未执行:${why}`, refusedMany: (n: number, why: string) => `${n} 起未执行:${why}`, lost: (act: string, why: string) => `“${act}”未能执行:${why}`, understood: "知道了", openCase: "打开案件",
    claimedBy: (who: string, at: string) => `${who} 正在办理,至 ${at}`, takeOver: "接管", claimTold: "可以查看;如需操作,请与对方联系,或由班长接管。", taken: (who: string) => `已从 ${who} 处接管`,
    pickReason: "误报原因", pickUnit: "改派给", pickUntil: "搁置多久", pickMerge: "与哪一起是同一件事", pickClose: "为何人工结案", text: "说明", textNeeded: "请写明原因,将记入案卷", noUnits: "本区未配置责任单位表", noNear: "150 米内没有其他在办事件", same: "同一处", shelfText: "等待处置单位到场", forH: (h: number) => `${h} 小时`, tilMorning: "到明早 8 点", apart: (m: string) => `相距 ${m} 米`, go: "执行", cancel: "取消(Esc)", digits: "按数字选择",
    zoomIn: "放大", zoomOut: "缩小", fit: "还原", original: "原图", maskedTold: "已遮蔽人脸与车牌。按 O 查看原图;每次查看都有记录。", noPicture: "没有可显示的图片", beforeAfter: "前后对比", picture: "图片", slider: "拖动比较前后", before: "之前", after: "之后", latest: "最近", second_view: "高点", film: "最近几次查看", shot: "查看",
    sound: "声音", soundOn: "声音已开", soundOff: "声音已关", notify: "桌面通知", notifyOn: "桌面通知已开", notifyOff: "开启桌面通知", notifyDenied: "浏览器已禁止通知,请在地址栏左侧的网站设置中允许", announced: (n: number, title: string) => `新告警 ${n} 起:${title}`, announceActed: (told: string, title: string) => `${told}:${title}`,
    next: "下一起", prev: "上一起", open: "打开案卷", help: "按键", metres: (m: string) => `±${m} 米`, map: "示意图:事件与周边摄像机", onMap: "在地图上打开", north: "北", scale: (m: number) => `${m} 米`, showNew: "显示新告警", toggleHeld: "查看暂缓", groupNote: (n: number) => `这一行代表 ${n} 起同类事件。操作只作用于第一起;按 X 全选。`,
  },
  {
    title: "Inbox", queue: "Queue", waiting: (n: number) => `${n} waiting`, calm: "Nothing waits for you", calmTold: "New alarms appear here, and sound by their severity.",
    nothing: "Nothing fits", clear: "Clear the search", search: "Headline, place, owner, id (/)", todo: "To do", under: "Also under way", heldBack: (n: number) => `Held back ${n}`,
    heldTold: (n: number, by: string) => `${n} held back: ${by}`, heldBy: named({ outage: "outage", turned: "turned", weather: "weather", degraded: "poor pictures", silence: "silenced", shelf: "shelved" }),
    fresh: (n: number) => `${n} new (N)`, flood: (n: number, seats: number) => `A flood: ${n} alarms in 10 minutes for ${seats} seat(s). Alike ones are one line.`,
    alike: (n: number) => `${n} alike`, unfold: "Unfold", fold: "Fold", more: "Load more", gone: "dealt with", points: (n: string) => `${n} points`, marked: (n: number) => `${n} marked`, unmark: "Unmark all", mark: "Mark this line",
    by: (who: string) => `${who} is on it`, mine: "I am on it", soon: (act: string, who: string, s: number) => `${who === "" ? "" : `${who}: `}${act} in ${s} s`, doing: (act: string, who: string) => `${who === "" ? "" : `${who}: `}${act} now`,
    since: (text: string) => `waiting ${text}`, due: (text: string) => `${text} left`, late: (text: string) => `${text} late`, overdue: "overdue", reports: (n: number) => `${n} more report(s)`, reopened: (n: number) => `reopened ${n}×`, recurs: "again within 30 days", forConfirmation: "reported once confirmed", reopenedOnce: "send it again?", views: (n: number) => `${n} cameras`,
    choose: "Choose a case", chooseTold: "J opens the first; ? lists every key.", act: "Acts", why: "Why it fired", rank: "Why it stands here", place: "Place", limit: "Limit", unit: "Unit", noUnit: "none", noLimit: "not running", previous: "Cases here before", noPrevious: "None within 60 m", near: "Live near by", around: "Cameras around", full: "Whole case",
    acts: acts({ acknowledge: "Acknowledge", confirm: "Confirm", reject: "Reject", assign: "Assign unit", shelve: "Shelve", unshelve: "Unshelve", merge: "Merge", split: "Split", look_again: "Look again", send_again: "Send again", close: "Close by hand" }),
    told: acts({ acknowledge: "Acknowledged", confirm: "Confirmed", reject: "Rejected", assign: "Assigned", shelve: "Shelved", unshelve: "Unshelved", merge: "Merged", split: "Split", look_again: "To be looked at again", send_again: "To be sent again", close: "Closed" }),
    undo: "Undo", undoTold: (told: string, n: number, s: number) => `${told} · ${n} · done in ${s} s`, undone: (n: number) => `${n} taken back`, tooLate: (n: number) => `${n} done already: too late`, refusedOne: (why: string) => `Not done: ${why}`, refusedMany: (n: number, why: string) => `${n} not done: ${why}`, lost: (act: string, why: string) => `"${act}" could not be done: ${why}`, understood: "Understood", openCase: "Open the case",
    claimedBy: (who: string, at: string) => `${who} is working on it until ${at}`, takeOver: "Take over", claimTold: "You can look. To act, ask them, or have a supervisor take it over.", taken: (who: string) => `Taken over from ${who}`,
    pickReason: "Why is it rejected?", pickUnit: "Assign to", pickUntil: "Put aside for", pickMerge: "The same as which?", pickClose: "Why is it closed by hand?", text: "In words", textNeeded: "Say why; it is kept in the case", noUnits: "This district has no table of units", noNear: "Nothing else is live within 150 m", same: "the same thing", shelfText: "the unit is on its way", forH: (h: number) => `${h} h`, tilMorning: "until 8 tomorrow", apart: (m: string) => `${m} m apart`, go: "Do it", cancel: "Cancel (Esc)", digits: "Type a digit",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit", original: "Original", maskedTold: "Faces and plates are masked. O shows the original; every view is recorded.", noPicture: "No picture that may be shown", beforeAfter: "Before and after", picture: "Picture", slider: "Drag to compare before and after", before: "before", after: "after", latest: "latest", second_view: "high view", film: "The last looks", shot: "look",
    sound: "Sound", soundOn: "Sound is on", soundOff: "Sound is off", notify: "Desktop notices", notifyOn: "Desktop notices are on", notifyOff: "Turn on desktop notices", notifyDenied: "The browser forbids notices; allow them in its settings of this site", announced: (n: number, title: string) => `${n} new: ${title}`, announceActed: (told: string, title: string) => `${told}: ${title}`,
    next: "Next", prev: "Previous", open: "Open the whole case", help: "Keys", metres: (m: string) => `±${m} m`, map: "Sketch: the case and the cameras around it", onMap: "Open on the map", north: "N", scale: (m: number) => `${m} m`, showNew: "Show what is new", toggleHeld: "Show what is held back", groupNote: (n: number) => `This line stands for ${n} alike. Acts concern the first; X marks all.`,
  },
);
