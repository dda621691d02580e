import { words } from "../../words/useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const deliveries = words(
  {
    title: "推送", receivers: "接收方", ledger: "推送台账", inbound: "平台来文", name: "名称", working: "推送中", disabled: "已停用", day: "24 小时成功率", noDay: "24 小时内无推送", of: (n: number, all: number) => `${n} / ${all}`,
    late: (n: number) => `其中 ${n} 件超过 5 分钟`, pending: "待推送", held: "暂停", dead: "失败", lastFailure: "最近一次失败", noFailure: "近期无失败", acts: "操作", preview: "预览内容", test: "发送测试", enable: "重新启用并补发", replayRange: "按条件重推",
    noReceivers: "未配置接收方。管理员在 configs/receivers/ 中添加。", why: "原因", whyTold: "写入审计记录", queued: "生成时间", receiver: "接收方", incident: "事件", version: (n: number) => `第 ${n} 版`, type: "类型", state: "状态", attempts: "次数", caseNumber: "对方编号", error: "最近错误",
    older: "更早的", newestFirst: "新的在上", searchedSoFar: "已查到此处，未到尽头", nothing: "没有符合条件的推送", nothingTold: "请放宽条件，或清除筛选。", clear: "清除筛选", allStates: "全部状态", allReceivers: "全部接收方", words: "正文或答复中的字词", incidentId: "事件编号", since: "从", until: "到", period: "生成时间范围",
    one: "推送详情", tries: "历次推送", noTries: "尚未推送", body: "正文（每次推送相同）", again: "重推", next: "下次不早于", took: (s: number) => `${s.toFixed(2)} 秒`, noAnswer: "无应答", toCase: "打开案件",
    events: named({ opened: "立案", updated: "更新", reopened: "重开", closed: "结案", rejected: "误报", not_seen: "查看未见" }),
    outcomes: named({ accepted: "已接收", retry: "将重试", gave_up: "放弃", gone: "对方不再接收（410）", refused: "地址不在允许范围" }),
    replay: "重新推送", replayChosen: (n: number) => `重推所选 ${n} 件`, wouldReplay: (n: number) => `将重新推送 ${n} 件。编号与内容不变，同一案件按先后顺序。`, wouldNothing: "没有可重推的推送。", counting: "正在计数…", replayed: (n: number) => `已安排重推 ${n} 件`, replayNow: (n: number) => `重推 ${n} 件`, alsoEnables: "该接收方将同时重新启用，暂存的推送一并补发。", defaultStates: "未选状态时：失败的；指定了接收方的，另含暂停的。",
    needsName: "请先按接收方或起始时间筛选：不能重推全部。", wordsLeftOut: "按条件重推只看接收方、时间、状态；按字词、编号筛选的，请勾选后重推。", enableTitle: (name: string) => `重新启用 ${name}`, enabled: (n: number) => `已启用，补发 ${n} 件`,
    previewTitle: (name: string) => `${name} 将收到的请求`, sample: "示例（并非真实事件）", show: "显示", headers: "请求头（密钥已隐藏）", untold: (why: string) => `实际不会告知该接收方：${why}`, event: "类别", sendTest: "发送一次测试", testTold: "发送一件标有【测试】的消息，不计入台账。", testSent: (ok: boolean): string => (ok ? "对方已接收测试" : "对方未接收测试"), choose: "选择",
    inboundTold: "平台近 30 天发来的办理状态与案件，以及我方答复。", from: "来源", cases: "转来案件", statusFrom: "办理状态", messageId: "消息编号", answer: "我方答复", noInbound: "近 30 天没有平台来文", at: "时间", refresh: "刷新",
  },
  {
    title: "Deliveries", receivers: "Receivers", ledger: "Ledger", inbound: "From the platform", name: "Name", working: "sending", disabled: "disabled", day: "Accepted in 24 h", noDay: "nothing in 24 h", of: (n: number, all: number) => `${n} of ${all}`,
    late: (n: number) => `${n} of them later than 5 min`, pending: "Waiting", held: "Held", dead: "Failed", lastFailure: "Last failure", noFailure: "none lately", acts: "Acts", preview: "Preview", test: "Send a test", enable: "Enable and send what was held", replayRange: "Send these again",
    noReceivers: "No receiver is configured. The administrator adds one in configs/receivers/.", why: "Reason", whyTold: "Kept in the audit", queued: "Made at", receiver: "Receiver", incident: "Incident", version: (n: number) => `version ${n}`, type: "Type", state: "State", attempts: "Tries", caseNumber: "Their number", error: "Last error",
    older: "Older", newestFirst: "Newest first", searchedSoFar: "Searched to here; there is more", nothing: "No delivery passes these filters", nothingTold: "Widen them, or clear them.", clear: "Clear the filters", allStates: "Every state", allReceivers: "Every receiver", words: "Words in what was sent or answered", incidentId: "Incident id", since: "From", until: "To", period: "Made between",
    one: "Delivery", tries: "Attempts", noTries: "Not tried yet", body: "Body (the same in every attempt)", again: "Send again", next: "Not tried before", took: (s: number) => `${s.toFixed(2)} s`, noAnswer: "no answer", toCase: "Open the case",
    events: named({ opened: "opened", updated: "updated", reopened: "reopened", closed: "closed", rejected: "rejected", not_seen: "not seen" }),
    outcomes: { accepted: "accepted", retry: "to be tried again", gave_up: "given up", gone: "wants no more (410)", refused: "address not allowed" },
    replay: "Send again", replayChosen: (n: number) => `Send the ${n} chosen again`, wouldReplay: (n: number) => `${n} deliveries would be sent again: same ids, same bodies, in order within a case.`, wouldNothing: "There is nothing to send again.", counting: "Counting…", replayed: (n: number) => `${n} deliveries wait to be sent again`, replayNow: (n: number) => `Send ${n} again`, alsoEnables: "This enables the receiver; what was held for it is sent too.", defaultStates: "Without a state: what failed, and with a receiver what is held.",
    needsName: "Filter by a receiver or a first time: everything cannot be sent again.", wordsLeftOut: "This goes by receiver, time and state. For words or numbers choose rows and send those again.", enableTitle: (name: string) => `Enable ${name}`, enabled: (n: number) => `Enabled; ${n} deliveries are sent`,
    previewTitle: (name: string) => `What ${name} would get`, sample: "A sample that never was", show: "Show", headers: "Headers (secrets are hidden)", untold: (why: string) => `This receiver would in fact not be told: ${why}`, event: "Event", sendTest: "Send one test", testTold: "Sends one message marked [TEST]; it is not kept in the ledger.", testSent: (ok: boolean) => (ok ? "The test was accepted" : "The test was not accepted"), choose: "Choose",
    inboundTold: "Statuses and cases from the platform in the last 30 days, and our answers.", from: "What", cases: "a case", statusFrom: "a status", messageId: "Message id", answer: "Our answer", noInbound: "Nothing came from the platform in 30 days", at: "At", refresh: "Refresh",
  },
);
