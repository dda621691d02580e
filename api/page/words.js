// Every word of the console, Chinese first.
const WORDS = {
  zh: {
    tagline: "城市视频值守", token: "访问令牌", enter: "进入", leave: "退出", other: "English", wrong: "令牌不正确", ended_session: "会话已结束,请重新输入令牌",
    unreachable: "服务无法访问,请稍后再试", queue: "事件", map: "点位与事件", mapShort: "地图", case: "案卷", more: "更多",
    choose: "选择一个事件,查看画面、原因与处置过程", none: "没有符合条件的事件", calm: "当前没有未结事件", noIncidentPicture: "无画面",
    live: "实时", cut: "连接中断,正在重连。以下为 {at} 的情况", connecting: "连接中",
    cameras: "路摄像机", onTime: "按时巡查", open: "未结", waiting: "待处置", deliveries: "待推送", failed: "推送失败", receiverStopped: "接收方 {name} 已停止接收(410),暂存 {held} 条", receiverEnable: "重新启用并补发", unwell: "路看不到",
    all: "未结", ended: "已结", everything: "全部", filter: "显示哪些事件",
    place: "位置", grid: "网格", code: "事项代码", radius: "误差 {m} 米", views: "视角", view: "{n} 个视角", firstSeen: "首次发现", closedAt: "结案时间", caseNumber: "平台案号", owner: "来源单位", lasted: "历时", confidence: "置信度", model: "模型",
    history: "处置过程", sent: "推送记录", before: "发现时", latest: "最近", after: "清除后", second_view: "第二视角", pair: "前后对比", enlarged: "局部", compare: "拖动对比", counted: "{n} 个", persons: "{n} 人",
    acknowledge: "受理", confirm: "属实", reject: "误报", look_again: "复看", close: "人工结案", send_again: "再次上报", done_look_again: "已安排复看",
    whyReject: "为什么是误报?", whyClose: "为什么人工结案?", whyNote: "原因写入案卷,不可删除。", reason: "原因", needed: "请写明原因",
    rejectReasons: ["正常堆放或施工", "光影、积水或反光", "正常人流,不属聚集", "画面模糊,无法判断", "与其他事件重复"],
    closeReasons: ["现场人员确认已清除", "摄像机已无法看到该处", "已转线下处理"],
    who: "值班员", whoAsk: "请填写姓名或工号", whoNote: "您的每次处置都会署名。", nobody: "未署名", ok: "确定", cancel: "取消", dismiss: "关闭",
    look: "立即查看", looking: "正在查看…", waiting_look: "巡查名额已满,稍后查看", looked: "已取得新画面", noPicture: "尚无画面", attempts: "第 {n} 次", lastGood: "最近画面", lastLook: "最近查看", profile: "检查方案", never: "从未", since: "自",
    search: "查找摄像机:名称或编号", nothingFound: "没有这个摄像机", nearer: "放大", farther: "缩小", whole: "全图", incidents: "事件", incidentEnded: "已结事件",
    chartTold: "地图:{cameras} 路摄像机,{incidents} 个事件。方向键移动,加减号缩放,0 显示全图",
    keys: "按键", keysTitle: "键盘操作", theme: { auto: "跟随系统", light: "浅色", dark: "深色" }, themeTold: "显示模式",
    box: "标框", previous: "上一张", next: "下一张", fit: "适合窗口", picture: "放大画面", justNow: "刚刚", seconds: "{n} 秒", minutes: "{n} 分钟", hours: "{n} 小时", days: "{n} 天", ago: "{t}前",
    near: "附近与视角", mergeInto: "并入", splitOff: "拆出", undoJoin: "撤销合并或拆分", metres: "相距 {m} 米", vague: "位置不确切", whyMerge: "为什么是同一处?", whySplit: "为什么是另一处?", whyUndo: "为什么撤销?",
    keyNext: "下一个、上一个事件", keyPicture: "放大画面", keyMap: "在地图上移动、缩放、看全图", keyHelp: "本说明", keyFind: "查找摄像机",
    heldShow: "暂缓 {n} 起,点击查看", heldHide: "暂缓 {n} 起,点击隐藏", flood: "告警潮:10 分钟内 {n} 起({seats} 席),同类合并显示", points: "排序 {n} 分", named: "滞留或频繁", groupOf: "同类 {n} 起",
    shelve: "搁置", unshelve: "取消搁置", silence: "静默同类", howLong: "多久", everywhere: "全区", whatToSilence: "静默哪些", shelveNote: "到时自动恢复;原因写入案卷。推送不受影响。", silenceNote: "到时自动恢复,随时可查看;严重事件不受静默。推送不受影响。",
    heldBy: { outage: "摄像机中断", turned: "摄像机转向", weather: "恶劣天气", degraded: "画面普遍变差", silence: "静默", shelf: "搁置" },
    part: { severity: "严重程度", certainty: "可信度", age: "时间", repeats: "重复", place: "位置" },
    stage: "案件阶段", unit: "责任单位", socialGrid: "社会治理网格", limit: "处置时限", due: "截止时间", overdue: "超期", rests: "时钟暂停", rounds: "第 {n} 次派遣", recurrence: "复发", recurrences: "30 天内第 {n} 次复发",
    heldFor: { confirmation: "待核实后上报", reopened_once: "两次未清除,待研判" },
    check: { waiting: "待核查", cleared: "核查已清除", not_cleared: "核查未清除", could_not: "无法核实" },
    measure: { working_hours: "工作时", working_days: "工作日", hours: "小时", days: "天" },
    stageOf: { collected: "信息收集", filed: "案卷建立", dispatched: "任务派遣", handling: "任务处理", feedback: "处理反馈", checking: "核查", closed: "结案", evaluated: "综合评价", returned: "退回", suspended: "挂账缓办", cancelled: "作废或不予立案" },
    origin: { homography: "地面标定", pose: "摄像机姿态", zone: "区域中心", camera: "摄像机位置", reported: "所报位置", grid: "网格中心" },
    by: { rule: "规则", operator: "值班员", platform: "网格平台", gridwatch: "系统" },
    event: { opened: "上报", updated: "更新", reopened: "重开", closed: "结案", rejected: "误报", not_seen: "未见" },
    delivery: { pending: "待推送", accepted: "已接收", dead: "失败", held: "暂停" },
    state: { ok: "正常", late: "迟看", blind: "画面异常", offline: "离线", login_stopped: "登录停用", unknown: "未查看" },
    severity: { extreme: "特别严重", severe: "严重", moderate: "一般", minor: "轻微", unknown: "" },
    status: { candidate: "待确认", open: "待处置", acknowledged: "已受理", reported: "已上报", handling: "处置中", verifying: "核查中", closed: "已结案", reopened: "重开", rejected: "误报", expired: "未成立" },
  },
  en: {
    tagline: "A district's cameras, watched", token: "Access token", enter: "Open", leave: "Leave", other: "中文", wrong: "That is not the token", ended_session: "The session has ended; enter the token again",
    unreachable: "The service does not answer; try again in a moment", queue: "Incidents", map: "Cameras and incidents", mapShort: "Map", case: "Case", more: "More",
    choose: "Choose an incident to see its pictures, why it was raised and what was done", none: "No incident like this", calm: "Nothing is open now", noIncidentPicture: "no picture",
    live: "live", cut: "Connection lost, trying again. This is how things stood at {at}", connecting: "connecting",
    cameras: "cameras", onTime: "on time", open: "not ended", waiting: "to do", deliveries: "to deliver", failed: "not delivered", receiverStopped: "Receiver {name} wants no more (410); {held} are held", receiverEnable: "Enable and send them", unwell: "not seeing",
    all: "Not ended", ended: "Ended", everything: "All", filter: "Which incidents to show",
    place: "Place", grid: "Grid", code: "Matter", radius: "within {m} m", views: "Views", view: "{n} views", firstSeen: "First seen", closedAt: "Closed", caseNumber: "Case number", owner: "Owner", lasted: "Lasted", confidence: "Confidence", model: "Model",
    history: "What happened", sent: "Deliveries", before: "When found", latest: "Latest", after: "After clearing", second_view: "Second view", pair: "Before and after", enlarged: "(part)", compare: "Drag to compare", counted: "{n} counted", persons: "{n} persons",
    acknowledge: "Acknowledge", confirm: "Confirm", reject: "False alarm", look_again: "Look again", close: "Close by hand", send_again: "Send back again", done_look_again: "A look has been asked for",
    whyReject: "Why is it a false alarm?", whyClose: "Why is it closed by hand?", whyNote: "The reason is kept in the history for good.", reason: "Reason", needed: "Give a reason",
    rejectReasons: ["Material stored or works as they should be", "Shadow, water or a reflection", "Usual passers-by, no gathering", "Picture too poor to tell", "The same as another incident"],
    closeReasons: ["Somebody on the spot says it is gone", "No camera can see the place any more", "Handled outside of the system"],
    who: "Operator", whoAsk: "Your name or number", whoNote: "Every act carries your name.", nobody: "no name", ok: "OK", cancel: "Cancel", dismiss: "Dismiss",
    look: "Look now", looking: "Looking…", waiting_look: "The budgets are full; the look will come", looked: "A new picture is here", noPicture: "No picture yet", attempts: "try {n}", lastGood: "Last picture", lastLook: "Last look", profile: "Profile", never: "never", since: "since",
    search: "Find a camera by name or id", nothingFound: "No such camera", nearer: "Zoom in", farther: "Zoom out", whole: "Whole district", incidents: "incident", incidentEnded: "ended",
    chartTold: "Map: {cameras} cameras, {incidents} incidents. Arrow keys move, plus and minus zoom, 0 shows all",
    keys: "Keys", keysTitle: "By keyboard", theme: { auto: "System", light: "Light", dark: "Dark" }, themeTold: "Colours",
    box: "Box", previous: "Previous", next: "Next", fit: "Fit", picture: "Enlarge", justNow: "just now", seconds: "{n} s", minutes: "{n} min", hours: "{n} h", days: "{n} d", ago: "{t} ago",
    near: "Near by, and views", mergeInto: "Merge into", splitOff: "Split off", undoJoin: "Take the merge or split back", metres: "{m} m away", vague: "place not exact", whyMerge: "Why is it the same?", whySplit: "Why is it another thing?", whyUndo: "Why is it taken back?",
    keyNext: "next, previous incident", keyPicture: "enlarge the picture", keyMap: "on the map: move, zoom, show all", keyHelp: "this list", keyFind: "find a camera",
    heldShow: "{n} held back, click to show", heldHide: "{n} held back, click to hide", flood: "Flood: {n} alarms in 10 minutes for {seats} seat(s); alike ones are one line", points: "Rank {n}", named: "standing or chattering", groupOf: "{n} alike",
    shelve: "Shelve", unshelve: "Take from the shelf", silence: "Silence alike", howLong: "For how long", everywhere: "everywhere", whatToSilence: "What to silence", shelveNote: "It comes back by itself; the reason is kept in the history. Deliveries go on.", silenceNote: "It ends by itself, and what it holds back can be seen; severe incidents are never silenced. Deliveries go on.",
    heldBy: { outage: "cameras dark", turned: "camera turned", weather: "bad weather", degraded: "pictures bad", silence: "silenced", shelf: "shelved" },
    part: { severity: "severity", certainty: "certainty", age: "age", repeats: "repeats", place: "place" },
    stage: "Stage", unit: "Unit", socialGrid: "Social grid", limit: "Time limit", due: "Due", overdue: "overdue", rests: "the clock rests", rounds: "dispatch {n}", recurrence: "Recurrence", recurrences: "time {n} within 30 days",
    heldFor: { confirmation: "confirm before it is sent", reopened_once: "twice not cleared: decide" },
    check: { waiting: "to be checked", cleared: "seen cleared", not_cleared: "seen not cleared", could_not: "could not be verified" },
    measure: { working_hours: "working hours", working_days: "working days", hours: "hours", days: "days" },
    stageOf: { collected: "collected", filed: "filed", dispatched: "dispatched", handling: "being handled", feedback: "called done", checking: "being checked", closed: "closed", evaluated: "evaluated", returned: "returned", suspended: "put off", cancelled: "cancelled" },
    origin: { homography: "ground calibration", pose: "camera pose", zone: "centre of the zone", camera: "the camera itself", reported: "as reported", grid: "centre of the grid cell" },
    by: { rule: "rule", operator: "operator", platform: "grid platform", gridwatch: "Gridwatch" },
    event: { opened: "opened", updated: "updated", reopened: "reopened", closed: "closed", rejected: "rejected", not_seen: "not seen" },
    delivery: { pending: "waiting", accepted: "accepted", dead: "failed", held: "held" },
    state: { ok: "on time", late: "late", blind: "blind", offline: "offline", login_stopped: "login stopped", unknown: "not looked at" },
    severity: { extreme: "extreme", severe: "severe", moderate: "moderate", minor: "minor", unknown: "" },
    status: { candidate: "candidate", open: "to do", acknowledged: "acknowledged", reported: "reported", handling: "handling", verifying: "verifying", closed: "closed", reopened: "reopened", rejected: "false alarm", expired: "not confirmed" },
  },
};

export let language = localStorage.getItem("language") === "en" ? "en" : "zh";

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
}

// The text for a key; {name} is filled in from `facts`.
export function t(key, facts = {}) {
  const text = WORDS[language][key] ?? key;
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole) : text;
}

// A word of a group, e.g. a status; an unknown one is shown as it came.
export const word = (group, key) => WORDS[language][group][key] ?? key ?? "";
export const pick = (zh, en) => (language === "zh" ? zh : en) || zh || en;
export const locale = () => (language === "zh" ? "zh-CN" : "en-GB");
