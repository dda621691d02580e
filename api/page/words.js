"use strict";
// Every word of the console, Chinese first.
const WORDS = {
  zh: {
    tagline: "城市视频值守", token: "访问令牌", enter: "进入", leave: "退出", queue: "事件队列", map: "点位与事件",
    choose: "选择一个事件查看详情", more: "更多", other: "English", wrong: "令牌不正确", live: "● 实时", cut: "● 连接中断,正在重连",
    cameras: "路摄像机", onTime: "按时巡查", open: "待处置", deliveries: "待推送", all: "未结", ended: "已结", everything: "全部",
    place: "位置", grid: "网格", code: "代码", radius: "误差半径", views: "视角", firstSeen: "首次发现", closedAt: "结案", caseNumber: "平台案号",
    history: "处置过程", sent: "推送记录", before: "发现时", latest: "最近", after: "清除后", none: "无",
    acknowledge: "受理", confirm: "确认", reject: "误报", look_again: "复看", close: "人工结案", why: "误报原因(将记入案卷):", whyClose: "人工结案原因:",
    done: "已完成", who: "操作员姓名或工号:", look: "立即查看", looking: "正在查看…", noPicture: "尚无画面", attempts: "次",
    state: { ok: "正常", late: "迟看", blind: "画面异常", offline: "离线", login_stopped: "登录停用", not_looked_at: "未查看" },
    status: { candidate: "待确认", open: "待处置", acknowledged: "已受理", reported: "已上报", handling: "处置中", verifying: "核查中", closed: "已结案", reopened: "重开", rejected: "误报", expired: "未成立" },
  },
  en: {
    tagline: "A district's cameras, watched", token: "Access token", enter: "Open", leave: "Leave", queue: "Incidents", map: "Cameras and incidents",
    choose: "Choose an incident", more: "More", other: "中文", wrong: "That is not the token", live: "● live", cut: "● connection lost, trying again",
    cameras: "cameras", onTime: "looked at on time", open: "open", deliveries: "to deliver", all: "Not ended", ended: "Ended", everything: "All",
    place: "Place", grid: "Grid", code: "Code", radius: "radius", views: "Views", firstSeen: "First seen", closedAt: "Closed", caseNumber: "Case number",
    history: "What happened", sent: "Deliveries", before: "When found", latest: "Latest", after: "After", none: "none",
    acknowledge: "Acknowledge", confirm: "Confirm", reject: "False alarm", look_again: "Look again", close: "Close by hand", why: "Why is it a false alarm? Kept in the history:", whyClose: "Why is it closed by hand?",
    done: "Done", who: "Your name or number:", look: "Look now", looking: "Looking…", noPicture: "No picture yet", attempts: "tries",
    state: { ok: "on time", late: "late", blind: "blind", offline: "offline", login_stopped: "login stopped", not_looked_at: "not looked at" },
    status: { candidate: "candidate", open: "open", acknowledged: "acknowledged", reported: "reported", handling: "handling", verifying: "verifying", closed: "closed", reopened: "reopened", rejected: "rejected", expired: "expired" },
  },
};
let language = localStorage.getItem("language") || "zh";
const t = (key) => WORDS[language][key] ?? key;
const pick = (zh, en) => (language === "zh" ? zh : en);
