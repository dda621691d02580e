import { words } from "../../words/useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const audit = words(
  {
    title: "审计日志", who: "谁", role: "角色", act: "做了什么", ref: "对象", outcome: "结果", address: "来源", reason: "事由", when: "时间", all: "全部行为", older: "更早的记录", none: "没有符合条件的记录", nothingOlder: "没有更早的记录了",
    whole: "链条完整：每条记录都含前一条的摘要", broken: (numbers: string) => `记录 ${numbers} 被改动，或其前有缺失。请立即报告。`,
    outcomes: named({ done: "已执行", refused: "被拒绝", failed: "失败" }),
    kinds: named({ "": "全部行为", view: "查看画面", login: "登录", user: "用户管理", POST: "新增与处置", PUT: "修改（整体）", PATCH: "修改", DELETE: "删除与撤销", GET: "被拒绝的查看" }),
    acts: named({
      login: "登录", "session.end": "退出会话", "user.add": "新建用户", "user.change": "修改用户", "user.reset": "重置口令", "user.unlock": "解锁", "password.change": "修改口令", "factor.enrol": "启用双因素", "factor.remove": "停用双因素",
      "view /api/v1/evidence/{key}": "查看证据图片", "view /api/v1/cameras/{camera_id}/latest.jpg": "查看最新画面", "view /api/v1/film/{camera_id}/{look_id}.jpg": "查看历次画面",
      "POST /api/v1/incidents/{incident_id}/acts": "处置事件", "POST /api/v1/incidents/acts": "处置事件（可撤回）", "POST /api/v1/incidents/{incident_id}/claim": "打开事件", "DELETE /api/v1/incidents/{incident_id}/claim": "放开事件", "DELETE /api/v1/pending/{act_id}": "撤回处置",
      "POST /api/v1/incidents/{incident_id}/merge": "合并事件", "POST /api/v1/incidents/{incident_id}/split": "拆分事件", "POST /api/v1/silences": "设置静默", "POST /api/v1/cameras/{camera_id}/look": "立即查看摄像机",
      "POST /api/v1/incidents/{incident_id}/public-link": "生成进度链接", "POST /api/v1/incidents/{incident_id}/public-links/{link_id}/revoke": "撤销进度链接", "POST /api/v1/incidents/{incident_id}/undo": "撤销合并或拆分",
      "DELETE /api/v1/incidents/{incident_id}/shelf": "取消搁置", "PATCH /api/v1/silences/{silence_id}": "静默改期", "DELETE /api/v1/silences/{silence_id}": "结束静默",
      "POST /api/v1/deliveries/replay": "重新推送", "POST /api/v1/receivers/{name}/enable": "重新启用接收方", "POST /api/v1/receivers/{name}/test": "发送推送测试",
      "POST /api/v1/cameras": "新增摄像机", "PUT /api/v1/cameras/{camera_id}": "修改摄像机", "PATCH /api/v1/cameras/{camera_id}": "修改摄像机",
      "DELETE /api/v1/cameras/{camera_id}": "删除摄像机", "POST /api/v1/cameras/import": "导入台账", "POST /api/v1/cameras/probe": "探测摄像机",
      "POST /api/v1/cameras/{camera_id}/hold": "占用云台", "DELETE /api/v1/cameras/{camera_id}/hold": "归还云台", "POST /api/v1/cameras/{camera_id}/turn": "转动云台",
      "POST /api/v1/workbench/promotions": "上线候选", "POST /api/v1/workbench/promotions/undo": "撤回上线",
    }),
    unknown: "（不存在的用户名）",
  },
  {
    title: "Audit", who: "Who", role: "Role", act: "What", ref: "About", outcome: "Outcome", address: "From", reason: "Reason", when: "When", all: "Everything", older: "Older", none: "Nothing like that", nothingOlder: "There is nothing older",
    whole: "The chain is whole: each line holds the digest of the one before", broken: (numbers: string) => `Lines ${numbers} were changed, or one before them is missing. Report it at once.`,
    outcomes: named({ done: "done", refused: "refused", failed: "failed" }),
    kinds: named({ "": "Everything", view: "Pictures looked at", login: "Logins", user: "Users", POST: "Made and decided", PUT: "Replaced", PATCH: "Changed", DELETE: "Removed and taken back", GET: "Looks that were refused" }),
    acts: named({
      login: "Login", "session.end": "Session ended", "user.add": "User made", "user.change": "User changed", "user.reset": "Password reset", "user.unlock": "Unlocked", "password.change": "Password changed", "factor.enrol": "Second factor set up", "factor.remove": "Second factor removed",
      "view /api/v1/evidence/{key}": "Evidence picture looked at", "view /api/v1/cameras/{camera_id}/latest.jpg": "Latest picture looked at", "view /api/v1/film/{camera_id}/{look_id}.jpg": "Earlier look looked at",
      "POST /api/v1/incidents/{incident_id}/acts": "Decided on a case", "POST /api/v1/incidents/acts": "Decided on a case (can be taken back)", "POST /api/v1/incidents/{incident_id}/claim": "Case opened", "DELETE /api/v1/incidents/{incident_id}/claim": "Case given back", "DELETE /api/v1/pending/{act_id}": "Decision taken back",
      "POST /api/v1/incidents/{incident_id}/merge": "Cases merged", "POST /api/v1/incidents/{incident_id}/split": "Case split", "POST /api/v1/silences": "Silence made", "POST /api/v1/cameras/{camera_id}/look": "Camera looked at now",
      "POST /api/v1/incidents/{incident_id}/public-link": "Progress link made", "POST /api/v1/incidents/{incident_id}/public-links/{link_id}/revoke": "Progress link taken back", "POST /api/v1/incidents/{incident_id}/undo": "Merge or split taken back",
      "DELETE /api/v1/incidents/{incident_id}/shelf": "Taken from the shelf", "PATCH /api/v1/silences/{silence_id}": "Silence moved", "DELETE /api/v1/silences/{silence_id}": "Silence ended",
      "POST /api/v1/deliveries/replay": "Sent again", "POST /api/v1/receivers/{name}/enable": "Receiver enabled", "POST /api/v1/receivers/{name}/test": "Receiver tested",
      "POST /api/v1/cameras": "Camera added", "PUT /api/v1/cameras/{camera_id}": "Camera replaced", "PATCH /api/v1/cameras/{camera_id}": "Camera changed",
      "DELETE /api/v1/cameras/{camera_id}": "Camera removed", "POST /api/v1/cameras/import": "Ledger imported", "POST /api/v1/cameras/probe": "Cameras probed",
      "POST /api/v1/cameras/{camera_id}/hold": "Camera held", "DELETE /api/v1/cameras/{camera_id}/hold": "Camera given back", "POST /api/v1/cameras/{camera_id}/turn": "Camera turned",
      "POST /api/v1/workbench/promotions": "Made live", "POST /api/v1/workbench/promotions/undo": "What went live undone",
    }),
    unknown: "(a name that nobody has)",
  },
);
