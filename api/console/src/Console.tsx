// The whole console: what every page stands on, and which page is shown where.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Button, Result, Spin } from "antd";
import { lazy, useEffect, useState, Suspense } from "react";
import { BrowserRouter, Route, Routes, useLocation, useNavigate } from "react-router";
import { onDenied } from "./api/client";
import { LiveProvider } from "./api/LiveProvider";
import { isProblem } from "./api/problem";
import { PAGES } from "./pages";
import { useSteady } from "./parts/useSteady";
import { Allowed } from "./shell/Allowed";
import { Boundary } from "./shell/Boundary";
import { Gate } from "./shell/Gate";
import { SettingsProvider } from "./shell/SettingsProvider";
import { Shell } from "./shell/Shell";
import { shell } from "./shell/words";
import { useWords } from "./words/useWords";

const Login = lazy(() => import("./pages/login"));
const FirstRun = lazy(() => import("./pages/first-run"));

function makeQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        refetchOnWindowFocus: false, // the live line says what changed
        retry: (tries, error) => tries < 2 && (isProblem(error, 0) || isProblem(error, 503)),
      },
    },
  });
}

export function Console() {
  const [queries] = useState(makeQueries);
  return (
    <SettingsProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Suspense fallback={<Spin fullscreen delay={200} />}>
            <Routes>
              <Route path="/login" element={<Login />} />
              <Route path="/first-run" element={<FirstRun />} />
              <Route path="*" element={<Inside />} />
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </SettingsProvider>
  );
}

function Inside() {
  const go = useNavigate();
  const here = useLocation();
  // the same for as long as somebody is logged in: another one would open another live line, and `go` changes by the page
  const denied = useSteady(() => {
    if (window.location.pathname === "/login") return; // more than one request was refused
    const back = `${window.location.pathname}${window.location.search}`;
    void go(`/login?back=${encodeURIComponent(back)}`, { replace: true });
  });
  useEffect(() => onDenied(denied), [denied]);
  return (
    <Gate>
    <LiveProvider onDenied={denied}>
      <Routes>
        <Route element={<Shell />}>
          {PAGES.map((entry) => (
            <Route
              key={entry.path}
              path={entry.path}
              element={
                <Boundary key={here.pathname}>
                  <Allowed page={entry}>
                    <entry.page />
                  </Allowed>
                </Boundary>
              }
            />
          ))}
          <Route path="*" element={<Nowhere />} />
        </Route>
      </Routes>
    </LiveProvider>
    </Gate>
  );
}

function Nowhere() {
  const w = useWords(shell);
  const go = useNavigate();
  return <Result status="404" title={w.notFound} extra={<Button onClick={() => void go("/")}>{w.home}</Button>} />;
}
