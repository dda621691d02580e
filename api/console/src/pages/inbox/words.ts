import { words } from "../../words/useWords";

export const inbox = words(
  { title: "待办", calm: "当前没有未结事件" },
  { title: "Inbox", calm: "Nothing is open now" },
);
