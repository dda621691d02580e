// The way out. Whoever could not be logged out is told so: the next at this desk would act in his name.
import { App } from "antd";
import { ask, client } from "../api/client";
import { useWords } from "../words/useWords";
import { shell } from "./words";

export function useLeave(): () => Promise<void> {
  const w = useWords(shell);
  const { message } = App.useApp();
  return async () => {
    try {
      await ask(client.DELETE("/api/v1/session"));
    } catch {
      void message.error(w.notLeft, 0);
      return;
    }
    window.location.assign("/login");
  };
}
