import { words } from "../../words/useWords";

export const login = words(
  {
    title: "城市视频值守", wrong: "用户名或口令不正确", locked: (s: number) => `错误次数过多，请 ${s} 秒后再试，或请管理员解锁`,
    slower: (s: number) => `用户名或口令不正确。请 ${s} 秒后再试`, codeNeeded: "请输入手机验证器上的 6 位动态码，或一个恢复码", codeHelp: "手机不在身边时，可用恢复码登录",
    unreadable: "动态码密钥已无法读取，请管理员重置您的双因素认证", first: "还没有管理员", firstTold: "请先用服务日志中的一次性代码建立首位管理员。", begin: "开始设置",
    token: "访问令牌", byToken: "用访问令牌打开", byName: "用用户名登录", wrongToken: "令牌不正确", busy: "登录人数过多，请稍后再试", language: "English", dark: "显示模式",
  },
  {
    title: "A district's cameras, watched", wrong: "Name and password do not belong together", locked: (s: number) => `Too many wrong logins: wait ${s} s, or ask an administrator`,
    slower: (s: number) => `Name and password do not belong together. Wait ${s} s before you try again`, codeNeeded: "Give the six digits of your authenticator, or a recovery code", codeHelp: "Without your telephone, a recovery code does",
    unreadable: "The key of your second factor can no longer be read: ask an administrator to reset it", first: "Nobody administers yet", firstTold: "Make the first administrator with the one-time code from the service's log.", begin: "Begin",
    token: "Access token", byToken: "Open with the access token", byName: "Log in by name", wrongToken: "That is not the token", busy: "Too many logins at once: try again in a moment", language: "中文", dark: "Colours",
  },
);
