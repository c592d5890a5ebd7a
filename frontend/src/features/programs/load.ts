// What the routes of programs load before they show. The queries come with the pages, not with the app's first chunk.
import type { QueryClient } from "@tanstack/react-query";
import { programTexts } from "./texts";

const queries = () => import("./queries");

export async function loadPrograms(client: QueryClient): Promise<void> {
  const { programList } = await queries();
  await Promise.all([programTexts(), client.ensureQueryData(programList)]);
}

/** Whether there is such a program for this viewer. */
export async function loadProgram(client: QueryClient, id: string): Promise<boolean> {
  const { oneProgram } = await queries();
  const [data] = await Promise.all([client.ensureQueryData(oneProgram(id)), programTexts()]);
  return Boolean(data.program);
}

/** Whether there is such a way for this viewer. */
export async function loadWay(client: QueryClient, id: string): Promise<boolean> {
  const { oneWay } = await import("./queries-way");
  // As it stands now: a form that asks what to do next must not begin with what was.
  const [data] = await Promise.all([client.fetchQuery({ ...oneWay(id), staleTime: 0 }), programTexts()]);
  return Boolean(data.enrollment);
}
