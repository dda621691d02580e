// The cameras that see the same place as one does, the steepest first.
import { queryOptions } from "@tanstack/react-query";
import { ask, client } from "../../api/client";

export const covering = (cameraId: string) =>
  queryOptions({
    queryKey: ["camera", cameraId, "covering"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/covering", { params: { path: { camera_id: cameraId } }, signal })),
    staleTime: 60_000,
  });
